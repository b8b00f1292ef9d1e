"""No client takes more than its share: time spent is counted by network, and each request costs something."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from graph_api.clients import network_of
from graph_api.headers import Application, Receive, Scope, Send
from graph_api.problems import Problem
from graph_api.responses import Reply
from graph_api.writing import Authority

FREE_PATHS = frozenset({"/health", "/robots.txt", "/favicon.ico"})
"""A probe must never be refused: it would take a busy server for a dead one."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one network may take: on average `a_second` seconds of work a second, `burst` of them at once.

    With one second a second a client may always have one request at work; `least` is what the shortest costs.
    """

    a_second: float = 1.0
    burst: float = 120.0
    least: float = 0.01
    networks: int = 4000


class Throttle:
    """An ASGI application that answers 429 with Retry-After to networks that have used up their share.

    A network is a /24 of IPv4 or a /48 of IPv6. This machine's own requests are not counted: a proxy on it
    has to name its clients (X-Forwarded-For, which the server believes from the proxies that it was told).
    """

    def __init__(
        self,
        application: Application,
        share: Share | None = None,
        clock: Callable[[], float] = time.monotonic,
        authority: Authority | None = None,
    ) -> None:
        self._application, self._share, self._clock = application, share or Share(), clock
        self._authority = authority
        self._accounts: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """What is left to each network, and when that was so; the longest unseen is forgotten first."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        network = _network(scope)
        if network is None or self._knows(scope):
            await self._application(scope, receive, send)
            return
        left = self._left(network)
        if left <= 0:
            await _refuse(scope, send, math.ceil((self._share.least - left) / self._share.a_second))
            return
        self._spend(network, self._share.least)
        start = self._clock()
        try:
            await self._application(scope, receive, send)
        finally:
            self._spend(network, max(0.0, self._clock() - start - self._share.least))

    def _knows(self, scope: Scope) -> bool:
        """Whoever holds a token is not counted by network."""
        return self._authority is not None and self._authority.bearer(scope) is not None

    def _left(self, network: str) -> float:
        now = self._clock()
        left, then = self._accounts.get(network, (self._share.burst, now))
        return min(self._share.burst, left + (now - then) * self._share.a_second)

    def _spend(self, network: str, seconds: float) -> None:
        self._accounts[network] = self._left(network) - seconds, self._clock()
        self._accounts.move_to_end(network)
        if len(self._accounts) > self._share.networks:
            self._accounts.popitem(last=False)


def _network(scope: Scope) -> str | None:
    """The network whose share a request takes from; None for what is not counted."""
    counted = scope["type"] == "http" and scope["path"] not in FREE_PATHS
    return network_of(scope) if counted else None


async def _refuse(scope: Scope, send: Send, seconds: int) -> None:
    detail = f"this network has used up its share of the server; come back in {seconds} seconds"
    headers = {"retry-after": str(seconds)}
    await Reply(scope, send).send_error(Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers=headers))
