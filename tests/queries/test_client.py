"""The graph in Python: the same answers from a home and from an endpoint, as plain values."""

import datetime
import importlib.util
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ontology.namespaces import RDFS, XSD
from queries.catalogue import UnknownQueryError
from queries.client import AnswerError, Client, Endpoint, connect, to_python
from queries.engine import EmbeddedEngine, write_dump, write_store
from queries.errors import QueryFormError, QueryRefusedError
from queries.versions import Home, HomeMissingError

QUADS = [Quad(NamedNode("http://example.org/s"), RDFS.label, Literal("สมอ.", language="th"))]
LABELS = "SELECT ?s ?label ?none { ?s ?p ?label OPTIONAL { ?label ?p ?none } }"
EXPECTED = [{"s": "http://example.org/s", "label": "สมอ.", "none": None}]


def answer(request: httpx.Request) -> httpx.Response:
    """An endpoint as the protocol has it, over the same quads."""
    query = httpx.QueryParams(request.content.decode())["query"]
    body: list[bytes] = []
    EmbeddedEngine.of_quads(QUADS).serialise(query, request.headers["accept"], body.append)
    return httpx.Response(200, content=b"".join(map(bytes, body)))


def reply(status: int, content: bytes) -> Client:
    transport = httpx.MockTransport(lambda request: httpx.Response(status, content=content))
    return Client(Endpoint("http://example.org/sparql", transport))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Home(tmp_path).new_version() as new:
        write_dump(QUADS, new.dump)
        write_store(new.store_folder, QUADS)
    return tmp_path


@pytest.fixture(params=["home", "endpoint"])
def client(request: pytest.FixtureRequest, home: Path) -> Iterator[Client]:
    endpoint = Endpoint("http://example.org/sparql", httpx.MockTransport(answer))
    with connect(home) if request.param == "home" else Client(endpoint, endpoint.close) as client:
        yield client


def test_home_and_endpoint_give_the_same_plain_values(client: Client) -> None:
    assert client.sparql(LABELS) == EXPECTED


def test_only_rows_are_given(client: Client) -> None:
    with pytest.raises(QueryFormError, match="SELECT"):
        client.sparql("ASK {}")


def test_an_unknown_question_is_an_error(client: Client) -> None:
    with pytest.raises(UnknownQueryError):
        client.query("no-such-question")


def test_a_home_without_a_version_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(HomeMissingError, match="lertrat build"):
        connect(tmp_path)


def test_a_home_does_not_fetch_from_elsewhere(home: Path) -> None:
    with connect(home) as client, pytest.raises(QueryRefusedError, match="SERVICE"):
        client.sparql("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


def test_what_an_endpoint_complains_of_is_passed_on() -> None:
    with pytest.raises(AnswerError, match="answered 400: line 1"):
        reply(400, b"line 1").sparql(LABELS)


@pytest.mark.parametrize("body", [b"<html>", b"", json.dumps({"head": {"vars": []}}).encode()[:-3]])
def test_an_answer_that_is_no_sparql_json_is_an_error(body: bytes) -> None:
    with pytest.raises(AnswerError, match="not SPARQL JSON"):
        reply(200, body).sparql(LABELS)


def test_a_broken_connection_is_an_error() -> None:
    def hang_up(request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError("incomplete chunked read")

    with pytest.raises(AnswerError, match="no whole answer"):
        Client(Endpoint("http://example.org/sparql", httpx.MockTransport(hang_up))).sparql(LABELS)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (Literal(5), 5),
        (Literal(True), True),
        (Literal("0", datatype=XSD.boolean), False),
        (Literal(2.5), 2.5),
        (Literal("2.50", datatype=XSD.decimal), Decimal("2.50")),
        (Literal("2023-09-07", datatype=XSD.date), datetime.date(2023, 9, 7)),
        (
            Literal("2023-09-07T01:02:03Z", datatype=XSD.dateTime),
            datetime.datetime(2023, 9, 7, 1, 2, 3, tzinfo=datetime.UTC),
        ),
        (Literal("2023", datatype=XSD.gYear), "2023"),
        (Literal("ก", language="th"), "ก"),
        (Literal("five", datatype=XSD.integer), "five"),
        (Literal("yes", datatype=XSD.boolean), "yes"),
        (NamedNode("http://example.org/x"), "http://example.org/x"),
    ],
)
def test_a_term_becomes_the_value_that_python_has_for_it(term: Literal | NamedNode, value: object) -> None:
    found = to_python(term)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.skipif(importlib.util.find_spec("pandas") is not None, reason="pandas is installed here")
def test_without_pandas_a_dataframe_says_what_to_install(client: Client) -> None:
    with pytest.raises(ImportError, match="pip install pandas"):
        client.dataframe("no-such-question")
