"""SPARQLWrapper and rdflib, as their manuals say, get the rows that the graph has."""

import json
from typing import Any
from urllib.error import HTTPError

import httpx
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.graph import ConjunctiveGraph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.outside.questions import (
    AWARDS,
    BROKEN,
    CONSTRUCT,
    DESCRIBE,
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

# both libraries use rdflib's old name of a dataset, and are warned by it
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

WAYS = ((GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY))
every_way = pytest.mark.parametrize("way", WAYS, ids=["get", "post a form", "post directly"])
METHODS = ("GET", "POST", "POST_FORM")
every_method = pytest.mark.parametrize("method", METHODS)
SUBJECT, LABEL = URIRef(TISI), URIRef(PREF_LABEL)
LITERALS = {Literal(text, lang=language) for text, language in NAMES}


def wrapper(server: Production, query: str, format_: str, way: tuple[str, str] = WAYS[0]) -> Any:
    """A SPARQLWrapper that is ready to ask."""
    client = Wrapper(server.sparql)
    client.setMethod(way[0])
    client.setRequestMethod(way[1])
    client.setReturnFormat(format_)
    client.setQuery(query)
    return client


@every_way
def test_sparqlwrapper_gets_rows_in_json(production: Production, way: tuple[str, str]) -> None:
    rows = wrapper(production, AWARDS, JSON, way).queryAndConvert()["results"]["bindings"]
    assert [(row["award"]["value"], int(row["year"]["value"])) for row in rows] == FOUND


@every_way
def test_sparqlwrapper_gets_rows_in_xml(production: Production, way: tuple[str, str]) -> None:
    document = wrapper(production, SELECT, XML, way).queryAndConvert()
    cells = document.getElementsByTagName("literal")
    assert {(cell.firstChild.data, cell.getAttribute("xml:lang")) for cell in cells} == NAMES
    document.unlink()


@every_way
def test_sparqlwrapper_gets_rows_in_csv(production: Production, way: tuple[str, str]) -> None:
    lines = wrapper(production, SELECT, CSV, way).queryAndConvert().decode().splitlines()
    assert (lines[0], set(lines[1:])) == ("name", TEXTS)


@every_way
def test_sparqlwrapper_gets_rows_in_tsv(production: Production, way: tuple[str, str]) -> None:
    lines = wrapper(production, SELECT, TSV, way).queryAndConvert().decode().splitlines()
    assert set(lines[1:]) == {f'"{text}"@{language}' for text, language in NAMES}


@every_way
@pytest.mark.parametrize(("query", "said"), [(YES, True), (NO, False)])
def test_sparqlwrapper_is_told_yes_and_no(
    production: Production, way: tuple[str, str], query: str, said: bool
) -> None:
    assert wrapper(production, query, JSON, way).queryAndConvert()["boolean"] is said


@pytest.mark.parametrize("format_", [RDFXML, XML])
@every_way
def test_sparqlwrapper_makes_a_graph_of_rdf_xml(
    production: Production, way: tuple[str, str], format_: str
) -> None:
    assert set(wrapper(production, CONSTRUCT, format_, way).queryAndConvert().objects()) == LITERALS


@pytest.mark.parametrize("format_", [TURTLE, N3])
@every_way
def test_sparqlwrapper_gets_a_graph_as_text(
    production: Production, way: tuple[str, str], format_: str
) -> None:
    text = wrapper(production, CONSTRUCT, format_, way).queryAndConvert()
    assert set(Graph().parse(data=text, format="turtle").objects()) == LITERALS


@every_way
def test_sparqlwrapper_makes_a_graph_of_json_ld(production: Production, way: tuple[str, str]) -> None:
    assert set(wrapper(production, CONSTRUCT, JSONLD, way).queryAndConvert().objects()) == LITERALS


@pytest.mark.parametrize("format_", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_gets_a_graph_where_it_only_negotiates(production: Production, format_: str) -> None:
    client = wrapper(production, CONSTRUCT, format_)
    client.setOnlyConneg(True)
    answer = client.query().convert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert set(graph.objects()) == LITERALS


def test_sparqlwrapper_is_told_where_a_query_is_broken(production: Production) -> None:
    with pytest.raises(QueryBadFormed) as refused:
        wrapper(production, BROKEN, JSON).query()
    assert "line 2" in str(refused.value)


def test_sparqlwrapper_cannot_write_without_leave(production: Production) -> None:
    with pytest.raises((HTTPError, QueryBadFormed)):
        wrapper(production, "INSERT DATA { <urn:x:a> <urn:x:b> 1 }", JSON, WAYS[1]).query()


def store(server: Production, method: str = "GET", format_: str = "xml") -> SPARQLStore:
    """rdflib's store over the endpoint."""
    return SPARQLStore(server.sparql, method=method, returnFormat=format_)


@every_method
@pytest.mark.parametrize("format_", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_in_every_table_format(production: Production, method: str, format_: str) -> None:
    rows: Any = Graph(store(production, method, format_)).query(AWARDS)
    assert [(str(award), int(year)) for award, year in rows] == FOUND


@every_method
@pytest.mark.parametrize("format_", ["xml", "json"])
def test_rdflib_finds_triples_by_pattern(production: Production, method: str, format_: str) -> None:
    graph = Graph(store(production, method, format_))
    assert set(graph.triples((SUBJECT, LABEL, None))) == {(SUBJECT, LABEL, name) for name in LITERALS}


def test_rdflib_finds_subjects_by_a_thai_name(production: Production) -> None:
    name = Literal("สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม", lang="th")
    assert SUBJECT in set(Graph(store(production)).subjects(LABEL, name))


@every_method
def test_rdflib_looks_whether_a_triple_is_there(production: Production, method: str) -> None:
    graph = Graph(store(production, method))
    assert (SUBJECT, None, None) in graph
    assert (URIRef("urn:x:none"), None, None) not in graph


@every_method
def test_rdflib_counts_all_triples(production: Production, method: str) -> None:
    counted = httpx.get(
        production.sparql, params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "json"}
    )
    count = json.loads(counted.text)["results"]["bindings"][0]["n"]["value"]
    assert len(Graph(store(production, method))) == int(count)


@every_method
@pytest.mark.parametrize(("query", "said"), [(YES, True), (NO, False)])
def test_rdflib_is_told_yes_and_no(production: Production, method: str, query: str, said: bool) -> None:
    assert Graph(store(production, method)).query(query).askAnswer is said


@every_method
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
def test_rdflib_gets_a_graph(production: Production, method: str, query: str) -> None:
    graph = Graph(store(production, method)).query(query).graph
    assert graph is not None
    assert set(graph.objects(SUBJECT, LABEL)) == LITERALS


def test_rdflib_lists_the_graphs_that_tell_of_a_thing(production: Production) -> None:
    graphs: Any = ConjunctiveGraph(store(production))
    contexts = graphs.contexts((SUBJECT, LABEL, None))
    names = {str(context.identifier) for context in contexts}
    assert names
    assert all(name.startswith("https://w3id.org/lertrat/graph/") for name in names)


def test_rdflib_joins_our_answers_with_a_graph_of_its_own(production: Production) -> None:
    own = Graph().add((URIRef("urn:x:me"), URIRef("urn:x:likes"), SUBJECT))
    ours = f"SERVICE <{production.sparql}> {{ ?body <{PREF_LABEL}> ?name }}"
    rows: Any = own.query(f"SELECT ?name {{ ?me <urn:x:likes> ?body {ours} }}")
    assert {str(name) for (name,) in rows} == TEXTS
