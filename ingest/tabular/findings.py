"""What the tables of a document told, and how it goes together with what its prose tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.grids import Row
from ingest.records import AwardRecord, CeremonyRecord, CountRecord, Document
from ingest.tabular.words import begins, plain
from ontology.thai import match_key

_KEYS = ("branch", "type", "pmqa_category", "level", "project")


@dataclass(slots=True)
class TableFindings:
    """What tables tell, and where in the text they and the lines that they made use of stand."""

    awards: list[AwardRecord] = field(default_factory=list)
    counts: list[CountRecord] = field(default_factory=list)
    ceremonies: list[CeremonyRecord] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)
    counted: set[tuple[str, str, int | None, int]] = field(default_factory=set)

    def count(self, told: Iterable[CountRecord]) -> None:
        """Keep counts; what a row of totals and a summary say alike is told once."""
        for record in told:
            key = (record.what, record.scope, record.edition_year_be, record.value)
            if key not in self.counted:
                self.counted.add(key)
                self.counts.append(record)

    def use(self, rows: Sequence[Row]) -> None:
        """All rows of a table are read; a note in it may tell more in prose, and of the year in its title."""
        notes = [row for row in rows if len(row.own) == 1 and begins("remark", row.own[0])]
        title = [row for row in rows[:1] if notes and len(row.own) == 1]
        left = {row.start for row in (*notes, *title)}
        self.used += [(row.start, row.start_of(len(row.cells)) - 1) for row in rows if row.start not in left]

    def go_on(self, more: str) -> None:
        """Mend the last award: its title went on over the page."""
        last = self.awards[-1] if self.awards else None
        if more and last is not None and last.project:
            title = f"{last.project}{_gap(last.project, more)}{plain(more)}"
            self.awards[-1] = last.model_copy(update={"project": title})

    def without_used(self, document: Document) -> Document:
        """The document for the reader of prose: what was read as a table is blank, all else in its place."""
        pieces, place = [], 0
        for start, end in sorted(self.used):
            if end > place:
                first = max(start, place)
                pieces += [document.text[place:first], "\n" * (end - first)]
                place = end
        text = "".join((*pieces, document.text[place:]))
        return document.model_copy(update={"text": text}) if self.used else document

    def with_awards_of(self, prose: Iterable[AwardRecord]) -> tuple[AwardRecord, ...]:
        """All awards; of those in the prose none that a row tells as well, or better."""
        return (
            *self.awards,
            *(award for award in prose if not any(_says_all(row, award) for row in self.awards)),
        )

    def with_ceremonies_of(self, prose: Iterable[CeremonyRecord]) -> tuple[CeremonyRecord, ...]:
        """All ceremonies, each day once."""
        told = tuple(prose)
        days = {ceremony.date for ceremony in told}
        return (*told, *(ceremony for ceremony in self.ceremonies if ceremony.date not in days))

    def with_counts_of(self, prose: Iterable[CountRecord]) -> tuple[CountRecord, ...]:
        """All counts; a number that a heading and a sentence tell alike is told once."""
        mine = {(count.what, count.value, count.edition_year_be) for count in self.counts}
        others = (c for c in prose if (c.what, c.value, c.edition_year_be) not in mine)
        return (*self.counts, *others)


def _gap(text: str, more: str) -> str:
    thai = text[-1:] >= "ก" and more.lstrip()[:1] >= "ก"
    return "" if thai else " "


def _says_all(row: AwardRecord, award: AwardRecord) -> bool:
    """Whether a row is of the same body and year, and tells everything that a sentence tells of its award."""
    same = (row.recipient_id and row.recipient_id == award.recipient_id) or (
        match_key(row.recipient) == match_key(award.recipient)
    )
    year = award.edition_year_be in (None, row.edition_year_be)
    return bool(same) and year and all(getattr(award, k) in (None, getattr(row, k)) for k in _KEYS)
