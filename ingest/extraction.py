"""From paths to the lines of `lertrat extract`: most texts tell nothing and cost a glance at their bytes."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic_core import to_json

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.glance import plain_stem, read_if_idle
from ingest.pool import map_batches
from ingest.readers import Refusal, read_paths
from ingest.readers.folders import STANDARD_INPUT, expand
from ingest.records import Document, Findings

_START, _NOTHING = Findings(doc="?").model_dump_json().split('"?"')


class Lines(NamedTuple):
    """What some paths gave: one line of JSON for each document, and what could not be read."""

    lines: str
    read: int
    refused: tuple[Refusal, ...]


def extract_lines(paths: Iterable[str]) -> Iterator[Lines]:
    """The findings of all documents at `paths` (files, folders, `-`), in their order, many at a time."""
    files = (file for path in paths for file in expand(_as_path(path)))
    load_names().find("")  # in memory before there are other processes
    yield from map_batches(_lines, files, stays=lambda file: file == STANDARD_INPUT)


def _as_path(path: str) -> Path | Literal["-"]:
    return STANDARD_INPUT if path == STANDARD_INPUT else Path(path)


def _lines(files: list[str]) -> Lines:
    lines, refused = list[str](), list[Refusal]()
    for file in files:
        if read_if_idle(file) is not None:
            lines.append(f"{_START}{to_json(plain_stem(file)).decode()}{_NOTHING}\n")
            continue
        for found in read_paths([_as_path(file)]):
            if isinstance(found, Refusal):
                refused.append(found)
            else:
                lines.append(_line(found))
    return Lines("".join(lines), len(lines), tuple(refused))


def _line(document: Document) -> str:
    findings = extract(document, load_names()).model_copy(update={"doc": document.name})
    return findings.model_dump_json() + "\n"
