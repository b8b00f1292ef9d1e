"""From paths to the lines of `lertrat extract`: most texts tell nothing and cost a glance at their bytes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic_core import to_json

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.given import Given, with_columns
from ingest.glance import plain_stem, read_if_idle
from ingest.grids import TableColumns
from ingest.pool import map_batches
from ingest.readers import Refusal, read_paths
from ingest.readers.folders import expand
from ingest.readers.kinds import STANDARD_INPUT
from ingest.records import Document, Findings

_START, _NOTHING = Findings(doc="?").model_dump_json().split('"?"')


class Lines(NamedTuple):
    """What some paths gave: one line of JSON for each document, and what could not be read."""

    lines: str
    read: int
    refused: tuple[Refusal, ...]


def extract_lines(given: Given) -> Iterator[Lines]:
    """The findings of all documents that are given, in their order, many at a time; addresses come last."""
    files = (file for path in given.paths for file in expand(_as_path(path)))
    load_names().find("")  # in memory before there are other processes
    work = partial(_lines, given.columns)
    yield from map_batches(work, files, stays=lambda file: file == STANDARD_INPUT)
    yield from (_lines_of([found], given.columns) for found in given.followed())


def write_lines(
    given: Given, write: Callable[[str], object], refuse: Callable[[Refusal], None]
) -> tuple[int, int]:
    """Write all findings, and hand on what could not be read; gives how many there were of each."""
    read = refused = 0
    for found in extract_lines(given):
        write(found.lines)
        for refusal in found.refused:
            refuse(refusal)
        read, refused = read + found.read, refused + len(found.refused)
    return read, refused


def _as_path(path: str) -> Path | Literal["-"]:
    return STANDARD_INPUT if path == STANDARD_INPUT else Path(path)


def _lines(columns: Sequence[TableColumns], files: list[str]) -> Lines:
    parts = [_idle(file) or _lines_of(read_paths([_as_path(file)]), columns) for file in files]
    refused = tuple(refusal for part in parts for refusal in part.refused)
    return Lines("".join(part.lines for part in parts), sum(part.read for part in parts), refused)


def _idle(file: str) -> Lines | None:
    """The line of a plain text that tells nothing of the award, by a glance at its bytes."""
    if read_if_idle(file) is None:
        return None
    return Lines(f"{_START}{to_json(plain_stem(file)).decode()}{_NOTHING}\n", 1, ())


def _lines_of(found: Iterable[Document | Refusal], columns: Sequence[TableColumns]) -> Lines:
    read = list(found)
    lines = [_line(with_columns(document, columns)) for document in read if isinstance(document, Document)]
    return Lines("".join(lines), len(lines), tuple(r for r in read if isinstance(r, Refusal)))


def _line(document: Document) -> str:
    findings = extract(document, load_names()).model_copy(update={"doc": document.name})
    return findings.model_dump_json() + "\n"
