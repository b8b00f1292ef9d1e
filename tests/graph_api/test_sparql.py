"""`/sparql` over real HTTP: the protocol, its errors, and answers that never pretend to be whole."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph_api.bearers import Bearers
from graph_api.sparql import SparqlEndpoint
from graph_api.writing import Authority
from queries.engine import write_dump, write_store
from queries.generation import Limits
from queries.journal import Journal
from queries.versions import Home
from queries.workers import WorkerPool
from queries.writer import Writer

EX = "http://example.org/"
G1, G2 = NamedNode(EX + "g1"), NamedNode(EX + "g2")
POINT = "SELECT ?o { <http://example.org/s1> ?p ?o }"
DESCRIBE = "DESCRIBE <http://example.org/s1>"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?i != ?f) }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"
LIMITS = Limits(deadline=1.5, memory_bytes=150 << 20, size=2, queue=2, queue_seconds=0.8)


def closed(pool: WorkerPool, home: Home) -> Authority:
    """The right to write, which nobody has."""
    return Authority(Writer(pool, Journal(home.journal)), Bearers(home.tokens))


def build(home: Home) -> None:
    node = NamedNode(EX + "p")
    quads = [Quad(NamedNode(f"{EX}s{n}"), node, Literal(f"ค่า {n}")) for n in range(3000)]
    quads += [Quad(G1, node, G1, G1), Quad(G1, node, G1, G2)]
    with home.new_version() as new:
        write_dump(quads, new.dump)
        write_store(new.store_folder, quads)


async def serve(home: Home, listening: socket.socket, ready: threading.Event, stop: threading.Event) -> None:
    pool = WorkerPool(home.current(), LIMITS)
    await pool.start()
    config = uvicorn.Config(
        SparqlEndpoint(pool, closed(pool, home)), log_level="critical", lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    ready.set()
    while not stop.is_set():
        await asyncio.sleep(0.02)
    server.should_exit = server.force_exit = True
    await serving
    await pool.close()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an endpoint that runs in a thread of its own."""
    home = Home(tmp_path_factory.mktemp("home"))
    build(home)
    ready, stop = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=lambda: asyncio.run(serve(home, listening, ready, stop)))
        thread.start()
        try:
            assert ready.wait(60)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
        finally:
            stop.set()
            thread.join(60)


@pytest.fixture
def http(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=60) as client:
        yield client


def ask(http: httpx.Client, query: str, accept: str = "*/*", **params: str | list[str]) -> httpx.Response:
    return http.get("", params={"query": query, **params}, headers={"accept": accept})


def post(http: httpx.Client, content: bytes, kind: str) -> httpx.Response:
    return http.post("", content=content, headers={"content-type": kind})


def test_the_three_ways_of_the_protocol_give_the_same_answer(http: httpx.Client) -> None:
    answers = [
        ask(http, POINT),
        http.post("", data={"query": POINT}),
        post(http, POINT.encode(), "application/sparql-query; charset=utf-8"),
    ]
    assert [answer.json()["results"]["bindings"][0]["o"]["value"] for answer in answers] == ["ค่า 1"] * 3


@pytest.mark.parametrize(
    ("query", "wanted", "content_type"),
    [
        (POINT, "*/*", "application/sparql-results+json"),
        (POINT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (POINT, "text/csv", "text/csv; charset=utf-8"),
        ("ASK {}", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (DESCRIBE, "*/*", "text/turtle; charset=utf-8"),
        (DESCRIBE, "application/ld+json", "application/ld+json"),
        (DESCRIBE, "application/n-triples", "application/n-triples"),
        (DESCRIBE, "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_the_answer_takes_the_wanted_format(
    http: httpx.Client, query: str, wanted: str, content_type: str
) -> None:
    answer = ask(http, query, wanted)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["vary"] == "accept, accept-encoding"


def test_the_parameter_decides_before_accept(http: httpx.Client) -> None:
    answer = ask(http, POINT, "text/turtle", format="csv")
    assert answer.content == "o\r\nค่า 1\r\n".encode()
    assert answer.headers["content-disposition"] == 'attachment; filename="answer.csv"'


def test_default_graphs_of_the_request_are_merged(http: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    merged: dict[str, Any] = {"default-graph-uri": [G1.value, G2.value], "format": "csv"}
    assert ask(http, count, **merged).text == "n\r\n1\r\n"
    form = {"query": count, "format": "csv", "default-graph-uri": [G1.value, G2.value]}
    assert http.post("", data=form).text == "n\r\n1\r\n"


def test_named_graphs_of_the_request_are_the_only_ones(http: httpx.Client) -> None:
    graphs = {"named-graph-uri": G2.value, "format": "csv"}
    assert ask(http, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **graphs).text == f"g\r\n{G2.value}\r\n"


def test_a_known_answer_is_not_sent_again(http: httpx.Client) -> None:
    tag = ask(http, POINT).headers["etag"]
    again = http.get("", params={"query": POINT}, headers={"if-none-match": f'W/"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["vary"] == "accept, accept-encoding"


def test_another_question_format_or_graph_has_another_tag(http: httpx.Client) -> None:
    tags = {
        ask(http, POINT).headers["etag"],
        ask(http, POINT + " LIMIT 1").headers["etag"],
        ask(http, POINT, format="csv").headers["etag"],
        ask(http, POINT, **{"default-graph-uri": G1.value}).headers["etag"],
    }
    assert len(tags) == 4


def test_an_answer_that_changes_with_time_has_no_tag(http: httpx.Client) -> None:
    answer = ask(http, "SELECT (NOW() AS ?now) {}")
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_head_has_the_headers_of_get_and_no_body(http: httpx.Client) -> None:
    get = ask(http, POINT)
    head = http.head("", params={"query": POINT})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length"):
        assert head.headers[name] == get.headers[name]


def test_options_tells_other_sites_what_they_may(http: httpx.Client) -> None:
    answer = http.options(
        "", headers={"origin": "https://example.org", "access-control-request-method": "POST"}
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    assert "access-control-allow-credentials" not in answer.headers


def test_people_without_a_query_are_led_to_the_form(http: httpx.Client) -> None:
    answer = http.get("", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sparql-form")


def test_programs_without_a_query_get_the_service_description(http: httpx.Client, url: str) -> None:
    answer = http.get("")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    triples = list(parse(answer.content, RdfFormat.TURTLE, base_iri=url))
    assert any(
        quad.predicate.value.endswith("#endpoint") and quad.object == NamedNode(url) for quad in triples
    )


def test_a_syntax_error_tells_line_and_column(http: httpx.Client) -> None:
    answer = ask(http, "SELECT * {\n ?s ex:p ?o }")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert (answer.json()["line"], answer.json()["column"]) == (2, 5)


@pytest.mark.parametrize(
    ("status", "method", "options"),
    [
        (400, "GET", {"params": {"query": "SELECT * { SERVICE <http://127.0.0.1/> {} }"}}),
        (400, "GET", {"params": {"query": "DROP ALL"}}),
        (400, "GET", {"params": {"update": "DROP ALL"}}),
        (403, "POST", {"data": {"update": "DROP ALL"}}),
        (400, "POST", {"data": {"other": "x"}}),
        (400, "GET", {"params": {"query": ["ASK {}", "ASK {}"]}}),
        (400, "GET", {"params": {"query": "ASK {}", "default-graph-uri": "no iri"}}),
        (400, "GET", {"params": b"query=%ff"}),
        (400, "POST", {"content": b"\xff", "headers": {"content-type": "application/sparql-query"}}),
        (400, "GET", {"params": {"x": [""] * 300}}),
        (405, "PUT", {}),
        (405, "DELETE", {}),
        (406, "GET", {"params": {"query": POINT}, "headers": {"accept": "image/png"}}),
        (406, "GET", {"params": {"query": POINT, "format": "ttl"}}),
        (413, "POST", {"content": b"#" * 70_000, "headers": {"content-type": "application/sparql-query"}}),
        (413, "POST", {"data": {"query": "#" * 1_200_000}}),
        (413, "POST", {"data": {"query": "#" * 70_000}}),
        (403, "POST", {"content": b"DROP ALL", "headers": {"content-type": "application/sparql-update"}}),
        (415, "POST", {"content": b"{}", "headers": {"content-type": "application/json"}}),
        (415, "POST", {"content": b"ASK {}"}),
        (504, "GET", {"params": {"query": SLOW}}),
        (503, "GET", {"params": {"query": GREEDY}}),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(
    http: httpx.Client, status: int, method: str, options: dict[str, Any]
) -> None:
    answer = http.request(method, "", **options)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    said = answer.json()["detail"].lower()
    inside = ("traceback", str(Path(__file__).parents[2]), "pyoxigraph", "127.0.0.1")
    assert [word for word in inside if word in said] == []


def test_an_endless_body_is_cut_off_while_it_comes(http: httpx.Client) -> None:
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(10_000):
            sent += 10_000
            yield b"#" * 10_000

    try:
        answer = http.post("", content=body(), headers={"content-type": "application/sparql-query"})
        assert answer.status_code == 413
    except httpx.WriteError:  # the server hung up while we were still sending
        pass
    assert sent < 50_000_000


def test_a_full_house_says_when_to_come_back(url: str) -> None:
    async def crowd() -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=60) as client:
            return await asyncio.gather(*(client.get(url, params={"query": SLOW}) for _ in range(6)))

    answers = asyncio.run(crowd())
    assert {answer.status_code for answer in answers} == {503, 504}
    assert all("retry-after" in answer.headers for answer in answers if answer.status_code == 503)


def test_an_answer_that_breaks_off_is_an_error_for_the_client(http: httpx.Client) -> None:
    pieces: list[bytes] = []
    with http.stream("GET", "", params={"query": LONG, "format": "csv"}) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            pieces.extend(answer.iter_bytes())
    assert answer.num_bytes_downloaded > 100_000


def test_a_client_of_http_1_0_gets_a_whole_answer_or_none(url: str) -> None:
    """It would take the end of the connection for the end of the answer."""
    address = httpx.URL(url)
    query = httpx.QueryParams({"query": LONG, "format": "csv"})
    with socket.create_connection((address.host, address.port or 0), timeout=60) as connection:
        connection.sendall(f"GET /sparql?{query} HTTP/1.0\r\nHost: {address.host}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"the answer is too large" in answer


def test_a_client_who_leaves_frees_the_worker(http: httpx.Client, url: str) -> None:
    """Two leave while their queries run; till their deadline the next would wait longer than one may."""
    for _ in range(2):
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(url, params={"query": SLOW}, timeout=httpx.Timeout(0.15, connect=60))
    assert ask(http, POINT).status_code == 200


def test_no_query_can_make_the_server_call_another(http: httpx.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        target = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        for query in (
            f"SELECT * {{ SERVICE <{target}> {{ ?s ?p ?o }} }}",
            f"PREFIX e: <{target}> SELECT * {{ SERVICEe: {{ ?s ?p ?o }} }}",
            "SELECT * FROM <TARGET> { ?s ?p ?o }".replace("TARGET", target),
            f"LOAD <{target}>",
        ):
            ask(http, query)
        ask(http, POINT, **{"default-graph-uri": target})
        with pytest.raises(TimeoutError):
            listener.accept()
