"""Cells of a row as Python values: one reader for every picture."""

from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from ontology.iri import Kind, identify
from ontology.thai import to_buddhist_era, to_common_era
from ontology.vocabulary import UnknownConceptError, scheme
from queries.engine import Term
from visualizations.lettering import clean

Row = Mapping[str, Term]
Rows = Sequence[Row]


def text(row: Row, column: str) -> str | None:
    """A literal in one line, without hidden signs; None where there is none."""
    value = row.get(column)
    return clean(value.value) or None if isinstance(value, Literal) else None


def number(row: Row, column: str) -> int | None:
    """A whole number; None where there is none."""
    value = row.get(column)
    try:
        return int(value.value) if isinstance(value, Literal) else None
    except ValueError:
        return None


def address(row: Row, column: str) -> str | None:
    """The IRI in a column."""
    value = row.get(column)
    return value.value if isinstance(value, NamedNode) else None


def key(row: Row, column: str) -> str | None:
    """The key of a thing of ours in a column: `quality` of `.../id/branch/quality`."""
    found = identify(address(row, column) or "")
    return found.key if found else None


def concept_name(kind: Kind, wanted: str | None) -> str | None:
    """The Thai name of a concept by its key; the key itself where the scheme does not have it."""
    if wanted is None:
        return None
    try:
        return scheme(kind)[wanted].name
    except UnknownConceptError:
        return wanted


def years(row: Row) -> tuple[int | None, int | None]:
    """The Buddhist and the Common Era year of a row; one is made of the other where only one is told."""
    year_be, year_ce = number(row, "year_be"), number(row, "year_ce")
    if year_be is None and year_ce is not None:
        year_be = to_buddhist_era(year_ce)
    if year_ce is None and year_be is not None:
        year_ce = to_common_era(year_be)
    return year_be, year_ce


def sorted_rows(rows: Rows) -> list[Row]:
    """Rows in an order of their own: engines need not give one, and one input must give one picture."""
    return sorted(rows, key=lambda row: sorted((name, str(term)) for name, term in row.items()))
