"""What search finds: every label of the things that have a page, weighed by how much they are sought."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from ontology.iri import Identity, Kind, identify
from ontology.namespaces import FOAF, LR, SKOS
from queries.search import Entry

NAMES = (SKOS.prefLabel, LR.abbreviation, SKOS.altLabel, FOAF.name)
WEIGHTS: dict[Kind, int] = {
    "edition": 9,
    "body": 8,
    "project": 7,
    "award": 6,
    "candidacy": 5,
    "person": 4,
    "event": 3,
    "external-award": 2,
    "type": 2,
    "branch": 2,
    "source": 1,
}


def search_entries(quads: Iterable[Quad]) -> list[Entry]:
    """One entry a thing: its preferred Thai label first, then its other names."""
    names: dict[Identity, dict[str, tuple[int, bool]]] = {}
    for quad in quads:
        place = _place(quad)
        if place is not None and isinstance(quad.object, Literal):
            order = (NAMES.index(quad.predicate), quad.object.language != "th")
            known = names.setdefault(place, {})
            known[quad.object.value] = min(order, known.get(quad.object.value, order))
    return [
        Entry(identity, tuple(sorted(found, key=lambda name: (found[name], name))), WEIGHTS[identity.kind])
        for identity, found in names.items()
    ]


def _place(quad: Quad) -> Identity | None:
    if quad.predicate not in NAMES or not isinstance(quad.graph_name, DefaultGraph):
        return None
    identity = identify(quad.subject.value) if isinstance(quad.subject, NamedNode) else None
    return identity if identity and identity.kind in WEIGHTS else None
