"""The kinds of cell that a table of facts may have: what may stand there, and the mend where it may not."""

import datetime
import re
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field

from ontology.iri import KEY_PATTERN, Kind
from ontology.thai import to_buddhist_era, to_common_era
from ontology.vocabulary import UnknownConceptError, scheme

FIRST_SERIAL_DAY = datetime.date(1899, 12, 30)  # spreadsheets count days from here
SERIAL = re.compile(r"\d{5}(\.\d+)?")
PARTIAL_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?")
FIRST_BE, LAST_BE = 2480, 2700


class Identifies(NamedTuple):
    """The key in this cell names a thing of a kind; `unique`: one row a thing."""

    kind: str
    unique: bool = True


class References(NamedTuple):
    """The key or keys in this cell name things that some row must define."""

    kind: str


class Basis(NamedTuple):
    """What a fact of the registry rests on: a document's key, and the place or number there."""

    source: str
    detail: str = ""


def _check_key(key: str) -> str:
    if not KEY_PATTERN.fullmatch(key):
        raise ValueError("a key has a-z, 0-9, dot, underscore and hyphen only")
    return key


def _split(cell: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.split()) if isinstance(cell, str) else cell


def _split_names(cell: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split("|")) if isinstance(cell, str) else cell


def _split_bases(cell: str | tuple[Basis, ...]) -> tuple[Basis, ...]:
    if not isinstance(cell, str):
        return cell
    parts = [token.strip().partition(":") for token in cell.split(";")]
    return tuple(Basis(_check_key(source), detail) for source, _, detail in parts)


def concept(kind: Kind) -> AfterValidator:
    """A label or key of a concept; the row has its key."""

    def check(label: str) -> str:
        try:
            return scheme(kind).named(label.replace("_", "-")).key
        except UnknownConceptError as error:
            raise ValueError(str(error)) from None

    return AfterValidator(check)


def _check_partial_date(cell: str) -> str:
    found = PARTIAL_DATE.fullmatch(cell)
    if found is None:
        raise ValueError(f"write a date as 2023, 2023-09 or 2023-09-07{_guess_day(cell)}")
    if int(found[1]) >= FIRST_BE:
        raise ValueError(f"dates are in the Common Era: write {to_common_era(int(found[1]))} for {found[1]}")
    try:
        datetime.date.fromisoformat(found[1] + (found[2] or "-01") + (found[3] or "-01"))
    except ValueError as error:
        raise ValueError(f"there is no such day ({error}); mend it") from None
    return cell


def _guess_day(cell: str) -> str:
    if not SERIAL.fullmatch(cell):
        return "; a spreadsheet may have changed it: set the column to text"
    day = FIRST_SERIAL_DAY + datetime.timedelta(days=int(float(cell)))
    return f"; a spreadsheet turned it into a number, which may mean {day}: set the column to text"


def _check_time(cell: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", cell):
        raise ValueError("write a time as 09:30; a spreadsheet may have changed it: set the column to text")
    return cell


def _whole(cell: object) -> object:
    if isinstance(cell, str) and not re.fullmatch(r"\d+", cell):
        raise ValueError("write a whole number in 0-9, without commas, decimals or signs")
    return cell


def _check_be(year: int) -> int:
    if not FIRST_BE <= year <= LAST_BE:
        raise ValueError(
            f"write the Buddhist year{f', as {to_buddhist_era(year)}' if 1900 < year < 2200 else ''}"
        )
    return year


def _coded(pattern: str, told: str) -> AfterValidator:
    def check(cell: str) -> str:
        if not re.fullmatch(pattern, cell):
            raise ValueError(told)
        return cell

    return AfterValidator(check)


Key = Annotated[str, AfterValidator(_check_key)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_split)]
"""Keys with spaces between."""
Names = Annotated[tuple[str, ...], BeforeValidator(_split_names)]
"""Names with `|` between."""
Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
PartialDate = Annotated[str, AfterValidator(_check_partial_date)]
"""`2023`, `2023-09` or `2023-09-07`: as precise as it is known."""
Time = Annotated[str, AfterValidator(_check_time)]
Number = Annotated[int, BeforeValidator(_whole), Field(ge=0)]
YearBE = Annotated[int, BeforeValidator(_whole), AfterValidator(_check_be)]
YearCE = Annotated[int, BeforeValidator(_whole), Field(ge=1900, le=2200)]
Address = Annotated[
    str, _coded(r"https?://\S+", "an address begins with http:// or https:// and has no spaces")
]
BudgetCode = Annotated[
    str,
    _coded(
        r"\d{5}", "five digits; a spreadsheet drops zeros in front: write 01000 and set the column to text"
    ),
]
Isni = Annotated[
    str, _coded(r"\d{4} \d{4} \d{4} \d{3}[\dX]", "four groups of four digits, as 0000 0004 0617 2161")
]
Ror = Annotated[
    str,
    _coded(
        r"https://ror\.org/0[a-z0-9]{6}\d{2}",
        "the whole address of a ROR record: its id has nine signs and begins with 0",
    ),
]
Wikidata = Annotated[str, _coded(r"Q[1-9]\d*", "an item of Wikidata, as Q1861")]
Bases = Annotated[tuple[Basis, ...], BeforeValidator(_split_bases), References("document")]
"""What a registry fact rests on: `bb70:01000;wiki-th`, keys of documents with a place or number there."""

Documents = Annotated[Keys, References("document")]
BodyKey = Annotated[Key, References("body")]
BodyKeys = Annotated[Keys, References("body")]
EventKey = Annotated[Key, References("event")]
AwardKey = Annotated[Key, References("award")]
AwardKeys = Annotated[Keys, References("award")]
SchemeKey = Annotated[Key, References("scheme")]
CountKey = Annotated[Key, References("count")]

Branch = Annotated[str, concept("branch")]
AwardType = Annotated[str, concept("type")]
Level = Annotated[str, concept("level")]
Category = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=7)]
