"""Values of rows and records as RDF terms: one spelling of a date, a name, a number."""

import datetime
import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from ontology.namespaces import XSD
from ontology.thai import normalise, to_common_era

_THAI_LETTER = re.compile("[ก-๎]")
_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


class Fact(NamedTuple):
    """A statement that is not yet in any graph."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal


Value = NamedNode | Literal | None
Facts = Iterator[Fact]


def text(words: str | None) -> Literal | None:
    """Words in the language that their letters show: Thai, or English where there is no Thai letter."""
    if not words:
        return None
    return Literal(normalise(words), language="th" if _THAI_LETTER.search(words) else "en")


def thai(words: str | None) -> Literal | None:
    return Literal(normalise(words), language="th") if words else None


def english(words: str | None) -> Literal | None:
    return Literal(normalise(words), language="en") if words else None


def plain(words: str | None) -> Literal | None:
    """A code or the exact words of a source: untouched, without a language."""
    return Literal(words) if words else None


def integer(number: int | None) -> Literal | None:
    return None if number is None else Literal(str(number), datatype=XSD.integer)


def boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD.boolean)


def decimal(number: float | None) -> Literal | None:
    """A decimal in canonical form, which is the only one that a store keeps."""
    if number is None:
        return None
    return Literal(format(Decimal(str(number)).normalize(), "f"), datatype=XSD.decimal)


def date(value: str | datetime.date | None) -> Literal | None:
    """A date as precise as it is known: `2018`, `2018-12` or `2018-12-05`."""
    if value is None:
        return None
    written = value.isoformat() if isinstance(value, datetime.date) else value
    return Literal(written, datatype=_DATE_TYPES[len(written)])


def digest(words: str) -> str:
    """Eight signs that stand for words in a key."""
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def year(year_be: int | None) -> Literal | None:
    """A Buddhist year as the gYear of the Common Era."""
    return Literal(str(to_common_era(year_be)), datatype=XSD.gYear) if year_be else None


def facts(subject: NamedNode, values: dict[NamedNode, Value | tuple[Value, ...]]) -> Facts:
    """One fact a value; None is left out, a tuple gives several."""
    for predicate, given in values.items():
        for value in given if isinstance(given, tuple) else (given,):
            if value is not None:
                yield Fact(subject, predicate, value)
