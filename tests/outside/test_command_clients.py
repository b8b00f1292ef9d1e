"""curl, roqet and rapper at a shell's prompt: the rows, the headers, and the exit codes that scripts need."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse
from pyoxigraph import parse_query_results as read_results

from tests.outside.questions import (
    AWARDS,
    BROKEN,
    CONSTRUCT,
    ENDLESS,
    FOUND,
    NAMES,
    NO,
    PREF_LABEL,
    SELECT,
    TEXTS,
    TISI,
    YES,
)
from tests.production import Production
from tests.programs import need, run

TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
NOT_COMPLETE, REFUSED = 18, 22
"""What curl's exit codes mean."""


@pytest.fixture(scope="module")
def curl() -> str:
    return need("curl")


def asked(query: str) -> tuple[str, ...]:
    """The options that put a query into the address."""
    return "--silent", "--show-error", "--get", "--data-urlencode", f"query={query}"


def in_header(accept: str) -> tuple[str, str]:
    """The options that ask for a format."""
    return "--header", f"Accept: {accept}"


@pytest.mark.parametrize("accept", TABLES)
def test_curl_gets_rows_in_each_format(curl: str, production: Production, accept: str) -> None:
    told = run(curl, *asked(AWARDS), *in_header(accept), production.sparql).stdout
    found: Any = read_results(told, TABLES[accept])
    rows = [[cell.value for cell in row] for row in found]
    assert rows == [[award, str(year)] for award, year in FOUND]


def test_curl_gets_rows_for_a_spreadsheet(curl: str, production: Production) -> None:
    told = run(curl, *asked(AWARDS), *in_header("text/csv"), production.sparql).stdout.decode()
    assert [(award, int(year)) for award, year in list(csv.reader(io.StringIO(told)))[1:]] == FOUND


@pytest.mark.parametrize("accept", GRAPHS)
def test_curl_gets_a_graph_in_each_format(curl: str, production: Production, accept: str) -> None:
    told = run(curl, *asked(CONSTRUCT), *in_header(accept), production.sparql).stdout
    objects = [quad.object for quad in parse(told, GRAPHS[accept])]
    assert {(name.value, name.language) for name in objects} == NAMES


@pytest.mark.parametrize(("query", "said"), [(YES, b"true"), (NO, b"false")])
def test_curl_is_told_yes_and_no(curl: str, production: Production, query: str, said: bytes) -> None:
    assert run(curl, *asked(query), *in_header("text/csv"), production.sparql).stdout.strip() == said


def test_curl_posts_a_file_as_a_form(curl: str, production: Production, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(AWARDS, encoding="utf-8")
    told = run(curl, "-s", "--data-urlencode", f"query@{tmp_path}/q.rq", production.sparql).stdout
    assert len(json.loads(told)["results"]["bindings"]) == len(FOUND)


def test_curl_posts_a_file_as_it_is(curl: str, production: Production, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(AWARDS, encoding="utf-8")
    kind = "Content-Type: application/sparql-query"
    told = run(curl, "-s", "-H", kind, "--data-binary", f"@{tmp_path}/q.rq", production.sparql).stdout
    assert len(json.loads(told)["results"]["bindings"]) == len(FOUND)


def test_curl_unpacks_to_the_same(curl: str, production: Production) -> None:
    large = asked("SELECT ?s ?o { ?s a ?o } ORDER BY ?s ?o LIMIT 5000")
    plain = run(curl, *large, production.sparql).stdout
    assert run(curl, *large, "--compressed", production.sparql).stdout == plain
    assert len(json.loads(plain)["results"]["bindings"]) == 5000


def test_curl_shows_the_headers_alone(curl: str, production: Production) -> None:
    told = run(curl, *asked(SELECT), "--head", production.sparql).stdout.decode().lower()
    assert told.startswith("http/1.1 200")
    assert "content-type: application/sparql-results+json" in told


def test_curl_does_not_fetch_twice_what_it_knows(curl: str, production: Production, tmp_path: Path) -> None:
    tag, body = tmp_path / "tag", tmp_path / "body"
    options = ("--write-out", "%{http_code}", "--output", str(body), *asked(SELECT), production.sparql)
    first = run(curl, "--etag-save", tag, *options).stdout
    assert (first, run(curl, "--etag-compare", tag, *options).stdout) == (b"200", b"304")
    assert {row["name"]["value"] for row in json.loads(body.read_bytes())["results"]["bindings"]} >= TEXTS


def test_curl_knows_by_its_exit_code_that_an_answer_broke_off(
    curl: str, production: Production, tmp_path: Path
) -> None:
    options = ("--output", tmp_path / "rows", *in_header("text/csv"))
    assert run(curl, *asked(ENDLESS), *options, production.sparql).returncode == NOT_COMPLETE


def test_curl_of_http_1_0_is_given_no_half_answer(curl: str, production: Production) -> None:
    options = ("--http1.0", "--write-out", "%{http_code}", "--output", "/dev/null")
    assert run(curl, *asked(ENDLESS), *options, production.sparql).stdout in (b"400", b"413", b"503", b"504")


def test_curl_fails_where_a_query_is_broken(curl: str, production: Production) -> None:
    done = run(curl, *asked(BROKEN), "--fail-with-body", production.sparql)
    assert (done.returncode, json.loads(done.stdout)["line"]) == (REFUSED, 2)


def test_curl_follows_a_name_to_its_data(curl: str, production: Production) -> None:
    address = f"{production.address}/id/body/tisi"
    told = run(curl, "-s", "--location", *in_header("text/turtle"), address).stdout
    names = [quad.object for quad in parse(told, RdfFormat.TURTLE) if quad.predicate.value == PREF_LABEL]
    assert {(name.value, name.language) for name in names} >= NAMES


@pytest.mark.parametrize("format_", ["csv", "xml", "tsv"])
def test_roqet_asks_the_endpoint(production: Production, format_: str) -> None:
    told = run(need("roqet"), "-q", "-p", production.sparql, "-r", format_, "-e", AWARDS).stdout.decode()
    assert [award for award, _ in FOUND if award in told] == [award for award, _ in FOUND]


def test_roqet_tells_that_a_query_is_refused(production: Production) -> None:
    done = run(need("roqet"), "-q", "-p", production.sparql, "-e", BROKEN)
    assert done.returncode == 1
    assert b"400" in done.stderr


@pytest.mark.parametrize("language", ["turtle", "rdfxml", "guess", "ntriples"])
def test_rapper_reads_the_data_of_a_name(production: Production, language: str) -> None:
    told = run(need("rapper"), "-q", "-i", language, "-o", "ntriples", f"{production.address}/id/body/tisi")
    subjects = {quad.subject.value for quad in parse(told.stdout, RdfFormat.N_TRIPLES)}
    assert TISI in subjects


def test_rapper_reads_what_the_endpoint_says_of_itself(production: Production) -> None:
    told = run(need("rapper"), "-q", "-i", "turtle", "-o", "ntriples", production.sparql).stdout
    assert b"<http://www.w3.org/ns/sparql-service-description#Service>" in told
