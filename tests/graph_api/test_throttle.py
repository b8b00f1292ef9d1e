"""A greedy network waits, its neighbours and the probe do not."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

from graph_api.throttle import Share, Throttle

SHARE = Share(a_second=1.0, burst=5.0, least=0.125, networks=3)


class Clock:
    """Time that passes when told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Server:
    """An application whose every answer takes `seconds`, behind a throttle."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.clock, self.seconds, self.answered = Clock(), seconds, 0
        self._throttle = Throttle(self._answer, SHARE, self.clock)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        self.clock.now += self.seconds
        self.answered += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})

    def get(self, client: str, path: str = "/") -> tuple[int, dict[bytes, bytes]]:
        sent: list[MutableMapping[str, Any]] = []

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request"}

        scope = {"type": "http", "method": "GET", "path": path, "client": (client, 1)}
        asyncio.run(self._throttle(scope, receive, send))
        return sent[0]["status"], dict(sent[0]["headers"])


def test_one_request_after_another_is_always_answered() -> None:
    server = Server(seconds=1.0)
    assert [server.get("203.0.113.7")[0] for _ in range(50)] == [200] * 50


def test_many_short_requests_at_once_use_up_the_share() -> None:
    server = Server()
    statuses = [server.get("203.0.113.7")[0] for _ in range(1000)]
    assert statuses.count(200) == server.answered == 40
    assert set(statuses[40:]) == {429}


def test_a_refusal_says_when_to_come_back_and_keeps_its_word() -> None:
    server = Server()
    while (answer := server.get("203.0.113.7"))[0] == 200:
        pass
    seconds = int(answer[1][b"retry-after"])
    assert seconds >= 1
    server.clock.now += seconds
    assert server.get("203.0.113.7")[0] == 200


def test_neighbours_share_and_others_do_not_suffer() -> None:
    server = Server()
    while server.get("203.0.113.7")[0] == 200:
        pass
    assert server.get("203.0.113.200")[0] == 429
    assert server.get("198.51.100.1")[0] == 200


def test_an_ipv6_network_has_one_share_however_many_addresses_it_uses() -> None:
    server = Server()
    statuses = {server.get(f"2001:db8:1:{number:x}::1")[0] for number in range(100)}
    assert statuses == {200, 429}
    assert server.get("2001:db8:2::1")[0] == 200


def test_the_probe_and_this_machine_are_never_refused() -> None:
    server = Server()
    while server.get("203.0.113.7")[0] == 200:
        pass
    assert server.get("203.0.113.7", "/health")[0] == 200
    assert {server.get(address)[0] for address in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] * 100} == {200}


def test_only_so_many_networks_are_remembered() -> None:
    server = Server()
    while server.get("203.0.113.7")[0] == 200:
        pass
    for number in range(3):
        server.get(f"198.51.{number}.1")
    assert server.get("203.0.113.7")[0] == 200
