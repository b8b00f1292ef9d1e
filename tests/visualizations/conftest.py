"""A small graph that every picture can be drawn of; its labels can be made hostile, all of them at once."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ontology.iri import Kind, iri
from ontology.namespaces import DCTERMS, FOAF, LR, OA, ORG, RDF, SKOS
from ontology.thai import to_common_era
from queries.engine import EmbeddedEngine

Spell = Callable[[str], str]
Object = NamedNode | Literal

BODIES = {
    "mind": ("กระทรวงอุตสาหกรรม", "ministry"),
    "tisi": ("สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม", "department"),
    "diw": ("กรมโรงงานอุตสาหกรรม", "department"),
    "ieat": ("การนิคมอุตสาหกรรมแห่งประเทศไทย", "state-enterprise"),
    "rayong": ("จังหวัดระยอง", "province"),
    "alone": ("หน่วยงานที่ไม่มีสังกัด", "independent-body"),
}
PLACEMENTS = [
    ("tisi", "mind", "organisational", None),
    ("diw", "mind", "organisational", None),
    ("ieat", "mind", "supervision", None),
    ("rayong", "mind", "territory", None),
    ("diw", "alone", "organisational", "2540"),
]
# award, recipient, branch, edition, project
AWARDS = [
    ("a1", "tisi", "quality", "2566", None),
    ("a2", "tisi", "service", "2567", "p1"),
    ("a3", "ieat", "participatory", "2567", None),
    ("a4", "rayong", "service", "2567", None),
    ("a5", "rayong", None, None, None),
]


@pytest.fixture
def engine_of() -> Callable[[Spell], EmbeddedEngine]:
    """`engine_of(spell)`: an engine over the small graph, each text passed through `spell`."""
    return lambda spell: EmbeddedEngine.of_quads(_quads(spell))


@pytest.fixture
def engine(engine_of: Callable[[Spell], EmbeddedEngine]) -> EmbeddedEngine:
    """The small graph with honest labels."""
    return engine_of(lambda text: text)


def _quads(spell: Spell) -> Iterator[Quad]:
    yield from _bodies(spell)
    yield from _awards(spell)
    yield from _people(spell)
    for year in (2566, 2567):
        yield from _facts("edition", str(year), _named(spell, f"รางวัลเลิศรัฐ {year}"))
        yield from _facts("edition", str(year), {RDF.type: LR.Edition})
        both = {LR.yearBE: Literal(year), LR.yearCE: Literal(to_common_era(year))}
        yield from _facts("edition", str(year), both)
    yield from _facts("count", "c1", _count(238))
    yield from _facts("count", "c2", _count(240))


def _bodies(spell: Spell) -> Iterator[Quad]:
    for key, (name, kind) in BODIES.items():
        told = {RDF.type: ORG.Organization, ORG.classification: iri("body-kind", kind)}
        yield from _facts("body", key, {**told, **_named(spell, name)})
        yield from _facts("body", key, {LR.abbreviation: Literal(spell(key), language="th")})
    for number, (body, parent, kind, until) in enumerate(PLACEMENTS):
        told = {
            LR.body: iri("body", body),
            LR.parent: iri("body", parent),
            LR.placementKind: iri("placement-kind", kind),
        }
        yield from _facts("placement", str(number), told)
        if until:
            yield from _facts("placement", str(number), {LR.to: Literal(spell(until))})


def _awards(spell: Spell) -> Iterator[Quad]:
    for key, body, branch, year, project in AWARDS:
        told: dict[NamedNode, Object] = {RDF.type: LR.Award, LR.recipient: iri("body", body)}
        told |= {LR.branch: iri("branch", branch)} if branch else {}
        told |= {LR.edition: iri("edition", year)} if year else {}
        told |= {LR.project: iri("project", project)} if project else {}
        yield from _facts("award", key, told | _named(spell, f"รางวัล {key}"))
    yield from _facts("project", "p1", {RDF.type: LR.Project, **_named(spell, "ผลงานหนึ่ง")})
    yield from _facts("award", "a1", {LR.hasEvidence: iri("evidence", "e1")})
    yield from _facts("evidence", "e1", {OA.hasSource: iri("source", "s1")})
    page = NamedNode(spell("https://example.org/news"))
    yield from _facts("source", "s1", {DCTERMS.publisher: Literal(spell("สำนักข่าว")), FOAF.page: page})


def _people(spell: Spell) -> Iterator[Quad]:
    yield from _facts("person", "somchai", {RDF.type: FOAF.Person, **_named(spell, "สมชาย ใจดี")})
    told = {LR.person: iri("person", "somchai"), LR.onBehalfOf: iri("body", "tisi")}
    yield from _facts("participation", "x1", told)


def _count(value: int) -> dict[NamedNode, Object]:
    told: dict[NamedNode, Object] = {LR.countKind: iri("count-kind", "awards"), LR.value: Literal(value)}
    return told | {LR.edition: iri("edition", "2567")}


def _named(spell: Spell, name: str) -> dict[NamedNode, Object]:
    return {SKOS.prefLabel: Literal(spell(name), language="th")}


def _facts(kind: Kind, key: str, told: Mapping[NamedNode, Object]) -> Iterator[Quad]:
    for predicate, value in told.items():
        yield Quad(iri(kind, key), predicate, value)
