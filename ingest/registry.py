"""Rows of the registry -> what the graph says of bodies, placements, provinces and reorganisations; pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from ingest.rows import AliasRow, BodyRow, ChangeRow, PlacementRow, ProvinceRow
from ingest.terms import Fact, Facts, date, decimal, english, facts, plain, thai
from ontology.iri import iri
from ontology.namespaces import DCTERMS, FOAF, GEO, LR, ORG, PROV, RDF, SKOS, WD
from ontology.thai import sort_key

SHOWN_ALIASES = frozenset({"alias", "hosp-clip", "univ-clip", "name-without-PO-suffix"})


def body_facts(row: BodyRow, aliases: Sequence[AliasRow] = ()) -> Facts:
    """A body: its names, kind, codes and what they rest on."""
    shown = tuple(thai(a.surface) for a in aliases if a.kind in SHOWN_ALIASES and not a.risk)
    yield from facts(
        iri("body", row.id),
        {
            RDF.type: (
                ORG.Organization,
                ORG.OrganizationalUnit if row.kind == "sub-unit" else ORG.FormalOrganization,
            ),
            ORG.classification: iri("body-kind", row.kind),
            SKOS.prefLabel: (thai(row.name_th), english(row.name_en)),
            LR.abbreviation: (thai(row.abbr_th), english(row.abbr_en)),
            SKOS.altLabel: shown,
            LR.term("from"): date(row.valid_from),
            LR.to: date(row.valid_to),
            FOAF.homepage: NamedNode(row.website) if row.website else None,
            SKOS.exactMatch: WD.term(row.wikidata) if row.wikidata else None,
            LR.budgetCode: plain(row.budget_code),
            LR.isni: plain(row.isni),
            LR.basis: plain(row.evidence),
            LR.sortKey: plain(sort_key(row.name_th)),
        },
    )


def placement_facts(rows: Iterable[PlacementRow], bodies: dict[str, BodyRow]) -> Facts:
    """Every placement as a node; of the organisational ones of today also ORG's own short cut."""
    numbers: dict[str, int] = defaultdict(int)
    for row in rows:
        numbers[row.body] += 1
        yield from facts(
            iri("placement", f"{row.body}-{numbers[row.body]}"),
            {
                RDF.type: LR.Placement,
                LR.body: iri("body", row.body),
                LR.parent: iri("body", row.parent),
                LR.placementKind: iri("placement-kind", row.kind),
                LR.term("from"): date(row.from_),
                LR.to: date(row.to),
                LR.basis: plain(row.evidence),
            },
        )
        if row.kind == "organisational" and not row.to and not bodies[row.body].valid_to:
            short_cut = ORG.unitOf if bodies[row.body].kind == "sub-unit" else ORG.subOrganizationOf
            yield Fact(iri("body", row.body), short_cut, iri("body", row.parent))


def province_facts(row: ProvinceRow) -> Facts:
    yield from facts(
        iri("body", row.body),
        {
            LR.iso3166: plain(row.iso3166_2),
            GEO.lat: decimal(row.latitude),
            GEO.long: decimal(row.longitude),
            SKOS.exactMatch: WD.term(row.wikidata) if row.wikidata else None,
        },
    )


def change_facts(row: ChangeRow) -> Facts:
    """A rename, merger or split, where both sides are bodies of the registry or at least named."""
    label = f"{row.predecessor_name or row.predecessor} → {row.successor_name or row.successor}"
    yield from facts(
        iri("change", row.key),
        {
            RDF.type: (ORG.ChangeEvent, PROV.Activity),
            SKOS.prefLabel: thai(label),
            ORG.originalOrganization: iri("body", row.predecessor) if row.predecessor else None,
            ORG.resultingOrganization: iri("body", row.successor) if row.successor else None,
            DCTERMS.type: plain(row.kind),
            DCTERMS.date: _change_date(row.date),
            DCTERMS.description: thai(row.legal_basis),
            LR.basis: plain(row.evidence),
            LR.sortKey: plain(sort_key(label)),
        },
    )
    if row.predecessor and row.successor:
        yield Fact(iri("body", row.predecessor), DCTERMS.isReplacedBy, iri("body", row.successor))


def _change_date(written: str | None) -> Literal | None:
    """Dates such as `2023/2024` stay words: they are known no better."""
    precise = written is not None and len(written) in (4, 7, 10) and "/" not in written
    return date(written) if precise else plain(written)
