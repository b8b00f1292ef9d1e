"""How the columns of a list are read, as a small table that a person can correct: it is then obeyed."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from ingest.faults import Fault, Place, TableError
from ingest.grids import TableColumns, letter_of
from ingest.readers.folders import MAPPING_SUFFIX
from ingest.tabular.words import ROLES

FIELDS: Final = ("table", "column", "header", "role", "why")
LARGEST: Final = 1_000_000
"""Bytes of a mapping; one has a line a column."""


class ColumnRow(NamedTuple):
    """One column of a list, as people see it."""

    table: str
    column: str
    header: str
    role: str
    why: str


def mapping_beside(name: str) -> Path:
    """Where the mapping of a list is kept: behind its whole name, `winners.xlsx.columns.csv`."""
    return Path(name + MAPPING_SUFFIX)


def write_mapping(rows: Iterable[ColumnRow]) -> str:
    """The mapping as CSV, with the mark by which spreadsheets know its encoding."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows(rows)
    return "\ufeff" + text.getvalue()


def read_mapping(path: Path) -> tuple[TableColumns, ...]:
    """The roles that a person settled. Raises TableError with the line of each fault, OSError for no file."""
    with path.open("rb") as file:
        data = file.read(LARGEST)
    try:
        lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise TableError.at(path, "is no CSV in UTF-8; save it as CSV UTF-8") from None
    if faults := list(_faults(path, lines)):
        raise TableError(faults)
    tables: dict[str, list[str]] = {}
    for line in lines:
        tables.setdefault(line["table"], []).append(line["role"].strip())
    return tuple(TableColumns(table, tuple(roles)) for table, roles in tables.items())


def _faults(path: Path, lines: list[dict[str, str]]) -> Iterator[Fault]:
    if not lines or not set(FIELDS) - {"why"} <= set(lines[0]):
        yield Fault(
            Place(path, 1), "", "", f"the columns must be {', '.join(FIELDS)}; make it with `lertrat columns`"
        )
        return
    expected: dict[str, int] = {}
    for number, line in enumerate(lines, start=2):
        role, table = (line["role"] or "").strip(), line["table"]
        if role not in ROLES:
            told = f"no column holds that; choose one of {', '.join(ROLES)}"
            yield Fault(Place(path, number), "role", role, told)
        if line["column"] != letter_of(expected.setdefault(table, 0)):
            told = f"{letter_of(expected[table])} comes here: keep a line for each column, in their order"
            yield Fault(Place(path, number), "column", line["column"], told)
        expected[table] += 1
