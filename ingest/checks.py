"""Holds the rows of all sources against each other; each fault names the file, the line and the mend."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, TypeVar, get_args

from ingest.collection import Collection
from ingest.counts import award_line_key
from ingest.faults import Fault, TableError
from ingest.rows import (
    AwardLineRow,
    AwardRow,
    BodyRow,
    ChangeRow,
    DocumentRow,
    PlacementRow,
)
from ingest.rows.cells import Basis, Identifies, References
from ingest.tables import TableRow
from ontology.thai import to_common_era
from ontology.vocabulary import scheme

R = TypeVar("R", bound=TableRow)

WHERE_DEFINED = {
    "body": "bodies.csv",
    "document": "documents.csv",
    "event": "events.csv",
    "award": "the column award of awards.csv",
    "scheme": "schemes.csv",
    "count": "counts.csv",
}


def check(collection: Collection) -> tuple[Fault, ...]:
    """Every warning; raises TableError with every error."""
    faults = [fault for rule in RULES for fault in rule(collection)]
    if errors := [fault for fault in faults if fault.severity == "error"]:
        raise TableError(errors)
    return tuple(faults)


@cache
def marks(model: type[TableRow], mark: type) -> tuple[tuple[str, Any], ...]:
    """The columns of a table that carry a mark, as References, with the mark."""
    return tuple(
        (name, found)
        for name, field in model.model_fields.items()
        for found in (*field.metadata, *_within(field.annotation))
        if isinstance(found, mark)
    )


def _within(annotation: Any) -> Iterator[Any]:
    for part in getattr(annotation, "__metadata__", ()):
        yield part
    for part in get_args(annotation):
        yield from _within(part)


def _keys(row: TableRow, column: str) -> list[str]:
    value = getattr(row, column)
    values = value if isinstance(value, tuple) else (value,)
    return [one.source if isinstance(one, Basis) else one for one in values if one is not None]


def find_dangling(collection: Collection) -> Iterator[Fault]:
    """Keys that a row names and no row defines."""
    defined = _defined(collection)
    for row in collection.rows():
        for column, mark in marks(type(row), References):
            for key in _keys(row, column):
                if key not in defined.get(mark.kind, ()):
                    where = WHERE_DEFINED.get(mark.kind, f"{mark.kind} tables")
                    yield Fault(
                        row.found_at,
                        column,
                        key,
                        f"no {mark.kind} has this key; mend it or add it to {where}",
                    )


def _defined(collection: Collection) -> dict[str, set[str]]:
    defined: dict[str, set[str]] = {}
    for row in collection.rows():
        for column, mark in marks(type(row), Identifies):
            defined.setdefault(mark.kind, set()).update(map(str, _keys(row, column)))
    return defined


def find_doubles(collection: Collection) -> Iterator[Fault]:
    """A key that two rows define, a row that stands twice, an address of two documents."""
    met: dict[tuple[str, str], TableRow] = {}
    for row in collection.rows():
        for kind, column, key in _unique_values(row):
            first = met.setdefault((kind, key), row)
            if first is not row:
                told = f"stands at {first.found_at} too; take one of the two away"
                yield Fault(row.found_at, column, key if column else "", told)


def _unique_values(row: TableRow) -> Iterator[tuple[str, str, str]]:
    unique = [(column, mark) for column, mark in marks(type(row), Identifies) if mark.unique]
    for column, mark in unique:
        yield from ((mark.kind, column, str(key)) for key in _keys(row, column))
    if isinstance(row, DocumentRow) and row.url and not row.key.startswith("thaigov-"):
        yield "address", "url", _plain_address(row.url)
    if isinstance(row, AwardLineRow):
        yield "award line", "", award_line_key(row)
    if not unique:
        yield type(row).__name__, "", row.model_dump_json()


def _plain_address(url: str) -> str:
    return url.split("://", 1)[1].removeprefix("www.").rstrip("/").lower()


def find_cycles(collection: Collection) -> Iterator[Fault]:
    """Bodies that stand, by one kind of placement and at one time, under themselves."""
    for kind in ("organisational", "supervision", "territory"):
        rows = [row for row in collection.of(PlacementRow) if row.kind == kind]
        above: dict[str, list[PlacementRow]] = {}
        for row in rows:
            above.setdefault(row.body, []).append(row)
        for row in rows:
            if _leads_back(row, above):
                told = f"{row.body} stands under itself; mend parent, or from and to"
                yield Fault(row.found_at, "parent", row.parent, told)


def _leads_back(start: PlacementRow, above: dict[str, list[PlacementRow]]) -> bool:
    reached, todo = set[str](), [start]
    while todo:
        row = todo.pop()
        if row.parent == start.body:
            return True
        if row.parent not in reached:
            reached.add(row.parent)
            todo += [up for up in above.get(row.parent, ()) if _overlap(up, start)]
    return False


def _overlap(one: PlacementRow, other: PlacementRow) -> bool:
    return not (_ends_by(one.to, other.from_) or _ends_by(other.to, one.from_))


def _ends_by(end: str | None, start: str | None) -> bool:
    """Whether what ends has ended when the other starts; on one day, it has."""
    return _before(end, start) or (end is not None and end == start)


def _before(one: str | None, other: str | None) -> bool:
    """Whether a day is before another for sure, as precisely as both are known."""
    if one is None or other is None:
        return False
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def find_wrong_lines(collection: Collection) -> Iterator[Fault]:
    """Awards that a source excludes are errors; a level that no line has in its edition warns."""
    lines = {award_line_key(row): row for row in collection.of(AwardLineRow)}
    for row in collection.of(AwardRow):
        excluded = [lines[key] for key in _line_keys(row) if key in lines and lines[key].status == "excluded"]
        for line in excluded:
            told = f"{line.found_at} excludes it in {row.edition}; mend the award, or the line"
            yield Fault(row.found_at, "level" if line.level else "type", row.level or row.type or "", told)
        if not excluded and row.level and row.edition and not _seen(row, lines):
            told = f"this level is not among the award lines of {row.edition}; add a line or mend the level"
            yield Fault(row.found_at, "level", row.level, told, "warning")


def _line_keys(row: AwardRow) -> list[str]:
    """The lines that can speak of an award, the narrowest first."""
    wholes = [name for name in (row.type, row.branch) if name]
    return [
        *(f"{row.edition}-{name}-{row.level}" for name in wholes if row.level),
        *(f"{row.edition}-{name}" for name in wholes),
    ]


def _seen(row: AwardRow, lines: dict[str, AwardLineRow]) -> bool:
    """Whether a line of the edition has the level: of its type or branch, or of any where neither is told."""
    branch = row.branch or (scheme("type")[row.type].branch if row.type else None)
    names = [name for name in (row.type, branch) if name]
    if not names:
        return any((line.edition, line.level) == (row.edition, row.level) for line in lines.values())
    return any(f"{row.edition}-{name}-{row.level}" in lines for name in names)


def find_early_dates(collection: Collection) -> Iterator[Fault]:
    """Awards of a body, and placements under one, from before it is known to exist: these warn."""
    bodies = {row.id: row for row in collection.of(BodyRow)}
    for award in collection.of(AwardRow):
        body = bodies.get(award.recipient or "")
        if body and award.edition and _before(str(to_common_era(award.edition)), (body.valid_from or "")[:4]):
            told = f"{body.id} is known from {body.valid_from}; did another body win it?"
            yield Fault(award.found_at, "edition", str(award.edition), told, "warning")
    for placement in collection.of(PlacementRow):
        for end in (placement.body, placement.parent):
            begun = bodies[end].valid_from if end in bodies else None
            if placement.from_ and begun and _before(placement.from_, begun):
                told = f"{end} is known from {begun}; mend from, or the body's valid_from"
                yield Fault(placement.found_at, "from", placement.from_, told, "warning")


def find_turned_dates(collection: Collection) -> Iterator[Fault]:
    """Intervals that end before they begin."""
    spans: list[tuple[TableRow, str, str | None, str | None]] = [
        *((row, "valid_to", row.valid_from, row.valid_to) for row in collection.of(BodyRow)),
        *((row, "to", row.from_, row.to) for row in collection.of(PlacementRow)),
        *((row, "date_latest", row.date, row.date_latest) for row in collection.of(ChangeRow)),
    ]
    for row, column, start, end in spans:
        if _before(end, start):
            yield Fault(
                row.found_at, column, str(end), f"ends before it begins ({start}); mend one of the two"
            )


def find_mixed_awards(collection: Collection) -> Iterator[Fault]:
    """Rows that name the same award must agree in its winner and edition, where they tell them."""
    groups: dict[tuple[str, bool], list[AwardRow]] = {}
    for row in collection.of(AwardRow):
        if row.award is not None:
            groups.setdefault((row.award, row.status == "won"), []).append(row)
    for rows in groups.values():
        for column in ("recipient", "person", "edition"):
            yield from _differing(rows, column)


def _differing(rows: list[AwardRow], column: str) -> Iterator[Fault]:
    telling = [row for row in rows if getattr(row, column) is not None]
    for row in telling[1:]:
        value, first = getattr(row, column), telling[0]
        if value != getattr(first, column):
            told = f"the same award has {getattr(first, column)} at {first.found_at}; mend one of the two"
            yield Fault(row.found_at, column, str(value), told)


def find_winnerless_awards(collection: Collection) -> Iterator[Fault]:
    """An award is won by a body or by a person, one of the two."""
    for row in collection.of(AwardRow):
        if (row.recipient is None) == (row.person is None):
            told = "name either a body in recipient or a person in person"
            yield Fault(row.found_at, "recipient", row.recipient or "", told)


RULES: tuple[Callable[[Collection], Iterable[Fault]], ...] = (
    find_dangling,
    find_doubles,
    find_cycles,
    find_wrong_lines,
    find_early_dates,
    find_turned_dates,
    find_mixed_awards,
    find_winnerless_awards,
)
