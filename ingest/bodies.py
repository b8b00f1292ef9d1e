"""Which body a record means, or unknown: the shipped registry as `Names`, and the one rule that settles."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from ingest.collection import Collection
from ingest.faults import Fault, TableError
from ingest.rows import AliasRow, AmbiguousAbbreviationRow, BodyRow, FieldOfficeRow, PlacementRow
from ingest.shipped import SOURCES_FOLDER, read_source
from queries.names import Candidate, NameEntry, Names, OfficePattern, settled

REGISTRY = SOURCES_FOLDER / "registry"
ENDS_CLEARLY = ("จ.", "อบต.", "รพ.สต.")  # no other word ends like the abbreviation of a provincial office
HEADS_OF_UNKNOWN_BODIES = ("โรงพยาบาล", "รพ.")  # of names that the registry's patterns do not list

Shares = Mapping[tuple[str, str], float]
"""(abbreviation without dots, body) -> how often the news means that body by it."""


@cache
def load_names(folder: Path = REGISTRY) -> Names:
    """Every name of the registry in `folder`; raises TableError."""
    return names_of(Collection.of_sources([read_source(folder)]))


def names_of(registry: Collection) -> Names:
    """The names of a registry's bodies, its ways to call field offices, and who stands above whom."""
    bodies = registry.of(BodyRow)
    shares = _shares(registry.of(AmbiguousAbbreviationRow))
    aliases = _aliases(bodies, registry.of(AliasRow), shares)
    entries = [*_official_names(bodies), *_abbreviations(bodies, shares), *aliases]
    offices = _office_patterns(registry.of(FieldOfficeRow))
    return Names(dict.fromkeys(entries), offices, _parents(registry.of(PlacementRow)))


def _official_names(bodies: Sequence[BodyRow]) -> Iterator[NameEntry]:
    yield from (_entry(body, body.name_th, "name") for body in bodies)
    yield from (_entry(body, body.name_en, "name-en") for body in bodies if body.name_en)


def _abbreviations(bodies: Sequence[BodyRow], shares: Shares) -> Iterator[NameEntry]:
    for body in bodies:
        if body.abbr_th:
            yield _entry(body, body.abbr_th, "abbr-th", shares=shares)
        if body.abbr_en:
            yield _entry(body, body.abbr_en, "abbr-en", shares=shares)


def _aliases(bodies: Sequence[BodyRow], rows: Sequence[AliasRow], shares: Shares) -> Iterator[NameEntry]:
    by_id = {body.id: body for body in bodies}
    for row in rows:
        if row.body not in by_id:
            told = "no such body; add it to bodies.csv or mend the id"
            raise TableError([Fault(row.found_at, "body", row.body, told)])
        yield _entry(by_id[row.body], row.surface, row.kind, row.risk or "", shares)


def _entry(body: BodyRow, surface: str, kind: str, risk: str = "", shares: Shares | None = None) -> NameEntry:
    return NameEntry(
        body=body.id,
        surface=surface,
        kind=kind,
        risk=risk,
        valid_from=body.valid_from or "",
        valid_to=body.valid_to or "",
        body_kind=body.kind,
        share=(shares or {}).get((surface.replace(".", ""), body.id)),
    )


def _shares(rows: Sequence[AmbiguousAbbreviationRow]) -> Shares:
    return {(row.abbreviation, row.body): row.share or 0.0 for row in rows if row.body}


def _office_patterns(rows: Sequence[FieldOfficeRow]) -> list[OfficePattern]:
    patterns = [OfficePattern(row.name_prefix, row.parent or "") for row in rows]
    offices = [row for row in rows if row.name_prefix.startswith("สำนักงาน")]
    patterns += [
        OfficePattern(row.name_prefix.replace("สำนักงาน", short, 1), row.parent or "", row.name_prefix)
        for row in offices
        for short in ("สนง.", "สนง")
    ]
    return [
        *patterns,
        *_clear_abbreviations(rows),
        *(OfficePattern(head, "") for head in HEADS_OF_UNKNOWN_BODIES),
    ]


def _clear_abbreviations(rows: Sequence[FieldOfficeRow]) -> Iterator[OfficePattern]:
    """`สอจ.` + a province: abbreviations of one kind of office; `สพร.20`: those of a body but for the number.

    Where two kinds share one, that counts which the news names nine times as often.
    """
    for row in rows:
        short, note = row.abbreviation_prefix or "", row.note or ""
        rivals = [other for other in rows if other.abbreviation_prefix == short and other is not row]
        often = all((row.documents or 0) >= 9 * (other.documents or 0) for other in rivals)
        if short.endswith(".") and "number" in note:
            yield OfficePattern(short, row.parent or "", row.name_prefix, numbered=True)
        elif short.endswith(ENDS_CLEARLY) and often and ("AMBIGUOUS" not in note or rivals):
            yield OfficePattern(short, row.parent or "", row.name_prefix)


def _parents(rows: Sequence[PlacementRow]) -> dict[str, str]:
    """Body -> the body above it in the organisation, today."""
    return {row.body: row.parent for row in rows if row.kind == "organisational" and not row.to}


def settle(surface: str, names: Names, on: datetime.date | None = None) -> tuple[str | None, list[Candidate]]:
    """The registry id that a name means on a date, or None, with all candidates for whoever decides."""
    candidates = names.resolve(surface, on)
    return settled(candidates), candidates
