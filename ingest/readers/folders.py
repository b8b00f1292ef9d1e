"""The files that paths mean, in the order of their paths, one folder in memory at a time."""

import os
from collections.abc import Iterator
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Final, Literal

from ingest.readers.kinds import STANDARD_INPUT

MAPPING_SUFFIX: Final = ".columns.csv"
"""Of what a person settled of a list's columns: it belongs to the list, and is no document."""


def expand(path: Path | Literal["-"]) -> Iterator[str]:
    """The path itself, or that of each file in the folder, sorted; a folder without files is given itself."""
    if str(path) == STANDARD_INPUT or not Path(path).is_dir():
        yield str(path)
        return
    files = (entry.path.removeprefix("./") for entry in walk(str(path)))
    yield from chain((next(files, str(path)),), files)


def walk(folder: str) -> Iterator["os.DirEntry[str]"]:
    """Every file under `folder`, hidden ones left out, sorted by its whole path; links to folders stay shut.

    A folder that may not be read counts as empty.
    """
    for name, entry in sorted(_named(folder), key=itemgetter(0)):
        if name[-1] == "/":
            yield from walk(entry.path)
        elif (
            name[0] != "."
            and not name.endswith(MAPPING_SUFFIX)
            and not (entry.is_symlink() and entry.is_dir())
        ):
            yield entry


def _named(folder: str) -> "list[tuple[str, os.DirEntry[str]]]":
    """Entries by the sign that follows their name in a path: `a-b/` stands before `a/`."""
    try:
        with os.scandir(folder) as entries:
            return [(f"{e.name}/" if e.is_dir(follow_symlinks=False) else e.name, e) for e in entries]
    except OSError:
        return []
