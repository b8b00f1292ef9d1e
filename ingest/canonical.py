"""The one spelling of the tables of facts: rows in order, keys filled in, nothing left of the spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ingest.assembly import Assembled, assemble
from ingest.faults import Place
from ingest.ledger import Ledger
from ingest.shipped import LEDGER_NAME, SOURCES_FOLDER, read_sources
from ingest.tables import read_words

Keys = Mapping[Place, str]
"""The key of the award that a row tells of, by where the row stands."""


def tidy(folder: Path = SOURCES_FOLDER) -> list[Path]:
    """Mint a key for every award and work that has none, and write all tables canonically.

    Returns the files that changed. Raises TableError, and writes nothing, where the sources have a fault.
    """
    made = assemble(read_sources(folder), [], Ledger.read(folder / LEDGER_NAME))
    wanted = {path: canonical_words(path, _award_keys(made)) for path in _tables(folder)}
    wanted[folder / LEDGER_NAME] = made.ledger.write()
    changed = [path for path, words in wanted.items() if _differs(path, words)]
    for path in changed:
        _replace(path, wanted[path])
    return changed


def untidy(folder: Path = SOURCES_FOLDER) -> list[Path]:
    """The tables that are not in their canonical form, or have an award without a key."""
    return [path for path in _tables(folder) if _differs(path, canonical_words(path)) or _lacks_keys(path)]


def canonical_words(path: Path, award_keys: Keys | None = None) -> str:
    """The table as it should be written: Unix lines, no byte order mark, rows in the order of their cells."""
    header, *rows = _filled(path, award_keys or {})
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *sorted(rows, key=_order)])
    return buffer.getvalue()


def _filled(path: Path, keys: Keys) -> Iterator[list[str]]:
    """The header and the rows, each cell as it is but for the key of an award that has none."""
    reader = csv.reader(io.StringIO(read_words(path), newline=""))
    header = next(reader)
    yield header
    place = header.index("award") if "award" in header else None
    for row in reader:
        if place is not None and not row[place]:
            row[place] = keys.get(Place(path, reader.line_num), "")
        yield [cell.strip() for cell in row]


def _award_keys(made: Assembled) -> Keys:
    return {
        telling.found_at: key
        for award, key in zip(made.merged.settled, made.keys, strict=True)
        for telling in award.tellings
        if telling.found_at
    }


def _order(row: Sequence[str]) -> list[list[tuple[int, str]]]:
    """Cell by cell, numbers in words by their value: 2566-tisi-2 before 2566-tisi-10."""
    return [
        [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", c)] for c in row
    ]


def _tables(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.csv"))


def _differs(path: Path, words: str) -> bool:
    return not path.exists() or path.read_bytes() != words.encode()


def _lacks_keys(path: Path) -> bool:
    """Rows that may mean one of several awards have no key of their own."""
    rows = csv.DictReader(io.StringIO(read_words(path), newline=""))
    return any(row.get("award") == "" and not row.get("may_mean") for row in rows)


def _replace(path: Path, words: str) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.write_text(words, encoding="utf-8", newline="")
    unfinished.replace(path)
