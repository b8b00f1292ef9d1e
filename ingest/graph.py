"""The dataset in the making: settled facts once in the default graph, claims in a graph a document; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from ingest.rows import DocumentRow, SourcedRow
from ingest.terms import Fact, Facts, date, decimal, english, facts, integer, plain, text, thai
from ontology.iri import Kind, graph_iri, iri
from ontology.namespaces import DCTERMS, FOAF, LR, OA, PROV, RDF, SKOS
from ontology.thai import sort_key
from queries.engine import Quads

PROPOSED = graph_iri("proposed")
CURATION, EXTRACTION = iri("run", "curation"), iri("run", "extraction")
EDITORS, EXTRACTOR = iri("agent", "editors"), iri("agent", "extractor")
LONGEST_TITLE = 90
RUNS = {"reviewed": CURATION, "machine": EXTRACTION, "proposed": EXTRACTION}


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of a document on which a statement rests, and how they were found."""

    document: str
    exact: str | None = None
    start: int | None = None
    end: int | None = None
    prefix: str | None = None
    suffix: str | None = None
    locator: str | None = None
    rule: str | None = None
    confidence: float | None = None
    judgement: str = "reviewed"
    run: NamedNode | None = None
    """In which it was found or read, where that is none of the two of every build."""


@dataclass(slots=True)
class Dataset:
    """Quads by graph; adding a fact twice changes nothing."""

    quads: Quads = field(default_factory=Quads)
    _evidence: dict[tuple[str, Quotation], NamedNode] = field(default_factory=dict)
    _evidence_keys: set[str] = field(default_factory=set)
    _titles: dict[NamedNode, str] = field(default_factory=dict)
    _judgements: dict[NamedNode, str] = field(default_factory=dict)

    def settle(self, statements: Iterable[Fact]) -> None:
        """State in the default graph."""
        self._add(statements, DefaultGraph())

    def claim(self, statements: Iterable[Fact], document: str) -> None:
        """State in the graph of a document."""
        self._add(statements, claims_graph(document))

    def claim_with_link(self, statements: Iterable[Fact], document: str) -> None:
        """State in the graph of a document, and that this graph is what the document claims."""
        self.claim(statements, document)
        self.settle([Fact(iri("source", document), LR.claims, claims_graph(document))])

    def propose(self, statements: Iterable[Fact]) -> None:
        """State in the graph of what waits for a person."""
        self._add(statements, PROPOSED)

    def judge(self, node: NamedNode, judgement: str) -> None:
        """State who settled a node; the first stands: reviewed rows come before machine ones."""
        first = self._judgements.setdefault(node, judgement)
        self.settle([Fact(node, LR.judgement, iri("judgement", first))])

    def first_title(self, node: NamedNode, title: str) -> bool:
        """Whether `title` is the first that this work is called; later ones are other names of it."""
        return self._titles.setdefault(node, title) == title

    def _add(self, statements: Iterable[Fact], graph: NamedNode | BlankNode | DefaultGraph) -> None:
        self.quads.add(Quad(*fact, graph) for fact in statements)

    def evidence(self, subject_kind: Kind, subject_key: str, quotation: Quotation) -> NamedNode:
        """The evidence node of a subject in a document, made on first use; its facts are settled."""
        name = f"{subject_kind}-{subject_key}-{quotation.document}"
        node = self._evidence.get((name, quotation))
        if node is None:
            key = next(k for k in _numbered(name) if k not in self._evidence_keys)
            self._evidence_keys.add(key)
            node = self._evidence[name, quotation] = iri("evidence", key)
            self.settle(_evidence_facts(node, quotation))
        return node


def _numbered(name: str) -> Iterable[str]:
    yield name
    yield from (f"{name}.{number}" for number in range(2, 10_000))


def claims_graph(document: str) -> NamedNode:
    return graph_iri(f"document/{document}")


def _evidence_facts(node: NamedNode, quotation: Quotation) -> Facts:
    source = iri("source", quotation.document)
    selector = NamedNode(f"{node.value}#quote") if quotation.exact else None
    yield from facts(
        node,
        {
            RDF.type: (LR.Evidence, OA.SpecificResource),
            PROV.wasQuotedFrom: source,
            OA.hasSource: source,
            OA.hasSelector: selector,
            LR.locator: plain(quotation.locator),
            PROV.wasGeneratedBy: quotation.run or RUNS[quotation.judgement],
            LR.rule: plain(quotation.rule),
            LR.confidence: decimal(quotation.confidence),
        },
    )
    if selector is not None:
        yield from _selector_facts(selector, quotation)


def _selector_facts(selector: NamedNode, quotation: Quotation) -> Facts:
    position = NamedNode(selector.value.removesuffix("#quote") + "#position")
    placed = quotation.start is not None
    yield from facts(
        selector,
        {
            RDF.type: OA.TextQuoteSelector,
            OA.exact: plain(quotation.exact),
            OA.prefix: plain(quotation.prefix),
            OA.suffix: plain(quotation.suffix),
            OA.refinedBy: position if placed else None,
        },
    )
    if placed:
        yield from facts(
            position,
            {
                RDF.type: OA.TextPositionSelector,
                OA.start: integer(quotation.start),
                OA.end: integer(quotation.end),
            },
        )


def quotations(row: SourcedRow) -> list[Quotation]:
    """The evidence of a row, one quotation a document."""
    return [
        Quotation(
            document,
            row.quote,
            row.start_offset,
            row.end_offset,
            locator=row.locator,
            rule=row.rule,
            confidence=row.confidence,
            judgement=row.judgement,
        )
        for document in row.documents
    ]


def _readable(address: str | None) -> str:
    """What an address says to people: without its scheme, in the letters that it escapes, not too long."""
    if address is None:
        return ""
    words = unquote(address).partition("://")[2].removeprefix("www.").rstrip("/")
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"


def document_facts(row: DocumentRow) -> Facts:
    """What a source document is."""
    node = iri("source", row.key)
    title = row.title or _readable(row.url) or row.key
    yield from facts(
        node,
        {
            RDF.type: (LR.Document, PROV.Entity, FOAF.Document),
            SKOS.prefLabel: text(title) if row.title else plain(title),
            LR.sourceKind: iri("source-kind", row.kind),
            LR.extent: iri("extent", row.read),
            FOAF.page: NamedNode(row.url) if row.url else None,
            DCTERMS.publisher: text(row.publisher),
            DCTERMS.issued: date(row.published),
            DCTERMS.language: plain(row.language),
            DCTERMS.rights: plain(row.licence),
            LR.sha256: plain(row.sha256),
            SKOS.note: text(row.note),
            LR.sortKey: plain(sort_key(title)),
        },
    )


def run_facts(rules: str) -> Facts:
    """Who and what stands behind the two kinds of finding; `rules` is the version of the extraction rules."""
    for run, agent in ((CURATION, EDITORS), (EXTRACTION, EXTRACTOR)):
        yield Fact(run, RDF.type, PROV.Activity)
        yield Fact(run, PROV.wasAssociatedWith, agent)
    yield from facts(CURATION, {SKOS.prefLabel: (thai("การตรวจโดยคน"), english("Reading by people"))})
    yield from facts(
        EXTRACTION,
        {
            SKOS.prefLabel: (thai("การอ่านด้วยกฎ"), english("Reading by rules")),
            DCTERMS.hasVersion: plain(rules),
        },
    )
    yield from facts(
        EDITORS,
        {
            RDF.type: (PROV.Agent, FOAF.Group),
            SKOS.prefLabel: (thai("บรรณาธิการเลิศรัฐ"), english("Editors of Lertrat")),
        },
    )
    yield from facts(
        EXTRACTOR,
        {
            RDF.type: (PROV.Agent, PROV.SoftwareAgent),
            SKOS.prefLabel: (thai("ตัวสกัดของเลิศรัฐ"), english("Extractor of Lertrat")),
        },
    )
