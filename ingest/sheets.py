"""CSV for spreadsheets: with the mark that Thai needs there, and no cell that would be run as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import model_validator

from ingest.tables import TableRow

BOM = "\ufeff"
GUARD = "'"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What a cell may not begin with: spreadsheets take it for a formula or a command."""


def guarded(cell: str) -> str:
    """A cell that every spreadsheet shows as text; `unguarded` gives the cell back."""
    return GUARD + cell if cell.lstrip().startswith((*RUNS, GUARD)) or cell[:1] in RUNS else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`; what has no guard, which a spreadsheet may take, stays."""
    plain = cell.removeprefix(GUARD)
    return plain if plain != cell and guarded(plain) == cell else cell


class SheetRow(TableRow):
    """A row that was in a spreadsheet: the guards before its cells are no part of them."""

    @model_validator(mode="before")
    @classmethod
    def _take_guards_off(cls, cells: Mapping[str, Any]) -> dict[str, Any]:
        return {name: unguarded(cell) if isinstance(cell, str) else cell for name, cell in cells.items()}


def write_sheet(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The text of a CSV with a byte order mark; None is an empty cell, and every row one line."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guarded(_one_line(row.get(name))) for name in columns})
    return BOM + buffer.getvalue()


def _one_line(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
