"""What a list counts: its rows of totals, the numbers in its headings, a table that holds nothing else."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ingest.extract.terms import find_terms
from ingest.grids import Grid, Row
from ingest.records import CountRecord
from ingest.tabular.facts import TOP_OF_BRANCH, Facts, read_facts, read_year_told
from ingest.tabular.layouts import Layout, is_header
from ingest.tabular.words import begins, is_nothing, pattern, plain, role_of, tells

WHOLE_FILE: Final = "file"
UNIT: Final = "รางวัล"
CONFIDENCE: Final = 0.9
LONGEST: Final = 200
"""Characters of evidence."""


class Number(NamedTuple):
    """A number that is counted, what its words say it counts, and the exact words."""

    value: int
    unit: str
    facts: Facts
    evidence: str
    start: int
    whole: bool = True
    """Whether its unit stands beside it; a bare number may be the sum of its column only."""


@dataclass(frozen=True, slots=True)
class Total:
    """A row of totals: its label, and the numbers that it states."""

    label: str
    numbers: tuple[Number, ...]

    def records(self, over: Facts, year: int | None) -> list[CountRecord]:
        """The counts: of the groups that their words name, of those over the row (`over`), or of the file."""
        told = read_year_told(self.label)
        scopes = ((number, self._scope(number, over)) for number in self.numbers)
        return [_record(scope, number, told or year, "tables.total") for number, scope in scopes if scope]

    def year_of(self, year: int | None, told: Mapping[int | None, int]) -> int | None:
        """The year over the row; none for the total of a table that told awards of several years."""
        part = tells("part_of_list", self.label) or any(n.facts.names_award for n in self.numbers)
        alone = any(number.value == told.get(year) for number in self.numbers)
        return None if len(told) > 1 and not part and not alone else year

    def _scope(self, number: Number, over: Facts) -> str | None:
        if number.facts.names_award:
            return _scope(number.facts)
        if tells("part_of_list", self.label):
            return _scope(over)
        if read_year_told(self.label):
            return (_scope(over) or WHOLE_FILE) if number.whole else None
        return WHOLE_FILE


def total_of_row(row: Row) -> Total | None:
    """The totals of a row; None for a row that is none."""
    own = [
        (index, cell.flat) for index, cell in enumerate(row.cells) if cell.text.strip() and not cell.across
    ]
    place = next((n for n, (_, text) in enumerate(own[:3]) if begins("total", text)), None)
    if place is None or not _is_total(own[place][1]):
        return None
    index, label = own[place]
    inside = numbers_in(label, row.start_of(index))
    beside = _one_number(row, own[place + 1 :], label)
    units = {number.unit for number in inside}
    others = tuple(number for number in beside if number.whole and number.unit not in units)
    return Total(plain(label), (*inside, *others) if inside else beside)


def _is_total(text: str) -> bool:
    """`รวม`, `รวมทั้งสิ้น 27 รางวัล`, `รวมสาขา... ปี 2563`, not a title that begins so."""
    words = plain(text)
    for term in reversed(find_terms(words)):
        words = f"{words[: term.start]} {words[term.end :]}"
    rest = pattern("total_words").sub("", pattern("part_words").sub(" ", words))
    return not rest.strip(" .:,=+0123456789()–-")


def numbers_in(text: str, start: int) -> tuple[Number, ...]:
    """`สาขา ก 3 รางวัล สาขา ข 2 รางวัล รวม 5`: each number with what the words before it say."""
    words, flat = plain(text), " ".join(text.split())[:LONGEST]
    found, place = [], 0
    for match in pattern("total_in_group").finditer(words):
        facts = read_facts(words[place : match.start()])
        told = facts[0] if len(facts) == 1 else Facts()
        found.append(Number(int(match["n"]), match["unit"], told, flat, start))
        place = match.end()
    if found and (last := pattern("sum_at_end").search(words, place)):
        found.append(Number(int(last["n"]), UNIT, Facts(), flat, start))
    return tuple(found)


def _one_number(row: Row, cells: Sequence[tuple[int, str]], label: str) -> tuple[Number, ...]:
    """The number of a row of totals: that with a unit, or the only one. Several are those of its columns."""
    told = read_facts(label)
    facts = told[0] if len(told) == 1 else Facts()
    numbers = [number for index, text in cells for number in _number(text, facts, row.start_of(index))]
    whole = [number for number in numbers if number.whole]
    return tuple(whole if len(whole) == 1 else numbers if len(numbers) == 1 else ())


def _number(text: str, facts: Facts, start: int) -> Iterator[Number]:
    words, flat = plain(text), " ".join(text.split())
    if words.isdigit():
        yield Number(int(words), UNIT, facts, flat, start, whole=False)
    elif found := pattern("total_in_group").search(words):
        yield Number(int(found["n"]), found["unit"], facts, flat, start)


def count_in_group(text: str, facts: Facts, over: Facts, year: int | None, start: int) -> list[CountRecord]:
    """`สาขาบริการภาครัฐ (รวม ๕ รางวัล)`, `ปี 2560 (๓ รางวัล)`: how many the heading says stand below.

    The year of a group counts what the groups over it (`over`) hold.
    """
    words = plain(text)
    found = pattern("total_in_group").search(words)
    scope = _scope(facts)
    if scope is None and facts.year and not facts.names_award and facts.status in {None, "won"}:
        scope = _scope(over) or WHOLE_FILE
    elif scope:
        found = found or _badge(words)
    if found is None or scope is None:
        return []
    unit = found.groupdict().get("unit") or UNIT
    number = Number(int(found["n"]), unit, facts, text[:LONGEST].rstrip(), start)
    return [_record(scope, number, year, "tables.heading")]


def _badge(words: str) -> re.Match[str] | None:
    """`สาขา ก 5`: the number behind a name; that of `... โควิด 19` is a part of it."""
    found = pattern("badge").search(words)
    named = max((term.end for term in find_terms(words)), default=0)
    return found if found and found.start() >= named else None


def counts_in_cells(row: Row, layout: Layout, year: int | None) -> Iterator[CountRecord]:
    """`สาขา ก (๑๒ รางวัล)` beside the rows of a branch, told once for all of them."""
    for column in layout.of("branch", "type", "award"):
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if cell and not cell.down and not cell.across:
            yield from _counts_in_cell(cell.text, year, row.start_of(column.index))


def _counts_in_cell(text: str, year: int | None, start: int) -> list[CountRecord]:
    if not tells("total_in_group", text):
        return []
    told = read_facts(text)
    return count_in_group(" ".join(text.split()), told[0], Facts(), year, start) if len(told) == 1 else []


def counts_in_line(text: str, year: int | None, start: int) -> list[CountRecord]:
    """`สรุป สาขา ก 3 รางวัล สาขา ข 2 รางวัล รวม 5 รางวัล` under a list: the counts of branches and of all."""
    if not begins("sum_line", text):
        return []
    numbers = numbers_in(text, start)
    if not any(number.facts.names_award for number in numbers):
        return []
    return Total("", numbers).records(Facts(), read_year_told(text) or year)


def _scope(facts: Facts) -> str | None:
    if facts.level or facts.category or facts.type == TOP_OF_BRANCH:
        return None
    if facts.type:
        return f"type:{facts.type}"
    return f"branch:{facts.branch}" if facts.branch and "type" not in facts.told else None


def read_totals(grid: Grid, year: int | None, scheme: bool) -> list[CountRecord]:
    """A table that holds totals only: a row for each branch or type; their sums, or those of each year."""
    header = next((row for row in grid.rows if is_count_header(row)), None)
    if header is None or not scheme:
        return []
    rows = grid.rows[grid.rows.index(header) + 1 :]
    columns = [(index, year) for index in _sum_columns(header)[-1:]] or list(_year_columns(header))
    return [record for row in rows for column, of in columns for record in _row_total(row, column, of)]


def is_count_header(row: Row) -> bool:
    """Whether a row names what is counted, and columns of sums or of years; and no winners."""
    roles = {role_of(text) for text in row.own}
    return (
        bool(_sum_columns(row) or list(_year_columns(row)))
        and bool(roles & {"branch", "type", "award"})
        and not roles & {"recipient", "project"}
    )


def _sum_columns(header: Row) -> list[int]:
    return [index for index, cell in enumerate(header.cells) if role_of(cell.flat) == "count"]


def _year_columns(header: Row) -> Iterator[tuple[int, int]]:
    for index, cell in enumerate(header.cells):
        if not cell.across and (year := read_year_told(cell.flat)):
            yield index, year


def _row_total(row: Row, column: int, year: int | None) -> Iterator[CountRecord]:
    cells = [cell for cell in row.cells[:column] if not is_nothing(cell.flat) and not _is_bare(cell.flat)]
    value = plain(row.cells[column].flat)
    if not cells or not value.isdigit() or is_header(row):
        return
    facts = read_facts(cells[0].flat)
    total = begins("total", cells[0].flat)
    scope = WHOLE_FILE if total else _scope(facts[0]) if len(facts) == 1 else None
    if scope:
        number = Number(int(value), UNIT, Facts(), row.cells[column].flat, row.start_of(column))
        yield _record(scope, number, year, "tables.totals")


def _is_bare(text: str) -> bool:
    """Whether a cell only numbers its row."""
    return plain(text).rstrip(".)").isdigit()


def _record(scope: str, number: Number, year: int | None, rule: str) -> CountRecord:
    return CountRecord(
        what="awards",
        scope=scope,
        edition_year_be=year,
        value=number.value,
        unit=number.unit,
        evidence=number.evidence,
        start=number.start,
        end=number.start + len(number.evidence),
        rule=rule,
        confidence=CONFIDENCE,
    )
