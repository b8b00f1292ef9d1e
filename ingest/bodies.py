"""Which body a record means, or unknown: the shipped registry as `Names`, and the one rule that settles."""

import csv
import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from queries.names import Candidate, NameEntry, Names, OfficePattern, settled

REGISTRY = Path(__file__).parent / "sources" / "registry"
OF_UNKNOWN_BODY = (
    "โรงพยาบาล",
    "รพ.",
)  # heads of names that the registry's patterns do not list by themselves


class BadRowError(ValueError):
    """A row of a registry file that cannot be read; the message names file, line and the mend."""


Row = dict[str, str]


def load_names(folder: Path = REGISTRY) -> Names:
    """Every name of the registry in `folder`; raises BadRowError or FileNotFoundError."""
    return _load_names(folder.resolve())


@cache
def _load_names(folder: Path) -> Names:
    bodies = list(rows(folder / "bodies.csv", "id", "name_th", "kind"))
    by_id = {row["id"]: row for row in bodies}
    shares = read_shares(folder / "ambiguous_abbreviations.csv")
    entries = [*official_names(bodies), *abbreviations(bodies, shares)]
    for row in rows(folder / "aliases.csv", "body", "surface", "kind"):
        if row["body"] not in by_id:
            raise BadRowError(
                f"{folder / 'aliases.csv'}: no body {row['body']!r}; add it to bodies.csv or mend the id"
            )
        entries.append(entry_of(by_id[row["body"]], row["surface"], row["kind"], row["risk"], shares))
    offices = [
        OfficePattern(prefix, row["parent"])
        for row in rows(folder / "field_offices.csv", "name_prefix")
        for prefix in (row["name_prefix"], row["abbreviation_prefix"])
        if prefix and (prefix == row["name_prefix"] or prefix in {"พมจ.", "รพ.สต.", "อบต.", "อบจ."})
    ]
    offices += [OfficePattern(head, "") for head in OF_UNKNOWN_BODY]
    return Names(dict.fromkeys(entries), offices, read_parents(folder / "placements.csv"))


def official_names(bodies: list[Row]) -> Iterator[NameEntry]:
    for row in bodies:
        yield entry_of(row, row["name_th"], "name", "", {})
    for row in bodies:
        if row["name_en"]:
            yield entry_of(row, row["name_en"], "name-en", "", {})


def abbreviations(bodies: list[Row], shares: dict[tuple[str, str], float]) -> Iterator[NameEntry]:
    for row in bodies:
        if row["abbr_th"]:
            yield entry_of(row, row["abbr_th"], "abbr-th", "", shares)
        if row["abbr_en"]:
            yield entry_of(row, row["abbr_en"], "abbr-en", "", shares)


def entry_of(
    body: Row, surface: str, kind: str, risk: str, shares: dict[tuple[str, str], float]
) -> NameEntry:
    return NameEntry(
        body=body["id"],
        surface=surface,
        kind=kind,
        risk=risk,
        valid_from=body["valid_from"],
        valid_to=body["valid_to"],
        body_kind=body["kind"],
        share=shares.get((surface.replace(".", ""), body["id"])),
    )


def read_shares(path: Path) -> dict[tuple[str, str], float]:
    """(abbreviation without dots, body) -> how often the news means that body by it."""
    return {
        (row["abbreviation"], row["body"]): float(row["share"] or 0)
        for row in rows(path, "abbreviation", "definitions")
        if row["body"]
    }


def read_parents(path: Path) -> dict[str, str]:
    """Body -> the body above it in the organisation, today."""
    if not path.exists():
        return {}
    return {
        row["body"]: row["parent"]
        for row in rows(path, "body", "parent", "kind")
        if row["kind"] == "organisational" and not row["to"]
    }


def rows(path: Path, *required: str) -> Iterator[Row]:
    """The rows of a registry file, each with its required cells filled; raises BadRowError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        missing = [column for column in required if column not in (reader.fieldnames or ())]
        if missing:
            raise BadRowError(f"{path}:1: no column {', '.join(missing)}; put it back into the first line")
        for row in reader:
            if None in row or None in row.values():
                raise BadRowError(
                    f"{path}:{reader.line_num}: not as many cells as columns; quote cells that hold a comma"
                )
            if empty := [column for column in required if not row[column].strip()]:
                raise BadRowError(
                    f"{path}:{reader.line_num}: {', '.join(empty)} is empty; fill it in or delete the row"
                )
            yield row


def settle(surface: str, names: Names, on: datetime.date | None = None) -> tuple[str | None, list[Candidate]]:
    """The registry id that a name means on a date, or None, with all candidates for whoever decides."""
    candidates = names.resolve(surface, on)
    return settled(candidates), candidates
