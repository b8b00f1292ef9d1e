"""Sources and texts -> one dataset in memory: no file is written here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, parse

import ontology
from ingest import events, registry
from ingest import findings as found
from ingest.awards import add_awards, project_of
from ingest.bodies import load_names
from ingest.collection import Collection, check_references
from ingest.extract import extract
from ingest.graph import Dataset, document_facts, run_facts
from ingest.ledger import Ledger
from ingest.merge import Merged, Telling, judge, merge
from ingest.records import AwardRecord, Document
from ingest.rows import (
    AliasRow,
    AwardRow,
    BodyRow,
    ChangeRow,
    CountRow,
    DocumentRow,
    EditionRow,
    EventRow,
    OtherAwardRow,
    ParticipationRow,
    PlacementRow,
    ProvinceRow,
    SchemeRow,
    TypeInEditionRow,
)
from ingest.shipped import Source, rules_version
from ingest.terms import Fact
from ontology.iri import Kind
from ontology.vocabulary import CONCEPTS_FOLDER, scheme

LERTRAT_TTL = Path(ontology.__file__).parent / "lertrat.ttl"

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A dataset, and what it was made of."""

    quads: tuple[Quad, ...]
    ledger: Ledger
    merged: Merged
    sources: tuple[str, ...]
    documents: int
    reviewed_texts: int
    """Texts that people had read in full before: what they found stands, and no rule reads them again."""


def assemble(
    sources: Sequence[Source],
    texts: Sequence[Document],
    ledger: Ledger,
    tell: Progress = lambda _: None,
) -> Assembled:
    """The whole dataset. The same input gives the same quads; new keys are minted into `ledger`."""
    collection = Collection.of_sources(sorted(sources, key=lambda source: source.name))
    reviewed = collection.reviewed_documents()
    unread = [text for text in texts if text.sha256 not in reviewed]
    tellings = [*_curated_tellings(collection), *_read_texts(unread, collection, tell)]
    check_references(collection)
    merged = merge(tellings)
    dataset = _state(collection, tellings, merged, ledger)
    names = tuple(sorted(source.name for source in sources))
    documents, known = len(collection.of(DocumentRow)), len(texts) - len(unread)
    return Assembled(tuple(dataset.quads), ledger, merged, names, documents, known)


def _state(collection: Collection, tellings: Sequence[Telling], merged: Merged, ledger: Ledger) -> Dataset:
    """Everything that is known, as quads."""
    dataset = Dataset()
    _add_words(dataset)
    _add_registry(collection, dataset)
    _add_editions(collection, tellings, dataset)
    _add_happenings(collection, dataset)
    add_awards(merged, ledger, {row.id: row.name_th for row in collection.of(BodyRow)}, dataset)
    _add_other_awards(collection, ledger, dataset)
    return dataset


def _curated_tellings(collection: Collection) -> list[Telling]:
    bodies = {row.id: row.name_th for row in collection.of(BodyRow)}
    return [_curated(row, bodies) for row in collection.of(AwardRow)]


def _curated(row: AwardRow, bodies: dict[str, str]) -> Telling:
    """A row that a person reviewed, as the record it came from."""
    record = AwardRecord.model_validate(
        {
            "recipient": bodies.get(row.recipient, row.recipient),
            "recipient_id": row.recipient,
            "recipient_surface": row.recipient_surface,
            "unit": row.unit_name,
            "edition_year_be": row.edition,
            "branch": _name("branch", row.branch),
            "type": _name("type", row.type),
            "pmqa_category": row.pmqa_category,
            "level": _name("level", row.level),
            "project": row.project,
            "project_kind": row.project_kind,
            "status": row.status,
            "inferred": row.inferred,
            "evidence": row.quote or "",
            "start": row.start_offset,
            "end": row.end_offset,
        }
    )
    return Telling(record, row.documents[0], "reviewed")


def _name(kind: Kind, key: str | None) -> str | None:
    return scheme(kind)[key].name if key else None


def _read_texts(texts: Sequence[Document], collection: Collection, tell: Progress) -> list[Telling]:
    """Read each text by the rules: awards become tellings, all else rows of the collection."""
    names, persons = load_names(), collection.persons()
    tellings: list[Telling] = []
    for number, document in enumerate(texts, start=1):
        tell(f"reading text {number} of {len(texts)}")
        findings = extract(document, names)
        collection.add([_document_row(document)])
        collection.add(found.event_rows(document, findings))
        collection.add(found.participation_rows(document, findings, names, persons))
        collection.add(found.count_rows(document, findings, names))
        collection.add(found.other_award_rows(document, findings, names))
        tellings += [judge(record, document.key) for record in findings.awards]
    return tellings


def _document_row(document: Document) -> DocumentRow:
    fields = ("key", "url", "title", "publisher", "published", "language", "sha256")
    return DocumentRow.model_construct(**{name: getattr(document, name) for name in fields})


def _years(collection: Collection, tellings: Iterable[Telling]) -> set[int]:
    told = {telling.record.edition_year_be for telling in tellings if telling.judgement != "proposed"}
    kept = {row.year_be for row in collection.of(EditionRow)}
    happened = {row.edition for row in collection.of(EventRow)}
    counted = {row.edition for row in collection.of(CountRow)}
    return {year for year in told | kept | happened | counted if year}


def _add_words(dataset: Dataset) -> None:
    """The ontology and its concept schemes are part of what can be asked."""
    for path in (LERTRAT_TTL, *sorted(CONCEPTS_FOLDER.glob("*.ttl"))):
        dataset.settle(_facts_of(path))
    dataset.settle(run_facts(rules_version()))


def _facts_of(path: Path) -> Iterator[Fact]:
    for quad in parse(path=path):
        yield Fact(quad.subject, quad.predicate, quad.object)


def _add_editions(collection: Collection, tellings: Sequence[Telling], dataset: Dataset) -> None:
    first_be = min((row.year_be for row in collection.of(EditionRow)), default=0)
    for year_be in sorted(_years(collection, tellings)):
        dataset.settle(events.edition_facts(year_be, first_be))


def _add_registry(collection: Collection, dataset: Dataset) -> None:
    aliases: dict[str, list[AliasRow]] = {}
    for alias in collection.of(AliasRow):
        aliases.setdefault(alias.body, []).append(alias)
    bodies = {row.id: row for row in collection.of(BodyRow)}
    for body in bodies.values():
        dataset.settle(registry.body_facts(body, aliases.get(body.id, ())))
    dataset.settle(registry.placement_facts(collection.of(PlacementRow), bodies))
    for province in collection.of(ProvinceRow):
        dataset.settle(registry.province_facts(province))
    for change in collection.of(ChangeRow):
        dataset.settle(registry.change_facts(change))


def _add_happenings(collection: Collection, dataset: Dataset) -> None:
    for document in collection.of(DocumentRow):
        dataset.settle(document_facts(document))
    for row in collection.of(SchemeRow):
        dataset.settle(events.scheme_facts(row))
    events.add_events(collection.of(EventRow), dataset)
    events.add_participations(collection.of(ParticipationRow), dataset)
    events.add_counts(collection.of(CountRow), dataset)
    events.add_types_in_editions(collection.of(TypeInEditionRow), dataset)


def _add_other_awards(collection: Collection, ledger: Ledger, dataset: Dataset) -> None:
    for row in collection.of(OtherAwardRow):
        events.add_other_award(row, project_of(row.recipient, row.project, ledger, dataset), dataset)
