"""Every shape has a small graph that it must catch; what is well formed, and what is only strange, passes."""

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Literal, Node

from ingest.shapes import SHAPES, Finding, ShapesError, check_shapes, count_findings, validate
from ontology.namespaces import ID

Fault = Any
"""See conftest.py, which reads the table of faults and parametrizes the tests that ask for a `fault`."""

NO_CONSTRAINTS = {
    *("path", "message", "severity", "property", "sparql", "prefixes", "qualifiedValueShape"),
    *("targetClass", "targetSubjectsOf"),
}
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> . "
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; %s ] ."


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(SHAPES)


@pytest.fixture(scope="module")
def classes(whole: list[Quad]) -> dict[str, set[str]]:
    """The classes of each thing of the small graph, by the name that the table of faults calls it."""
    types = [quad for quad in whole if quad.predicate.value == str(RDF.type)]
    found: dict[str, set[str]] = {}
    for quad in types:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found.setdefault(quad.subject.value.removeprefix(f"{ID}it/"), set()).add(quad.object.value)
    return found


def with_fault(words: list[Quad], fault: Fault) -> list[Quad]:
    """The copy of the small graph that has one fault."""
    return [*words, *(Quad(*triple) for triple in fault.triples())]


def messages(shapes: Graph, shape: Node, language: str = "en") -> list[str]:
    told = (message for message in shapes.objects(shape, SH.message) if isinstance(message, Literal))
    return [str(message) for message in told if message.language == language]


def parts(shapes: Graph, shape: Node) -> list[Node]:
    """A shape and the constraints in it that tell messages of their own."""
    return [shape, *shapes.objects(shape, SH.property), *shapes.objects(shape, SH.sparql)]


def constraints(shapes: Graph, part: Node) -> set[str]:
    """What a part of a shape asks for, named as a finding names it: `MinCount`, `SPARQL`."""
    names = {str(name).removeprefix(str(SH)) for name in shapes.predicates(part) if name in SH}
    asked = {name[0].upper() + name[1:] for name in names - NO_CONSTRAINTS}
    return {"SPARQL" if name == "Select" else name for name in asked}


def test_what_is_well_formed_keeps_all_shapes(whole: list[Quad]) -> None:
    assert validate(whole) == []


def test_a_fault_is_told_of_its_thing(fault: Fault, told_of: dict[str, list[Finding]]) -> None:
    told = {(finding.severity, finding.message) for finding in told_of.get(fault.focus, ())}
    assert (fault.severity, fault.message) in told


def test_every_message_has_a_fault_in_every_class_that_it_is_for(
    shapes: Graph, faults: list[Fault], classes: dict[str, set[str]]
) -> None:
    wanted = {
        (str(kind), message)
        for shape, kind in shapes.subject_objects(SH.targetClass)
        for part in parts(shapes, shape)
        for message in messages(shapes, part)
    }
    there = {(kind, fault.message) for fault in faults for kind in classes.get(fault.thing, ())}
    assert sorted(wanted - there) == []


def test_every_message_has_a_fault(shapes: Graph, faults: list[Fault]) -> None:
    wanted = set(chain.from_iterable(messages(shapes, part) for part in shapes.subjects(SH.message)))
    assert wanted == {fault.message for fault in faults}


def test_every_constraint_has_a_fault(shapes: Graph, told: list[Finding]) -> None:
    wanted = {
        (message, constraint)
        for part in shapes.subjects(SH.message)
        for message in messages(shapes, part)
        for constraint in constraints(shapes, part)
    }
    assert sorted(wanted - {(finding.message, finding.constraint) for finding in told}) == []


def test_what_is_told_in_english_is_told_in_thai(shapes: Graph, told: list[Finding]) -> None:
    spoken = {
        (message, thai)
        for part in shapes.subjects(SH.message)
        for message in messages(shapes, part)
        for thai in messages(shapes, part, "th")
    }
    assert {(finding.message, finding.message_th) for finding in told} == spoken


def test_the_shipped_dataset_has_no_violation(told_of_shipped: list[Finding]) -> None:
    assert [finding for finding in told_of_shipped if finding.severity == "Violation"] == []


def test_a_violation_is_refused_with_its_thing_message_path_and_value(
    words: list[Quad], faults: list[Fault]
) -> None:
    (fault,) = [f for f in faults if f.message == "is given by at most one body" and "instead" in f.change]
    with pytest.raises(ShapesError) as refused:
        check_shapes(with_fault(words, fault))
    assert str(refused.value) == (
        f"the facts do not keep the shapes: {fault.focus} is given by at most one body"
        f" (at https://w3id.org/lertrat/ontology#givenBy: {fault.copy}person)"
    )


def test_of_many_violations_twenty_are_named_and_the_rest_counted(
    words: list[Quad], faults: list[Fault]
) -> None:
    many = chain.from_iterable(with_fault([], fault) for fault in faults[:25])
    with pytest.raises(ShapesError, match=r"; and \d+ more$") as refused:
        check_shapes([*words, *many])
    assert str(refused.value).count("; ") == 20


@pytest.mark.parametrize("severity", ["Warning", "Info"])
def test_what_is_only_strange_is_told_and_not_refused(
    severity: str, words: list[Quad], faults: list[Fault]
) -> None:
    fault = next(fault for fault in faults if fault.severity == severity)
    told = check_shapes(with_fault(words, fault))
    assert count_findings(told) == {(severity, fault.message): 1}


def test_what_a_document_claims_is_not_held_against_the_shapes(
    words: list[Quad], faults: list[Fault]
) -> None:
    claimed = [Quad(*triple, NamedNode("http://example.org/claims")) for triple in faults[0].triples()]
    assert validate([*words, *claimed]) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ex:S a", "Parser error at line 1"),
        ("", "has no shape with a target"),
        ("ex:S a sh:NodeShape ; sh:nodeKind sh:IRI .", "has no shape with a target"),
        (SHAPE % "sh:minCuont 1", "sh:minCuont"),
        (SHAPE % 'sh:minCount "one"', 'sh:minCount: "one"'),
        (SHAPE % 'sh:pattern "("', "sh:pattern"),
        (SHAPE % "sh:in ex:nothing", "Malformed RDF list"),
        (SHAPE % "sh:node ex:Nowhere", "names a shape that it does not have: http://example.org/Nowhere"),
        ("ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:Nowhere .", "Nowhere> without sh:path"),
        ("ex:S sh:targetClass ex:C ; sh:sparql [ sh:select 'SELECT $this WHERE {' ] .", "SPARQL parse error"),
    ],
)
def test_shapes_that_would_let_faults_pass_are_refused(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ShapesError) as refused:
        validate([], file)
    assert str(refused.value).startswith(f"{file}: ")
    assert told in str(refused.value)


def test_a_file_of_shapes_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match=r"nowhere\.ttl: cannot be used"):
        validate([], tmp_path / "nowhere.ttl")
