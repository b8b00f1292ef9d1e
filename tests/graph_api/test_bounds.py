"""Who dribbles on, or does not read, is left after a while; here the while is short."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import uvicorn

from graph_api.bounds import BoundedProtocol
from tests.graph_api.wire import get, is_closed, receive

PATIENCE = 30.0
SIZE = 50_000_000
"""Bytes: more than lies between two ends of a connection."""


class Hasty(BoundedProtocol):
    """Waits for next to nothing."""

    head_seconds = 0.5
    read_seconds = 1.0


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the headers that came in, or with more than anybody reads."""
    while (await receive()).get("more_body"):
        pass
    body = bytes(SIZE) if scope["path"] == "/much" else repr(scope["headers"]).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server that is hasty."""
    server = uvicorn.Server(
        uvicorn.Config(application, http=Hasty, ws="none", lifespan="off", log_level="critical")
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.fixture
def connection(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=0.1) as connection:
        yield connection


def is_left(connection: socket.socket, dribble: bytes) -> bool:
    """Whether the server hangs up although it is told something again and again."""
    end = time.monotonic() + PATIENCE
    with suppress(ConnectionError):
        while not is_closed(connection):
            if time.monotonic() > end:
                return False
            connection.sendall(dribble)
    return True


@pytest.mark.parametrize(
    ("start", "dribble"),
    [(b"", b"\r\n"), (get(b"/")[:-2], b"X: y\r\n"), (b"POST / HTTP/1.1\r\nHost: x\r\nX: ", b"a")],
    ids=["empty lines", "header by header", "letter by letter"],
)
def test_who_dribbles_at_the_start_is_left(connection: socket.socket, start: bytes, dribble: bytes) -> None:
    connection.sendall(start)
    assert is_left(connection, dribble)


@pytest.mark.parametrize(
    ("start", "dribble"), [(b"", b"\r\n"), (get(b"/")[:-2], b"X: y\r\n")], ids=["empty lines", "headers"]
)
def test_who_dribbles_behind_a_request_is_left(
    connection: socket.socket, start: bytes, dribble: bytes
) -> None:
    connection.settimeout(PATIENCE)
    connection.sendall(get(b"/") + start)
    receive(connection)
    connection.settimeout(0.1)
    assert is_left(connection, dribble)


def test_who_reads_nothing_is_left(connection: socket.socket) -> None:
    connection.sendall(get(b"/much"))
    time.sleep(3 * Hasty.read_seconds)
    connection.settimeout(PATIENCE)
    assert received(connection) < SIZE


def test_who_reads_slowly_gets_all(connection: socket.socket) -> None:
    connection.settimeout(PATIENCE)
    connection.sendall(get(b"/much"))
    assert received(connection, rest=Hasty.read_seconds / 30) >= SIZE


def received(connection: socket.socket, rest: float = 0.0) -> int:
    """How many bytes come before the end, or the silence, of a server; with a rest between pieces."""
    count = 0
    with suppress(ConnectionError):
        while count < SIZE and (piece := connection.recv(SIZE // 100)):
            count += len(piece)
            time.sleep(rest)
    return count


def test_a_header_behind_the_body_is_no_header_of_the_request(connection: socket.socket) -> None:
    connection.settimeout(PATIENCE)
    connection.sendall(get(b"/", b"Transfer-Encoding: chunked", b"X-Sound: y", method=b"POST"))
    connection.sendall(b"1\r\na\r\n0\r\nX-Smuggled: y\r\n\r\n")
    said = receive(connection).body
    assert (b"x-sound" in said, b"x-smuggled" in said) == (True, False)
