"""The file of shapes by itself: complete in both languages, and written for every engine to read alike."""

import re
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, SH
from rdflib.term import Literal, Node, URIRef

import ontology
from ontology.namespaces import LR

FOLDER = Path(ontology.__file__).parent
TEXT = (FOLDER / "shapes.ttl").read_text(encoding="utf-8")
SHAPES = Graph().parse(data=TEXT, format="turtle")
WORDS = Graph().parse(FOLDER / "lertrat.ttl")

TARGETS = (SH.targetClass, SH.targetSubjectsOf)
TARGETED = sorted({shape for target in TARGETS for shape in SHAPES.subjects(target)})
OWN_CONSTRAINTS = (SH["or"], SH.xone, SH["class"])
CLASSES = [name for name in WORDS.subjects(RDF.type, OWL.Class) if str(name).startswith(LR)]


def constraints() -> set[Node]:
    """Everything in a targeted shape of which a validator tells."""
    found = {
        part
        for shape in TARGETED
        for kind in (SH.property, SH.sparql)
        for part in SHAPES.objects(shape, kind)
    }
    return found | {
        shape for shape in TARGETED if any((shape, own, None) in SHAPES for own in OWN_CONSTRAINTS)
    }


def messages(shape: Node) -> list[Literal]:
    return [message for message in SHAPES.objects(shape, SH.message) if isinstance(message, Literal)]


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_of_the_ontology_has_a_shape(name: URIRef) -> None:
    assert [shape for shape in SHAPES.subjects(SH.targetClass, name) if "OneClass" not in str(shape)]


def test_every_constraint_tells_its_message_once_in_thai_and_once_in_english() -> None:
    spoken = {part: sorted(str(message.language) for message in messages(part)) for part in constraints()}
    assert {part: told for part, told in spoken.items() if told != ["en", "th"]} == {}


def test_nothing_that_is_never_told_has_a_message() -> None:
    assert set(SHAPES.subjects(SH.message)) <= constraints()


def test_one_english_message_has_one_thai_message() -> None:
    pairs = {tuple(sorted(messages(part), key=lambda m: str(m.language))) for part in constraints()}
    assert len({english for english, _ in pairs}) == len(pairs)


def test_a_severity_is_one_of_three() -> None:
    assert set(SHAPES.objects(None, SH.severity)) <= {SH.Violation, SH.Warning, SH.Info}


def test_the_classes_that_exclude_each_other_are_those_of_the_ontology() -> None:
    axiom = WORDS.value(None, RDF.type, OWL.AllDisjointClasses)
    disjoint = set(Collection(WORDS, WORDS.value(axiom, OWL.members)))
    (shape,) = [shape for shape in TARGETED if str(shape).endswith("/OneClass")]
    path = SH.property / SH.qualifiedValueShape / SH["in"]
    assert set(SHAPES.objects(shape, SH.targetClass)) == disjoint
    assert set(Collection(SHAPES, SHAPES.value(shape, path))) == disjoint


def test_a_targeted_shape_tells_where_it_is_defined() -> None:
    (document,) = SHAPES.subjects(RDF.type, OWL.Ontology)
    assert {shape for shape in TARGETED if (shape, None, document) not in SHAPES} == set()


def test_patterns_name_their_digits() -> None:
    """`\\d` is any digit of the world to some engines, Thai ones among them, and 0 to 9 to others."""
    assert [
        pattern for pattern in SHAPES.objects(None, SH.pattern) if re.search(r"\\[dws]", str(pattern))
    ] == []


def test_no_string_names_its_type() -> None:
    """rdflib holds a typed string and a plain one for two values."""
    assert "xsd:string" not in TEXT


def test_a_severity_stands_on_the_shape() -> None:
    """Some engines do not read it on a SPARQL constraint."""
    assert not set(SHAPES.subjects(SH.severity)) & set(SHAPES.objects(None, SH.sparql))


def test_a_shape_that_tells_a_message_of_its_own_has_no_sparql_constraint() -> None:
    """SHACL (2.1.5) lets the message of a shape stand for all its results; engines differ in that."""
    assert not set(SHAPES.subjects(SH.message)) & set(SHAPES.subjects(SH.sparql))
