"""The JSON-LD context names every word that the dataset uses, and writes its values as they really are."""

import json
from collections import defaultdict

import pytest
from pyoxigraph import Literal

from ingest.assembly import Assembled
from ontology.context import CONTEXT_FILE, LANGUAGE, LINK, Term, make_context, read_context, terms
from ontology.namespaces import GRAPH, ID, LR, RDF, XSD

IN_ANOTHER_WAY = {RDF.type.value, RDF.first.value, RDF.rest.value}
"""Properties for which JSON-LD has keywords."""
BY_CHANCE = {LR.earliestDate.value, LR.latestDate.value}
"""Properties that could have other kinds of value than the years that they have today."""

Kinds = dict[str, set[str]]


def kind(value: object) -> str:
    """How a value is written: as a link, a text in a language, or by its datatype."""
    if not isinstance(value, Literal):
        return LINK
    return LANGUAGE if value.language else value.datatype.value


@pytest.fixture(scope="module")
def kinds(assembled: Assembled) -> Kinds:
    """The kinds of value that each property has in the dataset."""
    found: Kinds = defaultdict(set)
    for quad in assembled.quads:
        found[quad.predicate.value].add(kind(quad.object))
    return {property_: values for property_, values in found.items() if property_ not in IN_ANOTHER_WAY}


def test_the_file_is_what_the_ontology_makes() -> None:
    """Run `python -m ontology.context` after a change of the ontology, of the shapes or of the prefixes."""
    assert json.loads(CONTEXT_FILE.read_text(encoding="utf-8")) == make_context()


def test_no_two_words_have_one_name() -> None:
    names = [term.name for term in terms().values()]
    assert len(names) == len(set(names))


def test_every_word_of_ours_has_its_local_name() -> None:
    ours = [term for term in terms().values() if term.iri.startswith(LR)]
    assert ours
    assert [term for term in ours if term.name != term.iri.removeprefix(LR)] == []


def test_every_property_of_the_dataset_has_a_name(kinds: Kinds) -> None:
    assert kinds.keys() - terms().keys() == set()


def test_every_class_of_the_dataset_has_a_name(assembled: Assembled) -> None:
    classes = {str(quad.object)[1:-1] for quad in assembled.quads if quad.predicate == RDF.type}
    assert classes - terms().keys() == set()


def test_links_texts_and_numbers_are_nothing_else(kinds: Kinds) -> None:
    wrong = {
        term.name: kinds[term.iri] - allowed(term)
        for term in terms().values()
        if term.values and term.iri in kinds
    }
    assert {name: others for name, others in wrong.items() if others} == {}


def allowed(term: Term) -> set[str]:
    """The kinds of value that a term writes in short; a text may lack its language."""
    return {LANGUAGE, XSD.string.value} if term.values == LANGUAGE else {str(term.values)}


def test_what_has_values_of_one_kind_writes_them_in_short(kinds: Kinds) -> None:
    as_they_come = {term.iri for term in terms().values() if term.values is None} - BY_CHANCE
    of_one_kind = {iri for iri in as_they_come & kinds.keys() if len(kinds[iri]) == 1}
    assert {iri for iri in of_one_kind if kinds[iri] != {XSD.string.value}} == set()


def test_things_are_named_in_full() -> None:
    assert {ID, GRAPH} & {meaning for meaning in read_context().values() if isinstance(meaning, str)} == set()


@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("recipient", {"@id": "lr:recipient", "@type": "@id"}),
        ("person", {"@id": "lr:person", "@type": "@id"}),
        ("shownFirst", {"@id": "lr:shownFirst", "@type": "xsd:boolean"}),
        ("startTime", {"@id": "lr:startTime", "@type": "xsd:time"}),
        ("from", "lr:from"),
        ("prefLabel", {"@id": "skos:prefLabel", "@container": "@language"}),
        ("altLabel", {"@id": "skos:altLabel", "@container": "@language"}),
        ("scopeNote", {"@id": "lr:scopeNote", "@container": "@language"}),
        ("skos:scopeNote", {"@id": "skos:scopeNote", "@container": "@language"}),
        ("classification", {"@id": "org:classification", "@type": "@id"}),
        ("Event", "lr:Event"),
        ("id", "@id"),
    ],
)
def test_a_name_means(name: str, definition: object) -> None:
    assert read_context()[name] == definition
