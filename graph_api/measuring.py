"""Every request is measured; what is slow or was killed is told, never who asked nor the text of a query."""

import hashlib
import logging
import time
from collections.abc import Awaitable, MutableMapping
from typing import Any

from graph_api.headers import Application, Receive, Scope, Send
from graph_api.lanes import WRITING, lane_of
from graph_api.metrics import Metrics
from queries.tally import ASKED, Asked

_log = logging.getLogger(__name__)


class Measured:
    """An ASGI application whose requests are counted in `metrics`; those above `slow_seconds` are logged."""

    def __init__(self, application: Application, metrics: Metrics, slow_seconds: float) -> None:
        self._application, self._metrics, self._slow = application, metrics, slow_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        sending, asked = _Sending(send), Asked()
        token = ASKED.set(asked)
        start = time.perf_counter()
        try:
            await self._application(scope, receive, sending)
        finally:
            ASKED.reset(token)
            self._note(scope["path"], sending, asked, time.perf_counter() - start)

    def _note(self, path: str, sent: "_Sending", asked: Asked, seconds: float) -> None:
        lane, question = (WRITING, "") if asked.writes else lane_of(path)
        self._metrics.observe(lane, question, sent.status, seconds)
        level, event = self._rank(asked, seconds)
        if _log.isEnabledFor(level):
            fields = {
                "lane": lane,
                "query": question or _digest(asked.text),
                "status": sent.status or None,
                "milliseconds": round(seconds * 1000, 1),
                "bytes": sent.bytes,
                "version": asked.version,
                "killed": asked.killed,
            }
            _log.log(level, event, extra={"fields": fields})

    def _rank(self, asked: Asked, seconds: float) -> tuple[int, str]:
        """How much an operator wants to know of it."""
        if asked.killed:  # who leaves has lost nothing
            return logging.INFO if asked.killed == "left" else logging.WARNING, "query killed"
        return (logging.WARNING, "slow request") if seconds >= self._slow else (logging.DEBUG, "request")


class _Sending:
    """Counts what is sent on its way; stands for `send`."""

    __slots__ = ("_send", "bytes", "status")

    def __init__(self, send: Send) -> None:
        self._send, self.status, self.bytes = send, 0, 0

    def __call__(self, message: MutableMapping[str, Any]) -> Awaitable[None]:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.bytes += len(message.get("body", b""))
        return self._send(message)


def _digest(text: str | None) -> str | None:
    """Enough of the SHA-256 of a query to know it again, and nothing of the query."""
    return None if text is None else hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
