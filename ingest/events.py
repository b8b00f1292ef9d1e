"""Rows of events and of people's parts in them -> what the graph says, and what each document claims."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from ingest.editions import Editions
from ingest.graph import Dataset, quotations
from ingest.offices import read_office
from ingest.precedence import Standings, Told, ranked, told
from ingest.rows import EventRow, ParticipationRow, SourcedRow
from ingest.terms import Fact, Facts, boolean, date, facts, plain, text, thai
from ontology.iri import Kind, iri
from ontology.namespaces import FOAF, LR, RDF, SCHEMA, SKOS, XSD
from ontology.thai import sort_key
from ontology.vocabulary import scheme

R = TypeVar("R", bound=SourcedRow)


def concept(kind: Kind, key: str | None) -> NamedNode | None:
    """The concept of a key that a row model has already checked."""
    return scheme(kind)[key].iri if key else None


def body(key: str | None) -> NamedNode | None:
    return iri("body", key) if key else None


def add_sourced(dataset: Dataset, row: SourcedRow, kind: Kind, key: str, claims: Iterable[Fact]) -> None:
    """The evidence of a row, settled; its statements, as claims of each of its documents."""
    stated = list(claims)
    for quotation in quotations(row):
        dataset.claim_with_link(stated, quotation.document)
        node = dataset.evidence(kind, key, quotation)
        dataset.settle([Fact(iri(kind, key), LR.hasEvidence, node)])
    dataset.judge(iri(kind, key), row.judgement)


def shown_first(statements: Iterable[tuple[Fact, Told]]) -> Iterator[Fact]:
    """Of each property of each subject the value that the rule of precedence puts first."""
    told_by: dict[tuple[NamedNode, NamedNode], dict[NamedNode | Literal, list[Told]]] = {}
    for fact, telling in statements:
        values = told_by.setdefault((fact.subject, fact.predicate), {})
        values.setdefault(fact.object, []).append(telling)
    for (subject, predicate), values in told_by.items():
        yield Fact(subject, predicate, ranked(values)[0])


def event_label(row: EventRow) -> str:
    name = scheme("event-kind")[row.kind].name
    return row.title or f"{name} รางวัลเลิศรัฐ" + (f" ประจำปี {row.edition}" if row.edition else "")


def event_statements(row: EventRow) -> Facts:
    """What one row states of an event."""
    yield from facts(
        iri("event", row.event),
        {
            SCHEMA.startDate: date(row.start),
            SCHEMA.endDate: date(row.end),
            LR.startTime: Literal(f"{row.time}:00", datatype=XSD.time) if row.time else None,
            LR.mode: concept("mode", row.mode),
            LR.placeName: text(row.place),
            LR.provinceName: thai(row.province),
            LR.eventTitle: text(row.title),
            LR.theme: text(row.theme),
            LR.branch: concept("branch", row.branch),
            LR.awardType: concept("type", row.type),
            LR.about: body(row.body),
            LR.organizer: body(row.organizer),
            LR.portal: NamedNode(row.portal) if row.portal else None,
        },
    )


def _event_frame(rows: Sequence[EventRow], title: str | None, editions: Editions) -> Facts:
    first = rows[0]
    start = min((row.start for row in rows if row.start), default="")
    yield from facts(
        iri("event", first.event),
        {
            RDF.type: LR.Event,
            LR.eventKind: concept("event-kind", first.kind),
            LR.edition: editions.of(first.edition, first.branch),
            LR.scheme: iri("scheme", first.scheme) if first.scheme else None,
            SKOS.prefLabel: text(title or event_label(first)),
            SKOS.note: tuple(dict.fromkeys(text(row.note) for row in rows)),
            LR.sortKey: plain(f"{first.edition or ''} {start}".strip()),
        },
    )


def add_events(rows: Iterable[EventRow], known: Standings, editions: Editions, dataset: Dataset) -> None:
    """Each event once, with the first value of each property; every row is the claim of its documents."""
    for key, rows_of_event in _grouped(rows, lambda row: row.event).items():
        stated = [(fact, told(row, known)) for row in rows_of_event for fact in event_statements(row)]
        first = list(_that_fit(rows_of_event[0].kind, list(shown_first(stated))))
        title = next((f.object.value for f in first if f.predicate == LR.eventTitle), None)
        dataset.settle(_event_frame(rows_of_event, title, editions))
        dataset.settle(fact for fact in first if fact.predicate != LR.eventTitle)
        for row in rows_of_event:
            add_sourced(dataset, row, "event", key, event_statements(row))


def _that_fit(kind: str, first: Sequence[Fact]) -> Facts:
    """Without a hall of an online ceremony and an end before its start, which only sources together give it.

    Each of them stays as the claim of its source.
    """
    told = {fact.predicate: fact.object for fact in first}
    online = kind == "ceremony" and told.get(LR.mode) == concept("mode", "online")
    start, end = (told.get(name) for name in (SCHEMA.startDate, SCHEMA.endDate))
    backwards = start is not None and end is not None and end.value < start.value
    unfit = {LR.placeName, LR.provinceName} if online else set()
    unfit |= {SCHEMA.endDate} if backwards else set()
    return (fact for fact in first if fact.predicate not in unfit)


def _grouped(rows: Iterable[R], key_of: Callable[[R], str]) -> dict[str, list[R]]:
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    return groups


def person_facts(key: str, label: str, others: Sequence[str]) -> Facts:
    """A person by name; every other spelling of it is another name."""
    yield from facts(
        iri("person", key),
        {
            RDF.type: FOAF.Person,
            FOAF.name: tuple(text(name) for name in (label, *others)),
            SKOS.prefLabel: text(label),
            SKOS.altLabel: tuple(text(name) for name in others),
            LR.sortKey: plain(sort_key(label)),
        },
    )


def person_labels(rows: Iterable[ParticipationRow], known: Standings) -> dict[str, list[str]]:
    """The names of each person, the one to show first in front."""
    spelled: dict[str, dict[str, list[Told]]] = {}
    for row in rows:
        spelled.setdefault(row.person, {}).setdefault(row.name, []).append(told(row, known))
    return {person: ranked(names) for person, names in spelled.items()}


def participation_key(row: ParticipationRow) -> str:
    return f"{row.event or row.documents[0]}.{row.person}.{row.action}"


def participation_statements(row: ParticipationRow) -> Facts:
    """The role in which a person acted, as one row states it; its office, and whether an acting one."""
    office, acting = read_office(row.role)
    yield from facts(
        iri("participation", participation_key(row)),
        {
            LR.roleName: text(row.role),
            LR.office: office.iri if office else None,
            LR.acting: boolean(True) if acting else None,
            FOAF.term("title"): text(row.prefix),
            LR.onBehalfOf: body(row.on_behalf_of),
            LR.statement: text(row.statement),
        },
    )


def add_participations(rows: Iterable[ParticipationRow], known: Standings, dataset: Dataset) -> None:
    """Each person once; one node an event, person and action, with the first value of each property."""
    rows = list(rows)
    names = person_labels(rows, known)
    for person, (label, *others) in names.items():
        dataset.settle(person_facts(person, label, others))
    for key, parts in _grouped(rows, participation_key).items():
        dataset.settle(_participation_frame(iri("participation", key), parts[0], names[parts[0].person][0]))
        dataset.settle(
            shown_first((f, told(row, known)) for row in parts for f in participation_statements(row))
        )
        for row in parts:
            add_sourced(dataset, row, "participation", key, participation_statements(row))


def _participation_frame(node: NamedNode, row: ParticipationRow, name: str) -> Facts:
    action = scheme("action")[row.action]
    yield from facts(
        node,
        {
            RDF.type: LR.Participation,
            LR.person: iri("person", row.person),
            LR.action: action.iri,
            LR.event: iri("event", row.event) if row.event else None,
            SKOS.prefLabel: thai(f"{name}: {action.name}"),
        },
    )
