"""Parameters, paths and headers made to break something: each is answered in good order, or refused so."""

import pytest

from tests.graph_api.wire import ASK, FORM, QUERY, Answer, answers, faults, get, post, tell
from tests.production import Production

LONG = b"a" * 10_000
ANY = (200, 406)
"""Whichever way a doubtful wish is taken."""

CODINGS: dict[str, tuple[int, bytes]] = {
    "a percent sign alone": (400, b"query=%"),
    "a percent sign before letters": (400, b"query=ASK%7B%7D%zz"),
    "half a Thai letter": (400, b"query=ASK%7B%7D%e0%b8"),
    "an overlong slash": (400, b"query=%c0%af"),
    "an overlong slash of three bytes": (400, b"query=%e0%80%af"),
    "a lone surrogate": (400, b"query=%ed%a0%80"),
    "a lone surrogate, escaped": (400, b"query=ASK%7B?s%20?p%20%22%5cuD800%22%7D"),
    "a letter behind the last one": (400, b"query=%f4%90%80%80"),
    "NUL": (400, b"query=%00"),
    "NUL in an IRI": (400, b"query=ASK%7B%3Ca:%00%3E%20?p%20?o%7D"),
    "a query and an update": (400, b"query=ASK%7B%7D&update=DROP%20ALL"),
    "a format that is none": (406, b"query=ASK%7B%7D&format=" + LONG),
    "a format with a line break": (406, b"query=ASK%7B%7D&format=%0d%0aSet-Cookie:%20a=b"),
    "10,000 parameters": (400, b"&".join([b"a"] * 10_000)),
    "semicolons between parameters": (400, b"query=ASK%7B%7D;format=csv"),
    "a graph without a scheme": (400, b"query=ASK%7B%7D&default-graph-uri=a/b"),
    "a graph above": (400, b"query=ASK%7B%7D&default-graph-uri=../x"),
    "a graph with a space": (400, b"query=ASK%7B%7D&named-graph-uri=http://a%20b"),
    "a graph with a line break": (400, b"query=ASK%7B%7D&named-graph-uri=http://a%0d%0ab"),
    "a graph with NUL": (400, b"query=ASK%7B%7D&default-graph-uri=http://a%00"),
    "a graph of nothing": (400, b"query=ASK%7B%7D&default-graph-uri="),
    "a blank node as graph": (400, b"query=ASK%7B%7D&default-graph-uri=_:b"),
    "a graph of half an address": (400, b"query=ASK%7B%7D&default-graph-uri=http://%5B"),
}

PATHS: dict[str, bytes] = {
    "the way up": b"/sparql/../sparql?query=ASK%7B%7D",
    "the way up to the files": b"/static/../../../../etc/passwd",
    "the way up, written with percent signs": b"/docs/%2e%2e/%2e%2e/etc/passwd",
    "the way up with slashes hidden": b"/data/..%2f..%2f..%2fetc%2fpasswd",
    "the way up with backslashes": b"/static/..%5c..%5c..%5cetc%5cpasswd",
    "a slash too many": b"/sparql/",
    "another host": b"//evil.example/",
    "another host behind a backslash": b"/\\evil.example/",
    "a name of NUL": b"/id/body/%00",
    "a name of half a letter": b"/page/body/%e0%b8",
    "a name of a lone surrogate": b"/page/body/%ed%a0%80",
    "a name with a line break": b"/id/body/tisi%0d%0aSet-Cookie:%20a=b",
    "a name with quotes": b"/id/body/%22%3E%3Cscript%3E",
    "a picture with a line break": b"/picture/body/tisi%0d%0aSet-Cookie:%20a=b",
    "10,000 steps": b"/" + b"a/" * 10_000,
    "a long step": b"/" + b"a" * 60_000,
    "the server itself": b"*",
}

HEADERS: dict[str, tuple[int | tuple[int, ...], tuple[bytes, ...]]] = {
    "a wish of 10 kB": (406, (b"Accept: " + LONG,)),
    "3,000 wishes": (406, (b"Accept: " + b",".join(b"a/b%d" % n for n in range(3000)),)),
    "anything as the last of 3,000 wishes": (
        200,
        (b"Accept: " + b",".join(b"a/b%d" % n for n in range(3000)) + b",*/*",),
    ),
    "a wish of bytes": (406, (b"Accept: \xff\xfe",)),
    "1,000 header lines": (200, tuple(b"X-%d: y" % n for n in range(1000))),
    "a weight of NaN": (ANY, (b"Accept: text/csv;q=NaN",)),
    "a weight without end": (ANY, (b"Accept: text/csv;q=inf",)),
    "a weight beyond numbers": (ANY, (b"Accept: text/csv;q=1e999",)),
    "a weight below nothing": (406, (b"Accept: text/csv;q=-1",)),
    "a weight in Thai digits": (406, (b"Accept: text/csv;q=\xe0\xb9\x91",)),
    "known answers with commas in them": (200, (b'If-None-Match: "a,b", "c"',)),
    "known answers without an end": (200, (b'If-None-Match: "',)),
    "a proxy's word of 10 kB": (200, (b"X-Forwarded-For: " + b"1," * 5000,)),
    "a proxy's word of bytes": (200, (b"X-Forwarded-For: \xff", b"X-Forwarded-Proto: javascript")),
    "an upgrade to another protocol": (200, (b"Upgrade: h2c", b"Connection: Upgrade")),
}

LONG_HEADERS: dict[str, bytes] = {
    "10,000 ranges": b"Range: bytes=" + b",".join(b"%d-%d" % (n, n) for n in range(10_000)),
    "100 kB of known answers": b"If-None-Match: " + b'"a",' * 25_000,
    "100 kB of proxies": b"X-Forwarded-For: " + b"192.0.2.1," * 10_000,
    "100 kB of cookies": b"Cookie: " + b"a=b; " * 20_000,
}

BODIES: dict[str, tuple[int, bytes]] = {
    "two content types": (415, post(b"ASK{}", QUERY, b"Content-Type: " + FORM)),
    "a form as a query": (400, post(b"query=ASK%7B%7D", QUERY)),
    "a query as a form": (400, post(b"ASK{}", FORM)),
    "UTF-16": (415, post("ASK{}".encode("utf-16"), QUERY + b"; charset=utf-16")),
    "UTF-16 that says nothing of it": (400, post("ASK{}".encode("utf-16"), QUERY)),
    "no content type": (415, post(b"ASK{}", b"")),
    "a content type of bytes": (415, post(b"ASK{}", b"\xff")),
    "a query said to be compressed": (415, post(b"ASK{}", QUERY, b"Content-Encoding: gzip")),
    "a query and an update": (400, post(b"query=ASK%7B%7D&update=DROP+ALL", FORM)),
    "10,000 fields": (400, post(b"&".join(b"a%d=b" % n for n in range(10_000)), FORM)),
}

METHODS: dict[str, tuple[int, bytes]] = {
    "TRACE of the endpoint": (405, get(b"/sparql", b"X-Secret: s", method=b"TRACE")),
    "TRACE of a page": (405, get(b"/", b"X-Secret: s", method=b"TRACE")),
    "CONNECT": (405, get(b"/sparql", method=b"CONNECT")),
    "DELETE of a thing": (405, get(b"/id/body/tisi", method=b"DELETE")),
    "PROPFIND": (405, get(b"/", method=b"PROPFIND")),
    "OPTIONS of the server": (404, get(b"*", method=b"OPTIONS")),
}


@pytest.mark.parametrize("case", CODINGS)
def test_bad_parameters_are_refused_with_a_problem(production: Production, case: str) -> None:
    status, parameters = CODINGS[case]
    requests = get(b"/sparql?" + parameters), post(parameters, FORM)
    assert [fault for request in requests for fault in faults(production, request, [status])] == []


@pytest.mark.parametrize("case", PATHS)
def test_bad_paths_lead_nowhere(production: Production, case: str) -> None:
    assert faults(production, get(PATHS[case]), [404]) == []


@pytest.mark.parametrize("case", HEADERS)
def test_odd_headers_do_no_harm(production: Production, case: str) -> None:
    status, lines = HEADERS[case]
    assert faults(production, get(ASK, *lines), status if isinstance(status, tuple) else [status]) == []


@pytest.mark.parametrize("case", LONG_HEADERS)
def test_long_headers_are_passed_over_or_refused(production: Production, case: str) -> None:
    assert faults(production, get(ASK, LONG_HEADERS[case]), [200, 400, 431], ours=False) == []


@pytest.mark.parametrize("case", BODIES)
def test_bodies_that_contradict_their_headers_are_refused(production: Production, case: str) -> None:
    status, request = BODIES[case]
    assert faults(production, request, [status]) == []


@pytest.mark.parametrize("case", METHODS)
def test_methods_that_nobody_offers_are_refused(production: Production, case: str) -> None:
    status, request = METHODS[case]
    assert faults(production, request, [status]) == []


def test_what_was_sent_is_not_sent_back_by_trace(production: Production) -> None:
    assert b"s3cret" not in tell(production, get(b"/", b"X-Word: s3cret", method=b"TRACE")).body


@pytest.mark.parametrize("graph", [b"file:///etc/passwd", b"javascript:alert(1)", b"http://127.0.0.1/"])
def test_the_name_of_a_graph_is_a_name_and_nothing_is_opened(production: Production, graph: bytes) -> None:
    asked = b"/sparql?query=SELECT%20?s%7B?s%20?p%20?o%7D&format=csv&default-graph-uri=" + graph
    assert tell(production, get(asked)).body == b"s\r\n"


@pytest.mark.parametrize("path", [b"/", b"/page/body/tisi", b"/api/awards?body=tisi"])
@pytest.mark.parametrize("host", [b"evil.example", b'"><script>alert(1)</script>', b"x:99999", b"\xff", b""])
def test_a_forged_host_comes_into_no_answer(production: Production, path: bytes, host: bytes) -> None:
    answer = tell(production, get(path, host=b"Host: " + host + b"\r\n"))
    assert forged(answer) == []


def forged(answer: Answer) -> list[str]:
    """The marks of a forged host that an answer has, and what is no answer at all."""
    said = str(answer.headers) + answer.body.decode("utf-8", "replace")
    marks = [mark for mark in ("evil.example", "<script>alert", ":99999") if mark in said]
    return marks if answer.status in (200, 400) else [*marks, str(answer.status)]


@pytest.mark.parametrize("host", [b"[::1", b"[zz]", b"x:0x1", b"x:80:80"])
def test_half_a_host_is_refused(production: Production, host: bytes) -> None:
    assert faults(production, get(b"/sparql", host=b"Host: " + host + b"\r\n"), [400]) == []


@pytest.mark.parametrize("host", [b'"><script>alert(1)</script>', b"a@b/c?d", b"\xff", b"x y", b"x> a <y"])
def test_what_is_no_host_comes_into_no_description(production: Production, host: bytes) -> None:
    assert faults(production, get(b"/sparql", host=b"Host: " + host + b"\r\n"), [400]) == []


@pytest.mark.parametrize("language", [b"%0d%0aSet-Cookie:a=b", b"%00", b"../../etc", b"%ff"])
def test_a_language_that_is_none_changes_no_header(production: Production, language: bytes) -> None:
    assert faults(production, get(b"/page/body/tisi?l=" + language), [200, 400]) == []


@pytest.mark.parametrize("target", [ASK, b"/page/body/tisi", b"/robots.txt"])
def test_whatever_is_known_is_not_sent_again(production: Production, target: bytes) -> None:
    assert tell(production, get(target, b"If-None-Match: *")).status == 304


@pytest.mark.parametrize(
    "target", [b"/page/body/none", b"/api/none", b"/data/body/none.ttl", b"/static/none"]
)
def test_what_is_not_there_is_known_to_nobody(production: Production, target: bytes) -> None:
    assert tell(production, get(target, b"If-None-Match: *")).status == 404


def test_after_all_of_this_the_server_answers(production: Production) -> None:
    assert answers(production)
