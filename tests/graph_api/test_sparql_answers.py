"""How an answer of `/sparql` comes: in every format, coded, cut only where that was asked for."""

import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import httpx
import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat

from queries.versions import Home
from tests.graph_api.conftest import AddVersion, Serving

P = NamedNode("http://example.org/p")
ALL = "SELECT * { ?s ?p ?o }"
ASKED = {"query": ALL, "limit": "1000", "format": "csv"}
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?i != ?f) }"


@pytest.fixture(scope="module")
def http(
    serving: Serving, add_version: AddVersion, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """An endpoint over 2,000 triples that gives answers of at most 1,500 rows."""
    home = Home(tmp_path_factory.mktemp("home"))
    add_version(
        home, [Quad(NamedNode(f"http://example.org/{n}"), P, Literal(f"ค่า {n}")) for n in range(2000)]
    )
    with serving(
        home.path, answer_rows=1500, deadline=2, queue=4, queue_a_client=2, queue_seconds=9
    ) as client:
        yield client


def ask(http: httpx.Client, query: str, accept: str = "*/*", **params: str | int) -> httpx.Response:
    return http.get("/sparql", params={"query": query, **params}, headers={"accept": accept})


@pytest.mark.parametrize("format_", [RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.N3, RdfFormat.JSON_LD])
def test_a_graph_comes_in_each_format_of_the_engine(http: httpx.Client, format_: RdfFormat) -> None:
    answer = ask(http, GRAPH + " LIMIT 7", format_.media_type)
    assert answer.headers["content-type"].partition(";")[0] == format_.media_type
    assert len(list(pyoxigraph.parse(answer.content, format_))) == 7


@pytest.mark.parametrize("asked", ["gzip", "br", "zstd", "br;q=0.5, gzip", "*", "identity;q=0.2, gzip;q=0.5"])
def test_an_answer_is_smaller_on_the_way_and_the_same(http: httpx.Client, asked: str) -> None:
    plain = http.get("/sparql", params=ASKED, headers={"accept-encoding": "identity"})
    with http.stream("GET", "/sparql", params=ASKED, headers={"accept-encoding": asked}) as answer:
        sent = b"".join(answer.iter_raw())
    coding = answer.headers["content-encoding"]
    assert len(sent) < len(plain.content) / 3
    assert answer.headers["etag"] != plain.headers["etag"]
    assert {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": _unzstd}[coding](sent) == plain.content


def _unzstd(sent: bytes) -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    plain: bytes = zstd.decompress(sent)
    return plain


@pytest.mark.parametrize("asked", ["", "identity", "gzip;q=0", "compress", "gzip;q=0.1, identity"])
def test_an_answer_is_sent_as_it_is_to_who_wants_it_so(http: httpx.Client, asked: str) -> None:
    answer = http.get("/sparql", params={"query": "ASK {}"}, headers={"accept-encoding": asked})
    assert ("content-encoding" in answer.headers, answer.json()["boolean"]) == (False, True)


@pytest.mark.parametrize("query", [ALL, GRAPH, ALL + " LIMIT 1999", ALL + " ORDER BY ?o"])
def test_who_asks_for_a_part_is_told_that_it_is_one(http: httpx.Client, query: str) -> None:
    accept = "application/n-triples" if query == GRAPH else "text/tab-separated-values"
    answer = ask(http, query, accept, limit=10)
    assert answer.headers["lertrat-partial"] == "limit=10"
    assert answer.text.count("\n") == 10 + (query != GRAPH)


@pytest.mark.parametrize("query", [ALL + " LIMIT 10", GRAPH + " LIMIT 10", "ASK { ?s ?p ?o }"])
def test_a_whole_answer_within_the_limit_is_not_called_a_part(http: httpx.Client, query: str) -> None:
    answer = ask(http, query, limit=10)
    assert (answer.status_code, "lertrat-partial" in answer.headers) == (200, False)


@pytest.mark.parametrize("limit", ["-1", "x", "1.5", "٣", "99999999999"])
def test_a_limit_is_a_number(http: httpx.Client, limit: str) -> None:
    assert ask(http, ALL, limit=limit).status_code == 400


@pytest.mark.parametrize(
    "accept", [*(f.media_type for f in (QueryResultsFormat.JSON, QueryResultsFormat.XML))]
)
def test_more_rows_than_there_may_be_are_refused_or_broken_off(http: httpx.Client, accept: str) -> None:
    try:
        answer = ask(http, ALL, accept)
    except httpx.RemoteProtocolError:
        return
    assert (answer.status_code, "LIMIT" in answer.json()["detail"]) == (413, True)


def test_the_limits_are_told_ahead_of_the_answer(http: httpx.Client) -> None:
    answer = ask(http, "ASK {}")
    assert answer.headers["lertrat-limits"] == f"seconds=2, rows=1500, bytes={256 << 20}"
    assert answer.headers["link"] == '</sparql>; rel="describedby"; type="text/turtle"'


def test_relative_names_are_those_of_the_dataset(http: httpx.Client) -> None:
    answer = ask(http, "SELECT (<id/body/tisi> AS ?x) {}", "text/csv")
    assert answer.text == "x\r\nhttps://w3id.org/lertrat/id/body/tisi\r\n"


@pytest.mark.parametrize(
    ("query", "steady"),
    [
        (GRAPH + " LIMIT 3", True),
        ("CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o } LIMIT 3", False),
        ("CONSTRUCT { ?s ?p _:x } WHERE { ?s ?p ?o } LIMIT 3", False),
        ("SELECT (RAND ( ) AS ?x) {}", False),
        ("SELECT (STRUUID # a comment\n () AS ?x) {}", False),
        ("SELECT ?now { BIND('NOW()' AS ?now) }", True),
    ],
)
def test_only_an_answer_that_stays_the_same_has_a_tag(http: httpx.Client, query: str, steady: bool) -> None:
    answers = [ask(http, query) for _ in range(2)]
    assert [("etag" in answer.headers) for answer in answers] == [steady] * 2
    assert (answers[0].content == answers[1].content) == steady


def test_a_client_with_many_queries_waits_for_itself_and_others_do_not(http: httpx.Client) -> None:
    def ask_from(network: int) -> int:
        return http.get(
            "/sparql", params={"query": SLOW}, headers={"x-forwarded-for": f"203.0.{network}.1"}
        ).status_code

    with ThreadPoolExecutor(6) as threads:
        greedy = [threads.submit(ask_from, 1) for _ in range(6)]
        assert sorted(future.result() for future in greedy)[:2] == [429, 429]


def test_an_unknown_function_is_named(http: httpx.Client) -> None:
    answer = ask(http, "SELECT (<http://example.org/f>(1) AS ?x) {}")
    assert (answer.status_code, "<http://example.org/f>" in answer.json()["detail"]) == (400, True)


def test_a_form_may_have_thai_letters_as_they_are(http: httpx.Client) -> None:
    """As `curl --data` sends them."""
    form = {"content-type": "application/x-www-form-urlencoded", "accept": "text/csv"}
    body = 'query=SELECT+?s+{+?s+?p+"ค่า+7"+}'
    assert http.post("/sparql", content=body.encode(), headers=form).text.split() == [
        "s",
        "http://example.org/7",
    ]
    assert http.post("/sparql", content=body.encode("cp874"), headers=form).status_code == 400


def test_letters_may_be_spelled_by_their_code_points(http: httpx.Client) -> None:
    answer = ask(http, "SELECT ?\\u0E01 { VALUES ?ก { '\\\\u0E01' '\\u0022' } }", "text/csv")
    assert answer.text == 'ก\r\n\\u0E01\r\n""""\r\n'
    assert ask(http, "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> {} }").status_code == 400


def test_blank_nodes_keep_their_names_for_as_long_as_the_data(
    serving: Serving, add_version: AddVersion, tmp_path: Path
) -> None:
    """Also over a restart: the tag of an answer promises the same bytes."""
    home = Home(tmp_path)
    add_version(home, [Quad(BlankNode(f"b{n}"), P, Literal(n)) for n in range(50)])
    answers = []
    for _ in range(2):
        with serving(home.path) as http:
            answers.append(ask(http, ALL))
    assert answers[0].headers["etag"] == answers[1].headers["etag"]
    assert json.loads(answers[0].content) == json.loads(answers[1].content)
