"""Bare ASGI answers: headers that data always have, and streams that are whole or broken off."""

import asyncio
import hashlib
from collections.abc import Awaitable, Mapping
from functools import lru_cache
from http import HTTPStatus

from graph_api.headers import SHARED, Receive, Scope, Send
from graph_api.negotiation import Format
from graph_api.problems import MEDIA_TYPE, TOLD_ERRORS, Problem, problem_of
from queries.codings import IDENTITY
from queries.stream import ResultStream

_HEADERS = SHARED | {
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
_REFRESHED = [pair for pair in _ALWAYS if pair[0] in (b"access-control-allow-origin", b"vary")]
"""The client has the other headers of an unchanged answer already (RFC 9110, 15.4.5)."""
_BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class ClientLeftError(Exception):
    """The connection has closed before the request was whole."""


def header(scope: Scope, name: str) -> str | None:
    """A request's header; several are joined with commas."""
    wanted = name.encode()
    values = [value for key, value in scope["headers"] if key == wanted]
    return b", ".join(values).decode("latin-1") if values else None


@lru_cache(maxsize=64)  # one request asks twice
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


class Watch:
    """A context manager that cancels what happens in its block when the client leaves.

    That cancellation ends here; one by somebody else goes on.
    """

    __slots__ = ("_left", "_receive", "_task", "_timer", "_watcher")

    def __init__(self, receive: Receive) -> None:
        self._receive, self._left = receive, False
        self._watcher: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(_UNWATCHED_SECONDS, self._begin)

    def _begin(self) -> None:
        self._watcher = asyncio.get_running_loop().create_task(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._left = True
        if self._task:
            self._task.cancel()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        self._timer.cancel()
        if self._watcher:
            self._watcher.cancel()
        ours = kind is asyncio.CancelledError and self._left
        return ours and self._task is not None and self._task.uncancel() == 0


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
        always = _REFRESHED if status is HTTPStatus.NOT_MODIFIED else _ALWAYS
        head = {"type": "http.response.start", "status": int(status), "headers": [*always, *pairs]}
        await self._send(head)

    async def _send_piece(self, piece: bytes, more: bool) -> None:
        body = b"" if self._bodiless else piece
        await self._send({"type": "http.response.body", "body": body, "more_body": more})
