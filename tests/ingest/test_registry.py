"""Every value of the registry says what it rests on; placements are nodes, and lead only where they may."""

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, Quad

from ingest.assembly import Assembled
from ingest.certainty import certainty
from ingest.collection import Collection
from ingest.registry import body_values
from ingest.rows import BodyRow, PlacementRow
from ingest.rows.cells import Basis
from ingest.shipped import read_sources
from ontology.iri import graph_iri, iri
from ontology.namespaces import LR, ORG, SKOS

KNOWLEDGE = graph_iri("document/knowledge")
OUTSIDE = {"province", "local-government", "state-enterprise", "university", "public-organization"}


@pytest.fixture(scope="module")
def registry() -> Collection:
    return Collection.of_sources(read_sources())


def graphs_of(assembled: Assembled, subject: str, value: Literal) -> Iterator[str]:
    for quad in assembled.quads:
        if quad.subject == iri("body", subject) and quad.object == value:
            yield str(getattr(quad.graph_name, "value", "settled")).rpartition("/")[2]


def test_every_value_of_a_body_rests_on_something(registry: Collection) -> None:
    values = [(row.id, fact, bases) for row in registry.of(BodyRow) for fact, bases in body_values(row)]
    assert len(values) > 4000
    assert [(body, fact.predicate) for body, fact, bases in values if not bases] == []


def test_a_name_is_claimed_by_each_register_that_has_it(assembled: Assembled) -> None:
    graphs = set(graphs_of(assembled, "opm", Literal("สำนักนายกรัฐมนตรี", language="th")))
    assert {"settled", "budget-bureau-2570", "wikipedia-th-titles"} <= graphs


def test_what_is_only_commonly_known_is_marked_as_such(assembled: Assembled) -> None:
    graphs = set(graphs_of(assembled, "prd", Literal("PRD", language="en")))
    assert graphs == {"settled", "knowledge"}


def test_a_body_outside_the_centre_has_no_short_cut(registry: Collection, assembled: Assembled) -> None:
    kinds = {iri("body", row.id): row.kind for row in registry.of(BodyRow)}
    led = {quad.subject for quad in assembled.quads if quad.predicate in (ORG.subOrganizationOf, ORG.unitOf)}
    assert {kinds[body] for body in led if body in kinds} & OUTSIDE == set()


def test_a_placement_that_has_ended_is_a_node_and_no_short_cut(assembled: Assembled) -> None:
    department, before, today = iri("body", "tmd"), iri("body", "mict"), iri("body", "mdes")
    placements = {q.subject for q in assembled.quads if (q.predicate, q.object) == (LR.body, department)}
    parents = {q.object for q in assembled.quads if q.subject in placements and q.predicate == LR.parent}
    short_cuts = {
        q.object for q in assembled.quads if (q.subject, q.predicate) == (department, ORG.subOrganizationOf)
    }
    assert parents == {before, today}
    assert short_cuts == {today}


@pytest.mark.parametrize("kind", ["sub-unit", "field-office", "hospital", "province"])
def test_no_part_of_another_body_stands_alone(registry: Collection, kind: str) -> None:
    placed = {row.body for row in registry.of(PlacementRow)}
    assert [row.id for row in registry.of(BodyRow) if row.kind == kind and row.id not in placed] == []


def test_a_name_that_several_bodies_share_is_no_label_of_any(assembled: Assembled) -> None:
    shared = {q.subject for q in assembled.quads if q.object == iri("name-risk", "ambiguous")}
    written = {q.object for q in assembled.quads if q.subject in shared and q.predicate == SKOS.prefLabel}
    labels = [
        q for q in assembled.quads if q.predicate == SKOS.altLabel and q.object in written and _is_body(q)
    ]
    assert labels == []


def _is_body(quad: Quad) -> bool:
    return "/id/body/" in str(quad.subject)


@pytest.mark.parametrize(
    ("sources", "key"),
    [
        ("budget-bureau-2570:01000;wikipedia-th-titles", "corroborated"),
        ("budget-bureau-2570:01000;budget-2565", "documented"),
        ("budget-bureau-2570:01000;thaigov-mentions:5", "corroborated"),
        ("budget-bureau-2570:01000;thaigov-mentions:4", "documented"),
        ("thaigov-mentions:1", "documented"),
        ("wikipedia-th-titles;knowledge", "documented"),
        ("structural;knowledge", "by-convention"),
        ("knowledge", "common-knowledge"),
    ],
)
def test_sources_of_two_kinds_make_a_fact_certain(registry: Collection, sources: str, key: str) -> None:
    bases = [
        Basis(source, detail) for source, _, detail in (one.partition(":") for one in sources.split(";"))
    ]
    assert certainty(bases, registry.document_kinds()) == key


def test_no_thai_name_rests_on_common_knowledge_alone(registry: Collection) -> None:
    kinds = registry.document_kinds()
    assert {certainty(row.evidence, kinds) for row in registry.of(BodyRow)} == {"corroborated", "documented"}
