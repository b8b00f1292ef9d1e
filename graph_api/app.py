"""The whole server on one page: what stands at which address, and what stands before it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from graph_api.current import Current
from graph_api.errors import register_errors
from graph_api.headers import Application, Receive, SafeHeaders, Scope, Send
from graph_api.hosts import NamedHosts
from graph_api.measuring import Measured
from graph_api.metrics import Metrics
from graph_api.openapi import DescribedSite
from graph_api.operations import Operations
from graph_api.responses import Reply
from graph_api.room import Room
from graph_api.routers import (
    catalogue,
    documentation,
    files,
    form,
    health,
    home,
    linked_data,
    pages,
    pictures,
    search,
)
from graph_api.settings import Settings
from graph_api.sparql import SparqlEndpoint
from graph_api.store import PATH as STORE_PATH
from graph_api.store import GraphStore
from graph_api.throttle import Share, Throttle

SPARQL_PATH = "/sparql"
SITE_METHODS = "GET, HEAD, OPTIONS"


def create_app(settings: Settings, current: Current | None = None) -> Application:
    """The ASGI application over a home's current version; raises HomeMissingError where there is none."""
    current = current or Current(settings)
    metrics = Metrics(current)
    site = SafeHeaders(create_site(current))
    share = Share(settings.share_a_second, settings.share_burst)
    shared = Throttle(_front(current, settings, site), share, authority=current.authority)
    guarded = NamedHosts(shared, settings.hosts())
    measured = Measured(Room(guarded, settings.requests), metrics, settings.slow_seconds)
    return Operations(measured, current, metrics, settings.metrics)


def create_site(current: Current) -> FastAPI:
    """Everything but `/sparql`: names, pages, questions, search."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with current.running():
            yield

    site = DescribedSite(
        title="Lertrat",
        summary="The knowledge graph of Thai government bodies and the Public Sector Excellence Awards",
        version=version("lertrat"),
        lifespan=lifespan,
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    site.state.current = current
    for part in (home, pages, linked_data, search, form, pictures, documentation, files, health):
        site.include_router(part.router)
    site.include_router(catalogue.make_router())
    register_errors(site)
    return site


def _front(current: Current, settings: Settings, site: Application) -> Application:
    sparql = SparqlEndpoint(current.pool, current.authority, settings.public_base)
    return Front(sparql, GraphStore(current.pool, current.authority, settings.public_base), site)


class Front:
    """The SPARQL endpoint and the graph store bare, since every microsecond counts there; then the site."""

    def __init__(self, sparql: Application, store: Application, site: Application) -> None:
        self._sparql, self._store, self._site = sparql, store, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to the part whose address it is."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path == SPARQL_PATH:
            await self._sparql(scope, receive, send)
        elif path == STORE_PATH or path.startswith(f"{STORE_PATH}/"):
            await self._store(scope, receive, send)
        elif path.startswith("/") and scope["method"] == "OPTIONS":
            await Reply(scope, send).send_methods(SITE_METHODS)
        else:
            await self._site(scope, receive, send)
