"""Pages for people: one for every thing of the graph, for its named graphs and for the ontology."""

from fastapi import APIRouter, Response

from graph_api.dependencies import Caching, TheCurrent
from graph_api.layout import ENVIRONMENT, render
from graph_api.pages import make_page
from graph_api.reader import TheReader
from graph_api.replies import moved
from graph_api.representations import OFFERED
from graph_api.things import Thing, graph_of, ontology, resolve, thing_of

router = APIRouter(include_in_schema=False)


@router.get("/page/ontology")
async def ontology_page(current: TheCurrent, reader: TheReader, headers: Caching) -> Response:
    """The classes and properties of the ontology."""
    return await _show(ontology(), current, reader, headers)


@router.get("/page/graph/{name:path}")
async def graph_page(name: str, current: TheCurrent, reader: TheReader, headers: Caching) -> Response:
    """The statements of a named graph."""
    return await _show(graph_of(name), current, reader, headers)


@router.get("/page/{kind}/{key}")
async def thing_page(
    kind: str, key: str, current: TheCurrent, reader: TheReader, headers: Caching
) -> Response:
    """All about one thing."""
    return await _show(thing_of(kind, key), current, reader, headers)


async def _show(thing: Thing, current: TheCurrent, reader: TheReader, headers: dict[str, str]) -> Response:
    async with current.pool.snapshot() as snapshot:
        found = await resolve(snapshot, thing)
        if found != thing:
            return moved(found.page)
        page = await make_page(snapshot, thing.kind, thing.key, thing.node, reader.words)
        version = snapshot.version.name
    if thing.private:
        headers = {**headers, "x-robots-tag": "noindex"}
    return render(
        _template(thing.kind),
        reader,
        headers=headers,
        page=page,
        thing=thing,
        formats=OFFERED,
        version=version,
    )


def _template(kind: str) -> str:
    """The template of a kind, or the plain one."""
    return ENVIRONMENT.select_template([f"kinds/{kind}.html", "page.html"]).name or "page.html"
