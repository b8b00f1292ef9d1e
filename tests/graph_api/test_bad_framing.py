"""Messages that are hardly HTTP: no two readers may see different requests in them, and none is kept."""

import re
import select
from contextlib import suppress

import pytest

from tests.graph_api.wire import (
    ASK,
    NO_ANSWER,
    QUERY,
    connected,
    faults,
    get,
    post,
    receive,
    receive_all,
)
from tests.production import Production

CHUNKED = b"Transfer-Encoding: chunked"
ONE_CHUNK = b"5\r\nASK{}\r\n0\r\n\r\n"
SMUGGLED = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
MEGABYTE = b"#" * (1 << 20)


def framed(body: bytes, *lines: bytes) -> bytes:
    """A query whose length only these lines tell."""
    return post(body, QUERY, *lines, length=False)


BROKEN: dict[str, bytes] = {
    "a length and chunks": framed(ONE_CHUNK, b"Content-Length: 5", CHUNKED),
    "two lengths": post(b"ASK{}", QUERY, b"Content-Length: 3"),
    "the same length twice": post(b"ASK{}", QUERY, b"Content-Length: 5"),
    "a length below nothing": framed(b"ASK{}", b"Content-Length: -5"),
    "a length with a sign": framed(b"ASK{}", b"Content-Length: +5"),
    "a length in another base": framed(b"ASK{}", b"Content-Length: 0x5"),
    "a list of lengths": framed(b"ASK{}", b"Content-Length: 5, 5"),
    "a length of nothing": framed(b"ASK{}", b"Content-Length: "),
    "a length beyond numbers": framed(b"ASK{}", b"Content-Length: 99999999999999999999999"),
    "a body in gzip": framed(b"ASK{}", b"Transfer-Encoding: gzip"),
    "chunks that are not the last coding": framed(ONE_CHUNK, CHUNKED + b", identity"),
    "chunks and another coding": framed(ONE_CHUNK, CHUNKED, b"Transfer-Encoding: identity"),
    "chunks by another name": framed(ONE_CHUNK, b"Transfer-Encoding: xchunked"),
    "a chunk below nothing": framed(b"-5\r\nASK{}\r\n0\r\n\r\n", CHUNKED),
    "a chunk beyond numbers": framed(b"FFFFFFFFFFFFFFFFF\r\nASK{}\r\n0\r\n\r\n", CHUNKED),
    "a chunk of letters": framed(b"zz\r\nASK{}\r\n0\r\n\r\n", CHUNKED),
    "a chunk longer than it says": framed(b"2\r\nASK{}\r\n0\r\n\r\n", CHUNKED),
    "a line break of half its bytes": b"GET %s HTTP/1.1\nHost: x\n\n" % ASK,
    "a line break within a value": get(ASK, b"X: a\rSet-Cookie: b"),
    "a value on two lines": get(ASK, b"X: a\r\n b"),
    "NUL in a value": get(ASK, b"X: a\0b"),
    "NUL in the target": get(b"/sparql?query=\0"),
    "bytes in the target": get(b"/sparql?query=\xff\xfe"),
    "a header without a colon": get(ASK, b"Nonsense"),
    "a space before the colon": get(ASK, b"Content-Length : 5"),
    "a header without a name": get(ASK, b": x"),
    "no target": b"GET  HTTP/1.1\r\nHost: x\r\n\r\n",
    "a target without a slash": get(b"sparql"),
    "a target of 100 kB": get(b"/sparql?query=" + b"a" * 100_000),
    "a method of 1,000 letters": get(b"/sparql", method=b"A" * 1000),
    "a method in small letters": get(b"/sparql", method=b"get"),
    "a tunnel": get(b"evil.example:443", method=b"CONNECT"),
    "HTTP/3.0": b"GET / HTTP/3.0\r\nHost: x\r\n\r\n",
    "HTTP/2 at once": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "a greeting of TLS": bytes.fromhex("16030100f0010000ec0303") + b"a" * 200,
    "every byte there is": bytes(range(256)),
}

ODD: dict[str, bytes] = {
    "HTTP/1.0": b"GET %s HTTP/1.0\r\n\r\n" % ASK,
    "HTTP/0.9": b"GET %s\r\n\r\n" % ASK,
    "a whole address as target": get(b"http://evil.example" + ASK),
    "a letter of the path as a percent sign": get(b"/%73parql?query=ASK%7B%7D"),
    "a body behind a GET": get(ASK, b"Content-Length: 5") + b"ASK{}",
    "a promise that cannot be kept": post(b"ASK{}", QUERY, b"Expect: miracles"),
    "a note on a chunk": framed(b"5;note=x\r\nASK{}\r\n0\r\n\r\n", CHUNKED),
    "headers behind the chunks": framed(b"5\r\nASK{}\r\n0\r\nX-Smuggled: y\r\n\r\n", CHUNKED),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_http_is_refused(production: Production, case: str) -> None:
    assert faults(production, BROKEN[case], [400, NO_ANSWER], ours=False) == []


@pytest.mark.parametrize("case", BROKEN)
def test_no_second_request_is_read_behind_a_broken_one(production: Production, case: str) -> None:
    with connected(production) as connection:
        connection.sendall(BROKEN[case] + SMUGGLED)
        assert STATUS.findall(receive_all(connection)) in ([b"400"], [])


@pytest.mark.parametrize("request_", [get(ASK, host=b""), get(ASK, b"Host: y")], ids=["no host", "two hosts"])
def test_a_request_names_its_host_once(production: Production, request_: bytes) -> None:
    assert faults(production, request_, [400]) == []


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_but_sound_is_answered(production: Production, case: str) -> None:
    assert faults(production, ODD[case], [200]) == []


def test_a_body_waits_until_it_is_asked_for(production: Production) -> None:
    with connected(production) as connection:
        connection.sendall(framed(b"", b"Content-Length: 5", b"Expect: 100-continue"))
        assert connection.recv(100).startswith(b"HTTP/1.1 100")
        connection.sendall(b"ASK{}")
        assert receive(connection).status == 200


def test_requests_in_a_row_are_answered_in_a_row(production: Production) -> None:
    with connected(production) as connection:
        connection.sendall(get(ASK) + get(b"/sparql?query=x") + get(b"/none", b"Connection: close"))
        assert STATUS.findall(receive_all(connection)) == [b"200", b"400", b"404"]


@pytest.mark.parametrize(
    ("length", "piece"),
    [(b"Content-Length: 104857600", MEGABYTE), (CHUNKED, b"100000\r\n" + MEGABYTE + b"\r\n")],
    ids=["declared", "in chunks"],
)
def test_100_megabytes_are_refused_and_never_held(
    production: Production, length: bytes, piece: bytes
) -> None:
    before = production.memory()
    with connected(production) as connection:
        connection.sendall(framed(b"", length))
        for _ in range(100):
            if select.select([connection], [], [], 0)[0]:  # as a sound client it stops when it is answered
                break
            with suppress(ConnectionError):
                connection.sendall(piece)
        answer = receive(connection)
    assert (answer.status, answer.headers.get("connection")) == (413, "close")
    assert production.memory() - before < 30
