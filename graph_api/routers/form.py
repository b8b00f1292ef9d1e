"""The plain SPARQL form: it works without scripts, and shows tables itself."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from graph_api.dependencies import TheCurrent
from graph_api.layout import render
from graph_api.negotiation import formats
from graph_api.pages import show_rows, title_of
from graph_api.reader import Reader, TheReader
from graph_api.replies import see_other
from graph_api.tables import EXACT_JSON, Table, read_table
from queries.catalogue import catalogue, find
from queries.errors import QueryError
from queries.precheck import MAX_BYTES, check_query
from queries.workers import PAGE_BYTES, Question

router = APIRouter(include_in_schema=False)

EXAMPLES = ("awards", "coverage", "wins-by-ministry-and-year", "evidence", "ceremonies")
"""Questions that the form offers, where the catalogue has them."""
START = "form-start"
_FORMATS = formats("page", "rows", "graph")
_HTML = _FORMATS[0]


@router.get("/sparql-form")
async def form(
    current: TheCurrent,
    reader: TheReader,
    query: Annotated[str, Query(max_length=MAX_BYTES)] = "",
    format: str = _HTML.suffix,  # noqa: A002 - the name of the field, as on /sparql
    example: str = "",
) -> Response:
    """The form; with a query its answer as a table, or a redirect to /sparql for another format."""
    chosen = catalogue().get(example)
    if chosen:
        query = chosen.bind(**chosen.example)
    elif query and format != _HTML.suffix:
        return see_other(f"/sparql?{urlencode({'query': query, 'format': format})}")
    table, mistake = await _ask(query, current) if query and not chosen else (None, "")
    return await _show(current, reader, query or find(START).bind(), table, mistake)


async def _ask(query: str, current: TheCurrent) -> tuple[Table | None, str]:
    """The table that answers a stranger's query, or what is wrong with it."""
    try:
        if check_query(query) not in ("SELECT", "ASK"):
            return None, "CONSTRUCT, DESCRIBE: Turtle, JSON-LD, N-Triples"
        question = Question(query, EXACT_JSON.media_type, max_bytes=PAGE_BYTES)
        async with await current.pool.query(question) as stream:
            return read_table(await stream.read()), ""
    except QueryError as error:
        return None, str(error)


async def _show(
    current: TheCurrent, reader: Reader, query: str, table: Table | None, mistake: str
) -> Response:
    async with current.pool.snapshot() as snapshot:
        rows = await show_rows(snapshot, table, reader.words) if table else ()
    return render(
        "form.html", reader, headers={"cache-control": "no-store"}, query=query, mistake=mistake,
        table=table, columns=table.variables if table else (), rows=rows, formats=_FORMATS,
        count=len(table.rows) if table else 0, version=current.version.name, title_of=title_of,
        examples=[catalogue()[name] for name in EXAMPLES if name in catalogue()],
    )  # fmt: skip
