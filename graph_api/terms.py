"""What an ontology and its concept schemes say of each term, in the order in which pages show it; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import NamedNode
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph_api.cells import shorten
from graph_api.dates import write_day
from ontology.iri import identify
from ontology.namespaces import DCTERMS, LR, OWL, PREFIXES, RDF, RDFS, SKOS, VANN, VS, XSD
from ontology.owners import OWNERS


def ref(node: NamedNode) -> URIRef:
    """One of our constants for rdflib."""
    return URIRef(node.value)


# The rows of a term or of a page's head, in this order; another property follows under its own name.
ROWS: dict[URIRef, str] = {
    ref(node): words
    for node, words in (
        (SKOS.notation, "documentation.notation"),
        (RDFS.subClassOf, "documentation.superclass"),
        (RDFS.subPropertyOf, "documentation.superproperty"),
        (RDFS.domain, "documentation.domain"),
        (RDFS.range, "documentation.range"),
        (OWL.disjointWith, "documentation.disjoint"),
        (SKOS.altLabel, "documentation.alternative"),
        (SKOS.hiddenLabel, "documentation.hidden"),
        (SKOS.scopeNote, "documentation.scope_note"),
        (SKOS.historyNote, "documentation.history_note"),
        (SKOS.editorialNote, "documentation.editorial_note"),
        (SKOS.broader, "documentation.broader"),
        (SKOS.narrower, "documentation.narrower"),
        (SKOS.related, "documentation.related"),
        (SKOS.exactMatch, "documentation.exact_match"),
        (SKOS.closeMatch, "documentation.close_match"),
        (SKOS.broadMatch, "documentation.broad_match"),
        (SKOS.narrowMatch, "documentation.narrow_match"),
        (SKOS.relatedMatch, "documentation.related_match"),
        (DCTERMS.source, "documentation.source"),
        (OWL.versionInfo, "documentation.version"),
        (OWL.versionIRI, "documentation.version_iri"),
        (OWL.priorVersion, "documentation.prior_version"),
        (DCTERMS.license, "documentation.licence"),
        (DCTERMS.creator, "documentation.creator"),
        (DCTERMS.publisher, "documentation.publisher"),
        (DCTERMS.created, "documentation.created"),
        (DCTERMS.modified, "documentation.modified"),
        (VANN.preferredNamespacePrefix, "documentation.prefix"),
        (VANN.preferredNamespaceUri, "documentation.namespace"),
    )
}
NAMES = tuple(map(ref, (RDFS.label, SKOS.prefLabel, DCTERMS.term("title"))))
DEFINITIONS = tuple(map(ref, (SKOS.definition, DCTERMS.description, RDFS.comment)))
ELSEWHERE = (
    *NAMES,
    *DEFINITIONS,
    *map(ref, (RDF.type, RDFS.isDefinedBy, VS.term_status, SKOS.example)),
    *map(ref, (SKOS.inScheme, SKOS.topConceptOf, SKOS.hasTopConcept)),
)
"""What is no row: the heading and the text of a term say it, or the page on which it stands."""
USED_WITH: dict[URIRef, tuple[URIRef, ...]] = {
    ref(property_): tuple(map(ref, owners)) for property_, owners in OWNERS.items()
} | {
    ref(class_): tuple(ref(property_) for property_, owners in OWNERS.items() if class_ in owners)
    for class_ in {class_ for owners in OWNERS.values() for class_ in owners}
}
"""The classes of a property without a domain, and the other way round."""
DATES = (ref(XSD.date), ref(XSD.dateTime))


@dataclass(frozen=True, slots=True)
class Text:
    """Words and their language; none for a code."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in Thai, in English and otherwise."""

    thai: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    other: tuple[Text, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.thai or self.english or self.other)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a page names."""

    iri: str
    short: str
    names: Said


@dataclass(frozen=True, slots=True)
class Row:
    """A property of a term; `words` says its name, else `name` does."""

    words: str
    name: Thing
    said: Said
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Term(Thing):
    """A class, property, concept, scheme or the ontology itself."""

    anchor: str
    definitions: Said
    status: str
    functional: bool
    disjoint: bool
    examples: tuple[str, ...]
    rows: tuple[Row, ...]


class Entity(Protocol):
    """What Ontospy knows of a class, property or concept."""

    uri: URIRef

    def children(self) -> list["Entity"]:
        """What stands directly below it."""


class Reading:
    """A graph, read term by term."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.disjoint = sorted(self._read_disjoint(), key=str)
        """Classes that nothing can be two of, group by group."""
        self._apart = {thing.iri for group in self.disjoint for thing in group}

    def term(self, iri: URIRef, entity: Entity | None = None) -> Term:
        """All about a term; its entity adds who uses it."""
        types = set(self._graph.objects(iri, ref(RDF.type)))
        return Term(
            iri=str(iri),
            short=shorten_term(iri),
            names=self.said(iri, NAMES),
            anchor=anchor(iri),
            definitions=self.said(iri, DEFINITIONS),
            status=self._first(iri, ref(VS.term_status)),
            functional=ref(OWL.FunctionalProperty) in types,
            disjoint=str(iri) in self._apart,
            examples=tuple(sorted(map(str, self._graph.objects(iri, ref(SKOS.example))))),
            rows=(*self._rows(iri), *self._uses(iri, entity)),
        )

    def thing(self, iri: Node) -> Thing:
        """Something that is named with its labels."""
        return Thing(str(iri), shorten_term(iri), self.said(iri, NAMES))

    def said(self, iri: Node, predicates: Iterable[URIRef]) -> Said:
        """The words of these properties."""
        found = (value for predicate in predicates for value in self._graph.objects(iri, predicate))
        return say(value for value in found if isinstance(value, Literal))

    def rank(self, iri: URIRef) -> tuple[int, str]:
        """Where a concept stands in its scheme."""
        written = self._first(iri, ref(LR.rank))
        return int(written) if written.isdecimal() and len(written) < 10 else 0, str(iri)

    def _first(self, iri: URIRef, predicate: URIRef) -> str:
        """The one value of a property, or the same one of several at each reading."""
        return min(map(str, self._graph.objects(iri, predicate)), default="")

    @property
    def prefixes(self) -> list[tuple[str, str]]:
        """The namespaces whose terms the graph uses, by prefix."""
        used = {str(node) for triple in self._graph for node in triple if isinstance(node, URIRef)}
        return sorted(
            (prefix, str(start))
            for prefix, start in PREFIXES.items()
            if any(iri.startswith(start) for iri in used)
        )

    def _rows(self, iri: URIRef) -> Iterator[Row]:
        predicates = {found for found in self._graph.predicates(iri) if isinstance(found, URIRef)}
        places = {predicate: place for place, predicate in enumerate(ROWS)}
        for predicate in sorted(
            predicates - set(ELSEWHERE), key=lambda found: (places.get(found, len(places)), str(found))
        ):
            values = set(self._graph.objects(iri, predicate))
            said = say(value for value in values if isinstance(value, Literal))
            yield self._row(
                ROWS.get(predicate, ""), predicate, said, (v for v in values if isinstance(v, URIRef))
            )

    def _uses(self, iri: URIRef, entity: Entity | None) -> Iterator[Row]:
        """The rows of what leads to a term, and of what it is used with where no domain says so."""
        uses: tuple[tuple[str, NamedNode, Iterable[URIRef]], ...] = (
            ("documentation.below", RDFS.subClassOf, _uris(entity, "children")),
            ("documentation.domain_of", RDFS.domain, _uris(entity, "domain_of")),
            ("documentation.range_of", RDFS.range, _uris(entity, "range_of")),
            ("documentation.used_with", RDFS.domain, USED_WITH.get(iri, ())),
        )
        for words, predicate, users in uses:
            if users:
                yield self._row(words, ref(predicate), Said(), users)

    def _row(self, words: str, predicate: Node, said: Said, iris: Iterable[URIRef]) -> Row:
        return Row(words, self.thing(predicate), said, tuple(self.thing(iri) for iri in sorted(set(iris))))

    def _read_disjoint(self) -> Iterator[tuple[Thing, ...]]:
        for node in self._graph.subjects(ref(RDF.type), ref(OWL.AllDisjointClasses)):
            for members in self._graph.objects(node, ref(OWL.members)):
                iris = (iri for iri in Collection(self._graph, members) if isinstance(iri, URIRef))
                yield tuple(self.thing(iri) for iri in sorted(iris))


def say(literals: Iterable[Literal]) -> Said:
    """Words by their language, in an order of their own; days are written for people."""
    spread = {text for literal in literals for text in _spread(literal)}
    texts = sorted(spread, key=lambda text: (text.language, text.text))
    return Said(
        tuple(text.text for text in texts if text.language == "th"),
        tuple(text.text for text in texts if text.language == "en"),
        tuple(text for text in texts if text.language not in ("th", "en")),
    )


def _spread(literal: Literal) -> Iterator[Text]:
    if literal.datatype in DATES:
        try:
            day = str(literal)[:10]
            yield from (Text(write_day(day, "th"), "th"), Text(write_day(day, "en"), "en"))
            return
        except ValueError:  # no day: shown as it is written
            pass
    yield Text(str(literal), (literal.language or "").partition("-")[0])


def _uris(entity: Entity | None, name: str) -> list[URIRef]:
    """Who uses a term in one way; Ontospy gives classes more ways than others, some as a method."""
    found = getattr(entity, name, [])
    return [user.uri for user in (found() if callable(found) else found)]


def shorten_term(iri: Node) -> str:
    """A term with its prefix, a thing of ours with its kind."""
    identity = identify(str(iri))
    return f"{identity.kind}:{identity.key}" if identity else shorten(str(iri))


def anchor(iri: Node) -> str:
    """The local name: where a term stands on its page."""
    identity = identify(str(iri))
    return identity.key if identity else str(iri).removeprefix(LR)
