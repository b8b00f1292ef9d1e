"""Clients that stall, dribble or say nothing: they hold up nobody, and do not stay for ever."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from tests.graph_api.wire import (
    ASK,
    QUERY,
    answers,
    connected,
    faults,
    get,
    is_closed,
    post,
    receive,
    tell,
)
from tests.production import Production

CHUNKED = b"Transfer-Encoding: chunked"
STALLED: dict[str, bytes] = {
    "a body without its end": post(b"AS", QUERY, b"Content-Length: 5", length=False),
    "a chunk without its end": post(b"5\r\nAS", QUERY, CHUNKED, length=False),
    "chunks without the last": post(b"5\r\nASK{}\r\n", QUERY, CHUNKED, length=False),
}
PATIENCE = 18.0
"""Seconds: the server keeps an answered connection for 15, and a body may take 10."""
MANY_ROWS = b"/sparql?query=SELECT%20*%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff%20FILTER(%3Fc!%3D%3Ff)%7D"


@contextmanager
def silent(server: Production, count: int) -> Iterator[list[socket.socket]]:
    """So many connections that say nothing."""
    with ExitStack() as stack:
        yield [stack.enter_context(connected(server)) for _ in range(count)]


@dataclass(frozen=True)
class LeftAlone:
    """Connections that nobody uses any more, and when that began (monotonic seconds)."""

    since: float
    answered: socket.socket
    silent: socket.socket
    halfway: socket.socket
    behind: socket.socket
    """Half a request stands behind one that was answered."""

    def is_closed(self, connection: socket.socket) -> bool:
        """Whether it is closed PATIENCE seconds after they were left."""
        connection.settimeout(max(0.1, self.since + PATIENCE - time.monotonic()))
        return is_closed(connection)


@pytest.fixture(scope="module", autouse=True)
def left_alone(production: Production) -> Iterator[LeftAlone]:
    """They wait while the other tests here run."""
    with silent(production, 4) as (answered, mute, halfway, behind):
        answered.sendall(get(ASK))
        receive(answered)
        halfway.sendall(get(ASK)[:-2])
        behind.sendall(get(ASK) + get(ASK)[:-2])
        receive(behind)
        yield LeftAlone(time.monotonic(), answered, mute, halfway, behind)


def answers_within(server: Production, seconds: float) -> bool:
    """Whether the server answers again in this time."""
    end = time.monotonic() + seconds
    while not (found := answers(server)) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def test_a_thousand_who_say_nothing_hold_up_nobody(production: Production) -> None:
    with silent(production, 1100):
        assert answers(production)


def test_headers_that_come_a_byte_at_a_time_hold_up_nobody(production: Production) -> None:
    with connected(production) as connection:
        for byte in get(ASK)[:10]:
            connection.sendall(bytes([byte]))
            assert answers(production)


def test_a_body_that_stalls_is_given_up_and_others_are_answered_meanwhile(production: Production) -> None:
    with ThreadPoolExecutor() as pool:
        stalled = [pool.submit(tell, production, request) for request in STALLED.values()]
        while not all(future.done() for future in stalled):
            assert answers(production)
            time.sleep(0.2)
    told = [future.result() for future in stalled]
    assert [(one.status, one.headers["connection"]) for one in told] == [(408, "close")] * len(STALLED)


def test_who_does_not_read_the_answer_keeps_no_worker(production: Production) -> None:
    with connected(production) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(get(MANY_ROWS))
        assert answers_within(production, 30)


def test_who_leaves_in_the_middle_of_a_request_leaves_nothing_behind(production: Production) -> None:
    for request in STALLED.values():
        with connected(production) as connection:
            connection.sendall(request)
    assert answers(production)


@pytest.mark.parametrize(
    "request_",
    [get(ASK, b"X: " + b"a" * 200_000), get(ASK, *[b"X: " + b"a" * 1000] * 2000)],
    ids=["a header of 200 kB", "2 MB of headers"],
)
def test_headers_without_measure_are_refused(production: Production, request_: bytes) -> None:
    assert faults(production, request_, [431]) == []


@pytest.mark.parametrize(
    "body",
    [
        b"5;" + b"a" * 2_000_000 + b"\r\nASK{}\r\n0\r\n\r\n",
        b"5\r\nASK{}\r\n0\r\n" + b"X: y\r\n" * 300_000 + b"\r\n",
    ],
    ids=["a note on a chunk", "headers behind the last chunk"],
)
def test_what_stands_around_a_body_has_a_measure(production: Production, body: bytes) -> None:
    assert faults(production, post(body, QUERY, CHUNKED, length=False), [431]) == []


def test_a_connection_that_was_answered_is_not_kept_for_ever(left_alone: LeftAlone) -> None:
    assert left_alone.is_closed(left_alone.answered)


def test_a_connection_that_says_nothing_is_not_kept_for_ever(left_alone: LeftAlone) -> None:
    assert left_alone.is_closed(left_alone.silent)


def test_a_request_that_never_ends_is_not_kept_for_ever(left_alone: LeftAlone) -> None:
    assert left_alone.is_closed(left_alone.halfway)


def test_half_a_request_behind_an_answered_one_is_not_kept_for_ever(left_alone: LeftAlone) -> None:
    assert left_alone.is_closed(left_alone.behind)
