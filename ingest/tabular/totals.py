"""What a list counts: its rows of totals, the numbers in its headings, a table that holds nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.grids import Grid, Row
from ingest.records import CountRecord
from ingest.tabular.facts import TOP_OF_BRANCH, Facts, read_facts
from ingest.tabular.layouts import is_header
from ingest.tabular.words import begins, is_nothing, pattern, plain, role_of

WHOLE_FILE = "file"
CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Total:
    """A row of totals: the one number that it states, if it is one, and where."""

    value: int | None
    unit: str
    evidence: str
    start: int

    def records(self, year: int | None) -> list[CountRecord]:
        """The count of the whole file, where the row states one number."""
        if self.value is None:
            return []
        return [_record(WHOLE_FILE, self.value, self.unit, year, self.evidence, self.start, "tables.total")]


def total_of_row(row: Row) -> Total | None:
    """The totals of a row; None for a row that is none. Several numbers are those of its columns."""
    own = row.own
    place = next((index for index, text in enumerate(own[:3]) if begins("total", text)), None)
    if place is None or not _is_total(own[place]):
        return None
    numbers = [found for text in own[place:] for found in _numbers(text)]
    if len(numbers) != 1:
        return Total(None, "", "", row.start)
    value, unit, words = numbers[0]
    index = next(index for index, cell in enumerate(row.cells) if words in cell.flat and not cell.across)
    return Total(value, unit, words, row.start_of(index) + row.cells[index].flat.index(words))


def _is_total(text: str) -> bool:
    """`รวม`, `รวมทั้งสิ้น 27 รางวัล`, not a title that begins so."""
    rest = pattern("total_words").sub("", plain(text))
    return not rest.strip(" .:0123456789()")


def _numbers(text: str) -> Iterator[tuple[int, str, str]]:
    """(value, unit, the words) of a cell that is a number."""
    words = plain(text)
    if words.isdigit():
        yield int(words), "รางวัล", " ".join(text.split())
    elif found := pattern("total_in_group").search(words):
        yield int(found["n"]), found["unit"], " ".join(text.split())


def count_in_group(text: str, facts: Facts, year: int | None, start: int) -> list[CountRecord]:
    """`สาขาบริการภาครัฐ (รวม ๕ รางวัล)`, `ประเภท ... จำนวน ๒ ผลงาน`: how many the heading says stand below."""
    words = plain(text)
    found = pattern("total_in_group").search(words) or pattern("badge").search(words)
    scope = _scope(facts)
    if found is None or scope is None:
        return []
    unit = found.groupdict().get("unit") or "รางวัล"
    return [_record(scope, int(found["n"]), unit, year, text[:200].rstrip(), start, "tables.heading")]


def _scope(facts: Facts) -> str | None:
    if facts.level or facts.category or facts.type == TOP_OF_BRANCH:
        return None
    if facts.type:
        return f"type:{facts.type}"
    return f"branch:{facts.branch}" if facts.branch and "type" not in facts.told else None


def read_totals(grid: Grid, year: int | None, scheme: bool) -> list[CountRecord]:
    """A table that holds totals only: a row for each branch or type, the last column their sum."""
    header = next((row for row in grid.rows if is_count_header(row)), None)
    if header is None or not scheme:
        return []
    column = max(index for index, cell in enumerate(header.cells) if role_of(cell.flat) == "count")
    rows = grid.rows[grid.rows.index(header) + 1 :]
    return [record for row in rows for record in _row_total(row, column, year)]


def is_count_header(row: Row) -> bool:
    """Whether a row names what is counted, and a column of sums; and no winners."""
    roles = {role_of(text) for text in row.own}
    return (
        "count" in roles
        and bool(roles & {"branch", "type", "award"})
        and not roles & {"recipient", "project"}
    )


def _row_total(row: Row, column: int, year: int | None) -> Iterator[CountRecord]:
    cells = [cell for cell in row.cells[:column] if not is_nothing(cell.flat)]
    value = plain(row.cells[column].flat)
    if not cells or not value.isdigit() or is_header(row):
        return
    facts = read_facts(cells[0].flat)
    total = begins("total", cells[0].flat)
    scope = WHOLE_FILE if total else _scope(facts[0]) if len(facts) == 1 else None
    if scope:
        evidence = row.cells[column].flat
        yield _record(scope, int(value), "รางวัล", year, evidence, row.start_of(column), "tables.totals")


def _record(  # noqa: PLR0913, PLR0917 - a count has so many fields
    scope: str, value: int, unit: str, year: int | None, evidence: str, start: int, rule: str
) -> CountRecord:
    return CountRecord(
        what="awards", scope=scope, edition_year_be=year, value=value, unit=unit, evidence=evidence,
        start=start, end=start + len(evidence), rule=rule, confidence=CONFIDENCE,
    )  # fmt: skip
