"""What the extractor found beside awards -> rows like those that people keep, marked with their rule."""

import hashlib
from collections.abc import Mapping
from urllib.parse import urlsplit

from ingest.bodies import settle
from ingest.merge import SURE
from ingest.records import (
    CeremonyRecord,
    CountRecord,
    Document,
    Findings,
    OtherAwardRecord,
    PersonRecord,
    Record,
)
from ingest.rows import CountRow, DocumentRow, EventRow, OtherAwardRow, ParticipationRow
from ingest.tables import TableRow
from ontology.iri import Kind
from ontology.thai import match_key
from ontology.vocabulary import scheme
from queries.names import Names

STATE_DOMAINS = (".go.th", ".or.th", ".ac.th", ".mi.th")
CATEGORIES = frozenset("1234567")
QUOTED = 200  # characters of the words of a finding that a row holds
CEREMONY_ACTIONS = frozenset({"received", "presided", "presented"})


def sure(record: Record) -> bool:
    return record.confidence >= SURE


def _source(document: Document, record: Record) -> dict[str, object]:
    quote = record.evidence[:QUOTED].strip()
    start = None if record.start is None else record.start + record.evidence.index(quote)
    return {
        "documents": document.key,
        "quote": quote or None,
        "start_offset": start,
        "end_offset": None if start is None else start + len(quote),
        "locator": record.where,
        "rule": record.rule or "unnamed",
        "confidence": record.confidence,
    }


def _digest(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:8]


def document_row(document: Document) -> DocumentRow:
    """What is known of a text that no person has read."""
    return DocumentRow.model_construct(
        key=document.key,
        kind=source_kind(document.url),
        read="by-rules",
        url=document.url,
        title=document.title,
        publisher=document.publisher,
        published=document.published.isoformat() if document.published else None,
        language="en" if document.language == "en" else "th",
        sha256=document.sha256,
    )


def source_kind(address: str | None) -> str:
    """How near a page stands to the giver of the award, by its host."""
    host = urlsplit(address or "").hostname or ""
    if host == "opdc.go.th" or host.endswith(".opdc.go.th"):
        return "organiser"
    if host.endswith(STATE_DOMAINS):
        return "government"
    return "press" if host else "community"


def event_rows(document: Document, findings: Findings) -> list[EventRow]:
    """The ceremonies of which the edition is known."""
    return [_event_row(document, c) for c in findings.ceremonies if c.edition_year_be and sure(c)]


def _event_row(document: Document, record: CeremonyRecord) -> EventRow:
    day = record.date.isoformat() if record.date else None
    return EventRow.model_validate(
        {
            "event": f"{record.edition_year_be}-ceremony",
            "edition": record.edition_year_be,
            "kind": "ceremony",
            "start": day,
            "end": day,
            "mode": record.mode,
            "place": record.venue,
            **_source(document, record),
        }
    )


def participation_rows(
    document: Document, findings: Findings, names: Names, persons: Mapping[str, str]
) -> list[ParticipationRow]:
    """What people did; `persons` maps the match key of a known name to its key."""
    events = {row.event for row in event_rows(document, findings)}
    event = events.pop() if len(events) == 1 else None
    found = (p for p in findings.persons if sure(p))
    return [_participation_row(document, p, event, names, persons) for p in found]


def _participation_row(
    document: Document, record: PersonRecord, event: str | None, names: Names, persons: Mapping[str, str]
) -> ParticipationRow:
    return ParticipationRow.model_validate(
        {
            "event": event if record.action in CEREMONY_ACTIONS else None,
            "person": person_key(record.name, persons),
            "name": record.name,
            "prefix": record.prefix,
            "role": record.role,
            "action": record.action,
            "on_behalf_of": _body_id(record.organisation, names, document),
            **_source(document, record),
        }
    )


def person_key(name: str, persons: Mapping[str, str]) -> str:
    """The key of a known name, else one made of the name itself: one full name is one person."""
    same = match_key(name)
    return persons.get(same) or f"p-{hashlib.sha256(same.encode()).hexdigest()[:8]}"


def _body_id(name: str | None, names: Names, document: Document) -> str | None:
    return settle(name, names, document.published)[0] if name else None


class UnknownName(TableRow):
    """A name beside an award that no body of the registry answers to, as a document has it."""

    document: str
    name: str


def unknown_names(document: Document, findings: Findings, names: Names) -> list[UnknownName]:
    """The organisations of persons and the winners of other awards that are not in the registry."""
    told = [person.organisation for person in findings.persons if sure(person)]
    told += [award.recipient for award in findings.other_awards if sure(award)]
    unknown = dict.fromkeys(name for name in told if name and _body_id(name, names, document) is None)
    return [UnknownName(document=document.key, name=name) for name in unknown]


def count_rows(document: Document, findings: Findings, names: Names) -> list[CountRow]:
    return [_count_row(document, count, names) for count in findings.counts if sure(count)]


def _count_row(document: Document, record: CountRecord, names: Names) -> CountRow:
    return CountRow.model_validate(
        {
            "key": "-".join(
                (document.key, _digest(record.what, record.scope, record.edition_year_be, record.value))
            ),
            "what": record.what,
            "edition": record.edition_year_be,
            "value": record.value,
            "qualifier": record.qualifier,
            "unit": record.unit,
            **_scope(record.scope, names, document),
            **_source(document, record),
        }
    )


def _scope(scope: str, names: Names, document: Document) -> dict[str, object]:
    """`type:PMQA หมวด 2` as columns; what nothing answers to is kept as written."""
    kind, _, name = scope.partition(":")
    found = _columns(kind, name, names, document) if name else {}
    return found if scope == "edition" or any(found.values()) else {"scope_note": scope}


def _columns(kind: str, name: str, names: Names, document: Document) -> dict[str, object]:
    if kind == "recipient":
        return {"about": _body_id(name, names, document)}
    if kind == "branch":
        return {"branch": _concept("branch", name)}
    label, _, category = name.partition(" หมวด ")
    typed = "PMQA รายหมวด" if category else label
    return {"type": _concept("type", typed), "pmqa_category": category if category in CATEGORIES else None}


def _concept(kind: Kind, label: str) -> str | None:
    found = scheme(kind).find(label)
    return found.key if found else None


def other_award_rows(document: Document, findings: Findings, names: Names) -> list[OtherAwardRow]:
    return [_other_award_row(document, award, names) for award in findings.other_awards if sure(award)]


def _other_award_row(document: Document, record: OtherAwardRecord, names: Names) -> OtherAwardRow:
    return OtherAwardRow.model_validate(
        {
            "key": f"{document.key}-{_digest(record.name, record.recipient, record.project, record.year_ce)}",
            "name": record.name,
            "recipient": _body_id(record.recipient, names, document),
            "project": record.project,
            "year_ce": record.year_ce,
            **_source(document, record),
        }
    )
