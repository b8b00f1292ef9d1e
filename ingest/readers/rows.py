"""Rows as readers of tables give them: without the blank ones, and never more than a list can have."""

from collections.abc import Iterable
from dataclasses import replace

from ingest.grids import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Row
from ingest.readers.refusal import refuse


def row_of(texts: Iterable[str], place: str) -> Row:
    """A row without merged cells."""
    return Row(tuple(Cell(text[:LONGEST_CELL]) for text in texts), place)


def without_blank(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that hold words, all of one width; raises RefusedInputError where there are too many."""
    kept = [row for row in rows if any(cell.text.strip() for cell in row.cells)]
    width = max((_width(row) for row in kept), default=0)
    if len(kept) > MOST_ROWS or width > MOST_COLUMNS or len(kept) * width > MOST_CELLS:
        reason = f"has a table of {len(kept)} rows and {width} columns"
        mend = f"split it: at most {MOST_ROWS} rows, {MOST_COLUMNS} columns and {MOST_CELLS} cells are read"
        raise refuse("", reason, mend)
    return tuple(
        replace(row, cells=(*row.cells[:width], *[Cell()] * (width - len(row.cells)))) for row in kept
    )


def _width(row: Row) -> int:
    """Up to the last cell with words."""
    return max((index + 1 for index, cell in enumerate(row.cells) if cell.text.strip()), default=0)
