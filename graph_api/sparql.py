"""`/sparql`: the SPARQL 1.1 Protocol as a bare ASGI application before all others."""

from dataclasses import dataclass
from http import HTTPStatus

from graph_api.addresses import base_of
from graph_api.clients import network_of
from graph_api.headers import Receive, Scope, Send
from graph_api.negotiation import Format, choose, choose_coding, formats
from graph_api.problems import Problem
from graph_api.responses import (
    Reply,
    Watch,
    caching,
    describe_format,
    entity_tag,
    header,
    is_known,
)
from graph_api.service_description import describe_service
from graph_api.sparql_protocol import SparqlRequest, read_request
from graph_api.writing import Authority
from queries.generation import Limits
from queries.stream import ResultStream
from queries.workers import PAGE_BYTES, Question, WorkerPool
from queries.writes import Write

FORM_PAGE = "/sparql-form"
METHODS = "GET, HEAD, POST, OPTIONS"

_ROWS, _GRAPHS = formats("rows"), formats("graph", "engine", "dataset")
(_PAGE,) = formats("page")
_DESCRIPTIONS = (*_GRAPHS, _PAGE)


class SparqlEndpoint:
    """The ASGI application; the pool must have been started in the event loop that serves it."""

    def __init__(self, pool: WorkerPool, authority: Authority, public_base: str | None = None) -> None:
        self._pool, self._authority, self._public_base = pool, authority, public_base
        self._always = {"link": _LINKS, "lertrat-limits": describe_limits(pool.limits)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that leaves frees its worker at once."""
        reply = Reply(scope, send)
        await reply.finish(self._serve(scope, receive, reply))

    async def _serve(self, scope: Scope, receive: Receive, reply: Reply) -> None:
        if scope["method"] == "OPTIONS":
            await reply.send_methods(METHODS)
        elif scope["method"] not in METHODS.split(", "):
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"use {METHODS}", headers={"allow": METHODS})
        else:
            request = await read_request(scope, receive)
            if request.update is not None:
                await self._update(scope, request, request.update, reply)
            elif request.query is not None:
                await self._query(scope, receive, request, request.query, reply)
            else:
                await self._introduce(scope, reply)

    async def _update(self, scope: Scope, request: SparqlRequest, text: str, reply: Reply) -> None:
        self._authority.author(scope)  # before the work of reading it
        asked = (request.default_graphs, request.named_graphs)
        using, named = (tuple(node.value for node in graphs or ()) for graphs in asked)
        await self._authority.write(scope, Write("update", text, using, named))
        await reply.send(HTTPStatus.NO_CONTENT, {"cache-control": "no-store"})

    async def _query(
        self, scope: Scope, receive: Receive, request: SparqlRequest, text: str, reply: Reply
    ) -> None:
        client = network_of(scope) or ""
        checked = await self._pool.look_at(text, client)
        offered = _ROWS if checked.form in ("SELECT", "ASK") else _GRAPHS
        format_ = choose(header(scope, "accept"), offered, parameter=request.format)
        coding = choose_coding(header(scope, "accept-encoding"))
        steady = scope["method"] != "POST" and checked.steady
        wanted = _Wanted(request, format_, coding, steady)
        if steady and is_known(scope, tag := wanted.tag(self._pool.data.name)):
            await reply.send(HTTPStatus.NOT_MODIFIED, caching(tag))
            return
        question = Question(
            text, format_.media_type, request.default_graphs, request.named_graphs, coding, request.limit,
            None if reply.chunked else PAGE_BYTES, client, checked,
        )  # fmt: skip
        with Watch(receive):
            async with await self._pool.query(question) as stream:
                await reply.send_stream(self._always | wanted.headers(stream), stream)

    async def _introduce(self, scope: Scope, reply: Reply) -> None:
        """Answer a request without a query: people get the form, programs the service description."""
        if scope["method"] == "POST":
            raise Problem(HTTPStatus.BAD_REQUEST, "the request has no `query` and no `update`")
        format_ = choose(header(scope, "accept"), _DESCRIPTIONS)
        if format_ is _PAGE:
            await reply.send(HTTPStatus.SEE_OTHER, {"location": FORM_PAGE})
            return
        body = describe_service(base_of(scope, self._public_base), self._authority.open, format_)
        await reply.send(HTTPStatus.OK, describe_format(format_), body)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How the answer to a request is wanted; `steady`: it may have a tag."""

    request: SparqlRequest
    format_: Format
    coding: str
    steady: bool

    def tag(self, state: str) -> str:
        return entity_tag(state, self.request.key, self.format_.suffix, self.coding)

    def headers(self, stream: ResultStream) -> dict[str, str]:
        """What is said of an answer ahead of it."""
        headers = describe_format(self.format_, self.coding)
        headers |= caching(self.tag(stream.version)) if self.steady else {"cache-control": "no-store"}
        if stream.partial:
            headers["lertrat-partial"] = f"limit={self.request.limit}"
        return headers


def describe_limits(limits: Limits) -> str:
    """What an answer is broken off at, told ahead of it (a dictionary of RFC 9651)."""
    return f"seconds={limits.deadline:g}, rows={limits.max_rows}, bytes={limits.max_bytes}"


_LINKS = '</sparql>; rel="describedby"; type="text/turtle"'
