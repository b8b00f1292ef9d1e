"""Tables that stand upright: a label and its value in each row; or bodies for columns, awards for rows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from ingest.grids import Cell, Row
from ingest.tabular.layouts import ENTITIES
from ingest.tabular.words import Role, role_of

FEWEST_LABELS: Final = 2
LABEL_SHARE: Final = 0.7
WIDEST: Final = 3
HEADER: Final = "หน่วยงาน"
"""What the column of the bodies is called in a table that was turned."""
_AWARDS: Final[frozenset[Role]] = frozenset({"award", "type", "branch", "category"})


def turn(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """The table as it is, or its records laid flat: labels as a header, a row for each record."""
    labels = [_label(row) for row in rows]
    known = [label for label in labels if label]
    upright = len(rows[0].cells) <= WIDEST and len(known) >= max(FEWEST_LABELS, len(rows) * LABEL_SHARE)
    if not upright or not set(known) & ENTITIES or not _has_values(rows, labels):
        return [tuple(rows)]
    return [_flat(record) for record in _records(rows, labels)]


def with_bodies_as_rows(rows: tuple[Row, ...], is_body: Callable[[str], bool]) -> tuple[Row, ...]:
    """`รางวัล | กรม ก | กรม ข` over rows of awards, turned: a row for each body, a column for each award."""
    start = next((n for n, row in enumerate(rows) if len(row.own) > 1), len(rows))
    body = rows[start:]
    if len(body) < FEWEST_LABELS or any(cell.across or cell.down for row in body for cell in row.cells):
        return rows
    corner, *bodies = body[0].own if len(body[0].own) == len(body[0].cells) else [""]
    named = len(bodies) >= FEWEST_LABELS and all(map(is_body, bodies))
    if not named or role_of(corner) not in _AWARDS or any(is_body(row.cells[0].flat) for row in body[1:]):
        return rows
    return (*rows[:start], *(_column(body, index) for index in range(len(body[0].cells))))


def _column(rows: Sequence[Row], index: int) -> Row:
    """A column as a row, its cells where they stand in the text; the corner is the header of the bodies."""
    cells = tuple(row.cells[index] for row in rows)
    starts = (*(row.start_of(index) for row in rows), rows[-1].start_of(len(rows[-1].cells)))
    if index == 0:
        cells = (Cell(HEADER), *cells[1:])
    return Row(cells, f"{rows[0].place}, column {index + 1}", rows[0].start, starts)


def _label(row: Row) -> Role | None:
    first = row.cells[0].flat.strip(" :：")
    return role_of(first) if first else None


def _has_values(rows: Sequence[Row], labels: Sequence[Role | None]) -> bool:
    """Whether what stands beside the labels are values: a header would go on with labels."""
    beside = [
        row.cells[1].flat for row, label in zip(rows, labels, strict=True) if label and len(row.cells) > 1
    ]
    return bool(beside) and sum(role_of(text) is None and bool(text) for text in beside) > len(beside) // 2


def _records(rows: Sequence[Row], labels: Sequence[Role | None]) -> list[list[Row]]:
    """The rows of each record: a label that comes again begins the next."""
    records: list[list[Row]] = []
    seen: set[Role] = set()
    for row, label in zip(rows, labels, strict=True):
        if not records or (label is not None and label in seen):
            records.append([])
            seen = set()
        seen |= {label} if label else set()
        records[-1].append(row)
    return records


def _flat(record: Sequence[Row]) -> tuple[Row, ...]:
    """A header of the labels, and the values under it; both know where the record begins in the text."""
    header = tuple(Cell(row.cells[0].flat.strip(" :：")) for row in record)
    values = tuple(Cell(row.cells[1].text if len(row.cells) > 1 else "") for row in record)
    first = record[0]
    return replace(first, cells=header), replace(first, cells=values)
