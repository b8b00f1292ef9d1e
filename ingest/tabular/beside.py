"""Two lists side by side on one sheet: each is read alone, in the columns in which it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.grids import Cell, Row
from ingest.tabular.layouts import is_header
from ingest.tabular.words import role_of

WINNERS: Final = frozenset({"recipient", "recipient_and_project"})


class Parts(NamedTuple):
    """What stands over all of the lists, and the rows of each."""

    top: tuple[Row, ...]
    lists: tuple[tuple[Row, ...], ...]


def side_by_side(rows: Sequence[Row]) -> Parts:
    """The lists of a sheet: those between empty columns, or under a header that says the same again."""
    start = next((number for number, row in enumerate(rows) if is_header(row)), None)
    spans = _spans(rows, start) if start is not None else []
    if start is None or len(spans) < 2 or not all(_names_winners(rows[start], span) for span in spans):
        return Parts((), (tuple(rows),))
    first = next(n for n in range(start + 1) if n == start or len(rows[n].own) > 1)
    return Parts(tuple(rows[:first]), tuple(_only(rows[first:], span) for span in spans))


def _spans(rows: Sequence[Row], start: int) -> list[range]:
    """The columns of each list."""
    width = len(rows[start].cells)
    filled = {n for row in rows[start:] for n, cell in enumerate(row.cells) if _is_own(row, cell)}
    gaps = [-1, *(column for column in range(width) if column not in filled), width]
    spans = [range(a + 1, b) for a, b in pairwise(gaps) if b - a > 1]
    return spans if len(spans) > 1 else _repeated([cell.flat for cell in rows[start].cells])


def _is_own(row: Row, cell: Cell) -> bool:
    """Words that do not merely go over the whole row: a group over two lists fills no gap between them."""
    return bool(cell.text.strip()) and len(row.own) > 1


def _repeated(header: Sequence[str]) -> list[range]:
    """`หน่วยงาน | ระดับ | หน่วยงาน | ระดับ`: the columns of each time."""
    for width in range(2, len(header) // 2 + 1):
        if len(header) % width == 0 and list(header) == list(header[:width]) * (len(header) // width):
            return [range(start, start + width) for start in range(0, len(header), width)]
    return []


def _names_winners(header: Row, span: Iterable[int]) -> bool:
    return any(role_of(header.cells[column].flat) in WINNERS for column in span)


def _only(rows: Iterable[Row], span: range) -> tuple[Row, ...]:
    """The rows with the words of these columns alone, each where it stands in the text."""
    cut = (_cut(row, span) for row in rows)
    return tuple(row for row in cut if any(cell.text.strip() for cell in row.cells))


def _part(cell: Cell, column: int, span: range) -> Cell:
    """A cell of this list; one that comes over from the list before is said here too."""
    if column not in span:
        return Cell()
    return replace(cell, across=cell.across and column != span.start)


def _cut(row: Row, span: range) -> Row:
    cells = tuple(_part(cell, column, span) for column, cell in enumerate(row.cells))
    places = tuple(row.start_of(column) for column in range(len(row.cells) + 1))
    return Row(cells, row.place, row.start, places)
