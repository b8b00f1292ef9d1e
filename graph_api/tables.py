"""The answer of a catalogue question as a table: the engine's bytes in W3C formats, or typed JSON; pure."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from graph_api.negotiation import FORMATS, Format
from ontology.namespaces import XSD
from queries.engine import Term

HTML, SPARQL_JSON = (next(f for f in FORMATS if f.suffix == suffix) for suffix in ("html", "json"))
JSON = Format("application/json", "json", "rows", "JSON")
EXACT_JSON = Format(SPARQL_JSON.media_type, "srj", "rows", SPARQL_JSON.name)
OFFERED: tuple[Format, ...] = (
    JSON,
    HTML,
    EXACT_JSON,
    *(format_ for format_ in FORMATS if format_.suffix in ("csv", "tsv")),
)
"""What the answer of a catalogue question can be; the first is for clients that do not mind."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their variables; an ASK has one row with `answer`."""

    variables: Sequence[str]
    rows: Sequence[Mapping[str, Term]]


def read_table(body: bytes) -> Table:
    """The table in a SPARQL JSON answer."""
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Table(("answer",), [{"answer": Literal(bool(found))}])
    return _read_solutions(found)


def _read_solutions(found: QuerySolutions) -> Table:
    names = tuple(variable.value for variable in found.variables)
    rows = [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in found]
    return Table(names, rows)


def write_typed_json(table: Table, about: Mapping[str, Any]) -> bytes:
    """Rows whose numbers and truth values are JSON's own; every column is there, unbound as null."""
    rows = [
        {name: _plain_value(row[name]) if name in row else None for name in table.variables}
        for row in table.rows
    ]
    return json.dumps({**about, "columns": table.variables, "rows": rows}, ensure_ascii=False).encode()


def _plain_value(term: Term) -> str | int | float | bool:
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    try:
        return _READERS.get(term.datatype.value, _as_written)(term.value)
    except (ValueError, InvalidOperation):  # "abc"^^xsd:integer
        return term.value


def _read_number(text: str) -> float | str:
    number = Decimal(text)
    return float(number) if number.is_finite() else text


def _as_written(text: str) -> str:
    return text


_READERS: dict[str, Callable[[str], str | int | float | bool]] = {
    XSD.integer.value: int,
    XSD.int.value: int,
    XSD.long.value: int,
    XSD.decimal.value: _read_number,
    XSD.double.value: _read_number,
    XSD.boolean.value: lambda text: text in ("true", "1"),
}
