"""Settled awards and candidacies, and findings that wait -> what the graph says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ingest.editions import Editions
from ingest.events import body, concept
from ingest.graph import EDITORS, EXTRACTOR, Dataset, Quotation
from ingest.judgements import FIELDS, Words
from ingest.ledger import Ledger, Wanted
from ingest.merge import TOLD_FIELDS, Curation, Merged, Settled, Telling, link_candidacies
from ingest.records import AwardRecord
from ingest.reviewers import review_facts, review_run, reviewer
from ingest.terms import Fact, Facts, digest, english, facts, plain, text, thai
from ontology.iri import Kind, iri
from ontology.namespaces import DCTERMS, FOAF, LR, RDF, SKOS
from ontology.thai import sort_key
from ontology.vocabulary import scheme

ACCEPTED_BY = {"reviewed": EDITORS, "machine": EXTRACTOR}


def record_kind(record: AwardRecord) -> Kind:
    return "award" if record.status == "won" else "candidacy"


def _key(kind: Kind, label: str | None) -> str | None:
    """The key of a concept by its label; a label that no concept has is none."""
    found = scheme(kind).find(label) if label else None
    return found.key if found else None


def award_label(record: AwardRecord, names: Mapping[str, str]) -> str:
    """`PMQA รายหมวด หมวด 2 ระดับดี ปี 2566 — สำนักงาน...: ชื่อผลงาน`."""
    what = [record.type or record.branch or "รางวัลเลิศรัฐ"]
    what += [f"หมวด {record.pmqa_category}"] if record.pmqa_category else []
    what += [f"ระดับ{record.level}"] if record.level else []
    what += [f"ปี {record.edition_year_be}"] if record.edition_year_be else ["ไม่ระบุปี"]
    who = names.get(record.recipient_id or "", record.recipient)
    return f"{' '.join(what)} — {who}" + (f": {record.project}" if record.project else "")


@dataclass(frozen=True, slots=True)
class AwardWriter:
    """Writes awards into a dataset: under the keys of a ledger, with the names of a registry."""

    ledger: Ledger
    editions: Editions
    names: Mapping[str, str]
    """Body -> its Thai name."""
    dataset: Dataset

    def add(self, merged: Merged) -> list[str]:
        """Everything settled, each under its key, which is returned; what waits goes to `graph/proposed`."""
        keys = self._keys(merged.settled)
        for award, key in zip(merged.settled, keys, strict=True):
            self._add_settled(award, key)
        self._link(merged.settled, keys)
        for telling in merged.waiting:
            self._add_waiting(telling)
        self.dataset.settle(_replaced_keys(self.ledger))
        return keys

    def _keys(self, settled: Sequence[Settled]) -> list[str]:
        """The keys that people gave are held first, so that no other award is given one of them."""
        held = [
            self.ledger.keep(award.key, _wanted(award.record)) if award.key else None for award in settled
        ]
        pairs = zip(settled, held, strict=True)
        return [key or self.ledger.key_of(_wanted(award.record)) for award, key in pairs]

    def _link(self, settled: Sequence[Settled], keys: list[str]) -> None:
        """What a candidacy led to: as people wrote it, else where a single award can be meant."""
        links = {keys[candidacy]: keys[won] for candidacy, won in link_candidacies(settled).items()}
        for award, key in zip(settled, keys, strict=True):
            written = next((t.curation.led_to for t in award.tellings if t.curation.led_to), None)
            if award.record.status != "won" and (led_to := written or links.get(key)):
                self.dataset.settle([Fact(iri("candidacy", key), LR.ledTo, iri("award", led_to))])

    def statements(self, node: NamedNode, record: AwardRecord, project: NamedNode | None) -> Facts:
        """What a record says of its award or candidacy: the settled facts, or one document's claims."""
        category = str(record.pmqa_category) if record.pmqa_category else None
        branch = _key("branch", record.branch)
        person = iri("person", record.recipient_person) if record.recipient_person else None
        yield from facts(
            node,
            {
                LR.recipient: body(record.recipient_id) or person,
                LR.edition: self.editions.of(record.edition_year_be, branch),
                LR.branch: concept("branch", branch),
                LR.awardType: concept("type", _key("type", record.type)),
                LR.pmqaCategory: concept("pmqa-category", category),
                LR.level: concept("level", _key("level", record.level)),
                LR.project: project,
                LR.unitName: text(record.unit),
                LR.partnerName: tuple(text(partner) for partner in record.partners),
                LR.stage: concept("stage", record.status) if record.status != "won" else None,
            },
        )

    def _add_settled(self, award: Settled, key: str) -> None:
        record, kind = award.record, record_kind(award.record)
        node = iri(kind, key)
        project_key = next((t.curation.project_key for t in award.tellings if t.curation.project_key), None)
        project = self.project_of(record.winner, record.project, project_key)
        label = award_label(record, self.names)
        self.dataset.settle(self.statements(node, record, project))
        self.dataset.settle(
            facts(
                node,
                {
                    RDF.type: LR.Award if kind == "award" else LR.Candidacy,
                    SKOS.prefLabel: thai(label),
                    LR.sortKey: plain(f"{record.edition_year_be or ''} {sort_key(label)}"),
                    LR.judgement: iri("judgement", award.judgement),
                    LR.acceptedBy: self._accepted_by(award),
                },
            )
        )
        for telling in award.tellings:
            self._add_telling(telling, kind, key, project)

    def _accepted_by(self, award: Settled) -> NamedNode:
        """The editors before a person of the home, a person before the extractor."""
        reviewed = [telling for telling in award.tellings if telling.judgement == "reviewed"]
        last = max((t.acceptance for t in reviewed if t.acceptance), key=lambda a: a.day, default=None)
        by_editors = not reviewed or any(telling.acceptance is None for telling in reviewed)
        if last is None or by_editors:
            return ACCEPTED_BY[award.judgement]
        return reviewer(last)

    def _add_telling(self, telling: Telling, kind: Kind, key: str, project: NamedNode | None) -> None:
        """What one document claims, in its graph, and its words as evidence."""
        record, node = telling.record, iri(kind, key)
        told = self.project_of(record.winner, record.project, _local_name(project))
        self.dataset.claim_with_link(self.statements(node, record, told), telling.document)
        self.dataset.claim(_as_written(node, record, telling.curation), telling.document)
        self.dataset.settle(_written_beside(node, record, telling.curation))
        evidence = self.dataset.evidence(kind, key, _quotation(telling))
        self.dataset.settle([Fact(node, LR.hasEvidence, evidence)])
        if telling.acceptance:
            self.dataset.settle(review_facts(telling.acceptance))
            self.dataset.settle(facts(evidence, {SKOS.note: english(what_was_read(telling))}))

    def _add_waiting(self, telling: Telling) -> None:
        record, kind = telling.record, record_kind(telling.record)
        key = f"proposed-{digest(f'{telling.document} {record.start} {_identity(record)}')}"
        node = iri(kind, key)
        self.dataset.propose(self.statements(node, record, None))
        self.dataset.propose(_as_written(node, record, telling.curation))
        self.dataset.propose(
            facts(
                node,
                {
                    SKOS.prefLabel: thai(award_label(record, self.names)),
                    LR.judgement: iri("judgement", "proposed"),
                    LR.doubt: plain(telling.doubt),
                    LR.mayMean: tuple(iri("award", meant) for meant in telling.curation.may_mean),
                    LR.hasEvidence: self.dataset.evidence(kind, key, _quotation(telling)),
                },
            )
        )

    def project_of(self, winner: str | None, title: str | None, key: str | None = None) -> NamedNode | None:
        """The node of a work, by the key that people gave it, or by its title and whose work it is."""
        if not title:
            return None
        wanted = Wanted(kind="project", recipient=winner, project=title)
        node = iri("project", key or self.ledger.key_of(wanted))
        if self.dataset.first_title(node, title):
            if key:
                self.ledger.keep(key, wanted)
            names = {SKOS.prefLabel: text(title), LR.sortKey: plain(sort_key(title))}
        else:
            names = {SKOS.altLabel: text(title)}
        self.dataset.settle(facts(node, {RDF.type: LR.Project, **names}))
        return node


def _identity(record: AwardRecord) -> str:
    """What a record tells of its award: the same after a rule has learned to tell more about itself."""
    return record.model_dump_json(include={"recipient", "status", *TOLD_FIELDS}, exclude_none=True)


def _replaced_keys(ledger: Ledger) -> Facts:
    """Keys that were given out and turned out to mean what another key means: they lead there for ever."""
    for row in ledger.rows.values():
        if row.replaced_by:
            yield Fact(iri(row.kind, row.key), DCTERMS.isReplacedBy, iri(row.kind, row.replaced_by))


def _local_name(node: NamedNode | None) -> str | None:
    return node.value.rpartition("/")[2] if node else None


def _wanted(record: AwardRecord) -> Wanted:
    return Wanted(
        kind="award" if record.status == "won" else "candidacy",
        edition=record.edition_year_be,
        recipient=record.winner,
        branch=record.branch,
        type=record.type,
        pmqa_category=record.pmqa_category,
        level=record.level,
        project=record.project,
    )


def _as_written(node: NamedNode, record: AwardRecord, curation: Curation) -> Facts:
    kind = LR.Award if record.status == "won" else LR.Candidacy
    yield from facts(
        node,
        {
            RDF.type: kind,
            LR.recipientName: text(record.recipient_surface or record.recipient),
            LR.namedAs: text(curation.named_as or record.type_surface),
            LR.inferredField: tuple(plain(name) for name in record.inferred),
        },
    )


def _written_beside(node: NamedNode, record: AwardRecord, curation: Curation) -> Facts:
    """What people wrote beside a record, settled by them."""
    yield from facts(
        node,
        {
            LR.unit: body(curation.unit),
            LR.partner: tuple(body(partner) for partner in curation.partners),
            SKOS.note: text(curation.note),
        },
    )
    if record.recipient_person:
        name = text(curation.person_name or record.recipient)
        person = iri("person", record.recipient_person)
        yield from facts(person, {RDF.type: FOAF.Person, FOAF.name: name, SKOS.prefLabel: name})
        yield from facts(person, {LR.sortKey: plain(sort_key(curation.person_name or record.recipient))})


def what_was_read(telling: Telling) -> str | None:
    """Of a finding that a person corrected what the rule had read, as `the rule read level ดี`; else None."""
    if telling.acceptance is None:
        return None
    now, read = Words.of(telling.record)._asdict(), Words.of(telling.acceptance.read)._asdict()
    changed = [f"{name} {read[name] or 'not told'}" for name in FIELDS if now[name] != read[name]]
    return f"the rule read {', '.join(changed)}" if changed else None


def _quotation(telling: Telling) -> Quotation:
    record = telling.record
    return Quotation(
        telling.document,
        record.evidence or None,
        record.start,
        record.end,
        locator=record.where,
        rule=record.rule or None,
        confidence=record.confidence if record.rule else None,
        judgement=telling.judgement,
        run=review_run(telling.acceptance) if telling.acceptance else None,
    )
