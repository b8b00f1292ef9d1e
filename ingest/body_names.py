"""Rows of names -> one node a name of a body: how it is written, how often, and what to beware of."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from ingest.graph import Dataset
from ingest.rows import AliasRow, AmbiguousAbbreviationRow
from ingest.terms import Facts, decimal, digest, facts, integer, text, thai
from ontology.iri import iri
from ontology.namespaces import LR, PROV, RDF, SKOS, SKOSXL
from ontology.thai import normalise

SHOWN_KINDS = frozenset({"alias", "hosp-clip", "univ-clip", "name-without-po-suffix"})


def add_names(
    aliases: Iterable[AliasRow], abbreviations: Iterable[AmbiguousAbbreviationRow], dataset: Dataset
) -> None:
    """Further names of bodies, and the abbreviations that several bodies share."""
    for alias in aliases:
        dataset.settle(alias_facts(alias))
    for abbreviation in abbreviations:
        dataset.settle(abbreviation_facts(abbreviation))
        for basis in abbreviation.basis:
            source = iri("source", basis.source)
            dataset.settle(facts(_node(abbreviation), {PROV.wasDerivedFrom: source}))


def name_iri(owner: str | None, surface: str) -> NamedNode:
    """The node of a name; one that belongs to no body of the registry is kept under `other`."""
    return iri("name", f"{owner or 'other'}-{digest(normalise(surface))}")


def alias_facts(row: AliasRow) -> Facts:
    """A name; where it is clear it also is another label of its body."""
    node, body = name_iri(row.body, row.surface), iri("body", row.body)
    yield from _frame(node, row.surface, row.body)
    yield from facts(
        node,
        {
            LR.nameKind: iri("name-kind", row.kind),
            LR.nameRisk: iri("name-risk", row.risk) if row.risk else None,
            LR.mentions: integer(row.documents),
            PROV.wasDerivedFrom: iri("source", "thaigov-mentions") if row.documents else None,
        },
    )
    if row.kind in SHOWN_KINDS and not row.risk:
        yield from facts(body, {SKOS.altLabel: thai(row.surface)})


def _frame(node: NamedNode, surface: str, body: str | None) -> Facts:
    owner = iri("body", body) if body else None
    yield from facts(
        node,
        {
            RDF.type: (LR.Name, SKOSXL.Label),
            SKOS.prefLabel: text(surface),
            SKOSXL.literalForm: text(surface),
            LR.nameOf: owner,
        },
    )
    if owner:
        yield from facts(owner, {SKOSXL.altLabel: node})


def _node(row: AmbiguousAbbreviationRow) -> NamedNode:
    return name_iri(row.body or (row.other_name and digest(row.other_name)), row.abbreviation)


def abbreviation_facts(row: AmbiguousAbbreviationRow) -> Facts:
    """One body that an abbreviation can mean, and how often the news defines it so."""
    yield from _frame(_node(row), row.abbreviation, row.body)
    yield from facts(
        _node(row),
        {
            LR.nameKind: iri("name-kind", "abbr-th-nodot"),
            LR.nameRisk: iri("name-risk", "ambiguous"),
            LR.otherBodyName: thai(row.other_name),
            LR.definitions: integer(row.definitions),
            LR.share: decimal(row.share),
        },
    )
