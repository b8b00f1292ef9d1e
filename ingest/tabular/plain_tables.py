"""Tables in plain text: names of columns, then rows.

ลำดับ หน่วยงาน ชื่อผลงาน ระดับ      1 กรม ก ระบบนัด ดี      the cells of a line between spaces,
ลำดับ<tab>หน่วยงาน<tab>ระดับ        1<tab>กรม ก<tab>ดี       between tabs, wide gaps or bars,
ลำดับ / หน่วยงาน / ระดับ            1 / กรม ก / ดี           or each on a line of its own
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ingest.extract.terms import find_terms
from ingest.grids import Cell, Grid, Line, Row
from ingest.tabular.layouts import ENTITIES, is_header
from ingest.tabular.words import Role, begins, role_of
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
_LEVEL_AT_END = re.compile(r"(?:ดีเด่น|ดี|ก้าวหน้า|[-–])$")
_BAR = re.compile(r"[ \u00a0]*\|[ \u00a0]*")
_TAB, _WIDE, _SPACE = re.compile("\t"), re.compile("[ \u00a0]{2,}"), re.compile("[ \u00a0]+")


class Words(NamedTuple):
    """Some words and their offset in the text: a line, or a cell."""

    words: str
    start: int
    line: int
    """Counted from 1."""

    @property
    def place(self) -> str:
        return f"line {self.line}"

    def cut(self, start: int, end: int) -> "Words":
        """A part of them."""
        return Words(self.words[start:end], self.start + start, self.line)


Split = Callable[[Sequence[Words], int], list[Words]]
"""The cells of the row that begins at a line; none where there is no row."""


@dataclass(frozen=True, slots=True)
class Table:
    """The header of a table, the index of the line behind it, and how the lines become rows."""

    header: list[Words]
    first: int
    split: Split
    lines_a_row: int = 1


def find_grids(text: str, names: Names) -> tuple[Grid, ...]:
    """Every table of a plain text with the lines before it; none in a text without names of columns."""
    lines = list(_lines_of(text))
    grids, place, told = [], 0, 0
    while place < len(lines):
        table = _open(lines, place, names)
        rows, end = _read(lines, table) if table else ([], place)
        if table and rows:
            before = [_line(line) for line in lines[told:place] if 0 < len(line.words) <= LONGEST_TITLE]
            grids.append(Grid("text", (_row(table.header), *rows), tuple(before)))
            told = end
        place = max(end, place + 1)
    return tuple(grids)


def _lines_of(text: str) -> Iterator[Words]:
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip(" \r\u00a0")
        yield Words(words, start + line.find(words), number)
        start += len(line) + 1


def _line(line: Words) -> Line:
    return Line(line.words, line.place, start=line.start)


def _row(cells: Sequence[Words]) -> Row:
    places = (*(cell.start for cell in cells), cells[-1].start + len(cells[-1].words) + 1)
    return Row(tuple(Cell(cell.words) for cell in cells), cells[0].place, cells[0].start, places)


def _open(lines: Sequence[Words], place: int, names: Names) -> Table | None:
    """The table whose names of columns begin at a line."""
    line = lines[place]
    if not line.words or len(line.words) > LONGEST_HEADER:
        return None
    for between in (_BAR, _TAB, _WIDE, _SPACE):
        if _is_header(cells := _pieces(line, between)):
            return Table(cells, place + 1, _by_gaps(between, cells, names))
    if _is_header(cells := _stacked(lines, place)):
        return Table(cells, place + len(cells), _by_lines(len(cells)), len(cells))
    return None


def _pieces(line: Words, between: re.Pattern[str]) -> list[Words]:
    pieces, place = [], 0
    for gap in between.finditer(line.words):
        pieces.append(line.cut(place, gap.start()))
        place = gap.end()
    pieces.append(line.cut(place, len(line.words)))
    return [p for n, p in enumerate(pieces) if between is not _BAR or p.words or 0 < n < len(pieces) - 1]


def _is_header(cells: Sequence[Words]) -> bool:
    """Whether all cells are names of columns, one of them of winners or works."""
    if not FEWEST_COLUMNS <= len(cells) <= MOST_COLUMNS:
        return False
    roles = [role_of(cell.words) for cell in cells]
    return None not in roles and any(role in ENTITIES for role in roles) and is_header(_row(cells))


def _stacked(lines: Sequence[Words], place: int) -> list[Words]:
    """Names of columns on lines of their own, each told once."""
    cells: list[Words] = []
    for line in lines[place : place + MOST_COLUMNS]:
        role = role_of(line.words) if 0 < len(line.words) <= LONGEST_NAME else None
        if role is None or any(line.words == cell.words for cell in cells):
            break
        cells.append(line)
    return cells


def _read(lines: Sequence[Words], table: Table) -> tuple[list[Row], int]:
    """The rows, and the index of the line behind the last."""
    rows, place, step = [], table.first, table.lines_a_row
    while place < len(lines):
        cells = table.split(lines, place)
        if not cells and (step > 1 or not _is_group(lines, place)):
            break
        rows.append(_row(_filled(cells or [lines[place]], len(table.header))))
        place += step if cells else 1
    return rows, place


def _filled(cells: list[Words], columns: int) -> list[Words]:
    """As many cells as the table has columns, the last ones empty."""
    last = cells[-1]
    end = last.cut(len(last.words), len(last.words))
    return [*cells, *[end] * (columns - len(cells))]


def _is_group(lines: Sequence[Words], place: int) -> bool:
    """Whether a line without cells is a total, or a heading among the rows: it tells of the award."""
    words = lines[place].words
    told = begins("total", words) or (bool(find_terms(words)) and place + 1 < len(lines))
    return 0 < len(words) <= 80 and told


def _by_gaps(between: re.Pattern[str], header: Sequence[Words], names: Names) -> Split:
    """By the same gaps as the header's; where these are spaces, by what the words between them are."""
    roles = [role_of(cell.words) for cell in header]

    def split(lines: Sequence[Words], place: int) -> list[Words]:
        line = lines[place]
        if 0 < len(line.words) <= LONGEST_LINE and between is not _SPACE:
            cells = _pieces(line, between)
            if len(cells) == len(roles) or (between is _TAB and 1 < len(cells) < len(roles)):
                return cells
        return _cells(line, roles, names) if between not in (_TAB, _BAR) else []

    return split


def _by_lines(columns: int) -> Split:
    def split(lines: Sequence[Words], place: int) -> list[Words]:
        cells = list(lines[place : place + columns])
        short = all(0 < len(cell.words) <= LONGEST_LINE for cell in cells)
        counted = _NUMBER.fullmatch(cells[0].words) is not None if cells else False
        return cells if len(cells) == columns and short and counted else []

    return split


def _cells(line: Words, roles: Sequence[Role | None], names: Names) -> list[Words]:
    """The cells of a row by what they are; the one that is not known is what its neighbours leave."""
    if not 0 < len(line.words) <= LONGEST_LINE or "recipient" not in roles:
        return []
    spans = dict(_spans(line.words, roles, names))
    unknown = [column for column in range(len(roles)) if column not in spans]
    if len(unknown) > 1:
        return []
    for column in unknown:
        start = spans[column - 1][1] if column else 0
        end = spans[column + 1][0] if column + 1 in spans else len(line.words)
        spans[column] = _trimmed(line.words, start, end)
    cells = [line.cut(*spans[column]) for column in range(len(roles))]
    return cells if _joined(cell.words for cell in cells) == _joined([line.words]) else []


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
            lead = max(words.rfind(space, 0, told[-1].start) for space in " \u00a0")
            yield column, (lead + 1, told[-1].end)
        elif role == "level" and (level := _LEVEL_AT_END.search(words)):
            yield column, level.span()


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    """A place without the space around its words."""
    inside = words[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _joined(cells: Iterable[str]) -> str:
    return "".join("".join(cell.split()) for cell in cells)
