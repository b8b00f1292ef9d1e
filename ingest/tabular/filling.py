"""What the gaps of a table stand for: "as above", the row before going on, or nothing."""

from collections.abc import Sequence
from typing import Final

from ingest.grids import Row
from ingest.tabular.layouts import Layout
from ingest.tabular.words import Role, says

FILLED_SHARE: Final = 0.6
"""So many rows have words in a column that is no grouping one, and a number in a column of numbers."""
_ASIDE: Final[frozenset[Role]] = frozenset({"number", "note", "place", "person", "score"})
_ALWAYS: Final[frozenset[Role]] = frozenset({"ministry", "recipient", "year", "date"})
_ORDERS: Final[tuple[tuple[Role, ...], ...]] = (
    ("ministry", "recipient"),
    ("branch", "type", "award", "category", "level"),
)
_GOING_ON: Final[tuple[Role, ...]] = (
    "project",
    "recipient",
    "unit",
    "recipient_and_project",
    "award",
    "type",
)


class Filling:
    """The rows of one layout, one after the other; `before` is the last one, filled."""

    def __init__(self, layout: Layout, rows: Sequence[Row], before: list[str] | None = None) -> None:
        """`before`: the last row of the page before, where the list goes on."""
        self.layout = layout
        self.before = before or []
        data = [row for row in rows if len(row.own) > 1]
        self._numbered = _is_numbered(data, layout)
        self._sparse = _sparse_columns(data)

    def fill(self, row: Row) -> list[str]:
        """The cells with what ditto marks and gaps stand for."""
        texts = [cell.text for cell in row.cells]
        ended: set[Role] = set()  # what a new value further left ends
        for column in self.layout.columns:
            index = column.index
            if index >= min(len(texts), len(self.before)):
                break
            gap = not texts[index].strip() and column.role not in ended
            if says("ditto", texts[index]) or (gap and self._goes_down(column.role, index)):
                texts[index] = self.before[index]
            elif texts[index].strip() and texts[index] != self.before[index]:
                ended.update(_below(column.role))
        return texts

    def goes_on(self, row: Row) -> bool:
        """Whether a row only goes on with the words of the row before: it has no number, and little else."""
        if not self._numbered or not self.before:
            return False
        own = {index for index, cell in enumerate(row.cells) if cell.text.strip()}
        words = {column.index for column in self.layout.of(*_GOING_ON)}
        numbered = any(column.index in own for column in self.layout.of("number"))
        return not numbered and len(own) <= 2 and own <= words

    def _goes_down(self, role: Role, index: int) -> bool:
        """Whether a gap means "as above": who stands there, the year, and what groups the rows."""
        if role in _ALWAYS:
            return True
        entities = self.layout.of("recipient", "project", "recipient_and_project")
        first = min((column.index for column in entities), default=0)
        return role in _ORDERS[1] and index < first and index in self._sparse


def tells_something(row: Row, layout: Layout) -> bool:
    """Whether a row has words of its own outside of numbers, places and notes; the rest may be as above."""
    told = (column for column in layout.columns if column.role not in _ASIDE)
    return any(column.index < len(row.cells) and row.cells[column.index].text.strip() for column in told)


def is_caption(row: Row) -> bool:
    """One cell over all columns: what it says, it says of the rows below it."""
    return len(row.cells) > 1 and all(cell.across for cell in row.cells[1:])


def _below(role: Role) -> tuple[Role, ...]:
    """A role, and what it groups."""
    return next((order[order.index(role) :] for order in _ORDERS if role in order), ())


def _is_numbered(data: Sequence[Row], layout: Layout) -> bool:
    numbers = layout.of("number")
    if not numbers or not data:
        return False
    index = numbers[0].index
    filled = sum(bool(row.cells[index].text.strip()) for row in data if index < len(row.cells))
    return filled >= len(data) * FILLED_SHARE


def _sparse_columns(data: Sequence[Row]) -> frozenset[int]:
    """Columns that are filled in the first of several rows only."""
    width = range(len(data[0].cells)) if data else range(0)
    filled = {index: sum(bool(row.cells[index].text.strip()) for row in data) for index in width}
    return frozenset(index for index in width if filled[index] < len(data) * FILLED_SHARE)
