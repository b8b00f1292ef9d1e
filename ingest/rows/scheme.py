"""The tables of the award: documents, editions, events, people's parts, awards, counts, what could be won."""

from typing import Annotated, Literal

from pydantic import Field

from ingest.rows.cells import (
    Address,
    AwardKey,
    AwardKeys,
    AwardType,
    BodyKey,
    BodyKeys,
    Branch,
    Category,
    CountKey,
    Documents,
    EventKey,
    Identifies,
    Key,
    Level,
    Names,
    Number,
    PartialDate,
    SchemeKey,
    Time,
    Words,
    YearBE,
    YearCE,
    concept,
)
from ingest.tables import TableRow


class DocumentRow(TableRow):
    """A source: a press text, a page, a list; `read` says how much of it people have read."""

    key: Annotated[Key, Identifies("document")]
    kind: Annotated[str, concept("source-kind")]
    read: Annotated[str, concept("extent")]
    url: Address | None = None
    title: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    language: Literal["th", "en"] = "th"
    licence: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    note: str | None = None


class SchemeRow(TableRow):
    """A scheme of awards; a predecessor tells which branch it became."""

    key: Annotated[Key, Identifies("scheme")]
    name_th: str
    name_en: str | None = None
    other_names: Names = ()
    given_by: BodyKey | None = None
    run_by: BodyKey | None = None
    first_year: YearBE | None = None
    last_year: YearBE | None = None
    became: SchemeKey | None = None
    became_branch: Branch | None = None
    documents: Documents = ()
    note: str | None = None


class EditionRow(TableRow):
    year_be: Annotated[YearBE, Identifies("edition")]
    documents: Documents = ()
    note: str | None = None


class SourcedRow(TableRow):
    """A row that rests on documents; with several, each of them states all of it."""

    documents: Documents = Field(min_length=1)
    quote: str | None = Field(default=None, max_length=200)
    start_offset: Number | None = None
    end_offset: Number | None = None
    locator: str | None = None
    """The place in the document as people look it up, as `page 3`."""
    rule: str | None = None
    confidence: float | None = None
    note: str | None = None

    @property
    def judgement(self) -> Literal["reviewed", "machine"]:
        """Rows that people keep are reviewed; a row that a rule made names the rule."""
        return "machine" if self.rule else "reviewed"


class EventRow(SourcedRow):
    """What documents state of an event; an event of a scheme's history has no edition."""

    event: Annotated[Key, Identifies("event", unique=False)]
    edition: YearBE | None = None
    scheme: SchemeKey | None = None
    kind: Annotated[str, concept("event-kind")]
    start: PartialDate | None = None
    end: PartialDate | None = None
    time: Time | None = None
    mode: Annotated[str, concept("mode")] | None = None
    place: str | None = None
    province: str | None = None
    title: str | None = None
    theme: str | None = None
    branch: Branch | None = None
    type: AwardType | None = None
    body: BodyKey | None = None
    organizer: BodyKey | None = None
    portal: Address | None = None


class ParticipationRow(SourcedRow):
    event: EventKey | None = None
    person: Key
    name: str
    prefix: str | None = None
    role: str | None = None
    action: Annotated[str, concept("action")]
    on_behalf_of: BodyKey | None = None
    statement: str | None = None


class AwardRow(SourcedRow):
    """One award or candidacy as documents tell it; rows with one `award` key tell of the same one."""

    award: Annotated[Key, Identifies("award", unique=False)] | None = None
    edition: YearBE | None = None
    recipient: BodyKey | None = None
    recipient_surface: str | None = None
    person: Key | None = None
    """A person who won, in place of a body."""
    person_name: str | None = None
    unit: BodyKey | None = None
    unit_name: str | None = None
    partners: BodyKeys = ()
    partner_names: Names = ()
    branch: Branch | None = None
    type: AwardType | None = None
    pmqa_category: Category | None = None
    level: Level | None = None
    project: str | None = None
    project_kind: Literal["title", "description"] | None = None
    project_key: Key | None = None
    """The work, where several rows call it differently."""
    named_as: str | None = None
    """The award or its type, as the document writes it."""
    status: Literal["won", "finalist", "applied", "expected"]
    led_to: AwardKey | None = None
    may_mean: AwardKeys = ()
    """Of a row that is too vague to tell which: the awards, one of which it must mean. It counts as none."""
    inferred: Words = ()


class CountRow(SourcedRow):
    key: Annotated[Key, Identifies("count")]
    what: Annotated[str, concept("count-kind")]
    edition: YearBE | None = None
    branch: Branch | None = None
    type: AwardType | None = None
    pmqa_category: Category | None = None
    level: Level | None = None
    stage: Annotated[str, concept("stage")] | None = None
    about: BodyKey | None = None
    event: EventKey | None = None
    scope_note: str | None = None
    """What it counts, as written, where no column says so."""
    value: Number
    qualifier: Annotated[str, concept("qualifier")]
    unit: str | None = None
    out_of: CountKey | None = None


class OtherAwardRow(SourcedRow):
    key: Annotated[Key, Identifies("external-award")]
    scheme: SchemeKey | None = None
    name: str
    recipient: BodyKey | None = None
    project: str | None = None
    project_key: Key | None = None
    year_ce: YearCE | None = None


class AwardLineRow(SourcedRow):
    """What could be won in an edition: a type or a whole branch, at a level or at any; and its status."""

    edition: YearBE
    branch: Branch | None = None
    type: AwardType | None = None
    level: Level | None = None
    status: Annotated[str, concept("line-status")]
