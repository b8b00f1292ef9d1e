"""The W3C's tests of Service Descriptions: the endpoint says what it is, in the words meant for that."""

from collections.abc import Iterator, Mapping

import httpx
import pytest
from pyoxigraph import Dataset, NamedNode, RdfFormat

from tests.outside.w3c.manifests import Case
from tests.outside.w3c.results import read_graph

FOLDER = "sparql11/service-description"
SD = "http://www.w3.org/ns/sparql-service-description#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
TESTS = ("returns-rdf", "has-endpoint-triple", "conforms-to-schema")
FORMATS = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD)
PROPERTIES: Mapping[str, tuple[str, str]] = {
    "endpoint": ("Service", ""),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", ""),
    "inputFormat": ("Service", ""),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", ""),
    "graph": ("NamedGraph", "Graph"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
}
"""The vocabulary's properties: what has them, and what they lead to where that is one of its classes."""
KNOWN: Mapping[str, str] = {
    "SPARQL10Query": "Language",
    "SPARQL11Query": "Language",
    "SPARQL11Update": "Language",
    "DereferencesURIs": "Feature",
    "UnionDefaultGraph": "Feature",
    "RequiresDataset": "Feature",
    "EmptyGraphs": "Feature",
    "BasicFederatedQuery": "Feature",
}
"""The things that the vocabulary names itself."""
WIDER: Mapping[str, str] = {"Dataset": "GraphCollection"}
CLASSES = {name for ends in PROPERTIES.values() for name in ends if name}


def describe(http: httpx.Client, format_: RdfFormat = RdfFormat.TURTLE) -> Dataset:
    """What a GET without a query tells."""
    answer = http.get("/sparql", headers={"accept": format_.media_type})
    assert answer.status_code == 200, answer.text
    assert RdfFormat.from_media_type(answer.headers["content-type"]) == format_
    return read_graph(answer.content, format_, str(answer.url))


def classes_of(described: Dataset, node: object) -> set[str]:
    """The classes of the vocabulary that a node is said to be of, and wider ones."""
    told = (quad.object for quad in described if quad.subject == node and quad.predicate == TYPE)
    names = {name for name in (*map(_word, told), KNOWN.get(_word(node) or "")) if name}
    return names | {WIDER[name] for name in names & WIDER.keys()}


def find_misuses(described: Dataset) -> Iterator[str]:
    """Each statement that does not use the vocabulary as it is meant."""
    for quad in described:
        name = _word(quad.predicate)
        domain, range_ = PROPERTIES.get(name or "", ("", ""))
        if name and not domain:
            yield f"{quad}: no such property"
        if domain and domain not in classes_of(described, quad.subject):
            yield f"{quad}: its subject is no {domain}"
        if range_ and range_ not in classes_of(described, quad.object):
            yield f"{quad}: its object is no {range_}"
        if quad.predicate == TYPE and _word(quad.object) not in {None, *CLASSES}:
            yield f"{quad}: no such class"


def _word(term: object) -> str | None:
    """The word of the vocabulary that an IRI is."""
    if isinstance(term, NamedNode) and term.value.startswith(SD):
        return term.value.removeprefix(SD)
    return None


@pytest.mark.parametrize("format_", FORMATS, ids=str)
def test_the_endpoint_describes_itself_in_the_wanted_format(w3c: httpx.Client, format_: RdfFormat) -> None:
    assert len(describe(w3c, format_)) > 0


def test_the_description_names_the_address_that_was_asked(w3c: httpx.Client) -> None:
    address = NamedNode(str(w3c.base_url.join("/sparql")))
    endpoints = [quad.object for quad in describe(w3c) if quad.predicate.value == SD + "endpoint"]
    assert endpoints == [address]


def test_the_description_uses_the_vocabulary_as_it_is_meant(w3c: httpx.Client) -> None:
    assert list(find_misuses(describe(w3c))) == []


@pytest.mark.parametrize(
    ("statement", "misuse"),
    [
        ("<> sd:endpoint <>", "its subject is no Service"),
        ("<> a sd:Service ; sd:supportedLanguage <urn:x:sparql>", "its object is no Language"),
        ("<> a sd:Service ; sd:endPoint <>", "no such property"),
        ("<> a sd:Endpoint", "no such class"),
    ],
)
def test_a_misuse_of_the_vocabulary_would_be_seen(statement: str, misuse: str) -> None:
    described = read_graph(f"@prefix sd: <{SD}> . {statement} .".encode(), RdfFormat.TURTLE, "http://x/")
    assert [found.rpartition(": ")[2] for found in find_misuses(described)] == [misuse]


def test_every_test_of_the_service_description_is_here(cases: list[Case]) -> None:
    described = {case.name for case in cases if case.kind == "ServiceDescriptionTest"}
    assert described == {
        f"{FOLDER} {name}" for name in ("returns-rdf", "has-endpoint-triple", "conforms-to-schema")
    }
