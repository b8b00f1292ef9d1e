"""Tables in plain text: names of columns, then rows.

ลำดับ หน่วยงาน ชื่อผลงาน ระดับ      1 กรม ก ระบบนัด ดี      the cells of a line between spaces,
ลำดับ<tab>หน่วยงาน<tab>ระดับ        1<tab>กรม ก<tab>ดี       between tabs,
ลำดับ / หน่วยงาน / ระดับ            1 / กรม ก / ดี           or each on a line of its own
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ingest.extract.terms import find_terms
from ingest.grids import Cell, Grid, Line, Row
from ingest.tabular.layouts import ENTITIES, is_header
from ingest.tabular.words import Role, role_of
from ontology.iri import Kind
from queries.names import Names

FEWEST_COLUMNS: Final = 3
MOST_COLUMNS: Final = 12
LONGEST_NAME: Final = 60
LONGEST_TITLE: Final = 120
LONGEST_HEADER: Final = 200
LONGEST_LINE: Final = 300
"""Characters; what is longer is a paragraph, which ends a table."""
_TERMS: Final[dict[Role, tuple[Kind, ...]]] = {
    "level": ("level",),
    "type": ("type", "pmqa-category"),
    "branch": ("branch",),
    "category": ("pmqa-category",),
    "award": ("type", "pmqa-category", "branch"),
}
_NUMBER = re.compile(r"[\d๐-๙]{1,3}[.)]?")
_NONE = re.compile(r"[-–—]$")


class TextLine(NamedTuple):
    """A line, its offset in the text and its number, counted from 1."""

    words: str
    start: int
    number: int

    @property
    def place(self) -> str:
        return f"line {self.number}"


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table: of its header, and what splits a row into cells."""

    header: list[str]
    first: int
    """The index of the first line behind the header."""
    split: Callable[[Sequence[TextLine], int], list[str]]
    """The cells of the row that begins at an index; none where there is no row."""
    lines_a_row: int = 1


def find_grids(text: str, names: Names) -> tuple[Grid, ...]:
    """Every table of a plain text with the lines before it; none in a text without names of columns."""
    lines = _lines_of(text)
    grids, place, told = [], 0, 0
    while place < len(lines):
        table = _open(lines, place, names)
        if table is None:
            place += 1
            continue
        rows, end = _read(lines, table)
        if len(rows) > 1:
            before = [_line(line) for line in lines[told:place] if 0 < len(line.words) <= LONGEST_TITLE]
            grids.append(Grid("text", (_row(lines[place], table.header), *rows[1:]), tuple(before)))
            told = end
        place = max(end, place + 1)
    return tuple(grids)


def _lines_of(text: str) -> list[TextLine]:
    lines, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip(" \r")
        lines.append(TextLine(words, start + line.find(words), number))
        start += len(line) + 1
    return lines


def _line(line: TextLine) -> Line:
    return Line(line.words, line.place, start=line.start)


def _row(line: TextLine, cells: Sequence[str]) -> Row:
    return Row(tuple(map(Cell, cells)), line.place, line.start)


def _open(lines: Sequence[TextLine], place: int, names: Names) -> Table | None:
    """The table whose names of columns begin at a line."""
    words = lines[place].words
    if not words or len(words) > LONGEST_HEADER:
        return None
    if "\t" in words:
        cells = [cell.strip() for cell in words.split("\t")]
        return Table(cells, place + 1, _by_tabs(len(cells))) if _is_header(cells) else None
    if _is_header(cells := words.split(" ")):
        return Table(cells, place + 1, _by_names(cells, names))
    if (cells := _stacked(lines, place)) and _is_header(cells):
        return Table(cells, place + len(cells), _by_lines(len(cells)), len(cells))
    return None


def _is_header(cells: Sequence[str]) -> bool:
    """Whether all cells are names of columns, one of them of winners or works."""
    if not FEWEST_COLUMNS <= len(cells) <= MOST_COLUMNS:
        return False
    roles = [role_of(cell) for cell in cells]
    return None not in roles and any(role in ENTITIES for role in roles) and is_header(_row(_NOWHERE, cells))


def _stacked(lines: Sequence[TextLine], place: int) -> list[str]:
    """Names of columns on lines of their own, each told once."""
    cells: list[str] = []
    for line in lines[place : place + MOST_COLUMNS]:
        role = role_of(line.words) if 0 < len(line.words) <= LONGEST_NAME else None
        if role is None or line.words in cells:
            break
        cells.append(line.words)
    return cells


def _read(lines: Sequence[TextLine], table: Table) -> tuple[list[Row], int]:
    """The rows, the header first, and the index of the line behind the last."""
    rows, place, step = [_row(_NOWHERE, table.header)], table.first, table.lines_a_row
    while place < len(lines):
        cells = table.split(lines, place)
        if not cells and (step > 1 or not _is_group(lines, place)):
            break
        rows.append(_row(lines[place], cells or [lines[place].words, *[""] * (len(table.header) - 1)]))
        place += step if cells else 1
    return rows, place


def _is_group(lines: Sequence[TextLine], place: int) -> bool:
    """Whether a line without cells is a heading among the rows: it tells of the award, and a row follows."""
    words = lines[place].words
    return 0 < len(words) <= 80 and bool(find_terms(words)) and place + 1 < len(lines)


def _by_tabs(columns: int) -> Callable[[Sequence[TextLine], int], list[str]]:
    def split(lines: Sequence[TextLine], place: int) -> list[str]:
        cells = lines[place].words.split("\t")
        whole = [*cells, *[""] * (columns - len(cells))]
        return whole if 1 < len(cells) <= columns else []

    return split


def _by_lines(columns: int) -> Callable[[Sequence[TextLine], int], list[str]]:
    def split(lines: Sequence[TextLine], place: int) -> list[str]:
        cells = [line.words for line in lines[place : place + columns]]
        short = all(0 < len(cell) <= LONGEST_LINE for cell in cells)
        counted = _NUMBER.fullmatch(cells[0]) is not None if cells else False
        return cells if len(cells) == columns and short and counted else []

    return split


def _by_names(header: Sequence[str], names: Names) -> Callable[[Sequence[TextLine], int], list[str]]:
    roles = [role_of(cell) for cell in header]

    def split(lines: Sequence[TextLine], place: int) -> list[str]:
        words = lines[place].words
        spans = [*_spans(words, roles, names)] if " ".join(words.split()) == words else []
        return _cells(words, roles, dict(spans))

    return split


def _spans(words: str, roles: Sequence[Role | None], names: Names) -> Iterator[tuple[int, tuple[int, int]]]:
    """Column -> the place of its words, for all columns whose words can be known."""
    terms = find_terms(words)
    for column, role in enumerate(roles):
        kinds = _TERMS.get(role or "other", ())
        told = [term for term in terms if term.concept.scheme in kinds]
        if role == "number" and (number := _NUMBER.match(words)):
            yield column, number.span()
        elif role == "recipient" and (mention := next(iter(names.find(words)), None)):
            yield column, (mention.start, mention.end)
        elif told:
            yield column, _lead(words, told[-1].start, told[-1].end)
        elif role == "level" and (level := re.search(r"(?:ดีเด่น|ดี|ก้าวหน้า|[-–])$", words)):
            yield column, level.span()


def _lead(words: str, start: int, end: int) -> tuple[int, int]:
    """A term with what stands before it up to the space."""
    return words.rfind(" ", 0, start) + 1, end


def _cells(words: str, roles: Sequence[Role | None], spans: dict[int, tuple[int, int]]) -> list[str]:
    """The words of each column; the one column that is not known has what is left between its neighbours."""
    unknown = [column for column in range(len(roles)) if column not in spans]
    if len(unknown) > 1 or not any(role == "recipient" for role in roles):
        return []
    for column in unknown:
        start = spans[column - 1][1] + 1 if column else 0
        end = spans[column + 1][0] - 1 if column + 1 in spans else len(words)
        spans[column] = (start, end)
    cells = [words[slice(*spans[column])] for column in range(len(roles))]
    return cells if " ".join(cells) == words else []


_NOWHERE = TextLine("", 0, 0)
