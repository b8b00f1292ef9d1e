"""Rows of editions, events, people's parts, counts and types -> what the graph says of them; pure."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from ingest.graph import Dataset, claimed_by, claims_graph, quotations, reading_facts
from ingest.rows import (
    CountRow,
    EventRow,
    OtherAwardRow,
    ParticipationRow,
    SchemeRow,
    SourcedRow,
    TypeInEditionRow,
)
from ingest.terms import Fact, Facts, date, english, facts, integer, plain, text, thai
from ontology.iri import Kind, iri
from ontology.namespaces import FOAF, LR, RDF, SCHEMA, SKOS, XSD
from ontology.thai import sort_key, to_common_era
from ontology.vocabulary import scheme


def concept(kind: Kind, key: str | None) -> NamedNode | None:
    """The concept of a key that a row model has already checked."""
    return scheme(kind)[key].iri if key else None


def edition(year_be: int | None) -> NamedNode | None:
    return iri("edition", str(year_be)) if year_be else None


def body(key: str | None) -> NamedNode | None:
    return iri("body", key) if key else None


def scheme_facts(row: SchemeRow) -> Facts:
    yield from facts(
        iri("scheme", row.key),
        {
            RDF.type: LR.AwardScheme,
            SKOS.prefLabel: (thai(row.name_th), english(row.name_en)),
            LR.givenBy: body(row.given_by),
            LR.runBy: body(row.run_by),
            LR.sortKey: plain(sort_key(row.name_th)),
        },
    )


def edition_facts(year_be: int, first_be: int) -> Facts:
    """An edition; before `first_be` the awards were given under other names, which later texts forget."""
    year_ce = to_common_era(year_be)
    before = ("", "") if year_be >= first_be else (" (ก่อนใช้ชื่อรางวัลเลิศรัฐ)", " (before the name)")
    yield from facts(
        iri("edition", str(year_be)),
        {
            RDF.type: LR.Edition,
            LR.editionOf: iri("scheme", "lertrat"),
            SKOS.prefLabel: (
                thai(f"รางวัลเลิศรัฐ ประจำปี {year_be}{before[0]}"),
                english(f"Lertrat awards B.E. {year_be} ({year_ce}){before[1]}"),
            ),
            LR.yearBE: integer(year_be),
            LR.yearCE: integer(year_ce),
            SCHEMA.temporalCoverage: Literal(str(year_ce), datatype=XSD.gYear),
            LR.sortKey: plain(str(year_be)),
        },
    )


def event_label(row: EventRow) -> str:
    return row.title or f"{scheme('event-kind')[row.kind].name} รางวัลเลิศรัฐ ประจำปี {row.edition}"


def event_statements(row: EventRow) -> Facts:
    """What one row states of an event."""
    yield from facts(
        iri("event", row.event),
        {
            SCHEMA.startDate: date(row.start),
            SCHEMA.endDate: date(row.end),
            LR.startTime: Literal(row.time.isoformat(), datatype=XSD.time) if row.time else None,
            LR.mode: concept("mode", row.mode),
            LR.placeName: text(row.place),
            LR.provinceName: thai(row.province),
            LR.theme: text(row.theme),
            LR.branch: concept("branch", row.branch),
            LR.awardType: concept("type", row.type),
            LR.about: body(row.body),
            LR.organizer: body(row.organizer),
            LR.portal: NamedNode(row.portal) if row.portal else None,
        },
    )


def event_facts(first: EventRow, ranked: Sequence[EventRow]) -> Facts:
    """An event as shown first: of each property the values of the highest row that states it."""
    node = iri("event", first.event)
    label = next((row.title for row in ranked if row.title), event_label(first))
    yield from facts(
        node,
        {
            RDF.type: LR.Event,
            LR.eventKind: concept("event-kind", first.kind),
            LR.edition: edition(first.edition),
            SKOS.prefLabel: text(label),
            LR.sortKey: plain(f"{first.edition} {first.start or ''}"),
        },
    )
    stated: set[NamedNode] = set()
    for row in ranked:
        new = [fact for fact in event_statements(row) if fact.predicate not in stated]
        yield from new
        stated.update(fact.predicate for fact in new)


def add_events(rows: Sequence[EventRow], dataset: Dataset) -> None:
    """Each event once, settled row first; every row is the claim of its document, which is evidence."""
    by_event: dict[str, list[EventRow]] = {}
    for row in rows:
        by_event.setdefault(row.event, []).append(row)
    for key, told in by_event.items():
        ranked = sorted(told, key=lambda row: row.settled != "yes")
        dataset.settle(event_facts(ranked[0], ranked))
        for row in told:
            add_sourced(dataset, row, "event", key, event_statements(row))


def add_other_award(row: OtherAwardRow, project: NamedNode | None, dataset: Dataset) -> None:
    dataset.settle(other_award_facts(row, project))
    add_sourced(dataset, row, "external-award", row.key, other_award_facts(row, project))


def add_sourced(dataset: Dataset, row: SourcedRow, kind: Kind, key: str, claims: Iterable[Fact]) -> None:
    """The evidence of a row, settled; its statements, as claims of its document."""
    document = claimed_by(row)
    dataset.settle(reading_facts(row))
    dataset.settle([Fact(iri("source", document), LR.claims, claims_graph(document))])
    dataset.claim(claims, document)
    for quotation in quotations(row):
        node = dataset.evidence(kind, key, quotation)
        dataset.settle([Fact(iri(kind, key), LR.hasEvidence, node)])
    dataset.judge(iri(kind, key), row.judgement)


def person_facts(key: str, name: str, *, first: bool) -> Facts:
    """A person by name; a second spelling of one person's name is another name."""
    labels = (
        {SKOS.prefLabel: text(name), LR.sortKey: plain(sort_key(name))}
        if first
        else {SKOS.altLabel: text(name)}
    )
    yield from facts(iri("person", key), {RDF.type: FOAF.Person, FOAF.name: text(name), **labels})


def participation_key(row: ParticipationRow) -> str:
    return f"{row.event or row.documents[0]}.{row.person}.{row.action}"


def participation_statements(row: ParticipationRow) -> Facts:
    yield from facts(
        iri("participation", participation_key(row)),
        {
            LR.roleName: text(row.role),
            FOAF.term("title"): text(row.prefix),
            LR.onBehalfOf: body(row.on_behalf_of),
            LR.statement: text(row.statement),
        },
    )


def add_participations(rows: Sequence[ParticipationRow], dataset: Dataset) -> None:
    """One node an event, person and action; the role shown first is that of the first row that states one."""
    stated: set[tuple[NamedNode, NamedNode]] = set()
    for row in rows:
        key = participation_key(row)
        node = iri("participation", key)
        first = dataset.first_title(iri("person", row.person), row.name)
        dataset.settle(person_facts(row.person, row.name, first=first))
        dataset.settle(_participation_frame(node, row))
        new = [fact for fact in participation_statements(row) if (fact.subject, fact.predicate) not in stated]
        dataset.settle(new)
        stated.update((fact.subject, fact.predicate) for fact in new)
        add_sourced(dataset, row, "participation", key, participation_statements(row))


def _participation_frame(node: NamedNode, row: ParticipationRow) -> Facts:
    action = scheme("action")[row.action]
    yield from facts(
        node,
        {
            RDF.type: LR.Participation,
            LR.person: iri("person", row.person),
            LR.action: action.iri,
            LR.event: iri("event", row.event) if row.event else None,
            SKOS.prefLabel: thai(f"{row.name}: {action.name}"),
        },
    )


def count_facts(row: CountRow) -> Facts:
    """A number that a source states; it stays a statement of that source."""
    what = scheme("count-kind")[row.what]
    yield from facts(
        iri("count", row.key),
        {
            RDF.type: LR.Count,
            SKOS.prefLabel: thai(f"{what.name}: {row.value:,} {row.unit or ''}"),
            LR.countKind: what.iri,
            LR.edition: edition(row.edition),
            LR.branch: concept("branch", row.branch),
            LR.awardType: concept("type", row.type),
            LR.pmqaCategory: concept("pmqa-category", str(row.pmqa_category) if row.pmqa_category else None),
            LR.about: body(row.about),
            LR.event: iri("event", row.event) if row.event else None,
            LR.value: integer(row.value),
            LR.qualifier: concept("qualifier", row.qualifier),
            LR.unitOfCount: text(row.unit),
            LR.scopeNote: text(row.scope_note),
            LR.outOf: iri("count", row.out_of) if row.out_of else None,
        },
    )


def add_counts(rows: Sequence[CountRow], dataset: Dataset) -> None:
    for row in rows:
        dataset.settle(count_facts(row))
        add_sourced(dataset, row, "count", row.key, count_facts(row))


def type_in_edition_facts(row: TypeInEditionRow, key: str) -> Facts:
    kind, status = scheme("type")[row.type], scheme("type-status")[row.status]
    yield from facts(
        iri("type-in-edition", key),
        {
            RDF.type: LR.TypeInEdition,
            SKOS.prefLabel: thai(f"{kind.name} {row.edition}: {status.name}"),
            LR.edition: edition(row.edition),
            LR.awardType: kind.iri,
            LR.typeStatus: status.iri,
        },
    )


def add_types_in_editions(rows: Sequence[TypeInEditionRow], dataset: Dataset) -> None:
    for row in rows:
        key = f"{row.edition}-{row.type}"
        dataset.settle(type_in_edition_facts(row, key))
        add_sourced(dataset, row, "type-in-edition", key, type_in_edition_facts(row, key))


def other_award_facts(row: OtherAwardRow, project: NamedNode | None) -> Facts:
    yield from facts(
        iri("external-award", row.key),
        {
            RDF.type: LR.ExternalAward,
            SKOS.prefLabel: text(row.name),
            LR.scheme: iri("scheme", row.scheme) if row.scheme else None,
            LR.recipient: body(row.recipient),
            LR.project: project,
            LR.yearCE: integer(row.year_ce),
            LR.sortKey: plain(sort_key(row.name)),
        },
    )
