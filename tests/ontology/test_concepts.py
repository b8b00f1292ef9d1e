"""Every concept scheme says what it is, and holds concepts that are named, defined and in order."""

from collections import Counter

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

from ontology.namespaces import ID, LR
from ontology.vocabulary import CONCEPTS_FOLDER

GRAPHS = {path.stem: rdflib.Graph().parse(path) for path in sorted(CONCEPTS_FOLDER.glob("*.ttl"))}
OTHER_NOTATIONS = {"pmqa-4-0": "pmqa-4.0"}
"""Notations that tables write with signs that are avoided in addresses."""
BOTH = {"th": 1, "en": 1}


def scheme(kind: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{ID}vocabulary/{kind}")


def concepts(kind: str) -> list[rdflib.URIRef]:
    found = GRAPHS[kind].subjects(RDF.type, SKOS.Concept)
    return sorted(node for node in found if isinstance(node, rdflib.URIRef))


def languages(graph: rdflib.Graph, node: rdflib.URIRef, property_: rdflib.URIRef) -> Counter[str | None]:
    """How many values a node has in each language."""
    return Counter(v.language for v in graph.objects(node, property_) if isinstance(v, rdflib.Literal))


every_scheme = pytest.mark.parametrize("kind", GRAPHS)


@every_scheme
def test_a_file_holds_the_one_scheme_of_its_name(kind: str) -> None:
    assert list(GRAPHS[kind].subjects(RDF.type, SKOS.ConceptScheme)) == [scheme(kind)]


@every_scheme
@pytest.mark.parametrize(
    "property_", [SKOS.prefLabel, DCTERMS.title, DCTERMS.description], ids=["label", "title", "description"]
)
def test_a_scheme_is_described_in_each_language(kind: str, property_: rdflib.URIRef) -> None:
    assert languages(GRAPHS[kind], scheme(kind), property_) == BOTH


@every_scheme
@pytest.mark.parametrize(
    "property_",
    [DCTERMS.license, DCTERMS.creator, DCTERMS.created, DCTERMS.modified, OWL.versionInfo],
    ids=["licence", "creator", "created", "modified", "version"],
)
def test_a_scheme_says_who_made_it_when_and_under_which_licence(kind: str, property_: rdflib.URIRef) -> None:
    assert len(list(GRAPHS[kind].objects(scheme(kind), property_))) == 1


@every_scheme
@pytest.mark.parametrize("inverse", [False, True], ids=["hasTopConcept", "topConceptOf"])
def test_the_top_of_a_scheme_is_all_of_its_concepts(kind: str, inverse: bool) -> None:
    top = SKOS.hasTopConcept if not inverse else ~SKOS.topConceptOf
    assert set(GRAPHS[kind].objects(scheme(kind), top)) == {*concepts(kind)}


@every_scheme
def test_no_two_concepts_of_a_scheme_have_one_rank(kind: str) -> None:
    ranks = list(GRAPHS[kind].objects(None, rdflib.URIRef(LR.rank.value)))
    assert len(ranks) == len({*ranks}) == len(concepts(kind))


@every_scheme
def test_every_concept_is_in_the_scheme_of_its_file(kind: str) -> None:
    assert set(GRAPHS[kind].subject_objects(SKOS.inScheme)) == {
        (concept, scheme(kind)) for concept in concepts(kind)
    }


@every_scheme
def test_the_notation_of_a_concept_is_its_key(kind: str) -> None:
    keys = {concept: concept.removeprefix(f"{ID}{kind}/") for concept in concepts(kind)}
    notations = {(concept, str(value)) for concept, value in GRAPHS[kind].subject_objects(SKOS.notation)}
    assert notations == {(concept, OTHER_NOTATIONS.get(key, key)) for concept, key in keys.items()}


@every_scheme
def test_every_concept_is_defined_in_each_language(kind: str) -> None:
    defined = {concept: languages(GRAPHS[kind], concept, SKOS.definition) for concept in concepts(kind)}
    assert [concept for concept, found in defined.items() if found != BOTH] == []


@every_scheme
def test_every_concept_has_one_thai_name(kind: str) -> None:
    named = {concept: languages(GRAPHS[kind], concept, SKOS.prefLabel) for concept in concepts(kind)}
    assert [concept for concept, found in named.items() if found["th"] != 1] == []


@every_scheme
def test_every_concept_has_an_english_name_or_a_note_that_no_source_gives_one(kind: str) -> None:
    graph = GRAPHS[kind]
    named = {concept: languages(graph, concept, SKOS.prefLabel)["en"] for concept in concepts(kind)}
    notes = ((concept, str(note)) for concept, note in graph.subject_objects(SKOS.editorialNote))
    excused = {concept for concept, note in notes if "English name" in note and "no source" in note}
    assert {concept for concept, names in named.items() if names != 1} == excused
