"""Sources and texts -> one dataset in memory: no file is written here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest import counts, editions, events, registry
from ingest import findings as found
from ingest.awards import AwardWriter
from ingest.bodies import names_of
from ingest.body_names import add_names
from ingest.checks import check
from ingest.collection import Collection
from ingest.curated import curated_tellings
from ingest.editions import Editions
from ingest.extract import extract
from ingest.faults import Fault
from ingest.graph import Dataset, document_facts, run_facts
from ingest.ledger import Ledger
from ingest.merge import Merged, Telling, judge, merge
from ingest.precedence import Standings, standings
from ingest.quality import measure
from ingest.records import Document, Findings
from ingest.review import NOTHING_REVIEWED, Review
from ingest.rows import (
    AliasRow,
    AmbiguousAbbreviationRow,
    AwardLineRow,
    AwardRow,
    BodyRow,
    ChangeRow,
    CountRow,
    DocumentRow,
    EditionRow,
    EventRow,
    FieldOfficeRow,
    OtherAwardRow,
    ParticipationRow,
    PlacementRow,
    ProvinceRow,
    SchemeRow,
)
from ingest.shipped import Source, rules_version
from ingest.words import word_facts
from queries.engine import Quads
from queries.names import Names

Progress = Callable[[str], None]
Read = Callable[[Document, Names], Findings]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A dataset, and what it was made of."""

    quads: Quads
    ledger: Ledger
    merged: Merged
    sources: tuple[str, ...]
    documents: int
    keys: tuple[str, ...]
    """Of each that was settled, in the order of `merged.settled`."""
    reviewed_texts: int
    """Texts that people had read in full before: what they found stands, and no rule reads them again."""
    rejected: tuple[Telling, ...] = ()
    """What people said is no award: in no graph."""
    unknown_names: tuple[found.UnknownName, ...] = ()
    """Names beside awards that no body of the registry answers to."""
    warnings: tuple[Fault, ...] = ()


def assemble(  # noqa: PLR0913 - each is a part of what a graph is made of
    sources: Sequence[Source],
    texts: Sequence[Document],
    ledger: Ledger,
    tell: Progress = lambda _: None,
    *,
    read: Read = extract,
    review: Review = NOTHING_REVIEWED,
) -> Assembled:
    """The whole dataset. The same input gives the same quads; new keys are minted into `ledger`.

    `read` finds what a text states, or knows it from before. What people judged is in `review`.

    Raises TableError with every fault of the sources, before anything is read.
    """
    collection = Collection.of_sources(sorted(sources, key=lambda source: source.name))
    warnings = check(collection)
    collection.sort()
    collection.add(review.aliases())
    reviewed = collection.reviewed_documents()
    unread = [text for text in texts if text.sha256 not in reviewed]
    tellings = _tellings(collection, unread, read)
    tell("joining what is told of each award")
    judged = review.judge(tellings, unread, collection)
    merged = merge(judged.tellings)
    dataset, keys = _state(collection, merged, ledger)
    names = tuple(sorted(source.name for source in sources))
    return Assembled(
        quads=dataset.quads,
        ledger=ledger,
        merged=merged,
        sources=names,
        documents=len(collection.of(DocumentRow)),
        keys=tuple(keys),
        reviewed_texts=len(texts) - len(unread),
        rejected=tuple(judged.rejected),
        unknown_names=tuple(collection.of(found.UnknownName)),
        warnings=warnings,
    )


def _tellings(collection: Collection, unread: Sequence[Document], read: Read) -> list[Telling]:
    """What people keep, and what the rules read in texts; all else that they find joins the collection."""
    collection.add(found.document_row(document) for document in unread)
    known = standings(collection.of(DocumentRow))
    curated = curated_tellings(collection.of(AwardRow), collection.body_names(), known)
    return [*curated, *_read_texts(unread, collection, known, read)]


def _read_texts(
    texts: Sequence[Document], collection: Collection, known: Standings, read: Read
) -> Iterator[Telling]:
    names, persons = names_of(collection), collection.persons()
    for document in texts:
        findings = read(document, names)
        collection.add(found.event_rows(document, findings))
        collection.add(found.participation_rows(document, findings, names, persons))
        collection.add(found.count_rows(document, findings, names))
        collection.add(found.other_award_rows(document, findings, names))
        collection.add(found.unknown_names(document, findings, names))
        yield from (judge(record, known[document.key]) for record in findings.awards)


def _state(collection: Collection, merged: Merged, ledger: Ledger) -> tuple[Dataset, list[str]]:
    """Everything that is known, as quads, and the keys of what was settled."""
    dataset = Dataset()
    known = standings(collection.of(DocumentRow))
    years = Editions(collection.of(SchemeRow))
    writer = AwardWriter(ledger, years, collection.body_names(), dataset)
    dataset.settle(word_facts())
    dataset.settle(run_facts(rules_version()))
    _add_registry(collection, dataset)
    _add_happenings(collection, known, years, dataset)
    keys = writer.add(merged)
    for row in collection.of(OtherAwardRow):
        project = writer.project_of(row.recipient, row.project, row.project_key)
        counts.add_other_award(row, project, dataset)
    dataset.settle(years.facts())
    dataset.settle(list(measure(dataset.quads.engine())))
    return dataset, keys


def _add_registry(collection: Collection, dataset: Dataset) -> None:
    bodies = {row.id: row for row in collection.of(BodyRow)}
    kinds = collection.document_kinds()
    registry.add_bodies(bodies.values(), kinds, dataset)
    registry.add_placements(collection.of(PlacementRow), bodies, kinds, dataset)
    registry.add_provinces(collection.of(ProvinceRow), dataset)
    registry.add_changes(collection.of(ChangeRow), kinds, dataset)
    registry.add_field_offices(collection.of(FieldOfficeRow), dataset)
    add_names(collection.of(AliasRow), collection.of(AmbiguousAbbreviationRow), dataset)


def _add_happenings(collection: Collection, known: Standings, years: Editions, dataset: Dataset) -> None:
    for document in collection.of(DocumentRow):
        dataset.settle(document_facts(document))
    for row in collection.of(SchemeRow):
        dataset.settle(editions.scheme_facts(row))
    for edition in collection.of(EditionRow):
        years.of(edition.year_be)
    events.add_events(collection.of(EventRow), known, years, dataset)
    events.add_participations(collection.of(ParticipationRow), known, dataset)
    counts.add_counts(collection.of(CountRow), known, years, dataset)
    counts.add_award_lines(collection.of(AwardLineRow), years, dataset)
