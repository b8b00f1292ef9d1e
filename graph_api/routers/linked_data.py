"""Names and data: an IRI leads to its page or its data by what the client prefers."""

from fastapi import APIRouter, Request, Response

from graph_api import representations
from graph_api.dependencies import Caching, TheCurrent
from graph_api.negotiation import FORMATS, Format, choose
from graph_api.replies import moved, reply_data, see_other
from graph_api.representations import OFFERED
from graph_api.things import Thing, graph_of, ontology, resolve, thing_of, unknown
from ontology.context import CONTEXT_FILE
from queries.workers import Snapshot

router = APIRouter(include_in_schema=False)

_HTML = next(format_ for format_ in FORMATS if format_.suffix == "html")
_JSON_LD = next(format_ for format_ in OFFERED if format_.suffix == "jsonld")


@router.get("/id/{kind}/{key}")
async def name_thing(kind: str, key: str, request: Request, current: TheCurrent) -> Response:
    """303 from the name of a thing to what is said of it."""
    return await _lead(thing_of(kind, key), request, current)


@router.get("/graph/{name:path}")
async def name_graph(name: str, request: Request, current: TheCurrent) -> Response:
    """303 from the name of a graph to its page or its triples."""
    return await _lead(graph_of(name), request, current)


@router.get("/ontology")
async def name_ontology(request: Request, current: TheCurrent) -> Response:
    """303 from the ontology to its page or its triples."""
    return await _lead(ontology(), request, current)


async def _lead(thing: Thing, request: Request, current: TheCurrent) -> Response:
    format_ = choose(
        request.headers.get("accept"), (*OFFERED, _HTML), parameter=request.query_params.get("format")
    )
    async with current.pool.snapshot() as snapshot:
        thing = await resolve(snapshot, thing)
    return see_other(thing.page if format_ is _HTML else thing.data(format_.suffix))


@router.get("/data/graph/{name:path}")
async def graph_data(name: str, current: TheCurrent, headers: Caching) -> Response:
    """The triples of a named graph."""
    stem, format_ = _split(name)
    return await _tell(graph_of(stem), format_, current, headers)


@router.get("/data/{kind}/{name}")
async def thing_data(kind: str, name: str, current: TheCurrent, headers: Caching) -> Response:
    """What the graph says of a thing, in the format of the suffix."""
    stem, format_ = _split(name)
    return await _tell(thing_of(kind, stem), format_, current, headers)


@router.get("/data/{name}")
async def ontology_data(name: str, current: TheCurrent, headers: Caching) -> Response:
    """The ontology, in the format of the suffix."""
    stem, format_ = _split(name)
    if stem != "ontology":
        raise unknown()
    return await _tell(ontology(), format_, current, headers)


def _split(name: str) -> tuple[str, Format]:
    """A key (which may have dots) and the format that its suffix means."""
    stem, _, suffix = name.rpartition(".")
    for format_ in OFFERED:
        if format_.suffix == suffix and stem:
            return stem, format_
    raise unknown()


async def _tell(thing: Thing, format_: Format, current: TheCurrent, headers: dict[str, str]) -> Response:
    async with current.pool.snapshot() as snapshot:
        found = await resolve(snapshot, thing)
        if found != thing:
            return moved(found.data(format_.suffix))
        body = await _describe(snapshot, thing, format_)
    links = {"link": f'<{thing.node.value}>; rel="describes"', **headers}
    if thing.private:
        links["x-robots-tag"] = "noindex"
    return reply_data(body, format_, links)


async def _describe(snapshot: Snapshot, thing: Thing, format_: Format) -> bytes:
    if thing.kind == "graph":
        return await representations.describe_graph(snapshot, thing.node, format_)
    if thing.kind == "ontology":
        return await representations.describe_ontology(snapshot, format_)
    return await representations.describe(snapshot, thing.node, format_)


@router.get("/context.jsonld")
async def context() -> Response:
    """The JSON-LD context of the whole vocabulary."""
    return reply_data(CONTEXT_FILE.read_bytes(), _JSON_LD, {"cache-control": "public, max-age=3600"})
