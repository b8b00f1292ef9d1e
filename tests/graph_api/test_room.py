"""A full house: who comes is told when to come back, probes are answered, and soon there is room again."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from queries.versions import Home
from tests.graph_api.conftest import Serving
from tests.graph_api.wire import QUERY, post

PATIENCE = 60.0


@pytest.fixture(scope="module")
def narrow(serving: Serving, shipped_home: Home) -> Iterator[httpx.Client]:
    """A server with room for two requests."""
    with serving(shipped_home.path, requests=2) as client:
        yield client


@contextmanager
def filled(server: httpx.Client) -> Iterator[None]:
    """As many requests are at work as there is room for: their bodies never end."""
    place = ("127.0.0.1", server.base_url.port or 80)
    end = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        while server.get("/").status_code != 503:
            assert time.monotonic() < end
            connection = stack.enter_context(socket.create_connection(place))
            connection.sendall(post(b"ASK", QUERY, b"Content-Length: 5", length=False))
        yield


def wait_for(server: httpx.Client, status: int) -> None:
    """Ask until the answer has this status; raises AssertionError where it never has."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.get("/").status_code == status:
            return
        time.sleep(0.02)
    raise AssertionError(f"no {status}")


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/api/awards?body=tisi", "/store?default"])
def test_a_full_house_tells_when_to_come_back(narrow: httpx.Client, path: str) -> None:
    with filled(narrow):
        answer = narrow.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0


def test_scripts_of_other_sites_may_read_that_too(narrow: httpx.Client) -> None:
    with filled(narrow):
        answer = narrow.get("/api/awards?body=tisi")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "retry-after" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
def test_a_probe_comes_into_a_full_house(narrow: httpx.Client, path: str) -> None:
    with filled(narrow):
        assert narrow.get(path).status_code == 200


def test_there_is_room_again_when_somebody_has_left(narrow: httpx.Client) -> None:
    with filled(narrow):
        pass
    wait_for(narrow, 200)
