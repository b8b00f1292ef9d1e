"""Fixture policy: the suites are fetched once for all; one server has their data, a graph for each file."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph_api.bearers import Bearers
from queries.versions import Home
from tests.graph_api.conftest import serve_home, write_version
from tests.outside.w3c.manifests import Case, read_cases
from tests.outside.w3c.suites import MissingSuitesError, iri_of, obtain_suites

_FOAF_DOCUMENT = NamedNode("http://xmlns.com/foaf/0.1/Document")
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_PROTOCOL_GRAPHS = [
    NamedNode(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf") for number in (1, 2, 3)
]
"""What the protocol's tests ask for."""
_FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}


@pytest.fixture(scope="session")
def suites() -> Path:
    """The folder of the suites."""
    try:
        return obtain_suites()
    except MissingSuitesError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def cases(suites: Path) -> list[Case]:
    """All tests of the suites."""
    return read_cases(suites)


@pytest.fixture(scope="session")
def w3c_home(suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the data of the suites; its default graph is empty."""
    home = Home(tmp_path_factory.mktemp("w3c"))
    files = [file for file in sorted(suites.rglob("*")) if file.suffix in _FORMATS]
    quads = [Quad(graph, _TYPE, _FOAF_DOCUMENT, graph) for graph in _PROTOCOL_GRAPHS]
    for file in files:
        quads += _quads_of(file, iri_of(suites, file))
    write_version(home, quads)
    return home


@pytest.fixture(scope="package", params=[3_000_000, 0], ids=["memory", "disk"])
def w3c(w3c_home: Home, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """The application over that home, which holds it in memory or reads it from disk."""
    with serve_home(w3c_home.path, memory_quads=request.param) as client:
        yield client


@pytest.fixture(scope="package")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server whose graph it may change; it sends its token along by itself."""
    home = Home(tmp_path_factory.mktemp("writable"))
    write_version(home, [])
    token = Bearers(home.tokens).add("w3c", "admin")
    with serve_home(home.path, writes=True, write_anywhere=True) as client:
        client.headers["authorization"] = f"Bearer {token}"
        yield client


def _quads_of(file: Path, iri: str) -> Iterator[Quad]:
    """The triples of a file in its graph, with blank nodes that no other file has."""
    found = parse(file.read_bytes(), _FORMATS[file.suffix], base_iri=iri, rename_blank_nodes=True)
    for quad in found:
        yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(iri))
