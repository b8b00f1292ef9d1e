"""The W3C's tests of the Graph Store Protocol: each names those of the description that it asks."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from pyoxigraph import RdfFormat

from tests.outside.w3c.results import read_graph, settle

TURTLE = "text/turtle; charset=utf-8"
PREFIXES = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix v: <http://www.w3.org/2006/vcard/ns#> . "
JOHN = '<http://example.org/1> a foaf:Person ; foaf:businessCard [ a v:VCard ; v:fn "John Doe" ] . '
JANE = '<http://example.org/1> a foaf:Person ; foaf:businessCard [ a v:VCard ; v:fn "Jane Doe" ] . '
ALICE = '[] a foaf:Person ; foaf:businessCard [ a v:VCard ; v:given-name "Alice" ] . '
NAME = '<http://example.org/1> foaf:name "Jane Doe" . '
FIRST, LAST = (f"<http://example.org/1> foaf:{name} . " for name in ('givenName "Jane"', 'familyName "Doe"'))
CREATED, DONE = 201, (200, 204)


@dataclass(frozen=True)
class Graph:
    """A graph of the store under one of its addresses."""

    http: httpx.Client
    address: str

    def put(self, turtle: str, media_type: str = TURTLE) -> httpx.Response:
        return self._send("PUT", turtle, media_type)

    def post(self, turtle: str, media_type: str = TURTLE) -> httpx.Response:
        return self._send("POST", turtle, media_type)

    def _send(self, method: str, turtle: str, media_type: str) -> httpx.Response:
        content = PREFIXES + turtle if turtle else ""
        return self.http.request(method, self.address, content=content, headers={"content-type": media_type})

    def delete(self) -> httpx.Response:
        return self.http.delete(self.address)

    def get(self) -> httpx.Response:
        return self.http.get(self.address, headers={"accept": "text/turtle"})

    def head(self) -> httpx.Response:
        return self.http.head(self.address)

    def holds(self, turtle: str) -> bool:
        """Whether it has exactly these triples."""
        answer = self.get()
        assert answer.status_code == 200, answer.text
        assert RdfFormat.from_media_type(answer.headers["content-type"]) == RdfFormat.TURTLE
        right = read_graph((PREFIXES + turtle).encode(), RdfFormat.TURTLE)
        return settle(read_graph(answer.content, RdfFormat.TURTLE)) == settle(right)


def direct(http: httpx.Client, path: str) -> str:
    """The graph's own address."""
    return f"/store/{path}"


def indirect(http: httpx.Client, path: str) -> str:
    """The store's address, with the graph's IRI."""
    return f"/store?{httpx.QueryParams({'graph': str(http.base_url.join(f'/store/{path}'))})}"


@pytest.fixture(params=[direct, indirect], ids=["direct", "indirect"])
def graph(writable: httpx.Client, request: pytest.FixtureRequest) -> Iterator[Graph]:
    """A graph that is not there yet."""
    graph = Graph(writable, request.param(writable, "person/1.ttl"))
    graph.delete()
    yield graph
    graph.delete()


@pytest.fixture
def default_graph(writable: httpx.Client) -> Graph:
    """The store's default graph."""
    return Graph(writable, "/store?default")


def test_put_makes_a_graph(graph: Graph) -> None:
    """PUT - Initial state."""
    assert graph.put(JOHN).status_code == CREATED
    assert graph.holds(JOHN)


def test_a_graph_has_both_addresses(writable: httpx.Client, graph: Graph) -> None:
    """GET of PUT - Initial state."""
    graph.put(JOHN)
    assert Graph(writable, direct(writable, "person/1.ttl")).holds(JOHN)
    assert Graph(writable, indirect(writable, "person/1.ttl")).holds(JOHN)


def test_put_replaces_a_graph(graph: Graph) -> None:
    """PUT - graph already in store, GET of it."""
    graph.put(JOHN)
    assert graph.put(JANE).status_code in DONE
    assert graph.holds(JANE)


def test_put_replaces_the_default_graph(default_graph: Graph) -> None:
    """PUT - default graph, GET of it."""
    assert default_graph.put(ALICE).status_code in (CREATED, *DONE)
    assert default_graph.holds(ALICE)


def test_what_is_not_in_its_format_is_refused_and_changes_nothing(graph: Graph) -> None:
    """PUT - mismatched payload."""
    graph.put(JOHN)
    assert graph.put(JANE, "application/rdf+xml").status_code == 400
    assert graph.holds(JOHN)


def test_an_empty_graph_is_put_and_is_empty_or_not_there(graph: Graph) -> None:
    """PUT - empty graph, GET of it: a store need not remember graphs that have no triples."""
    assert graph.put("").status_code in (CREATED, *DONE)
    assert graph.get().status_code == 404 or graph.holds("")


def test_a_deleted_graph_is_gone(graph: Graph) -> None:
    """DELETE - existing graph, GET of it."""
    graph.put(JOHN)
    assert graph.delete().status_code in DONE
    assert graph.get().status_code == 404


def test_a_graph_that_is_not_there_cannot_be_deleted(graph: Graph) -> None:
    """DELETE - non-existent graph."""
    assert graph.delete().status_code == 404


def test_post_adds_to_a_graph(graph: Graph) -> None:
    """POST - existing graph, GET of it."""
    graph.put(JANE)
    assert graph.post(NAME).status_code in DONE
    assert graph.holds(JANE + NAME)


def test_post_adds_all_parts_of_a_form(graph: Graph) -> None:
    """POST - multipart/form-data, GET of it."""
    graph.put(JANE)
    parts = {"lastName.ttl": LAST, "firstName.ttl": FIRST}
    files = [(name, (name, (PREFIXES + turtle).encode(), TURTLE)) for name, turtle in parts.items()]
    assert graph.http.post(graph.address, files=files).status_code in DONE
    assert graph.holds(JANE + FIRST + LAST)


def test_post_to_the_store_makes_a_graph_and_says_where(writable: httpx.Client) -> None:
    """POST - create new graph, GET of it."""
    answer = Graph(writable, "/store").post(ALICE)
    assert answer.status_code == CREATED
    graph = Graph(writable, str(answer.url.join(answer.headers["location"])))
    assert graph.holds(ALICE)
    graph.delete()


def test_post_of_nothing_changes_nothing(graph: Graph) -> None:
    """POST - empty graph to existing graph, GET of POST - after noop."""
    graph.put(ALICE)
    assert graph.post("").status_code in DONE
    assert graph.holds(ALICE)


def test_head_of_a_graph_tells_its_format_and_nothing_else(graph: Graph) -> None:
    """HEAD on an existing graph."""
    graph.put(JOHN)
    answer = graph.head()
    assert (answer.status_code, answer.content) == (200, b"")
    assert RdfFormat.from_media_type(answer.headers["content-type"])


def test_head_of_a_graph_that_is_not_there_says_so(graph: Graph) -> None:
    """HEAD on a non-existing graph."""
    assert graph.head().status_code == 404
