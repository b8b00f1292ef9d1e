"""What a table tells, as records: canonical names, the exact words, and where in the file they stand."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.grids import Grid, Line, Row
from ingest.records import AwardRecord, CeremonyRecord, CountRecord
from ingest.tabular.entries import Entry
from ingest.tabular.facts import Facts, branch_of, level_of
from ingest.tabular.winners import Winner
from ingest.tabular.words import pattern, plain, tells
from ontology.thai import find_dates, normalise, read_year, to_common_era

LONGEST_QUOTE: Final = 200
LONGEST_PLACE: Final = 200
SETTLED: Final = 0.95
UNSETTLED: Final = 0.9
RULE: Final = "tables.row"
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_SERIAL = re.compile(r"\d{5}")
_FIRST_SERIAL = datetime.date(1899, 12, 30)  # day 0 of spreadsheets
_SERIALS = range(36526, 58000)  # 2000 to 2058


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: in words, and in the document's text; `column` is that of the winner."""

    where: str
    start: int
    text: str
    row: Row | None = None
    column: int | None = None
    part: str | None = None
    """The words of the winner, where its cell lists others too."""

    def quote(self, *columns: int | None, words: str | None = None) -> tuple[str, int, int]:
        """The exact words of the first of these cells that has some, or `words`, or the whole line."""
        for column in columns:
            if self.row and column is not None and (flat := self.row.cells[column].flat):
                part = self.part if column == self.column and self.part and self.part in flat else flat
                return self._cut(self.row.start_of(column) + flat.find(part), part)
        end = self.text.find("\n", self.start)
        line = self.text[self.start : end if end >= 0 else None]
        at = line.find(words) if words else -1
        return self._cut(self.start + max(at, 0), words if words and at >= 0 else line)

    def _cut(self, start: int, words: str) -> tuple[str, int, int]:
        end = start + min(len(words), LONGEST_QUOTE)
        if self.text[start:end] != words[:LONGEST_QUOTE]:  # a merged cell is written where it begins
            start = max(self.text.rfind(words[:LONGEST_QUOTE], 0, end), 0)
            end = start + min(len(words), LONGEST_QUOTE)
        return self.text[start:end], start, end

    def count(self, value: int, winner: Winner, year: int | None) -> CountRecord:
        """`3` under a type: so many awards of one body, which nothing tells apart."""
        evidence, start, end = self.quote(self.column)
        return CountRecord(
            what="awards", scope=f"recipient:{winner.name}", edition_year_be=year, value=value, unit="รางวัล",
            evidence=evidence, start=start, end=end, rule="tables.mark", confidence=UNSETTLED,
        )  # fmt: skip


def award_record(entry: Entry, facts: Facts, winner: Winner, year: int | None, place: Place) -> AwardRecord:
    """One award of a row."""
    project = clean_title(entry.project)
    evidence, start, end = place.quote(entry.project_column, place.column, words=project or winner.surface)
    return AwardRecord(
        recipient=winner.name,
        recipient_surface=winner.surface[:LONGEST_QUOTE] or None,
        recipient_id=winner.body,
        unit=winner.unit or None,
        partners=winner.partners,
        edition_year_be=year,
        branch=branch_of(facts.branch),
        type=facts.type,
        pmqa_category=facts.category,
        level=level_of(facts.level),
        project=project,
        project_kind="title" if project else None,
        status=facts.status or "won",
        evidence=evidence,
        start=start,
        end=end,
        where=place.where[:LONGEST_PLACE] or None,
        rule=RULE,
        confidence=SETTLED if winner.body else UNSETTLED,
    )


def where_of(row: Row, grid: Grid) -> str:
    """Where a row stands, for people: a line of a CSV, else the table or sheet and the row."""
    return row.place if grid.name == "csv" else f"{'sheet ' if grid.apart else ''}{grid.name}, {row.place}"


def clean_title(text: str | None) -> str | None:
    """A work's title without the quotes around it, its number in the list, and its footnote mark."""
    if not text:
        return None
    title = pattern("footnote").sub("", normalise(text)).strip()
    title = re.sub(pattern("title_cell_lead").pattern, "", title)
    quoted = _QUOTED.fullmatch(title)
    return (quoted[1] if quoted else title).strip() or None


def ceremony_records(text: str, year: int | None, start: int, document: str) -> Iterator[CeremonyRecord]:
    """The day in a cell of a column of dates, as the ceremony of the row's edition."""
    date = read_date(text)
    flat = " ".join(text.split())
    if date and document[start : start + len(flat)] == flat:
        yield CeremonyRecord(
            edition_year_be=year, date=date, evidence=flat, start=start, end=start + len(flat),
            rule="tables.date", confidence=UNSETTLED,
        )  # fmt: skip


def ceremony_in_line(line: Line, year: int | None) -> Iterator[CeremonyRecord]:
    """`พิธีมอบรางวัลเมื่อวันที่ ๗ กันยายน ๒๕๖๖ ณ เมืองทองธานี` over a list: the ceremony of its edition."""
    found = pattern("ceremony").search(plain(line.text))
    dates = find_dates(plain(line.text)) if found else []
    if len(dates) == 1 and year:
        venue = pattern("venue").search(plain(line.text))
        quote = line.text[:LONGEST_QUOTE]
        yield CeremonyRecord(
            edition_year_be=year, date=dates[0].date, venue=venue["place"].strip() if venue else None,
            mode="online" if tells("online", line.text) else "onsite" if venue else None,
            evidence=quote, start=line.start, end=line.start + len(quote),
            rule="tables.line", confidence=UNSETTLED,
        )  # fmt: skip


def read_date(text: str) -> datetime.date | None:
    """`11/09/2560`, `2017-09-11`, `11 ก.ย. 60`, and the number that a spreadsheet makes of it."""
    words = plain(text)
    if found := _DAY_FIRST.fullmatch(words):
        return _date(found[3], found[2], found[1])
    if found := _YEAR_FIRST.fullmatch(words):
        return _date(found[1], found[2], found[3])
    if _SERIAL.fullmatch(words) and int(words) in _SERIALS:
        return _FIRST_SERIAL + datetime.timedelta(days=int(words))
    dates = find_dates(words)
    return dates[0].date if len(dates) == 1 else None


def _date(year: str, month: str, day: str) -> datetime.date | None:
    year_be = read_year(year)
    try:
        return datetime.date(to_common_era(year_be), int(month), int(day)) if year_be else None
    except ValueError:
        return None
