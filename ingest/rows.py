"""The tables of facts: one model a CSV file, so that a wrong cell is found where it stands."""

import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ingest.tables import TableRow
from ontology.iri import KEY_PATTERN, Kind
from ontology.vocabulary import UnknownConceptError, scheme


def _check_key(key: str) -> str:
    if not KEY_PATTERN.fullmatch(key):
        raise ValueError("a key has a-z, 0-9, dot, underscore and hyphen only")
    return key


def _concept_of(kind: Kind) -> AfterValidator:
    def check(label: str) -> str:
        try:
            return scheme(kind).named(label).key
        except UnknownConceptError as error:
            raise ValueError(str(error)) from None

    return AfterValidator(check)


def _split(cell: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.split()) if isinstance(cell, str) else cell


Key = Annotated[str, AfterValidator(_check_key)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_split)]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Branch = Annotated[str, _concept_of("branch")]
Level = Annotated[str, _concept_of("level")]


class BodyRow(TableRow):
    id: Key
    kind: Annotated[str, _concept_of("body-kind")]
    name_th: str
    name_en: str | None = None
    abbr_th: str | None = None
    abbr_en: str | None = None
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    website: str | None = None
    wikidata: str | None = None
    budget_code: str | None = None
    ror: str | None = None
    isni: str | None = None
    evidence: str
    name_confidence: Literal["A", "B"] | None = None
    name_en_evidence: str | None = None
    abbr_th_evidence: str | None = None
    website_evidence: str | None = None
    dates_evidence: str | None = None


class PlacementRow(TableRow):
    body: Key
    parent: Key
    kind: Annotated[str, _concept_of("placement-kind")]
    from_: PartialDate | None = Field(default=None, alias="from")
    to: PartialDate | None = None
    evidence: str


class AliasRow(TableRow):
    body: Key
    surface: str
    kind: str
    documents: int | None = None
    also_names: str | None = None
    risk: str | None = None


class AmbiguousAbbreviationRow(TableRow):
    abbreviation: str
    body: Key | None = None  # None: a body that the registry does not hold
    definitions: int | None = None
    share: float | None = None
    basis: str


class ProvinceRow(TableRow):
    iso3166_2: str
    body: Key
    name_th: str
    name_en: str
    region_th: str
    region_en: str
    abbr_th: str | None = None
    latitude: float
    longitude: float
    wikidata: str | None = None
    geonames: str | None = None
    evidence: str


class ChangeRow(TableRow):
    key: Key
    predecessor: Key | None = None
    predecessor_name: str | None = None
    successor: Key | None = None
    successor_name: str | None = None
    date: str | None = None
    date_precision: str | None = None
    kind: str
    legal_basis: str | None = None
    evidence: str
    evidence_grade: str | None = None


class FieldOfficeRow(TableRow):
    name_prefix: str
    abbreviation_prefix: str | None = None
    parent: Key | None = None
    note: str | None = None


class DocumentRow(TableRow):
    key: Key
    url: str | None = Field(default=None, pattern=r"^https?://")
    title: str | None = None
    publisher: str | None = None
    published: datetime.date | None = None
    language: Literal["th", "en"] = "th"
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    note: str | None = None


class SchemeRow(TableRow):
    key: Key
    name_th: str
    name_en: str | None = None
    given_by: Key | None = None
    run_by: Key | None = None
    documents: Keys = ()


class EditionRow(TableRow):
    year_be: int = Field(ge=2500, le=2700)
    documents: Keys = ()
    note: str | None = None


class SourcedRow(TableRow):
    """A row that rests on documents; with several, it rests on all of them together."""

    documents: Keys = Field(min_length=1)
    quote: str | None = Field(default=None, max_length=200)
    start_offset: int | None = None
    end_offset: int | None = None
    rule: str | None = None
    confidence: float | None = None

    @property
    def judgement(self) -> Literal["reviewed", "machine"]:
        """Rows that people keep are reviewed; a row that a rule made names the rule."""
        return "machine" if self.rule else "reviewed"


class EventRow(SourcedRow):
    event: Key
    settled: Literal["yes", "no"]
    edition: int
    kind: Annotated[str, _concept_of("event-kind")]
    start: PartialDate | None = None
    end: PartialDate | None = None
    time: datetime.time | None = None
    mode: Annotated[str, _concept_of("mode")] | None = None
    place: str | None = None
    province: str | None = None
    title: str | None = None
    theme: str | None = None
    branch: Branch | None = None
    type: Annotated[str, _concept_of("type")] | None = None
    body: Key | None = None
    organizer: Key | None = None
    portal: str | None = Field(default=None, pattern=r"^https?://")
    note: str | None = None


class ParticipationRow(SourcedRow):
    event: Key | None = None
    award: Key | None = None
    person: Key
    name: str
    prefix: str | None = None
    role: str | None = None
    action: Annotated[str, _concept_of("action")]
    on_behalf_of: Key | None = None
    statement: str | None = None


class AwardRow(SourcedRow):
    edition: int | None = None
    recipient: Key
    recipient_surface: str | None = None
    unit_name: str | None = None
    partners: Keys = ()
    branch: Branch | None = None
    type: Annotated[str, _concept_of("type")] | None = None
    pmqa_category: int | None = Field(default=None, ge=1, le=7)
    level: Level | None = None
    project: str | None = None
    project_kind: Literal["title", "description"] | None = None
    status: Literal["won", "finalist", "applied", "expected"]
    inferred: Annotated[tuple[str, ...], BeforeValidator(_split)] = ()


class CountRow(SourcedRow):
    key: Key
    what: Annotated[str, AfterValidator(lambda what: what.replace("_", "-")), _concept_of("count-kind")]
    edition: int | None = None
    branch: Branch | None = None
    type: Annotated[str, _concept_of("type")] | None = None
    pmqa_category: int | None = Field(default=None, ge=1, le=7)
    about: Key | None = None
    event: Key | None = None
    scope_note: str | None = None  # what it counts, as written, where no column says so
    value: int = Field(ge=0)
    qualifier: Annotated[str, AfterValidator(lambda text: text.replace("_", "-")), _concept_of("qualifier")]
    unit: str | None = None
    out_of: Key | None = None


class OtherAwardRow(SourcedRow):
    key: Key
    scheme: Key | None = None
    name: str
    recipient: Key | None = None
    project: str | None = None
    year_ce: int | None = None


class TypeInEditionRow(SourcedRow):
    edition: int
    type: Annotated[str, _concept_of("type")]
    status: Annotated[str, _concept_of("type-status")]


TABLES: dict[str, type[TableRow]] = {
    "bodies": BodyRow,
    "placements": PlacementRow,
    "aliases": AliasRow,
    "ambiguous_abbreviations": AmbiguousAbbreviationRow,
    "provinces": ProvinceRow,
    "changes": ChangeRow,
    "field_offices": FieldOfficeRow,
    "documents": DocumentRow,
    "schemes": SchemeRow,
    "editions": EditionRow,
    "events": EventRow,
    "participations": ParticipationRow,
    "awards": AwardRow,
    "counts": CountRow,
    "other_awards": OtherAwardRow,
    "types_in_editions": TypeInEditionRow,
}
