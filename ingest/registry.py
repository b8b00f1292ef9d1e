"""Rows of the registry -> what the graph says of bodies, where they stand and what became of them.

A value is settled once; each document on which it rests claims it in a graph of its own, so that what rests
on common knowledge alone is what only `graph/document/knowledge` claims.
"""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from ingest.certainty import Kinds, certainty_fact
from ingest.graph import Dataset
from ingest.rows import BodyRow, ChangeRow, FieldOfficeRow, PlacementRow, ProvinceRow
from ingest.rows.cells import Basis
from ingest.terms import Fact, Facts, date, decimal, digest, english, facts, integer, plain, text, thai
from ontology.iri import iri
from ontology.namespaces import (
    CPOV,
    DCTERMS,
    FOAF,
    GEO,
    GEONAMES,
    ISNI,
    LR,
    ORG,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    WD,
    WHOSONFIRST,
)
from ontology.thai import sort_key
from ontology.vocabulary import scheme

UNIT_KINDS = frozenset({"sub-unit", "field-office"})

COMMON_KNOWLEDGE = (Basis("knowledge"),)
"""Of English abbreviations no register tells: they are what is commonly known."""
MENTIONED = (Basis("thaigov-mentions"),)

Rested = tuple[Fact, Sequence[Basis]]
"""A fact, and what it rests on."""


def add_bodies(rows: Iterable[BodyRow], kinds: Kinds, dataset: Dataset) -> None:
    """Every body with its values; how certain it is, is how well its Thai name is founded."""
    for row in rows:
        dataset.settle(body_facts(row))
        dataset.settle([certainty_fact(iri("body", row.id), row.evidence, kinds)])
        for fact, bases in body_values(row):
            dataset.settle([fact])
            add_bases(fact, bases, dataset)


def add_bases(fact: Fact, bases: Sequence[Basis], dataset: Dataset) -> None:
    """Each document on which a fact rests claims it; its subject is derived from all of them."""
    for basis in bases:
        dataset.claim_with_link([fact], basis.source)
        dataset.settle([Fact(fact.subject, PROV.wasDerivedFrom, iri("source", basis.source))])


def body_facts(row: BodyRow) -> Facts:
    """What a body is, by the judgement of those who made the registry."""
    unit = row.kind in UNIT_KINDS
    yield from facts(
        iri("body", row.id),
        {
            RDF.type: (
                LR.PublicBody,
                ORG.Organization,
                CPOV.PublicOrganisation,
                ORG.OrganizationalUnit if unit else ORG.FormalOrganization,
            ),
            ORG.classification: iri("body-kind", row.kind),
            LR.legalForm: iri("legal-form", row.legal_form) if row.legal_form else None,
            LR.firstMention: date(str(row.first_mention)) if row.first_mention else None,
            LR.lastMention: date(str(row.last_mention)) if row.last_mention else None,
            LR.sortKey: plain(sort_key(row.name_th)),
            SKOS.note: text(row.note),
        },
    )


def body_values(row: BodyRow) -> Iterator[Rested]:
    """Each value of a body with what it rests on."""
    ror = [Basis("ror", row.ror.rpartition("/")[2])] if row.ror else []
    match = SKOS.closeMatch if row.wikidata_match == "close" else SKOS.exactMatch
    values: list[tuple[NamedNode, Literal | NamedNode | None, Sequence[Basis]]] = [
        (SKOS.prefLabel, thai(row.name_th), row.evidence),
        (SKOS.prefLabel, english(row.name_en), row.name_en_evidence),
        (LR.abbreviation, thai(row.abbr_th), row.abbr_th_evidence),
        (LR.abbreviation, english(row.abbr_en), COMMON_KNOWLEDGE),
        (LR.budgetCode, plain(row.budget_code), _holding(row.evidence, row.budget_code)),
        (LR.mentions, integer(row.mentions), MENTIONED),
        (FOAF.homepage, NamedNode(row.website) if row.website else None, row.website_evidence),
        (match, WD.term(row.wikidata) if row.wikidata else None, row.wikidata_evidence),
        (LR.ror, plain(row.ror), ror),
        (SKOS.exactMatch, NamedNode(row.ror) if row.ror else None, ror),
        (LR.isni, plain(row.isni), ror),
        (SKOS.exactMatch, ISNI.term(row.isni.replace(" ", "")) if row.isni else None, ror),
        (LR.term("from"), date(row.valid_from), row.dates_evidence),
        (LR.to, date(row.valid_to), row.dates_evidence),
    ]
    node = iri("body", row.id)
    return ((Fact(node, predicate, value), bases) for predicate, value, bases in values if value is not None)


def _holding(bases: Sequence[Basis], detail: str | None) -> list[Basis]:
    return [basis for basis in bases if basis.detail == detail]


def add_placements(
    rows: Iterable[PlacementRow], bodies: dict[str, BodyRow], kinds: Kinds, dataset: Dataset
) -> None:
    """Every placement as a node; of the organisational ones of today also ORG's own short cut."""
    for row in rows:
        dataset.settle([certainty_fact(iri("placement", row.key), row.evidence, kinds)])
        for fact in placement_facts(row):
            dataset.settle([fact])
            add_bases(fact, row.evidence, dataset)
        if row.kind == "organisational" and not row.to and not bodies[row.body].valid_to:
            short_cut = ORG.unitOf if bodies[row.body].kind in UNIT_KINDS else ORG.subOrganizationOf
            dataset.settle([Fact(iri("body", row.body), short_cut, iri("body", row.parent))])


def placement_facts(row: PlacementRow) -> Facts:
    yield from facts(
        iri("placement", row.key),
        {
            RDF.type: LR.Placement,
            LR.body: iri("body", row.body),
            LR.parent: iri("body", row.parent),
            LR.placementKind: iri("placement-kind", row.kind),
            LR.term("from"): date(row.from_),
            LR.to: date(row.to),
            SKOS.note: text(row.note),
        },
    )


def add_provinces(rows: Iterable[ProvinceRow], dataset: Dataset) -> None:
    for row in rows:
        for fact in (*province_facts(row), *capital_facts(row)):
            dataset.settle([fact])
        claims = {
            "iso-3166-2": (LR.iso3166,),
            "whosonfirst": (GEO.lat, GEO.long, SKOS.exactMatch, RDFS.seeAlso, LR.hasc),
            "kongvut-provinces": (LR.region,),
            "pythainlp-provinces": (LR.abbreviation,),
            "geonames": (LR.capital,),
        }
        for fact in province_facts(row):
            bases = [basis for basis in row.evidence if fact.predicate in claims.get(basis.source, ())]
            add_bases(fact, bases, dataset)


def province_facts(row: ProvinceRow) -> Facts:
    wof = next((basis.detail for basis in row.evidence if basis.source == "whosonfirst"), None)
    yield from facts(
        iri("body", row.body),
        {
            LR.iso3166: plain(row.iso3166_2),
            LR.hasc: plain(row.hasc),
            LR.region: scheme("region")[row.region].iri,
            SKOS.altLabel: (thai(row.name_th), english(row.name_en)),
            LR.abbreviation: (thai(row.abbr_th), english(row.abbr_en)),
            GEO.lat: decimal(row.latitude),
            GEO.long: decimal(row.longitude),
            LR.capital: _capital(row),
            SKOS.exactMatch: (
                WD.term(row.wikidata) if row.wikidata else None,
                GEONAMES.term(f"{row.geonames}/") if row.geonames else None,
            ),
            RDFS.seeAlso: WHOSONFIRST.term(wof) if wof else None,
        },
    )


def _capital(row: ProvinceRow) -> NamedNode:
    return iri("place", f"capital-of-{row.iso3166_2.lower()}")


def capital_facts(row: ProvinceRow) -> Facts:
    yield from facts(
        _capital(row),
        {
            RDF.type: SCHEMA.City,
            SKOS.prefLabel: english(row.capital),
            GEO.lat: decimal(row.capital_latitude),
            GEO.long: decimal(row.capital_longitude),
            SKOS.exactMatch: GEONAMES.term(f"{row.capital_geonames}/"),
            PROV.wasDerivedFrom: iri("source", "geonames"),
        },
    )


def add_changes(rows: Iterable[ChangeRow], kinds: Kinds, dataset: Dataset) -> None:
    """One change a key, with all bodies that went into it and came of it."""
    by_key: dict[str, list[ChangeRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    for key, told in by_key.items():
        dataset.settle(change_frame(key, told))
        bases = [basis for row in told for basis in row.evidence]
        dataset.settle([certainty_fact(iri("change", key), bases, kinds)])
        for row in told:
            for fact in change_facts(row):
                dataset.settle([fact])
                add_bases(fact, row.evidence, dataset)
            if row.predecessor and row.successor and row.predecessor != row.successor:
                replaced = (iri("body", row.predecessor), DCTERMS.isReplacedBy, iri("body", row.successor))
                dataset.settle([Fact(*replaced)])


def change_frame(key: str, told: Sequence[ChangeRow]) -> Facts:
    before = dict.fromkeys(name for row in told if (name := row.predecessor or row.predecessor_name))
    after = dict.fromkeys(name for row in told if (name := row.successor or row.successor_name))
    shown = [", ".join(side) if len(side) < 5 else f"{len(side)} หน่วยงาน" for side in (before, after)]
    label = " → ".join(side or "-" for side in shown)
    yield from facts(
        iri("change", key),
        {
            RDF.type: (ORG.ChangeEvent, PROV.Activity),
            SKOS.prefLabel: thai(label),
            LR.sortKey: plain(f"{told[0].date or ''} {sort_key(label)}"),
        },
    )


def change_facts(row: ChangeRow) -> Facts:
    """What one row states of its change; a day that is not known lies between two bounds."""
    bounds = bool(row.date_latest)
    yield from facts(
        iri("change", row.key),
        {
            LR.changeKind: iri("change-kind", row.kind),
            ORG.originalOrganization: iri("body", row.predecessor) if row.predecessor else None,
            ORG.resultingOrganization: iri("body", row.successor) if row.successor else None,
            LR.originalName: text(row.predecessor_name),
            LR.resultingName: text(row.successor_name),
            DCTERMS.date: None if bounds else date(row.date),
            LR.earliestDate: date(row.date) if bounds else None,
            LR.latestDate: date(row.date_latest),
            LR.legalBasis: text(row.legal_basis),
            SKOS.note: text(row.note),
        },
    )


def add_field_offices(rows: Iterable[FieldOfficeRow], dataset: Dataset) -> None:
    for row in rows:
        dataset.settle(field_office_facts(row))


def field_office_facts(row: FieldOfficeRow) -> Facts:
    """How the field offices of a body are called."""
    yield from facts(
        iri("office-pattern", digest(row.name_prefix)),
        {
            RDF.type: LR.OfficePattern,
            SKOS.prefLabel: thai(f"{row.name_prefix}…"),
            LR.namePrefix: thai(row.name_prefix),
            LR.abbreviationPrefix: thai(row.abbreviation_prefix),
            LR.parent: iri("body", row.parent) if row.parent else None,
            LR.mentions: integer(row.documents),
            LR.abbreviationMentions: integer(row.abbreviation_documents),
            SKOS.note: text(row.note),
            PROV.wasDerivedFrom: iri("source", "thaigov-mentions") if row.documents is not None else None,
        },
    )
