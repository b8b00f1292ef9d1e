"""A table as plain data: what every reader of tables gives, whatever the kind of file it came from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 400_000
LONGEST_CELL: Final = 5_000
"""Characters; what is longer is no cell of a list."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, line breaks kept; a merged cell stands in every place that it covers."""

    text: str = ""
    across: bool = False
    """It repeats the cell to its left."""
    down: bool = False
    """It repeats the cell above."""

    @property
    def flat(self) -> str:
        """The words in one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `place` is for people (`row 7`), `start` its offset in the document's text."""

    cells: tuple[Cell, ...]
    place: str = ""
    start: int = 0
    places: tuple[int, ...] = ()
    """The offset of each cell, and that behind the row; without them a single sign stands between cells."""

    def start_of(self, column: int) -> int:
        """The offset of a cell's words in the document's text."""
        if self.places:
            return self.places[column]
        return self.start + sum(len(_shown(cell)) + 1 for cell in self.cells[:column])

    @property
    def own(self) -> list[str]:
        """The words of the cells that are no repetition and not empty."""
        return [cell.flat for cell in self.cells if cell.text.strip() and not cell.across]


@dataclass(frozen=True, slots=True)
class Line:
    """Words outside of tables; `depth` of a heading or list item (1 is the highest) where it is told."""

    text: str
    place: str = ""
    depth: int | None = None
    item: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table and the lines before it; the last of a document may have lines only."""

    name: str
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()
    apart: bool = False
    """Nothing goes over from what stands before: another sheet of the workbook."""


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What each column of one table holds, as a person settled it; `roles` in the order of the columns."""

    table: str
    roles: tuple[str, ...]


_T = TypeVar("_T", Line, Row)


def lay_out(grids: Iterable[Grid]) -> tuple[str, tuple[Grid, ...]]:
    """A document of tables as text, a line a row, cells between tabs; and the grids with their offsets."""
    pieces: list[str] = []
    place = 0
    placed: list[Grid] = []
    for grid in grids:
        lines, place = _placed(grid.lines, place, pieces)
        rows, place = _placed(grid.rows, place, pieces)
        placed.append(replace(grid, lines=tuple(lines), rows=tuple(rows)))
    return "".join(pieces), tuple(placed)


def _placed(things: Iterable[_T], place: int, pieces: list[str]) -> tuple[list[_T], int]:
    placed = []
    for thing in things:
        words = _words(thing)
        placed.append(replace(thing, start=place))
        pieces.append(words + "\n")
        place += len(words) + 1
    return placed, place


def _words(thing: Line | Row) -> str:
    return thing.text if isinstance(thing, Line) else "\t".join(map(_shown, thing.cells))


def _shown(cell: Cell) -> str:
    return "" if cell.across else cell.flat


def letter_of(column: int) -> str:
    """What a spreadsheet calls a column: `R` for 17."""
    before, last = divmod(column, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + last)
