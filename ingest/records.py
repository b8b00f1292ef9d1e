"""The record, one finding of one document: typed, and the same in CSV, in JSON Lines and in the program."""

import datetime
from bisect import bisect_right
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ingest.grids import Grid, TableColumns

Branch = Literal["บริการภาครัฐ", "การบริหารราชการแบบมีส่วนร่วม", "คุณภาพการบริหารจัดการภาครัฐ"]
Level = Literal["ดีเด่น", "ดี", "ก้าวหน้า", "พัฒนาจนเกิดผล", "ยอดเยี่ยม"]
Status = Literal["won", "finalist", "applied", "expected"]
ProjectKind = Literal["title", "description"]
Action = Literal["received", "presided", "presented", "spoke", "examined", "other"]
What = Literal["entries", "awards", "agencies", "winners", "applicants", "attendees", "recipient_total"]
Qualifier = Literal["exact", "at_least", "about"]
Mode = Literal["onsite", "online", "hybrid"]

EDITIONS_BE = range(2500, 2701)


def _edition(year: int | None) -> int | None:
    return year if year in EDITIONS_BE else None


EditionYear = Annotated[int | None, AfterValidator(_edition)]
"""A Buddhist year; what a text misprints, a year in which no scheme can have been, is not told."""


class Record(BaseModel):
    """What every finding has: the exact words, their place in the text, and the rule that found them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    evidence: str = Field(default="", max_length=400)
    """An exact substring of the document's text."""
    start: int | None = None
    end: int | None = None
    """Offsets of `evidence` in the document's text, in code points."""
    where: str | None = Field(default=None, max_length=200)
    """The place in the file as people would look it up: `page 3`, `sheet ผล, row 7, column R`."""
    rule: str = ""
    confidence: float = Field(default=1.0, ge=0, le=1)


class AwardRecord(Record):
    """An award that a text individuates. Names are canonical Thai; None is "not told"."""

    recipient: str
    recipient_surface: str | None = None
    recipient_id: str | None = None
    recipient_person: str | None = None
    """The key of a person who won, in place of a body."""
    unit: str | None = None
    partners: tuple[str, ...] = ()
    edition_year_be: EditionYear = None
    branch: Branch | None = None
    type: str | None = None
    type_surface: str | None = None
    pmqa_category: int | None = Field(default=None, ge=1, le=7)
    level: Level | None = None
    project: str | None = None
    project_kind: ProjectKind | None = None
    status: Status = "won"
    inferred: tuple[str, ...] = ()

    @property
    def winner(self) -> str | None:
        """The key of whom it is about: a body of the registry, or a person."""
        return self.recipient_id or self.recipient_person


class CeremonyRecord(Record):
    """An award ceremony."""

    edition_year_be: EditionYear = None
    date: datetime.date | None = None
    venue: str | None = None
    mode: Mode | None = None
    presider: str | None = None
    presenter: str | None = None


class PersonRecord(Record):
    """One action of one person in the story; `name` is without its titles, which are in `prefix`."""

    name: str
    prefix: str | None = None
    role: str | None = None
    organisation: str | None = None
    action: Action


class CountRecord(Record):
    """A number that a text states. `scope`: edition, or branch:, type:, recipient: with a name."""

    what: What
    scope: str
    edition_year_be: EditionYear = None
    value: int = Field(ge=0)
    qualifier: Qualifier = "exact"
    unit: str | None = None


class OtherAwardRecord(Record):
    """An award of another scheme (UNPSA, DG Awards, GECC ...)."""

    name: str
    recipient: str | None = None
    project: str | None = None
    year_ce: int | None = None


class Document(BaseModel):
    """One text as a reader delivers it; `sha256` is of the original bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    """A name that an IRI can hold."""
    name: str | None = None
    """The stem of the file it was read from, as people wrote it."""
    text: str
    sha256: str
    media_type: str = "text/plain"
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: datetime.date | None = None
    language: str = "th"
    pages: tuple[int, ...] = ()
    """Where in the text each of its pages begins; empty for a document without pages."""
    grids: tuple[Grid, ...] = ()
    """Its tables, and the lines around them, where it is a list of winners; their offsets are of `text`."""
    columns: tuple[TableColumns, ...] = ()
    """What a person settled of their columns."""

    def page_of(self, offset: int) -> int | None:
        """The page, counted from 1, on which the sign at `offset` stands; None without pages."""
        return bisect_right(self.pages, offset) or None


class Findings(BaseModel):
    """Everything found in one document; its JSON is one line of `lertrat extract`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc: str
    awards: tuple[AwardRecord, ...] = ()
    ceremonies: tuple[CeremonyRecord, ...] = ()
    persons: tuple[PersonRecord, ...] = ()
    counts: tuple[CountRecord, ...] = ()
    other_awards: tuple[OtherAwardRecord, ...] = ()
