"""The files of a folder in the order of their paths, one folder in memory at a time."""

import os
from collections.abc import Iterator


def walk(folder: str) -> Iterator[os.DirEntry[str]]:
    """Every file under `folder`, hidden ones left out, sorted by its whole path; links to folders stay shut.

    A folder that may not be read counts as empty.
    """
    for _, entry in sorted(_named(folder), key=lambda named: named[0]):
        if entry.is_dir(follow_symlinks=False):
            yield from walk(entry.path)
        elif entry.name[0] != "." and not entry.is_dir():
            yield entry


def _named(folder: str) -> list[tuple[str, os.DirEntry[str]]]:
    """Entries by the sign that follows their name in a path: `a-b/` stands before `a/`."""
    try:
        with os.scandir(folder) as entries:
            return [(f"{e.name}/" if e.is_dir(follow_symlinks=False) else e.name, e) for e in entries]
    except OSError:
        return []
