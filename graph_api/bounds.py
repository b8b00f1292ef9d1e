"""HTTP with a measure: how much may stand around a body, how long a request may take to begin, who reads."""

import asyncio
from http import HTTPStatus
from typing import NoReturn

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_api.headers import SHARED
from graph_api.problems import MEDIA_TYPE, Problem

MAX_HEAD = 128 << 10
"""Bytes: the parser of addresses takes one of 64 KB at most, and headers may be as long again.

What stands behind the last chunk, or beside one, may not be longer either.
"""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, which hangs up on those who go on for ever, and refuses as all of the server does."""

    head_seconds = 10.0
    """From a connection, or the first byte of a request, to the end of its headers."""
    read_seconds = 30.0
    """Who takes nothing of an answer for so long does not want it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever."""
        super().connection_made(transport)
        self._head = self._vain = self._hosts = 0
        self._heading = True
        self._refusal = Problem(HTTPStatus.BAD_REQUEST, "this is no HTTP")
        self._head_timer: asyncio.TimerHandle | None = None
        self._read_timer: asyncio.TimerHandle | None = None
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; bytes that neither end the headers nor belong to a body are `_vain`."""
        self._vain += len(data)
        super().data_received(data)
        self._await_head()  # most requests have come whole: their headers need no timer
        if self._vain > MAX_HEAD and not self.transport.is_closing():
            self._refusal = _TOO_MUCH
            self.send_400_response(_TOO_MUCH.detail)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head = self._hosts = 0
        self._heading = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; those behind a body are no part of the request (RFC 9110, 6.5.1)."""
        if not self._heading:
            return
        self._head += len(name) + len(value) + len(": \r\n")
        if self._head + len(self.url) > MAX_HEAD:
            self._refuse(_TOO_MUCH)
        self._hosts += name.lower() == b"host"
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hand the request on, if it names its host once (RFC 9112, 3.2)."""
        self._stop_waiting()
        self._heading, self._vain = False, 0
        if self._hosts > 1 or (not self._hosts and self.parser.get_http_version() == "1.1"):
            self._refuse(_HOSTS)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self._vain = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._vain = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Say why, unless another answer has begun, and hang up."""
        if not (self.cycle and self.cycle.response_started and not self.cycle.response_complete):
            self.transport.write(_write(self._refusal))
        self.transport.close()

    def pause_writing(self) -> None:
        """The client lags behind: look after a while whether it reads at all."""
        super().pause_writing()
        self._look_again(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        if self._read_timer:
            self._read_timer.cancel()

    def _look_again(self, unread: int) -> None:
        self._read_timer = self.loop.call_later(self.read_seconds, self._leave_unread, unread)

    def _leave_unread(self, before: int) -> None:
        unread = self.transport.get_write_buffer_size()
        if unread >= before:
            self.transport.abort()
        else:
            self._look_again(unread)

    def _await_head(self) -> None:
        """Hang up after a while, unless a request is at work or its headers come to an end."""
        at_work = self.cycle is not None and not self.cycle.response_complete
        if self._head_timer is None and not at_work:
            self._head_timer = self.loop.call_later(self.head_seconds, self.timeout_keep_alive_handler)

    def _stop_waiting(self) -> None:
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self, problem: Problem) -> NoReturn:
        """Called by the parser, which takes any error for a bad request."""
        self._refusal = problem
        raise problem


_TOO_MUCH = Problem(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"address and headers may have {MAX_HEAD >> 10} KB"
)
_HOSTS = Problem(HTTPStatus.BAD_REQUEST, "a request names its host once")


def _write(problem: Problem) -> bytes:
    """A whole answer, as it goes over the wire."""
    body = problem.body()
    said = {**SHARED, "content-type": MEDIA_TYPE, "content-length": str(len(body)), "connection": "close"}
    lines = [f"HTTP/1.1 {problem.status} {problem.status.phrase}", *(f"{n}: {v}" for n, v in said.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body
