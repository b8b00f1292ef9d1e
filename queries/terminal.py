"""Answers as a person reads them in a terminal, or as bytes in a format named by its suffix."""

import sys
from collections.abc import Iterable, Sequence

from pyoxigraph import QueryResultsFormat, RdfFormat
from rich.console import Console
from rich.table import Table

from queries.engine import EmbeddedEngine, QueryFormError, Rows, Triples, Truth
from queries.precheck import check_query

TABLE = "table"


def print_answer(engine: EmbeddedEngine, text: str, format_: str = TABLE) -> None:
    """Answer a query on standard output; raises QueryError, also for a format that it cannot have."""
    form = check_query(text)
    if format_ != TABLE:
        engine.serialise(text, media_type(form, format_), sys.stdout.buffer.write)
        return
    match engine.answer(text):
        case Rows(variables, rows):
            cells = ([row[name].value if name in row else "" for name in variables] for row in rows)  # type: ignore[union-attr]
            print_table(variables, cells)
        case Truth(value):
            sys.stdout.write(f"{str(value).lower()}\n")
        case Triples(triples):
            sys.stdout.writelines(f"{triple} .\n" for triple in triples)


def media_type(form: str, suffix: str) -> str:
    """The media type of `csv` for a SELECT, of `ttl` for a CONSTRUCT; raises QueryFormError."""
    formats = QueryResultsFormat if form in ("SELECT", "ASK") else RdfFormat
    found = formats.from_extension(suffix)
    if found is None:
        known = (
            "table, csv, tsv, json, xml" if formats is QueryResultsFormat else "table, ttl, nt, jsonld, rdf"
        )
        raise QueryFormError(f"a {form} has no format {suffix!r}; it has table, {known}")
    return found.media_type


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the terminal."""
    table = Table(*columns, box=None, show_header=any(columns), header_style="bold")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, markup=False).print(table)
