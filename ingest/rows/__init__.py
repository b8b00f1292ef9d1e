"""The tables of facts: one model a CSV file, so that a wrong cell is found where it stands."""

from ingest.rows.registry import (
    AliasRow,
    AmbiguousAbbreviationRow,
    BodyRow,
    ChangeRow,
    FieldOfficeRow,
    PlacementRow,
    ProvinceRow,
)
from ingest.rows.scheme import (
    AwardLineRow,
    AwardRow,
    CountRow,
    DocumentRow,
    EditionRow,
    EventRow,
    OtherAwardRow,
    ParticipationRow,
    SchemeRow,
    SourcedRow,
)
from ingest.tables import TableRow

__all__ = [
    "TABLES",
    "AliasRow",
    "AmbiguousAbbreviationRow",
    "AwardLineRow",
    "AwardRow",
    "BodyRow",
    "ChangeRow",
    "CountRow",
    "DocumentRow",
    "EditionRow",
    "EventRow",
    "FieldOfficeRow",
    "OtherAwardRow",
    "ParticipationRow",
    "PlacementRow",
    "ProvinceRow",
    "SchemeRow",
    "SourcedRow",
]

TABLES: dict[str, type[TableRow]] = {
    "bodies": BodyRow,
    "placements": PlacementRow,
    "aliases": AliasRow,
    "ambiguous_abbreviations": AmbiguousAbbreviationRow,
    "provinces": ProvinceRow,
    "changes": ChangeRow,
    "field_offices": FieldOfficeRow,
    "documents": DocumentRow,
    "schemes": SchemeRow,
    "editions": EditionRow,
    "events": EventRow,
    "participations": ParticipationRow,
    "awards": AwardRow,
    "counts": CountRow,
    "other_awards": OtherAwardRow,
    "award_lines": AwardLineRow,
}
