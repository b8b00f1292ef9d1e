"""The concept schemes as Python reads them: a label in a text or a table -> a concept -> its IRI."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple, parse

from ontology.iri import Kind, identify, iri
from ontology.namespaces import LR, SKOS
from ontology.thai import match_key

CONCEPTS_FOLDER = Path(__file__).parent / "concepts"


class UnknownConceptError(LookupError):
    """A label that no concept of the scheme has."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept: its key, its preferred labels by language, and every other way to write it."""

    scheme: Kind
    key: str
    labels: Mapping[str, str]
    alternatives: tuple[str, ...] = ()
    branch: str | None = None
    rank: int = 0

    @property
    def name(self) -> str:
        """The canonical Thai name, as in the files that people edit."""
        return self.labels["th"]

    @property
    def iri(self) -> NamedNode:
        return iri(self.scheme, self.key)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every way to write it, the preferred ones first."""
        return (*self.labels.values(), *self.alternatives)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme, in the order of its ranks."""

    kind: Kind
    concepts: tuple[Concept, ...]
    _by_key: dict[str, Concept] = field(default_factory=dict)
    _by_surface: dict[str, Concept] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for concept in self.concepts:
            self._by_key[concept.key] = concept
            for surface in concept.surfaces:
                self._by_surface.setdefault(match_key(surface), concept)

    def __getitem__(self, key: str) -> Concept:
        """The concept with this key; raises UnknownConceptError."""
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownConceptError(self._complaint(key)) from None

    def named(self, label: str) -> Concept:
        """The concept that is written `label` (key, canonical or variant); raises UnknownConceptError."""
        found = self.find(label)
        if found is None:
            raise UnknownConceptError(self._complaint(label))
        return found

    def find(self, label: str) -> Concept | None:
        """The same, or None where no concept is written so."""
        return self._by_key.get(label) or self._by_surface.get(match_key(label))

    def _complaint(self, label: str) -> str:
        known = ", ".join(
            concept.name if concept.name == concept.key else f"{concept.name} ({concept.key})"
            for concept in self.concepts
        )
        return f"{label!r} is no {self.kind}; known are: {known}"


@cache
def scheme(kind: Kind) -> Scheme:
    """The concept scheme of a kind, read from `ontology/concepts/<kind>.ttl`."""
    triples: dict[NamedNode, list[Triple]] = {}
    for quad in parse(path=CONCEPTS_FOLDER / f"{kind}.ttl"):
        if isinstance(quad.subject, NamedNode):
            triples.setdefault(quad.subject, []).append(quad.triple)
    concepts = (_concept(kind, node, told) for node, told in triples.items())
    return Scheme(kind, tuple(sorted((c for c in concepts if c), key=lambda c: (c.rank, c.key))))


def _concept(kind: Kind, node: NamedNode, told: Iterable[Triple]) -> Concept | None:
    identity = identify(node.value)
    if identity is None or identity.kind != kind:
        return None
    values: dict[NamedNode, list[Literal | NamedNode]] = {}
    for triple in told:
        if isinstance(triple.object, (Literal, NamedNode)):
            values.setdefault(triple.predicate, []).append(triple.object)
    labels = {v.language: v.value for v in values[SKOS.prefLabel] if isinstance(v, Literal) and v.language}
    branches = [found.key for v in values.get(LR.branch, []) if (found := identify(v.value))]
    return Concept(
        scheme=kind,
        key=identity.key,
        labels=dict(sorted(labels.items(), reverse=True)),  # th before en
        alternatives=tuple(v.value for v in values.get(SKOS.altLabel, []) + values.get(SKOS.hiddenLabel, [])),
        branch=branches[0] if branches else None,
        rank=int(values[LR.rank][0].value),
    )
