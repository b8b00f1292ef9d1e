"""Whatever is asked, in whatever bytes, gets an answer or a problem: the server never fails."""

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.graph_api.wire import ASK, FORM, QUERY, SECRETS, Answer, connected, get, receive
from tests.production import Production

REFUSED = "application/problem+json"
SOUND = (
    "ASK { ?s ?p ?o FILTER(?o > 5 && regex(str(?s), 'a')) }",
    "PREFIX a: <http://a/> ASK { a:b a:c/^a:d*|!a:e ?o OPTIONAL { ?o a [] } }",
    "SELECT (COUNT(*) AS ?n) { VALUES ?x { 1 2.0 'x'@th } BIND(?x + 1 AS ?y) } GROUP BY ?x HAVING(?n > 0)",
    "CONSTRUCT { ?x <http://a/b> 'ค่า' } { VALUES ?x { <http://a/x> UNDEF } MINUS { GRAPH ?g { ?x a ?t } } }",
    "DESCRIBE <http://a/x>",
)
PIECES = (
    *"{}()[]<>\"'\\#.;,?$:^|/*+!&=-_@%\0\n\r\t ก\U0001f600\ufeff\u202e",
    *(
        '"""',
        "<<",
        ">>",
        "\\u0000",
        "\\uD800",
        "{{{{{{{{",
        "((((((((",
        "9" * 400,
        "1e999",
        "'x'@",
        "^^<",
        "_:b",
    ),
    *("SERVICE", "GRAPH", "UNION", "LIMIT -1", "BASE <", "NOT EXISTS {", "VALUES", "UNDEF", "INSERT", "LOAD"),
)
FOLDERS = ("", "id/", "page/body/", "data/", "static/", "api/", "picture/")
LINES = ("accept", "accept-language", "cookie", "host", "if-none-match", "origin", "range", "x-forwarded-for")
TARGETS = (ASK, b"/", b"/page/body/tisi", b"/id/body/tisi", b"/api/awards?body=tisi", b"/nothing")


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A sound query with some places cut out and pieces put there instead."""
    text = draw(st.sampled_from(SOUND))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 8)))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return text


@pytest.fixture(scope="module")
def client(production: Production) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=production.address, timeout=60) as client:
        yield client


def faults(answer: Answer) -> list[str]:
    """What is wrong with an answer to something that may be right or wrong."""
    shown = answer.body.decode("utf-8", "replace").lower()
    told = [secret for secret in SECRETS if secret in shown]
    if not 200 <= answer.status < 500:
        told.append(f"status {answer.status}")
    if answer.status >= 400 and answer.headers.get("content-type") != REFUSED:
        told.append(f"a refusal as {answer.headers.get('content-type')}")
    return told


def seen(answer: httpx.Response) -> Answer:
    return Answer(answer.status_code, dict(answer.headers), answer.content)


@settings(max_examples=200)
@given(query=st.text() | spoilt())
def test_any_text_as_query_is_answered_or_refused(client: httpx.Client, query: str) -> None:
    assert faults(seen(client.get("/sparql", params={"query": query}))) == []


@given(body=st.binary(), kind=st.sampled_from([FORM, QUERY]))
def test_any_bytes_as_body_are_answered_or_refused(client: httpx.Client, body: bytes, kind: bytes) -> None:
    assert faults(seen(client.post("/sparql", content=body, headers={"content-type": kind.decode()}))) == []


@given(fields=st.dictionaries(st.text() | st.sampled_from(["format", "named-graph-uri"]), st.text()))
def test_any_further_parameters_are_answered_or_refused(client: httpx.Client, fields: dict[str, str]) -> None:
    assert faults(seen(client.get("/sparql", params={"query": "ASK {}", **fields}))) == []


@given(
    target=st.sampled_from(TARGETS),
    name=st.sampled_from(LINES),
    value=st.lists(st.integers(0x20, 0x7E) | st.integers(0x80, 0xFF)).map(bytes),
)
def test_any_bytes_in_a_header_do_no_harm(
    production: Production, target: bytes, name: str, value: bytes
) -> None:
    line = name.encode() + b": " + value
    request = get(target, host=line + b"\r\n") if name == "host" else get(target, line)
    with connected(production) as connection:
        connection.sendall(request)
        assert faults(receive(connection)) == []


@given(path=st.binary(max_size=60), start=st.sampled_from(FOLDERS))
def test_any_path_leads_somewhere_or_nowhere(client: httpx.Client, path: bytes, start: str) -> None:
    assert faults(seen(client.get(f"/{start}{quote(path)}"))) == []
