"""The JSON-LD context, made of the ontology, of the shapes and of the words of others that we use.

`python -m ontology.context` writes `context.jsonld`; its version is that of the ontology.

- Each class and property has its local name. Where two have one, ours goes first, then what stands first in
  the lists below; the other shows its prefix: `skos:scopeNote` beside our `scopeNote`.
- A property that only links takes addresses; one whose values have one datatype takes them bare; texts are
  maps of languages, `"prefLabel": {"th": ..., "en": ...}`. What is now a day and now a year tells its type.
- `id` and `type` stand for the keywords. The namespaces of things have no prefix: their addresses are written
  in full, so that they can be followed.
- There is no `@vocab`: a name that nobody defined stays without a meaning.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Triple, parse

from ontology.namespaces import (
    BASE,
    CPOV,
    DCAT,
    DCTERMS,
    DQV,
    FOAF,
    GEO,
    GRAPH,
    ID,
    OA,
    ORG,
    OWL,
    PREFIXES,
    PROV,
    QB,
    RDF,
    RDFS,
    SCHEMA,
    SH,
    SKOS,
    SKOSXL,
    VANN,
    VOID,
    VS,
    WD,
    XSD,
    Namespace,
)

ONTOLOGY_FILE = Path(__file__).with_name("lertrat.ttl")
SHAPES_FILE = Path(__file__).with_name("shapes.ttl")
CONTEXT_FILE = Path(__file__).with_name("context.jsonld")
LINK, LANGUAGE = "@id", "@language"
KEYWORDS = {"id": "@id", "type": "@type"}
VOCABULARIES = {prefix: str(start) for prefix, start in PREFIXES.items() if start not in (ID, GRAPH, WD)}
"""The prefixes of words; things are named in full."""

Words = Mapping[Namespace, str]

TEXTS: Words = {
    SKOS: "prefLabel altLabel hiddenLabel definition note scopeNote historyNote editorialNote",
    DCTERMS: "title description",
    RDFS: "label comment",
    FOAF: "name title",
    SKOSXL: "literalForm",
}
LINKS: Words = {
    SKOS: "inScheme topConceptOf hasTopConcept member broader narrower"
    " exactMatch closeMatch broadMatch narrowMatch relatedMatch",
    ORG: "classification subOrganizationOf unitOf originalOrganization resultingOrganization",
    PROV: "wasDerivedFrom wasQuotedFrom wasGeneratedBy wasAssociatedWith",
    OA: "hasSource hasSelector refinedBy",
    DCTERMS: "creator license isPartOf isReplacedBy source",
    FOAF: "homepage page",
    RDFS: "seeAlso isDefinedBy domain range subClassOf subPropertyOf",
    QB: "dataSet structure component dimension measure attribute codeList concept",
    DQV: "isMeasurementOf computedOn inDimension expectedDataType",
    SKOSXL: "altLabel",
    OWL: "versionIRI priorVersion members",
    VOID: "vocabulary",
}
TRUTH_VALUES: Words = {QB: "componentRequired"}
OTHER_VALUES: Words = {
    SKOS: "notation example",
    DCTERMS: "date issued created modified publisher language rights hasVersion",
    OA: "exact prefix suffix start end",
    GEO: "lat long",
    SCHEMA: "startDate endDate temporalCoverage",
    DQV: "value",
    OWL: "versionInfo",
    VOID: "uriSpace",
    VANN: "preferredNamespacePrefix preferredNamespaceUri",
    VS: "term_status",
}
CLASSES: Words = {
    SKOS: "Concept ConceptScheme Collection",
    ORG: "Organization FormalOrganization OrganizationalUnit ChangeEvent",
    PROV: "Entity Activity Agent SoftwareAgent",
    OA: "SpecificResource TextQuoteSelector TextPositionSelector",
    FOAF: "Person Group Document",
    SCHEMA: "City",
    SKOSXL: "Label",
    QB: "DataSet DataStructureDefinition Observation"
    " DimensionProperty MeasureProperty AttributeProperty CodedProperty",
    DQV: "QualityMeasurement Metric",
    DCAT: "Dataset",
    VOID: "Dataset",
    CPOV: "PublicOrganisation",
    RDF: "Property",
    OWL: "Ontology Class AllDisjointClasses"
    " ObjectProperty DatatypeProperty AnnotationProperty FunctionalProperty",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A name for a word, whose `values` are links, texts by language, of one datatype (its IRI), or mixed."""

    name: str
    iri: str
    values: str | None = None

    @property
    def definition(self) -> str | dict[str, str]:
        """The term as a JSON-LD context defines it."""
        if self.values is None:
            return shorten(self.iri)
        if self.values == LANGUAGE:
            return {"@id": shorten(self.iri), "@container": LANGUAGE}
        return {"@id": shorten(self.iri), "@type": LINK if self.values == LINK else shorten(self.values)}


def shorten(iri: str) -> str:
    """The IRI of a word with its prefix; any other as it is."""
    for prefix, start in VOCABULARIES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri


@cache
def terms() -> Mapping[str, Term]:
    """Every term of the context by the IRI that it stands for."""
    taken = {*KEYWORDS, *VOCABULARIES}
    named: dict[str, Term] = {}
    for word, values in [*_our_words(), *_words_of_others()]:
        start = next(start for start in VOCABULARIES.values() if word.value.startswith(start))
        local_name = word.value.removeprefix(start)
        name = local_name if local_name not in taken else shorten(word.value)
        taken.add(name)
        named[word.value] = Term(name, word.value, values)
    return named


def _our_words() -> Iterator[tuple[NamedNode, str | None]]:
    """The classes and properties of the ontology, and how their values are written."""
    told = [quad.triple for quad in parse(path=ONTOLOGY_FILE)]
    links = _subjects(told, RDF.type, OWL.ObjectProperty)
    texts = _subjects(told, RDFS.range, RDF.PlainLiteral)
    datatypes = {
        **{t.subject: t.object.value for t in told if t.predicate == RDFS.range and _is_exact(t.object)},
        **_datatypes_of_shapes(),
    }
    for word in sorted(_subjects(told, RDFS.isDefinedBy, NamedNode(BASE + "ontology")), key=str):
        yield word, LINK if word in links else LANGUAGE if word in texts else datatypes.get(word)


def _subjects(told: list[Triple], predicate: NamedNode, value: NamedNode) -> set[Any]:
    return {triple.subject for triple in told if (triple.predicate, triple.object) == (predicate, value)}


def _is_exact(range_: Any) -> bool:
    """Whether a value needs this datatype: a bare string has that of strings anyway."""
    return isinstance(range_, NamedNode) and range_.value.startswith(XSD) and range_ != XSD.string


def _datatypes_of_shapes() -> dict[Any, str]:
    """The datatype that the shapes demand of a property; they know xsd:time, which OWL 2 does not."""
    told = [quad.triple for quad in parse(path=SHAPES_FILE)]
    paths = {triple.subject: triple.object for triple in told if triple.predicate == SH.path}
    return {
        paths[triple.subject]: triple.object.value
        for triple in told
        if triple.predicate == SH.datatype and triple.subject in paths
    }


def _words_of_others() -> Iterator[tuple[NamedNode, str | None]]:
    datatypes = _datatypes_of_shapes()
    lists = (
        (TEXTS, LANGUAGE),
        (LINKS, LINK),
        (TRUTH_VALUES, XSD.boolean.value),
        (OTHER_VALUES, None),
        (CLASSES, None),
    )
    for words, values in lists:
        for namespace, names in words.items():
            for word in map(namespace.term, names.split()):
                yield word, values or datatypes.get(word)


def make_context() -> dict[str, Any]:
    """The document `context.jsonld`: what its names mean, and which version it is."""
    named = sorted(terms().values(), key=lambda term: (":" in term.name, term.name))
    defined = {term.name: term.definition for term in named if term.name != term.definition}
    context = {"@version": 1.1, **KEYWORDS, **VOCABULARIES, **defined}
    return {"@context": context, **_description()}


def _description() -> dict[str, Any]:
    """What the context says of itself; whoever only wants the names never reads it."""
    ontology = NamedNode(BASE + "ontology")
    told = {q.predicate: q.object.value for q in parse(path=ONTOLOGY_FILE) if q.subject == ontology}
    return {
        "id": BASE + CONTEXT_FILE.name,
        "title": {"th": "คำของเลิศรัฐสำหรับ JSON-LD", "en": "The words of Lertrat for JSON-LD"},
        "versionInfo": told[OWL.versionInfo],
        "license": told[DCTERMS.license],
        "source": ontology.value,
    }


@cache
def read_context() -> dict[str, Any]:
    """What the file context.jsonld holds under `@context`."""
    context: dict[str, Any] = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["@context"]
    return context


if __name__ == "__main__":
    CONTEXT_FILE.write_text(json.dumps(make_context(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
