"""Which rows are a table's header, and what each column holds: proposed from headers and values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.grids import Cell, Row
from ingest.tabular.facts import NOTHING, OVERALL, Facts, read_facts, read_year_told, read_years, tell
from ingest.tabular.words import Role, begins, is_nothing, plain, role_of, says, tells
from ontology.thai import to_arabic_digits

ENTITIES: Final[frozenset[Role]] = frozenset(
    {"recipient", "project", "recipient_and_project", "unit", "ministry"}
)
HEADER_SHARE: Final = 0.6
"""The least part of a header's cells that must be known words."""
FEWEST_KNOWN: Final = 3
"""Columns that make a header though none of them says who won: the values must tell."""
DEEPEST_HEADER: Final = 4
LONGEST_HEADER: Final = 120
JOINT_SHARE: Final = 0.5
"""The least part of bodies in a column that is half of one for bodies and works."""
SAMPLE: Final = 200
"""Rows whose values are looked at."""

IsBody = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, what its header tells of the awards in it, and why it is read so."""

    index: int
    header: str
    role: Role
    why: str
    facts: Facts = NOTHING


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, from its row `first` on (an index into its rows)."""

    columns: tuple[Column, ...]
    first: int
    header: tuple[str, ...] = ()
    """The places of the header's rows."""

    def of(self, *roles: Role) -> list[Column]:
        """The columns of these roles, in order."""
        return [column for column in self.columns if column.role in roles]

    @property
    def names(self) -> list[str]:
        """The headers of the columns."""
        return [column.header for column in self.columns]

    def with_roles(self, roles: Sequence[Role]) -> "Layout":
        """The same table as a person says it must be read."""
        columns = (
            column if column.index >= len(roles) or roles[column.index] == column.role
            else replace(column, role=roles[column.index], why="a person said so")
            for column in self.columns
        )  # fmt: skip
        return replace(self, columns=tuple(columns))


def is_header(row: Row) -> bool:
    """Whether a row names columns: most of its cells are words that headers are made of."""
    cells = [text for text in row.own if not is_nothing(text)]
    if len(cells) < 2 or any(len(text) > LONGEST_HEADER for text in cells):
        return False
    if _is_number(cells[0]) and len(plain(cells[0])) < 4:
        return False
    roles = _roles_in(cells)
    marks = [text for text, role in zip(cells, roles, strict=True) if role is None and _is_mark(text)]
    known = sum(role is not None for role in roles)
    if (known + len(marks)) / len(cells) < HEADER_SHARE:
        return False
    if any(role in ENTITIES for role in roles):
        return known >= 2 or bool(marks)
    return known >= FEWEST_KNOWN or (known >= 1 and len(marks) >= 2)


def _roles_in(cells: Sequence[str]) -> list[Role | None]:
    """What each cell names; `Winner` alone among other words is a value in a column of results."""
    roles = [role_of(text) for text in cells]
    known = [text for text, role in zip(cells, roles, strict=True) if role is not None]
    return [None] * len(cells) if known and all(says("result_word", text) for text in known) else roles


def _is_mark(text: str) -> bool:
    """A header that tells something of the awards under it."""
    return bool(_header_facts(text)) or any(tells(cue, text) for cue in ("no_type", "no_branch", "no_level"))


def find_layout(rows: Sequence[Row], start: int, is_body: IsBody) -> Layout:
    """The layout of the table whose header begins at `rows[start]`."""
    end = _end_of_header(rows, start)
    header = rows[start:end]
    paths = _paths(header)
    data = [row for row in rows[end : end + SAMPLE] if not is_header(row) and len(row.own) > 1]
    columns = [_column(index, path) for index, path in enumerate(paths)]
    columns = _parted(_by_values(columns, data, is_body), data, is_body)
    return Layout(tuple(_settled(columns)), end, tuple(row.place for row in header))


def guess_layout(rows: Sequence[Row], is_body: IsBody) -> Layout | None:
    """The layout of a table without a header, where its values leave no doubt."""
    data = [row for row in rows[:SAMPLE] if len(row.own) > 1]
    if len(data) < 1:
        return None
    columns = [Column(index, "", "other", "no header") for index in range(len(rows[0].cells))]
    layout = Layout(tuple(_settled(_by_values(columns, data, is_body))), 0)
    return layout if layout.of("recipient", "recipient_and_project") else None


def next_header(rows: Sequence[Row], number: int) -> int:
    """The row at which a header comes again, behind the rows of the one at `number`."""
    below = (place for place in range(number + 1, len(rows)) if not is_header(rows[place]))
    first = next(below, len(rows))
    return next((place for place in range(first, len(rows)) if is_header(rows[place])), len(rows))


def _end_of_header(rows: Sequence[Row], start: int) -> int:
    end = start + 1
    while end < min(len(rows), start + DEEPEST_HEADER) and _goes_on(rows[end - 1], rows[end]):
        end += 1
    return end


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a row is one more row of the header above it."""
    new = [cell for cell in row.cells if cell.text.strip() and not cell.down and not cell.across]
    texts = [cell.flat for cell in new]
    if not new:
        return any(cell.down for cell in row.cells)
    merged = any(
        cell.down and cell.text == over.text for cell, over in zip(row.cells, above.cells, strict=False)
    )
    known = all(role_of(text) or _is_mark(text) for text in texts)
    if merged and not any(_is_number(text) for text in texts[:1]):
        return known or not any(read_years(text) for text in texts)
    return known and len(texts) >= 2 and _fills_gaps(above, row)


def _fills_gaps(above: Row, row: Row) -> bool:
    """Without merged cells: some words of the second row stand under a gap of the first."""
    cells = zip(above.cells, row.cells, strict=False)
    return any(not over.text.strip() or over.across for over, cell in cells if cell.text.strip())


def _paths(header: Sequence[Row]) -> list[list[str]]:
    """For each column its header from above; a gap above a word belongs to what stands left of it."""
    width = max(len(row.cells) for row in header)
    paths: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(header):
        left = ""
        for index, cell in enumerate(row.cells):
            left = cell.flat or (left if number + 1 < len(header) else "")
            words = cell.flat or (left if _has_more_below(header[number + 1 :], index) else "")
            if words and words not in paths[index]:
                paths[index].append(words)
    return paths


def _has_more_below(rows: Sequence[Row], index: int) -> bool:
    return any(index < len(row.cells) and row.cells[index].text.strip() for row in rows)


def _column(index: int, path: list[str]) -> Column:
    header = " / ".join(path)
    roles = [role_of(words) for words in path]
    facts = _facts_of(words for words, role in zip(path, roles, strict=True) if role is None)
    if not path:
        return Column(index, "", "other", "no header")
    if roles[-1] is not None:
        return Column(index, header, roles[-1], f"the header says {path[-1]!r}", facts)
    if _is_mark(path[-1]):
        return Column(index, header, "mark", "the header tells of the award", facts)
    known = [role for role in roles if role is not None]
    if facts.told & {"type", "category"} and set(known) <= {"award", "category"}:
        return Column(index, header, "mark", "the header tells of the award", facts)
    if known:
        return Column(index, header, known[-1], f"the header says {header!r}", facts)
    return Column(index, header, "other", "the header is not known", facts)


def _facts_of(path: Iterable[str]) -> Facts:
    facts = Facts()
    for words in path:
        facts = _header_facts(words).over(facts)
    return facts


def _header_facts(words: str) -> Facts:
    found = read_facts(words)
    facts = found[0] if len(found) == 1 else Facts()
    if says("scheme_alone", words):
        facts = tell(type=OVERALL, branch=None)
    year = read_year_told(words) if len(words) < 40 else None
    return tell(year=year).over(facts) if year else facts


def _by_values(columns: list[Column], data: Sequence[Row], is_body: IsBody) -> list[Column]:
    """Columns whose header says nothing, by what stands in them."""
    values = {column.index: _values(data, column.index) for column in columns}
    return [
        _by_value(column, told, is_body) if _is_open(column, told := values[column.index]) else column
        for column in columns
    ]


def _parted(columns: list[Column], data: Sequence[Row], is_body: IsBody) -> list[Column]:
    """`ผลงานและหน่วยงาน` over two columns: the one with bodies in it names the winner, the other the work."""
    values = {column.index: _values(data, column.index) for column in _halves(columns)}
    if len(values) != 2 or not all(values.values()):
        return columns
    bodies, work = sorted(values, key=lambda index: -_share(is_body, values[index]))
    if _share(is_body, values[bodies]) < JOINT_SHARE:
        return columns
    roles: dict[int, Role] = {bodies: "recipient", work: "project"}
    why = "its header stands over two columns, and its values tell which it is"
    return [replace(c, role=roles[c.index], why=why) if c.index in roles else c for c in columns]


def _halves(columns: Sequence[Column]) -> list[Column]:
    """The columns under a header of bodies and works: two that it names, or one and an unnamed neighbour."""
    named = [column for column in columns if column.role == "recipient_and_project"]
    if len(named) == 1:
        named += [c for c in columns if c.index == named[0].index + 1 and not c.header]
    return named if len(named) == 2 and named[1].header in (named[0].header, "") else []


def _share(fits: Callable[[str], bool], values: Sequence[str]) -> float:
    return sum(map(fits, values)) / max(1, len(values))


def _is_open(column: Column, values: Sequence[str]) -> bool:
    """Whether the values must tell: `ปี` over rows of awards only names the columns beside it, each a year."""
    corner = column.role == "year" and bool(values) and not any(map(read_years, values))
    return column.role == "other" or corner


def _values(data: Sequence[Row], index: int) -> list[str]:
    cells = (row.cells[index] if index < len(row.cells) else Cell() for row in data)
    return [cell.text for cell in cells if not is_nothing(cell.text) and not cell.across]


def _by_value(column: Column, values: list[str], is_body: IsBody) -> Column:
    if not values:
        return column
    tests: tuple[tuple[Role, float, Callable[[str], bool]], ...] = (
        ("number", 0.8, _is_number),
        ("year", 0.8, _is_year),
        ("level", 0.7, lambda text: any(facts.told <= {"level"} and facts for facts in read_facts(text))),
        ("ministry", 0.6, lambda text: begins("ministry_name", text)),
        ("recipient", 0.6, is_body),
        ("award", 0.6, lambda text: any(facts.names_award for facts in read_facts(text)) and len(text) < 200),
        ("recipient_and_project", 0.6, lambda text: tells("title_lead", text) and len(text) > 15),
        ("project", 0.7, lambda text: len(text) > 12 and not is_body(text)),
    )
    for role, least, fits in tests:
        share = _share(fits, values)
        if share >= least:
            return replace(column, role=role, why=f"{share:.0%} of its cells look like it")
    return column


def _is_year(text: str) -> bool:
    return bool(read_years(text)) and len(plain(text)) <= 12 and not tells("month", text)


def _is_number(text: str) -> bool:
    digits = to_arabic_digits(text).strip().strip("().")
    return digits.isascii() and digits.isdigit() and len(digits) <= 4


def _settled(columns: list[Column]) -> list[Column]:
    """One column for the winner and one for the work in each block; a second one is a detail of the first."""
    if not any(column.role in ("recipient", "recipient_and_project") for column in columns):
        columns = _promoted(columns)
    columns = _with_places(columns)
    seen: set[tuple[Role, Facts]] = set()
    settled = []
    for column in columns:
        key = (column.role, column.facts)
        if column.role in ("recipient", "project") and key in seen:
            role: Role = "unit" if column.role == "recipient" else "note"
            why = f"{column.why}, and it is the second such column"
            settled.append(replace(column, role=role, why=why))
        else:
            settled.append(column)
        seen.add(key)
    return settled


def _with_places(columns: list[Column]) -> list[Column]:
    """A province beside the name of a body is where that body stands; alone, it is the winner."""
    winners = [column for column in columns if column.role in ("recipient", "recipient_and_project")]
    places = [column for column in winners if says("place_names", column.header.rpartition(" / ")[2])]
    if len(places) == len(winners):
        return columns
    why = "the header names a place, and another column names the winner"
    return [replace(column, role="place", why=why) if column in places else column for column in columns]


def _promoted(columns: list[Column]) -> list[Column]:
    """Where no column names the winner, the unit or the ministry is the winner."""
    for role in ("unit", "ministry"):
        found = [column for column in columns if column.role == role]
        if found:
            why = f"{found[0].why}, and no other column names the winner"
            return [replace(c, role="recipient", why=why) if c is found[0] else c for c in columns]
    return columns


def says_yes(text: str) -> bool:
    return says("tick", text)
