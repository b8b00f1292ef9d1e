"""Every term of the ontology is documented in both languages, shown by a real statement, and used."""

import hashlib
import re
from collections import Counter
from functools import cache

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from ingest.assembly import Assembled, assemble
from ingest.ledger import Ledger
from ingest.records import Document
from ingest.shipped import LEDGER, read_sources
from ontology.namespaces import BASE, LR, PREFIXES, VS
from ontology.namespaces import RDF as RDF_NAMES
from ontology.vocabulary import CONCEPTS_FOLDER

FOLDER = CONCEPTS_FOLDER.parent
IRI = rdflib.URIRef(BASE + "ontology")
STATUS = rdflib.URIRef(VS.term_status.value)
PROLOGUE = "".join(f"@prefix {name}: <{start}> .\n" for name, start in PREFIXES.items())
CLASS = re.compile(r"([A-Z][a-z]+)+")
PROPERTY = re.compile(r"[a-z]+([A-Z][A-Za-z]*|[0-9]+)*")
ONLY_WHERE_RULES_READ = {"rule", "confidence", "locator"}
"""The terms that the shipped dataset does not use: people found all that it holds."""
TEXT = "กรมที่ดิน รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดี ประเภทนวัตกรรมการบริการ จากผลงาน “โฉนดถึงบ้าน”\n"
"""What the README lets rules read; here it is the only page of a document with pages."""


@cache
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "lertrat.ttl")


def terms() -> list[str]:
    """The local names of what the ontology defines."""
    defined = {str(subject) for subject in ontology().subjects() if str(subject).startswith(LR)}
    return sorted(term.removeprefix(LR) for term in defined)


def values(name: str, property_: rdflib.URIRef) -> list[rdflib.Literal]:
    """The literals that a term has for a property."""
    found = ontology().objects(rdflib.URIRef(LR + name), property_)
    return [value for value in found if isinstance(value, rdflib.Literal)]


@pytest.fixture(scope="module")
def stated(assembled: Assembled) -> frozenset[Triple]:
    """What the shipped dataset says, in whichever graph."""
    return frozenset(quad.triple for quad in assembled.quads)


@pytest.fixture(scope="module")
def read_by_rules() -> frozenset[Triple]:
    """What the dataset says with one text that rules have read."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    text = Document(key=f"news-{digest[:8]}", text=TEXT, sha256=digest, pages=(0,))
    quads = assemble(read_sources(), [text], Ledger.read(LEDGER)).quads
    return frozenset(quad.triple for quad in quads)


@pytest.mark.parametrize("property_", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_every_term_is_explained_once_in_each_language(property_: rdflib.URIRef) -> None:
    explained = {name: Counter(text.language for text in values(name, property_)) for name in terms()}
    assert [name for name, languages in explained.items() if languages != {"th": 1, "en": 1}] == []


def test_every_term_tells_how_far_it_can_be_relied_on() -> None:
    told = {name: [str(status) for status in values(name, STATUS)] for name in terms()}
    assert [name for name, status in told.items() if status not in (["stable"], ["testing"])] == []


def test_every_term_names_the_ontology_that_defines_it() -> None:
    assert set(ontology().subject_objects(RDFS.isDefinedBy)) == {
        (rdflib.URIRef(LR + name), IRI) for name in terms()
    }


def test_names_are_written_as_those_of_classes_and_properties_are() -> None:
    classes = {str(subject) for subject in ontology().subjects(RDF.type, OWL.Class)}
    patterns = {name: CLASS if LR + name in classes else PROPERTY for name in terms()}
    assert [name for name, pattern in patterns.items() if not pattern.fullmatch(name)] == []


def example(name: str) -> Triple:
    """The one statement of a term's one example."""
    (turtle,) = values(name, SKOS.example)
    (quad,) = parse(PROLOGUE + turtle, RdfFormat.TURTLE, base_iri=BASE)
    triple: Triple = quad.triple
    return triple


def test_every_example_uses_its_term() -> None:
    shown = {name: (example(name).predicate, example(name).object) for name in terms()}
    assert [name for name, terms_used in shown.items() if LR.term(name) not in terms_used] == []


def test_every_example_is_a_statement_of_the_shipped_dataset(stated: frozenset[Triple]) -> None:
    names = [name for name in terms() if name not in ONLY_WHERE_RULES_READ]
    assert [name for name in names if example(name) not in stated] == []


def test_an_example_of_reading_is_what_rules_state_of_a_text(read_by_rules: frozenset[Triple]) -> None:
    assert {example(name) for name in ONLY_WHERE_RULES_READ} <= read_by_rules


def used(triples: frozenset[Triple]) -> set[str]:
    """The local names of our terms that stand as a property or a class."""
    properties = {triple.predicate for triple in triples}
    classes = {
        triple.object
        for triple in triples
        if triple.predicate == RDF_NAMES.type and isinstance(triple.object, NamedNode)
    }
    return {term.value.removeprefix(LR) for term in properties | classes if term.value.startswith(LR)}


def test_whatever_the_dataset_uses_is_defined(stated: frozenset[Triple]) -> None:
    assert used(stated) <= {*terms()}


def test_whatever_is_defined_is_used_by_the_dataset(stated: frozenset[Triple]) -> None:
    assert {*terms()} - used(stated) == ONLY_WHERE_RULES_READ


def test_the_version_has_an_iri_of_its_own() -> None:
    version = ontology().value(IRI, OWL.versionInfo)
    assert ontology().value(IRI, OWL.versionIRI) == rdflib.URIRef(f"{IRI}/{version}")


@cache
def mappings() -> list[tuple[str, str, str]]:
    """Each mapping: our term, how it matches, and the term of others."""
    found = rdflib.Graph().parse(FOLDER / "alignments.ttl")
    return [(str(ours), str(match), str(theirs)) for ours, match, theirs in found if match != RDF.type]


def test_mappings_are_of_terms_that_there_are() -> None:
    assert {ours.removeprefix(LR) for ours, _, _ in mappings()} <= {*terms()}


def test_mappings_lead_to_known_vocabularies_of_others() -> None:
    others = tuple(start for start in PREFIXES.values() if not start.startswith(BASE))
    assert [theirs for _, _, theirs in mappings() if not theirs.startswith(others)] == []


def test_mappings_match_in_one_of_the_ways_of_skos() -> None:
    ways = {str(SKOS[f"{way}Match"]) for way in ("exact", "close", "broad", "narrow", "related")}
    assert {match for _, match, _ in mappings()} <= ways


def test_no_term_is_mapped_to_what_it_is_a_kind_of() -> None:
    kinds = ontology().subject_objects(RDFS.subClassOf | RDFS.subPropertyOf)
    kind_of = {(str(narrow), str(broad)) for narrow, broad in kinds}
    assert {(ours, theirs) for ours, _, theirs in mappings()} & kind_of == set()
