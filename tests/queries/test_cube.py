"""The counts as a data cube keep the integrity constraints of the W3C's RDF Data Cube.

Of the constraints IC-1 to IC-21 these apply. The cube has no slices (IC-7 to IC-10, IC-18), no dimension of
measures (IC-15 to IC-17) and no hierarchical code lists (IC-20, IC-21).
"""

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from ingest.assembly import Assembled
from ontology.iri import iri
from ontology.namespaces import ID, LR, PREFIXES, PROV, QB, RDF
from queries.catalogue import find
from queries.engine import EmbeddedEngine

CONSTRAINTS = {
    path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("cube/*.rq")
}
OBSERVATION = NamedNode(ID + "count/seed-000-4#seed-000")
PROLOGUE = "".join(f"@prefix {name}: <{start}> .\n" for name, start in PREFIXES.items()) + (
    f"@prefix cube: <{ID}dataset/counts-cube#> .\n@prefix dataset: <{ID}dataset/> .\n"
)

Cube = frozenset[Triple]


def ask_for_cube(engine: EmbeddedEngine) -> Cube:
    return frozenset(engine.triples(find("counts-cube").bind()))


def violates(cube: Cube, constraint: str) -> bool:
    quads = (Quad(triple.subject, triple.predicate, triple.object) for triple in cube)
    return EmbeddedEngine.of_quads(quads).ask(CONSTRAINTS[constraint])


def read(turtle: str) -> Cube:
    return frozenset(quad.triple for quad in parse(PROLOGUE + turtle, RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def cube(engine: EmbeddedEngine) -> Cube:
    """The cube of the shipped dataset."""
    return ask_for_cube(engine)


@pytest.mark.parametrize("constraint", sorted(CONSTRAINTS))
def test_the_cube_keeps_the_constraint(cube: Cube, constraint: str) -> None:
    assert not violates(cube, constraint)


def without(cube: Cube, subject: str | None, property_: str) -> Cube:
    """The cube without the values of a property, of one thing or of all; names as in Turtle."""
    (wanted,) = read(f"{subject or 'qb:x'} {property_} qb:x .")
    return frozenset(
        triple
        for triple in cube
        if triple.predicate != wanted.predicate or (subject and triple.subject != wanted.subject)
    )


OBSERVED = str(OBSERVATION)


@pytest.mark.parametrize(
    ("constraint", "subject", "property_"),
    [
        ("ic-01", OBSERVED, "qb:dataSet"),
        ("ic-02", "dataset:counts-cube", "qb:structure"),
        ("ic-03", None, "qb:measure"),
        ("ic-04", "cube:edition", "rdfs:range"),
        ("ic-05", "lr:branch", "qb:codeList"),
        ("ic-11", OBSERVED, "lr:branch"),
        ("ic-13", OBSERVED, "lr:qualifier"),
        ("ic-14", OBSERVED, "lr:value"),
        ("ic-19", None, "skos:member"),
    ],
)
def test_the_constraint_finds_what_is_missing(
    cube: Cube, constraint: str, subject: str | None, property_: str
) -> None:
    assert violates(without(cube, subject, property_), constraint)


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [
        ("ic-01", f"{OBSERVED} qb:dataSet <urn:x:other> ."),
        ("ic-02", "dataset:counts-cube qb:structure <urn:x:other> ."),
        (
            "ic-06",
            "dataset:counts-structure qb:component [ qb:dimension lr:level ; qb:componentRequired false ] .",
        ),
        ("ic-19", f"{OBSERVED} lr:branch <urn:x:other> ."),
    ],
)
def test_the_constraint_finds_what_is_too_much(cube: Cube, constraint: str, statement: str) -> None:
    assert violates(cube | read(statement), constraint)


def test_two_observations_of_the_same_are_found(cube: Cube) -> None:
    copy = {
        Triple(NamedNode("urn:x:copy"), triple.predicate, triple.object)
        for triple in cube
        if triple.subject == OBSERVATION and triple.predicate != LR.value
    }
    assert violates(cube | copy, "ic-12")


def test_what_no_constraint_is_here_for_is_not_in_the_cube(cube: Cube) -> None:
    terms = {term for triple in cube for term in (triple.predicate, triple.object)}
    assert not {QB.slice, QB.Slice, QB.observationGroup, QB.measureType, QB.HierarchicalCodeList} & terms


def test_a_dimension_of_an_observation_has_one_value(cube: Cube) -> None:
    dimensions = {triple.object for triple in cube if triple.predicate == QB.dimension}
    values = Counter((t.subject, t.predicate) for t in cube if t.predicate in dimensions)
    assert len(dimensions) == 11
    assert set(values.values()) == {1}


def test_each_number_is_observed_once_in_each_of_its_documents(cube: Cube, assembled: Assembled) -> None:
    quotes = [quad for quad in assembled.quads if quad.predicate == PROV.wasQuotedFrom]
    quoted = {str(quad.subject): quad.object for quad in quotes}
    counts = {
        quad.subject for quad in assembled.quads if (quad.predicate, quad.object) == (RDF.type, LR.Count)
    }
    told = {
        (quad.subject, quoted[str(quad.object)])
        for quad in assembled.quads
        if quad.predicate == LR.hasEvidence and quad.subject in counts
    }
    observations = {triple.subject for triple in cube if triple.object == QB.Observation}
    assert len(observations) == len(told) > 0


def test_what_a_number_does_not_tell_is_told_as_such(cube: Cube) -> None:
    told = {(t.predicate, t.object) for t in cube if t.subject == OBSERVATION}
    assert {
        (LR.branch, iri("branch", "quality")),
        (LR.level, NamedNode(ID + "dataset/counts-cube#not-told")),
    } <= told


def test_a_document_that_gives_two_numbers_for_the_same_is_heard_once(assembled: Assembled) -> None:
    first, again = iri("count", "seed-000-4"), iri("count", "seed-000-4-again")
    doubled = [Quad(again, q.predicate, q.object) for q in assembled.quads if q.subject == first]
    cube = ask_for_cube(EmbeddedEngine.of_quads([*assembled.quads, *doubled]))
    assert not violates(cube, "ic-12")
    assert {t.object for t in cube if t.predicate == PROV.wasDerivedFrom} & {first, again} == {first}
