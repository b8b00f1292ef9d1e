"""Settled awards and candidacies, and findings that wait -> what the graph says of them; pure."""

import hashlib
from collections.abc import Mapping

from pyoxigraph import NamedNode

from ingest.events import body, concept, edition
from ingest.graph import EDITORS, EXTRACTOR, Dataset, Quotation, claims_graph
from ingest.ledger import Ledger, Wanted
from ingest.merge import Merged, Settled, Telling, link_candidacies
from ingest.records import AwardRecord
from ingest.terms import Fact, Facts, facts, plain, text, thai
from ontology.iri import Kind, iri
from ontology.namespaces import LR, RDF, SKOS
from ontology.thai import sort_key
from ontology.vocabulary import scheme

ACCEPTED_BY = {"reviewed": EDITORS, "machine": EXTRACTOR}


def record_kind(record: AwardRecord) -> Kind:
    return "award" if record.status == "won" else "candidacy"


def award_statements(node: NamedNode, record: AwardRecord, project: NamedNode | None) -> Facts:
    """What a record says of its award or candidacy: the settled facts, or one document's claims."""
    yield from facts(
        node,
        {
            LR.recipient: body(record.recipient_id),
            LR.edition: edition(record.edition_year_be),
            LR.branch: _named("branch", record.branch),
            LR.awardType: _named("type", record.type),
            LR.pmqaCategory: _named(
                "pmqa-category", str(record.pmqa_category) if record.pmqa_category else None
            ),
            LR.level: _named("level", record.level),
            LR.project: project,
            LR.unitName: text(record.unit),
            LR.partnerName: tuple(text(partner) for partner in record.partners),
            LR.stage: concept("stage", record.status) if record.status != "won" else None,
        },
    )


def _named(kind: Kind, label: str | None) -> NamedNode | None:
    """A concept by its label; a type that no concept has stays out (its words are in the evidence)."""
    found = scheme(kind).find(label) if label else None
    return found.iri if found else None


def award_label(record: AwardRecord, names: Mapping[str, str]) -> str:
    """`PMQA รายหมวด หมวด 2 ระดับดี ปี 2566 — สำนักงาน...: ชื่อผลงาน`."""
    what = [record.type or record.branch or "รางวัลเลิศรัฐ"]
    what += [f"หมวด {record.pmqa_category}"] if record.pmqa_category else []
    what += [f"ระดับ{record.level}"] if record.level else []
    what += [f"ปี {record.edition_year_be}"] if record.edition_year_be else ["ไม่ระบุปี"]
    who = names.get(record.recipient_id or "", record.recipient)
    return f"{' '.join(what)} — {who}" + (f": {record.project}" if record.project else "")


def add_awards(merged: Merged, ledger: Ledger, names: Mapping[str, str], dataset: Dataset) -> None:
    """Everything settled, each under its key of the ledger; what waits goes to `graph/proposed`."""
    keys = [ledger.key_of(_wanted(award.record)) for award in merged.settled]
    for award, key in zip(merged.settled, keys, strict=True):
        _add_settled(award, key, ledger, names, dataset)
    for candidacy, won in link_candidacies(merged.settled).items():
        dataset.settle([Fact(iri("candidacy", keys[candidacy]), LR.ledTo, iri("award", keys[won]))])
    for telling in merged.waiting:
        _add_waiting(telling, names, dataset)


def _wanted(record: AwardRecord) -> Wanted:
    return Wanted(
        kind="award" if record.status == "won" else "candidacy",
        edition=record.edition_year_be,
        recipient=record.recipient_id,
        branch=record.branch,
        type=record.type,
        pmqa_category=record.pmqa_category,
        level=record.level,
        project=record.project,
    )


def _add_settled(
    award: Settled, key: str, ledger: Ledger, names: Mapping[str, str], dataset: Dataset
) -> None:
    record, kind = award.record, record_kind(award.record)
    node, project = iri(kind, key), project_of(record.recipient_id, record.project, ledger, dataset)
    label = award_label(record, names)
    dataset.settle(award_statements(node, record, project))
    dataset.settle(
        facts(
            node,
            {
                RDF.type: LR.Award if kind == "award" else LR.Candidacy,
                SKOS.prefLabel: thai(label),
                LR.sortKey: plain(f"{record.edition_year_be or ''} {sort_key(label)}"),
                LR.judgement: iri("judgement", award.judgement),
                LR.acceptedBy: ACCEPTED_BY[award.judgement],
            },
        )
    )
    for telling in award.tellings:
        _add_telling(telling, kind, key, project, dataset)


def _add_telling(telling: Telling, kind: Kind, key: str, project: NamedNode | None, dataset: Dataset) -> None:
    """What one document claims, in its graph, and its words as evidence."""
    record, node = telling.record, iri(kind, key)
    told = project if record.project else None
    dataset.claim(award_statements(node, record, told), telling.document)
    dataset.claim(_as_written(node, record), telling.document)
    dataset.settle([Fact(iri("source", telling.document), LR.claims, claims_graph(telling.document))])
    evidence = dataset.evidence(kind, key, _quotation(telling))
    dataset.settle([Fact(node, LR.hasEvidence, evidence)])


def _as_written(node: NamedNode, record: AwardRecord) -> Facts:
    kind = LR.Award if record.status == "won" else LR.Candidacy
    yield from facts(
        node,
        {
            RDF.type: kind,
            LR.recipientName: text(record.recipient_surface or record.recipient),
            LR.inferredField: tuple(plain(name) for name in record.inferred),
        },
    )


def _quotation(telling: Telling) -> Quotation:
    record = telling.record
    return Quotation(
        telling.document,
        record.evidence or None,
        record.start,
        record.end,
        rule=record.rule or None,
        confidence=record.confidence if telling.judgement != "reviewed" else None,
        judgement=telling.judgement,
    )


def _add_waiting(telling: Telling, names: Mapping[str, str], dataset: Dataset) -> None:
    record, kind = telling.record, record_kind(telling.record)
    told = f"{telling.document} {record.start} {record.model_dump_json()}"
    key = f"proposed-{hashlib.sha256(told.encode()).hexdigest()[:12]}"
    node = iri(kind, key)
    dataset.propose(award_statements(node, record, None))
    dataset.propose(_as_written(node, record))
    dataset.propose(
        facts(
            node,
            {
                SKOS.prefLabel: thai(award_label(record, names)),
                LR.judgement: iri("judgement", "proposed"),
                LR.doubt: plain(telling.doubt),
                LR.hasEvidence: dataset.evidence(kind, key, _quotation(telling)),
            },
        )
    )


def project_of(
    recipient: str | None, title: str | None, ledger: Ledger, dataset: Dataset
) -> NamedNode | None:
    """The node of a work, by its title and the body whose work it is; made on first use."""
    if not title:
        return None
    node = iri("project", ledger.key_of(Wanted(kind="project", recipient=recipient, project=title)))
    if dataset.first_title(node, title):
        names = {SKOS.prefLabel: text(title), LR.sortKey: plain(sort_key(title))}
    else:
        names = {SKOS.altLabel: text(title)}
    dataset.settle(facts(node, {RDF.type: LR.Project, **names}))
    return node
