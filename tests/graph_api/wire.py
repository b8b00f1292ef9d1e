"""HTTP as bytes on a socket: what no well-bred client would send, and what is wrong with an answer to it."""

import http.client
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.production import Production

ROOT = Path(__file__).parents[2]
NO_ANSWER = 0
"""The connection was closed and nothing said: fit where the request is not HTTP."""
SECRETS = ("traceback", "site-packages", '.py", line', "root:x:0", str(ROOT).lower(), "/proc/", "/tmp/")  # noqa: S108
MEDIA_TYPE = "application/problem+json"
FORM, QUERY = b"application/x-www-form-urlencoded", b"application/sparql-query"
ASK = b"/sparql?query=ASK%7B%7D"
"""A request target that is answered with yes."""


@dataclass(frozen=True)
class Answer:
    """One response; `headers` in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(target: bytes, *lines: bytes, method: bytes = b"GET", host: bytes = b"Host: x\r\n") -> bytes:
    """The bytes of a request without a body; `lines` are header lines without their ends."""
    return b"%s %s HTTP/1.1\r\n%s%s\r\n" % (method, target, host, _ended(lines))


def post(body: bytes, kind: bytes, *lines: bytes, target: bytes = b"/sparql", length: bool = True) -> bytes:
    """The bytes of a request with a body of a content type."""
    said = [b"Content-Type: " + kind, *lines]
    if length:
        said.append(b"Content-Length: %d" % len(body))
    return b"POST %s HTTP/1.1\r\nHost: x\r\n%s\r\n%s" % (target, _ended(said), body)


def _ended(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\r\n" for line in lines)


@contextmanager
def connected(server: Production, seconds: float = 30) -> Iterator[socket.socket]:
    """A connection; each step on it may take so many seconds."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        yield connection


def receive(connection: socket.socket, method: str = "GET") -> Answer:
    """The next answer; NO_ANSWER as its status where the connection ends without one."""
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ConnectionError):
        return Answer(NO_ANSWER, {}, b"")
    finally:
        response.close()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)


def tell(server: Production, request: bytes) -> Answer:
    """The answer to a request of these bytes."""
    with connected(server) as connection:
        with suppress(ConnectionError):  # it may hang up while we talk; what it said stands to be read
            connection.sendall(request)
        return receive(connection, request.partition(b" ")[0].decode("latin-1"))


def receive_all(connection: socket.socket) -> bytes:
    """All that comes until the other side ends the connection; raises TimeoutError where it does not."""
    whole = bytearray()
    with suppress(ConnectionError):
        while piece := connection.recv(1 << 16):
            whole += piece
    return bytes(whole)


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side ends the connection in the time that a step may take."""
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def answers(server: Production) -> bool:
    """Whether the server answers a sound question as it should."""
    answer = tell(server, get(ASK))
    return answer.status == 200 and b'"boolean":true' in answer.body


def faults(server: Production, request: bytes, statuses: Iterable[int], ours: bool = True) -> list[str]:
    """What is wrong with how a request is answered, and with the server afterwards.

    `ours`: refusals are told as a problem, in JSON (what is no HTTP does not get as far as that).
    """
    logged = server.log.stat().st_size
    answer = tell(server, request)
    told = [f"status {answer.status}"] if answer.status not in statuses else []
    if b"Traceback" in server.log.read_bytes()[logged:]:
        told.append("an error in the log")
    shown = (str(answer.headers) + answer.body.decode("utf-8", "replace")).lower()
    told += [f"shows {secret}" for secret in SECRETS if secret in shown]
    told += [f"header {name}" for name in answer.headers if name.startswith(("set-cookie", "x-smuggled"))]
    if ours and answer.status >= 400 and answer.headers.get("content-type") != MEDIA_TYPE:
        told.append(f"a refusal as {answer.headers.get('content-type')}")
    return told if answers(server) else [*told, "answers no more"]
