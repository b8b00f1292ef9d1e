"""Rows of counts, award lines and awards of other schemes -> what the graph says of them; pure."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from ingest.editions import Editions
from ingest.events import add_sourced, body, concept
from ingest.graph import Dataset
from ingest.precedence import Standings, Told, ranked, told
from ingest.rows import AwardLineRow, CountRow, OtherAwardRow
from ingest.terms import Fact, Facts, boolean, facts, integer, plain, text, thai
from ontology.iri import iri
from ontology.namespaces import LR, QB, RDF, SKOS
from ontology.thai import sort_key
from ontology.vocabulary import scheme

EXACT = "exact"


def count_facts(row: CountRow, editions: Editions) -> Facts:
    """A number that a source states; it stays a statement of that source."""
    what = scheme("count-kind")[row.what]
    yield from facts(
        iri("count", row.key),
        {
            RDF.type: LR.Count,
            QB.dataSet: iri("dataset", "counts"),
            SKOS.prefLabel: thai(f"{what.name}: {row.value:,} {row.unit or ''}".strip()),
            LR.countKind: what.iri,
            LR.edition: editions.of(row.edition, row.branch),
            LR.branch: concept("branch", row.branch),
            LR.awardType: concept("type", row.type),
            LR.pmqaCategory: concept("pmqa-category", str(row.pmqa_category) if row.pmqa_category else None),
            LR.level: concept("level", row.level),
            LR.stage: concept("stage", row.stage),
            LR.about: body(row.about),
            LR.event: iri("event", row.event) if row.event else None,
            LR.value: integer(row.value),
            LR.qualifier: concept("qualifier", row.qualifier),
            LR.unitOfCount: text(row.unit),
            LR.scopeNote: text(row.scope_note),
            LR.outOf: iri("count", row.out_of) if row.out_of else None,
            SKOS.note: text(row.note),
        },
    )


def quantity(row: CountRow) -> tuple[object, ...]:
    """What is counted: two rows that agree in it count the same."""
    scope = (row.branch, row.type, row.pmqa_category, row.level, row.stage)
    return (row.edition, row.what, *scope, row.about, row.event, row.scope_note)


def add_counts(rows: Iterable[CountRow], known: Standings, editions: Editions, dataset: Dataset) -> None:
    """Every count; of those that count the same, the ones with the value to show first are marked."""
    counted: dict[tuple[object, ...], list[CountRow]] = {}
    for row in rows:
        counted.setdefault(quantity(row), []).append(row)
        dataset.settle(count_facts(row, editions))
        add_sourced(dataset, row, "count", row.key, count_facts(row, editions))
    for same in counted.values():
        first = first_value(same, known)
        dataset.settle(
            Fact(iri("count", row.key), LR.shownFirst, boolean(row.value == first)) for row in same
        )


def first_value(same: Iterable[CountRow], known: Standings) -> int:
    """The value to show first: an exact one before a floor or an approximation, then by precedence."""
    tellings: dict[tuple[bool, int], list[Told]] = {}
    for row in same:
        tellings.setdefault((row.qualifier != EXACT, row.value), []).append(told(row, known))
    exact = {value: told_by for value, told_by in tellings.items() if not value[0]}
    return ranked(exact or tellings)[0][1]


def award_line_key(row: AwardLineRow) -> str:
    parts = [str(row.edition), row.type or row.branch or "all", *([row.level] if row.level else [])]
    return "-".join(parts)


def award_line_facts(row: AwardLineRow, editions: Editions) -> Facts:
    """What could be won in an edition, and what is known of that."""
    named = scheme("type")[row.type].name if row.type else None
    named = named or (scheme("branch")[row.branch].name if row.branch else "ทุกสาขา")
    level = f" ระดับ{scheme('level')[row.level].name}" if row.level else ""
    yield from facts(
        iri("award-line", award_line_key(row)),
        {
            RDF.type: LR.AwardLine,
            SKOS.prefLabel: thai(f"{named}{level} ปี {row.edition}"),
            LR.edition: editions.of(row.edition, branch_of(row)),
            LR.branch: concept("branch", branch_of(row)),
            LR.awardType: concept("type", row.type),
            LR.level: concept("level", row.level),
            LR.lineStatus: concept("line-status", row.status),
            LR.sortKey: plain(f"{row.edition} {sort_key(named)}"),
        },
    )


def branch_of(row: AwardLineRow) -> str | None:
    """The branch of a line, or that of its type."""
    return row.branch or (scheme("type")[row.type].branch if row.type else None)


def add_award_lines(rows: Iterable[AwardLineRow], editions: Editions, dataset: Dataset) -> None:
    for row in rows:
        key = award_line_key(row)
        dataset.settle(award_line_facts(row, editions))
        add_sourced(dataset, row, "award-line", key, award_line_facts(row, editions))


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


def add_other_award(row: OtherAwardRow, project: NamedNode | None, dataset: Dataset) -> None:
    dataset.settle(other_award_facts(row, project))
    add_sourced(dataset, row, "external-award", row.key, other_award_facts(row, project))
