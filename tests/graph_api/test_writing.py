"""Writing over HTTP: only with a token, only where it may, on disk before it is acknowledged, seen by all."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph_api.bearers import Bearers
from ontology.iri import graph_iri
from queries.journal import Journal, read_entry
from queries.versions import Home
from tests.graph_api.conftest import AddVersion, Serving

S, P = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
FACT = Quad(S, P, Literal("settled"))
MINE = graph_iri("user/malee/notes").value
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
INSERT = f"INSERT DATA {{ GRAPH <{MINE}> {{ <http://example.org/s> <http://example.org/p> 'ของมาลี' }} }}"
CROSS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(8))
SLOW = f"INSERT {{ GRAPH <{MINE}> {{ ?a ?b ?z }} }} WHERE {{ {CROSS} }}"
TURTLE = {"content-type": "text/turtle"}


@pytest.fixture
def home(tmp_path: Path, add_version: AddVersion) -> Home:
    home = Home(tmp_path / "home")
    many = [Quad(NamedNode(f"http://example.org/{n}"), P, Literal(str(n))) for n in range(50)]
    add_version(home, [FACT, *many])
    return home


@contextmanager
def writing(serving: Serving, home: Home, scope: str = "write", **settings: object) -> Iterator[httpx.Client]:
    token = Bearers(home.tokens).add("malee", scope)  # type: ignore[arg-type]  # a test's own word
    with serving(home.path, writes=True, **settings) as http:
        http.headers["authorization"] = f"Bearer {token}"
        yield http


@pytest.fixture
def http(serving: Serving, home: Home) -> Iterator[httpx.Client]:
    """A client that may write to the graphs of `malee`."""
    with writing(serving, home) as client:
        yield client


def update(http: httpx.Client, text: str, **headers: str) -> httpx.Response:
    return http.post(
        "/sparql", content=text, headers={"content-type": "application/sparql-update", **headers}
    )


def rows(http: httpx.Client, query: str) -> list[str]:
    return http.get("/sparql", params={"query": query, "format": "csv"}).text.split("\r\n")[1:-1]


def notes(http: httpx.Client) -> list[str]:
    return rows(http, f"SELECT ?o {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }}")


def test_a_write_is_seen_by_the_next_query_and_leaves_the_settled_graph_alone(http: httpx.Client) -> None:
    assert update(http, INSERT).status_code == 204
    assert notes(http) == ["ของมาลี"]
    assert rows(http, f"SELECT ?o {{ <{S.value}> ?p ?o }}") == ["settled"]


def test_a_write_changes_the_tag_of_every_answer(http: httpx.Client) -> None:
    asked = {"query": "ASK {}"}
    tag = http.get("/sparql", params=asked).headers["etag"]
    update(http, INSERT)
    assert http.get("/sparql", params=asked, headers={"if-none-match": tag}).status_code == 200


def test_who_wrote_and_when_is_in_the_graph(http: httpx.Client) -> None:
    update(http, INSERT)
    told = f"""PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      SELECT ?who ?graph {{ GRAPH <{graph_iri("user").value}> {{
        ?run a prov:Activity ; prov:endedAtTime ?when ; prov:generated ?graph ;
          prov:wasAssociatedWith/skos:prefLabel ?who }} }}"""
    assert rows(http, told) == [f"malee,{MINE}"]


@pytest.mark.parametrize("said", [None, "Bearer wrong", "Bearer", "Basic bTp4", "Bearer ก"])
def test_nobody_writes_without_a_token(http: httpx.Client, said: str | None) -> None:
    del http.headers["authorization"]
    headers = {} if said is None else {"authorization": said.encode()}
    for answer in (
        http.post("/sparql", data={"update": INSERT}, headers=headers),
        http.put("/store", params={"graph": MINE}, content=b"", headers={**TURTLE, **headers}),
        http.request("DELETE", "/store", params={"graph": MINE}, headers=headers),
        http.post("/store", content=b"", headers={**TURTLE, **headers}),
    ):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert notes(http) == []


def test_a_token_for_reading_does_not_write(serving: Serving, home: Home) -> None:
    with writing(serving, home, "read") as http:
        assert update(http, INSERT).status_code == 403


def test_writes_are_off_unless_the_operator_turns_them_on(serving: Serving, home: Home) -> None:
    token = Bearers(home.tokens).add("malee", "admin")
    with serving(home.path) as http:
        assert update(http, INSERT, authorization=f"Bearer {token}").status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://example.org/s> <http://example.org/p> 'x' }",
        "DROP ALL",
        "DELETE WHERE { ?s ?p ?o }",
        f"INSERT DATA {{ GRAPH <{graph_iri('user/other').value}> {{ <http://e/s> <http://e/p> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{graph_iri('user').value}> {{ <http://e/s> <http://e/p> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{graph_iri('user/malee2').value}> {{ <http://e/s> <http://e/p> 1 }} }}",
        f"INSERT {{ GRAPH ?g {{ ?s ?p ?g }} }} WHERE {{ ?s ?p ?o BIND(<{graph_iri('x').value}> AS ?g) }}",
    ],
)
def test_a_token_changes_no_graph_but_its_own(http: httpx.Client, text: str) -> None:
    before = rows(http, "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
    assert update(http, text).status_code == 403
    assert rows(http, "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }") == before


def test_a_token_is_taken_back_and_renewed_without_a_restart(http: httpx.Client, home: Home) -> None:
    assert update(http, INSERT).status_code == 204
    Bearers(home.tokens).remove("malee")
    assert update(http, INSERT).status_code == 401
    http.headers["authorization"] = f"Bearer {Bearers(home.tokens).add('malee', 'write')}"
    assert update(http, INSERT).status_code == 204


def test_no_token_is_on_the_disk(http: httpx.Client, home: Home) -> None:
    update(http, INSERT)
    secret = http.headers["authorization"].removeprefix("Bearer ").encode()
    assert home.tokens.stat().st_mode & 0o077 == 0
    assert not [path for path in home.path.rglob("*") if path.is_file() and secret in path.read_bytes()]


def test_what_was_written_outlives_the_server(serving: Serving, home: Home) -> None:
    with writing(serving, home) as http:
        update(http, INSERT)
    with serving(home.path) as http:
        assert notes(http) == ["ของมาลี"]


def test_what_was_written_is_in_the_next_version(
    serving: Serving, home: Home, add_version: AddVersion
) -> None:
    """Also where the version was made while the server runs, by a process that knows nothing of it."""
    with writing(serving, home, poll_seconds=0.01) as http:
        update(http, INSERT)
        version = add_version(home, [FACT])
        tag = http.get("/sparql", params={"query": "ASK {}"}).headers["etag"]
        while http.get("/health").json()["version"] != version:
            pass
        assert notes(http) == ["ของมาลี"]
        assert http.get("/sparql", params={"query": "ASK {}"}).headers["etag"] != tag


def test_writes_at_the_same_time_are_made_one_after_another(http: httpx.Client, home: Home) -> None:
    def write(number: int) -> int:
        text = (
            f"INSERT DATA {{ GRAPH <{MINE}> {{ <http://example.org/s> <http://example.org/p> {number} }} }}"
        )
        return update(http, text).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(write, range(16))) == {204}
    assert sorted(map(int, notes(http))) == list(range(16))
    entries = [read_entry(path) for path in Journal(home.journal).after(0)]
    assert [entry.number for entry in entries] == list(range(1, 17))


def test_an_update_that_takes_too_long_changes_nothing(serving: Serving, home: Home) -> None:
    with writing(serving, home, deadline=0.5) as http:
        assert update(http, SLOW).status_code == 504
        assert (notes(http), Journal(home.journal).last()) == ([], 0)
        assert update(http, INSERT).status_code == 204


def test_a_write_that_cannot_be_kept_is_not_acknowledged(http: httpx.Client, home: Home) -> None:
    home.journal.rmdir()
    home.journal.write_text("in the way")
    answer = update(http, INSERT)
    assert (answer.status_code, notes(http)) == (507, [])
    assert str(home.path) not in answer.text


def test_a_damaged_journal_is_named_and_nothing_else_is_served(home: Home, serving: Serving) -> None:
    with writing(serving, home) as http:
        update(http, INSERT)
    (path,) = Journal(home.journal).after(0)
    path.write_text(json.dumps({**json.loads(path.read_text()), "who": "somebody else"}))
    with pytest.raises(RuntimeError, match="damaged"):
        read_entry(path)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_an_update_comes_by_post(http: httpx.Client, method: str) -> None:
    assert http.request(method, "/sparql", params={"update": INSERT}).status_code in (400, 405)


@pytest.mark.parametrize("keyword", ["LOAD", "LOAD SILENT"])
def test_an_update_fetches_nothing(http: httpx.Client, keyword: str) -> None:
    answer = update(http, f"{keyword} <http://127.0.0.1:9/x> INTO GRAPH <{MINE}>")
    assert (answer.status_code, "nothing is fetched" in answer.json()["detail"]) == (400, True)


def test_a_query_is_no_update_and_an_update_no_query(http: httpx.Client) -> None:
    assert update(http, "SELECT * {}").status_code == 400
    both = http.post("/sparql", data={"query": "ASK {}", "update": INSERT})
    assert both.status_code == 400


def test_the_graphs_of_a_request_are_those_of_its_pattern(http: httpx.Client) -> None:
    other = MINE + "/other"
    update(http, INSERT)
    text = f"INSERT {{ GRAPH <{other}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}"
    assert http.post("/sparql", data={"update": text, "using-graph-uri": MINE}).status_code == 204
    assert rows(http, f"SELECT ?o {{ GRAPH <{other}> {{ ?s ?p ?o }} }}") == ["ของมาลี"]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/s"><e:p>&b;</e:p></rdf:Description></rdf:RDF>""" % (b"x" * 99)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/rdf+xml", BOMB, 400),
        ("application/rdf+xml", b"no xml", 400),
        ("text/turtle", b"<a> <b>", 400),
        ("text/turtle", b"\xff\xfe", 400),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:9/context", "a": 1}', 400),
        ("application/trig", b"", 415),
        ("image/png", b"", 415),
    ],
)
def test_rdf_that_cannot_be_taken_changes_nothing(
    http: httpx.Client, kind: str, body: bytes, status: int
) -> None:
    answer = http.put("/store", params={"graph": MINE}, content=body, headers={"content-type": kind})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert notes(http) == []


def test_rdf_that_breaks_a_parser_breaks_one_worker(http: httpx.Client) -> None:
    nested = b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 100_000
    answer = http.put("/store", params={"graph": MINE}, content=nested, headers=TURTLE)
    assert answer.status_code in (400, 503)
    assert update(http, INSERT).status_code == 204


def test_a_graph_is_put_read_changed_and_deleted_by_both_of_its_names(http: httpx.Client) -> None:
    body = "<http://example.org/s> <http://example.org/p> 'หนึ่ง' ."
    path, named = "/store/graph/user/malee/notes", {"graph": MINE}
    assert http.put(path, content=body.encode(), headers=TURTLE).status_code == 201
    assert http.put("/store", params=named, content=body.encode(), headers=TURTLE).status_code == 204
    assert http.post(path, content=body.replace("หนึ่ง", "สอง").encode(), headers=TURTLE).status_code == 204
    own_address = {"graph": f"{str(http.base_url).rstrip('/')}{path}"}
    for answer in (http.get(path), http.get("/store", params=named), http.get("/store", params=own_address)):
        triples = {str(quad.object) for quad in parse(answer.content, RdfFormat.TURTLE)}
        assert triples == {'"หนึ่ง"', '"สอง"'}
    assert http.head(path).status_code == 200
    assert http.delete(path).status_code == 204
    assert [http.get(path).status_code, http.delete(path).status_code] == [404, 404]


def test_a_graph_is_written_only_over_what_its_writer_has_read(http: httpx.Client) -> None:
    first = {"if-none-match": "*", **TURTLE}
    named = {"graph": MINE}
    assert http.put("/store", params=named, content=b"", headers=first).status_code == 201
    assert http.put("/store", params=named, content=b"", headers=first).status_code == 412
    tag = http.get("/store", params=named).headers["etag"]
    body = b"<http://e/s> <http://e/p> 1 ."
    assert (
        http.put("/store", params=named, content=body, headers={"if-match": tag, **TURTLE}).status_code == 204
    )
    assert (
        http.put("/store", params=named, content=b"", headers={"if-match": tag, **TURTLE}).status_code == 412
    )
    assert notes(http) == ["1"]


def test_a_graph_without_a_name_gets_one(http: httpx.Client) -> None:
    answer = http.post("/store", content=b"<http://e/s> <http://e/p> 1 .", headers=TURTLE)
    assert answer.status_code == 201
    assert http.get(answer.headers["location"]).text.endswith("<http://e/s> <http://e/p> 1 .\n")


def test_a_form_of_several_files_is_one_graph(http: httpx.Client) -> None:
    files = [
        ("graph", ("a.ttl", b"<http://e/s> <http://e/p> 1 .", "text/turtle")),
        ("graph", ("b.nt", b"<http://e/s> <http://e/p> <http://e/o> .", "application/n-triples")),
    ]
    assert http.post("/store", params={"graph": MINE}, files=files).status_code == 201
    assert sorted(notes(http)) == ["1", "http://e/o"]


def test_the_settled_graph_is_read_at_the_store_and_not_written(http: httpx.Client) -> None:
    assert len(list(parse(http.get("/store?default").content, RdfFormat.TURTLE))) == 51
    assert http.put("/store?default", content=b"", headers=TURTLE).status_code == 403
    assert http.delete("/store?default").status_code == 403


@pytest.mark.parametrize(
    "query", ["", "?graph=", "?graph=relative", "?graph=http://e/&default", "?graph=a:b&graph=a:c"]
)
def test_a_graph_must_be_named_once_and_in_full(http: httpx.Client, query: str) -> None:
    assert http.get(f"/store{query}").status_code == 400


def test_in_a_home_made_for_writing_any_graph_is_written(serving: Serving, home: Home) -> None:
    with writing(serving, home, write_anywhere=True) as http:
        assert update(http, "DROP ALL; INSERT DATA { <http://e/s> <http://e/p> _:x }").status_code == 204
        assert len(rows(http, "SELECT * { ?s ?p ?o }")) == 1
        assert update(http, "DELETE WHERE { ?s ?p ?o }").status_code == 204
    with serving(home.path) as http:
        assert rows(http, "SELECT * { ?s ?p ?o }") == []
