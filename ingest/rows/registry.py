"""The tables of the registry: bodies, where they stand, what they are called, what became of them."""

from typing import Annotated, Literal

from pydantic import Field

from ingest.rows.cells import (
    Bases,
    BodyKey,
    BudgetCode,
    Identifies,
    Isni,
    Key,
    Number,
    PartialDate,
    Ror,
    Wikidata,
    YearCE,
    concept,
)
from ingest.tables import TableRow


class BodyRow(TableRow):
    """A public body; each value names what it rests on in the evidence column beside it."""

    id: Annotated[Key, Identifies("body")]
    kind: Annotated[str, concept("body-kind")]
    legal_form: Annotated[str, concept("legal-form")] | None = None
    name_th: str
    name_en: str | None = None
    abbr_th: str | None = None
    abbr_en: str | None = None
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    website: str | None = None
    wikidata: Wikidata | None = None
    wikidata_match: Literal["exact", "close"] | None = None
    budget_code: BudgetCode | None = None
    ror: Ror | None = None
    isni: Isni | None = None
    mentions: Number | None = None
    """Government news items that hold the full official name."""
    first_mention: YearCE | None = None
    last_mention: YearCE | None = None
    evidence: Bases
    """Of the Thai name."""
    name_en_evidence: Bases = ()
    abbr_th_evidence: Bases = ()
    website_evidence: Bases = ()
    wikidata_evidence: Bases = ()
    dates_evidence: Bases = ()
    note: str | None = None


class PlacementRow(TableRow):
    key: Annotated[Key, Identifies("placement")]
    body: BodyKey
    parent: BodyKey
    kind: Annotated[str, concept("placement-kind")]
    from_: PartialDate | None = Field(default=None, alias="from")
    to: PartialDate | None = None
    evidence: Bases
    note: str | None = None


class AliasRow(TableRow):
    """A further name of a body; official names and abbreviations are in the row of the body."""

    body: BodyKey
    surface: str
    kind: Annotated[str, concept("name-kind")]
    documents: Number | None = None
    risk: Annotated[str, concept("name-risk")] | None = None


class AmbiguousAbbreviationRow(TableRow):
    """How often the news defines an abbreviation (without dots) as the name of one body."""

    abbreviation: str
    body: BodyKey | None = None
    other_name: str | None = None
    """A name that the registry does not hold: another body, or a slip of the text."""
    definitions: Number | None = None
    share: float | None = None
    basis: Bases


class ProvinceRow(TableRow):
    iso3166_2: str = Field(pattern=r"^TH-(\d{2}|S)$")
    body: Annotated[BodyKey, Identifies("province")]
    name_th: str
    name_en: str
    region: Annotated[str, concept("region")]
    abbr_th: str | None = None
    abbr_en: str | None = None
    latitude: float = Field(ge=5, le=21)
    longitude: float = Field(ge=97, le=106)
    wikidata: Wikidata | None = None
    geonames: Number | None = None
    hasc: str | None = None
    capital: str
    capital_latitude: float = Field(ge=5, le=21)
    capital_longitude: float = Field(ge=97, le=106)
    capital_geonames: Number
    evidence: Bases


class ChangeRow(TableRow):
    """One predecessor and one successor of a change; rows with one key are one change."""

    key: Annotated[Key, Identifies("change", unique=False)]
    kind: Annotated[str, concept("change-kind")]
    predecessor: BodyKey | None = None
    predecessor_name: str | None = None
    successor: BodyKey | None = None
    successor_name: str | None = None
    date: PartialDate | None = None
    date_latest: PartialDate | None = None
    """With `date` the bounds between which the change fell, where the day is not known better."""
    legal_basis: str | None = None
    evidence: Bases
    note: str | None = None


class FieldOfficeRow(TableRow):
    """How the field offices of a body are called: the words before the name of the place."""

    name_prefix: Annotated[str, Identifies("field-office")]
    abbreviation_prefix: str | None = None
    parent: BodyKey | None = None
    documents: Number | None = None
    abbreviation_documents: Number | None = None
    note: str | None = None
