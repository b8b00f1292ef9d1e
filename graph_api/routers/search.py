"""Finding by name: as a page for people, as JSON for programs."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from graph_api.dependencies import Caching, TheCurrent
from graph_api.layout import render
from graph_api.negotiation import Format, choose, formats
from graph_api.openapi import describe_answer, describe_format
from graph_api.reader import TheReader
from graph_api.replies import reply_data
from ontology.iri import iri
from queries.search import Hit

router = APIRouter(tags=["search"])

LIMIT, MOST_WORDS = 50, 200
_HTML = formats("page")[0]
_JSON = Format("application/json", "json", "rows", "JSON")
_OFFERED = (_HTML, _JSON)
_TEXT = {"type": "string"}
_HIT = dict.fromkeys(("iri", "kind", "key", "label", "page"), _TEXT)
_FOUND = {
    "type": "object",
    "required": ["query", "version", "results"],
    "properties": {
        **{"query": _TEXT, "version": _TEXT},
        "results": {
            "type": "array",
            "items": {"type": "object", "required": list(_HIT), "properties": _HIT},
        },
    },
}
"""The JSON that tells what was found (JSON Schema)."""


@router.get(
    "/search",
    summary="Things with these words in a name",
    response_class=Response,
    responses={200: describe_answer(_OFFERED, _FOUND)},
    openapi_extra={"parameters": [describe_format(_OFFERED)]},
)
async def search(
    request: Request,
    current: TheCurrent,
    reader: TheReader,
    headers: Caching,
    q: Annotated[str, Query(max_length=MOST_WORDS, description="A part of a name or abbreviation")] = "",
) -> Response:
    """Things with these words in a name, best first: a page, or JSON by Accept."""
    wished = tuple(request.query_params.getlist("format"))
    format_ = choose(request.headers.get("accept"), _OFFERED, parameter=wished)
    return await _answer(q, format_, current, reader, headers)


@router.get("/search.json", include_in_schema=False)
async def search_json(
    current: TheCurrent,
    reader: TheReader,
    headers: Caching,
    q: Annotated[str, Query(max_length=MOST_WORDS)] = "",
) -> Response:
    """The same as JSON, by the address alone."""
    return await _answer(q, _JSON, current, reader, headers)


async def _answer(
    q: str, format_: Format, current: TheCurrent, reader: TheReader, headers: dict[str, str]
) -> Response:
    version = current.version.name
    hits = await current.search(q, LIMIT)
    if format_ is _HTML:
        return render("search.html", reader, headers=headers, q=q, hits=hits, limit=LIMIT, version=version)
    found = {"query": q, "version": version, "results": [_describe(hit) for hit in hits]}
    return reply_data(json.dumps(found, ensure_ascii=False).encode(), _JSON, headers)


def _describe(hit: Hit) -> dict[str, str]:
    return {
        "iri": iri(*hit.identity).value,
        "kind": hit.identity.kind,
        "key": hit.identity.key,
        "label": hit.label,
        "page": f"/page/{hit.identity.kind}/{hit.identity.key}",
    }
