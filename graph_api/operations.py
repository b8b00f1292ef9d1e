"""What those who run a server ask: whether it lives, whether it can answer, and its figures."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import NamedTuple

from graph_api.clients import network_of
from graph_api.current import Current
from graph_api.headers import Application, Receive, Scope, Send
from graph_api.metrics import Metrics
from graph_api.problems import MEDIA_TYPE, Problem
from graph_api.settings import Readers

_JSON = "application/json"
LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"


class _Reply(NamedTuple):
    """A whole answer."""

    status: HTTPStatus
    media_type: str
    body: bytes


class Operations:
    """An ASGI application in front of another; probes pass no throttle, no queue and no list of host names.

    A probe comes with the address of this machine for a host name, and must never be refused: it would
    take a busy server for a dead one. It learns nothing that `/` does not tell.
    """

    def __init__(
        self, application: Application, current: Current, metrics: Metrics, readers: Readers
    ) -> None:
        self._application, self._current = application, current
        self._metrics, self._readers = metrics, readers
        self._answers: Mapping[str, Callable[[Scope], _Reply]] = {
            LIVE: lambda _: _Reply(HTTPStatus.OK, _JSON, b'{"status": "alive"}'),
            READY: lambda _: self._tell_ready(),
            METRICS: self._tell_metrics,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        answer = self._answers.get(scope["path"]) if scope["type"] == "http" else None
        if answer is None:
            await self._application(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD"):
            await _send(_refusal(HTTPStatus.METHOD_NOT_ALLOWED, "use GET or HEAD"), scope, send)
        else:
            await _send(answer(scope), scope, send)

    def _tell_ready(self) -> _Reply:
        obstacle = self._current.obstacle()
        if obstacle:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, obstacle)
        return _Reply(HTTPStatus.OK, _JSON, b'{"status": "ready"}')

    def _tell_metrics(self, scope: Scope) -> _Reply:
        if self._readers == "off" or (self._readers == "local" and network_of(scope) is not None):
            return _refusal(HTTPStatus.NOT_FOUND, "there is nothing here")
        accept = b", ".join(value for name, value in scope["headers"] if name == b"accept")
        body, content_type = self._metrics.write(accept.decode("latin-1"))
        return _Reply(HTTPStatus.OK, content_type, body)


def _refusal(status: HTTPStatus, detail: str) -> _Reply:
    return _Reply(status, MEDIA_TYPE, Problem(status, detail).body())


async def _send(reply: _Reply, scope: Scope, send: Send) -> None:
    headers = [
        (b"content-type", reply.media_type.encode()),
        (b"content-length", str(len(reply.body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": int(reply.status), "headers": headers})
    body = b"" if scope["method"] == "HEAD" else reply.body
    await send({"type": "http.response.body", "body": body})
