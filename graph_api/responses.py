"""Bare ASGI answers: headers that data always have, and streams that are whole or broken off."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Mapping
from http import HTTPStatus

from graph_api.headers import Receive, Scope, Send
from graph_api.negotiation import Format
from graph_api.problems import MEDIA_TYPE, TOLD_ERRORS, Problem, problem_of
from queries.codings import IDENTITY
from queries.stream import ResultStream

_HEADERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag, link, location, retry-after, lertrat-limits, lertrat-partial",
    "content-security-policy": "default-src 'none'; sandbox",
    "vary": "accept, accept-encoding",
    "x-content-type-options": "nosniff",
}
_ALWAYS = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
_PREFLIGHT = {
    "access-control-allow-headers": "accept, authorization, content-type, if-match, if-none-match",
    "access-control-max-age": "86400",
}
_UNWATCHED_SECONDS = 0.01
"""Most answers are out sooner, and need nobody to watch whether their client leaves."""
_BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class ClientLeftError(Exception):
    """The connection has closed before the request was whole."""


def header(scope: Scope, name: str) -> str | None:
    """A request's header; several are joined with commas."""
    wanted = name.encode()
    values = [value for key, value in scope["headers"] if key == wanted]
    return b", ".join(values).decode("latin-1") if values else None


def entity_tag(*parts: object) -> str:
    """A strong tag: the same state of the data, question, format and coding give the same bytes."""
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def is_known(scope: Scope, tag: str) -> bool:
    """Whether the client has the answer with this tag already."""
    known = header(scope, "if-none-match")
    return known is not None and bool(
        {tag, "*"} & {one.strip().removeprefix("W/") for one in known.split(",")}
    )


def describe_format(format_: Format, coding: str = IDENTITY) -> dict[str, str]:
    """The headers of a format; tables are offered for saving, since a browser would guess at them."""
    headers = {"content-type": format_.content_type}
    if format_.suffix in ("csv", "tsv"):
        headers["content-disposition"] = f'attachment; filename="answer.{format_.suffix}"'
    if coding != IDENTITY:
        headers["content-encoding"] = coding
    return headers


def caching(tag: str) -> dict[str, str]:
    """The headers of an answer that stays the same for as long as the data."""
    return {"etag": tag, "cache-control": "public, no-cache"}


@contextlib.asynccontextmanager
async def watched(receive: Receive) -> AsyncIterator[None]:
    """Cancel what happens in the block when the client leaves; that cancellation ends here."""
    task = asyncio.current_task()
    left = False
    watcher: asyncio.Task[None] | None

    async def wait() -> None:
        nonlocal left
        while (await receive())["type"] != "http.disconnect":
            pass
        left = True
        if task:
            task.cancel()

    def begin() -> None:
        nonlocal watcher
        watcher = loop.create_task(wait())

    loop = asyncio.get_running_loop()
    watcher = None
    timer = loop.call_later(_UNWATCHED_SECONDS, begin)
    try:
        yield
    except asyncio.CancelledError:
        if not left or task is None or task.uncancel() > 0:  # somebody else wants us to stop
            raise
    finally:
        timer.cancel()
        if watcher:
            watcher.cancel()


class Reply:
    """Sends one response, and knows whether it has begun."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send, self._bodiless = send, scope["method"] == "HEAD"
        self.chunked = scope.get("http_version") != "1.0"
        """An older client takes the end of the connection for the end of the answer."""
        self._begun = False

    async def finish(self, work: Awaitable[None]) -> None:
        """Do the work that sends the response; what goes wrong is told, unless the client has left."""
        try:
            await work
        except ClientLeftError:
            return
        except TOLD_ERRORS as error:
            await self.send_error(error)

    async def send(self, status: HTTPStatus, headers: Mapping[str, str], body: bytes = b"") -> None:
        """A whole response."""
        length = {} if status in _BODILESS else {"content-length": str(len(body))}
        await self._begin(status, {**headers, **length})
        await self._send_piece(body, more=False)

    async def send_methods(self, methods: str) -> None:
        """What other sites' scripts, and anybody, may do here."""
        allowed = {"allow": methods, "access-control-allow-methods": methods}
        await self.send(HTTPStatus.NO_CONTENT, {**_PREFLIGHT, **allowed})

    async def send_error(self, error: Exception) -> None:
        """What went wrong, or nothing once the answer has begun: the connection is then broken off."""
        problem = error if isinstance(error, Problem) else problem_of(error)
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
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        head = {"type": "http.response.start", "status": int(status), "headers": [*_ALWAYS, *pairs]}
        await self._send(head)

    async def _send_piece(self, piece: bytes, more: bool) -> None:
        body = b"" if self._bodiless else piece
        await self._send({"type": "http.response.body", "body": body, "more_body": more})
