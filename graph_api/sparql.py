"""`/sparql`: the SPARQL 1.1 Protocol for queries, as a bare ASGI application before all others."""

import asyncio
import contextlib
import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from pathlib import Path

from graph_api.negotiation import FORMATS, Format, choose, formats
from graph_api.problems import KNOWN_ERRORS, MEDIA_TYPE, Problem, problem_of
from graph_api.sparql_protocol import (
    ClientLeftError,
    Receive,
    Scope,
    Send,
    SparqlRequest,
    header,
    read_request,
)
from queries.stream import ResultStream
from queries.workers import PAGE_BYTES, WorkerPool, check_again

FORM_PAGE = "/sparql-form"
METHODS = "GET, HEAD, POST, OPTIONS"
SERVICE_DESCRIPTION = (Path(__file__).parent / "service-description.ttl").read_bytes()

_ALWAYS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag, retry-after",
    "content-security-policy": "default-src 'none'; sandbox",
    "vary": "accept",
    "x-content-type-options": "nosniff",
}
_PREFLIGHT = {
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": "accept, content-type, if-none-match",
    "access-control-max-age": "86400",
    "allow": METHODS,
}
_BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
# The answers of these differ from one time to the next.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)


class SparqlEndpoint:
    """The ASGI application; the pool must have been started in the event loop that serves it."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that leaves frees its worker at once."""
        reply = _Reply(scope, send)
        try:
            await self._serve(scope, receive, reply)
        except ClientLeftError:
            return
        except Problem as problem:
            await reply.send_problem(problem)
        except KNOWN_ERRORS as error:
            await reply.send_problem(problem_of(error))

    async def _serve(self, scope: Scope, receive: Receive, reply: "_Reply") -> None:
        if scope["method"] == "OPTIONS":
            await reply.send(HTTPStatus.NO_CONTENT, _PREFLIGHT)
        elif scope["method"] not in METHODS.split(", "):
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"use {METHODS}", headers={"allow": METHODS})
        else:
            request = await read_request(scope, receive)
            async with _watched(receive):
                await self._answer(scope, request, reply)

    async def _answer(self, scope: Scope, request: SparqlRequest, reply: "_Reply") -> None:
        if request.query is None:
            await _introduce(scope, reply)
            return
        form = check_again(request.query)
        offered = formats("rows" if form in ("SELECT", "ASK") else "graph")
        format_ = choose(header(scope, "accept"), offered, parameter=request.format)
        steady = scope["method"] != "POST" and not _CHANGING.search(request.query)
        tag = _entity_tag(self._pool.version.name, request, format_)
        if steady and tag in _known_tags(scope):
            await reply.send(HTTPStatus.NOT_MODIFIED, _caching(tag))
            return
        await self._relay(request, request.query, format_, steady, reply)

    async def _relay(
        self, request: SparqlRequest, query: str, format_: Format, steady: bool, reply: "_Reply"
    ) -> None:
        graphs = request.default_graphs, request.named_graphs
        cap = None if reply.chunked else PAGE_BYTES
        async with self._pool.query(query, format_.media_type, *graphs, max_bytes=cap) as stream:
            tag = _entity_tag(stream.version, request, format_)
            headers = _describe(format_) | (_caching(tag) if steady else {"cache-control": "no-store"})
            await reply.send_stream(headers, stream)


async def _introduce(scope: Scope, reply: "_Reply") -> None:
    """Answer a request without a query: people get the form, programs the service description."""
    if scope["method"] == "POST":
        raise Problem(HTTPStatus.BAD_REQUEST, "the request has no `query`")
    turtle, page = (next(f for f in FORMATS if f.suffix == suffix) for suffix in ("ttl", "html"))
    if choose(header(scope, "accept"), (turtle, page)) is page:
        await reply.send(HTTPStatus.SEE_OTHER, {"location": FORM_PAGE})
    else:
        await reply.send(HTTPStatus.OK, _describe(turtle), SERVICE_DESCRIPTION)


@contextlib.asynccontextmanager
async def _watched(receive: Receive) -> AsyncIterator[None]:
    """Cancel what happens in the block when the client leaves; that cancellation ends here."""
    task = asyncio.current_task()
    left = False

    async def wait() -> None:
        nonlocal left
        while (await receive())["type"] != "http.disconnect":
            pass
        left = True
        if task:
            task.cancel()

    watcher = asyncio.get_running_loop().create_task(wait())
    try:
        yield
    except asyncio.CancelledError:
        if not left or task is None or task.uncancel() > 0:  # somebody else wants us to stop
            raise
    finally:
        watcher.cancel()


def _describe(format_: Format) -> dict[str, str]:
    """The headers of a format; tables are offered for saving, since a browser would guess at them."""
    headers = {"content-type": format_.content_type}
    if format_.suffix in ("csv", "tsv"):
        headers["content-disposition"] = f'attachment; filename="answer.{format_.suffix}"'
    return headers


def _caching(tag: str) -> dict[str, str]:
    return {"etag": tag, "cache-control": "public, no-cache"}


def _entity_tag(version: str, request: SparqlRequest, format_: Format) -> str:
    """The same version, question and format give the same bytes."""
    parts = (version, request.query, format_.suffix, request.default_graphs, request.named_graphs)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _known_tags(scope: Scope) -> set[str]:
    known = header(scope, "if-none-match") or ""
    return {tag.strip().removeprefix("W/") for tag in known.split(",")}


class _Reply:
    """Sends one response, and knows whether it has begun."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send, self._bodiless = send, scope["method"] == "HEAD"
        self.chunked = scope.get("http_version") != "1.0"
        """An older client takes the end of the connection for the end of the answer."""
        self._begun = False

    async def send(self, status: HTTPStatus, headers: Mapping[str, str], body: bytes = b"") -> None:
        """A whole response."""
        length = {} if status in _BODILESS else {"content-length": str(len(body))}
        await self._begin(status, {**headers, **length})
        await self._send_piece(body, more=False)

    async def send_problem(self, problem: Problem) -> None:
        """The problem, or nothing once the answer has begun: the server then breaks the connection off."""
        if not self._begun:
            headers = {"content-type": MEDIA_TYPE, "cache-control": "no-store", **problem.headers}
            await self.send(problem.status, headers, problem.body())

    async def send_stream(self, headers: Mapping[str, str], stream: ResultStream) -> None:
        """A response as it comes in; raises what breaks the stream off, and then leaves it without an end."""
        whole = stream.whole()
        if whole is None and not self.chunked:
            whole = await stream.read()
        if whole is not None:
            await self.send(HTTPStatus.OK, headers, whole)
            return
        await self._begin(HTTPStatus.OK, headers)
        if not self._bodiless:
            async for piece in stream:
                await self._send_piece(piece, more=True)
        await self._send_piece(b"", more=False)

    async def _begin(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        self._begun = True
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in {**_ALWAYS, **headers}.items()]
        await self._send({"type": "http.response.start", "status": int(status), "headers": pairs})

    async def _send_piece(self, piece: bytes, more: bool) -> None:
        body = b"" if self._bodiless else piece
        await self._send({"type": "http.response.body", "body": body, "more_body": more})
