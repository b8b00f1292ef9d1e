"""All rows of all sources in one place, by table; rows that people keep come before rows that rules made."""

from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from ingest.rows import AwardRow, BodyRow, DocumentRow, EventRow, ParticipationRow, PlacementRow, SourcedRow
from ingest.shipped import Source
from ingest.tables import TableError, TableRow
from ontology.thai import match_key

R = TypeVar("R", bound=TableRow)


class Collection:
    """Rows by their model, in the order in which they came."""

    def __init__(self) -> None:
        self._rows: dict[type[TableRow], list[TableRow]] = {}

    @classmethod
    def of_sources(cls, sources: Iterable[Source]) -> "Collection":
        collection = cls()
        for source in sources:
            for rows in source.tables.values():
                collection.add(rows)
        return collection

    def add(self, rows: Iterable[TableRow]) -> None:
        for row in rows:
            self._rows.setdefault(type(row), []).append(row)

    def of(self, model: type[R]) -> list[R]:
        return cast("list[R]", self._rows.get(model, []))

    def sourced(self) -> list[SourcedRow]:
        """Every row that rests on documents."""
        return [row for rows in self._rows.values() for row in rows if isinstance(row, SourcedRow)]

    def persons(self) -> dict[str, str]:
        """The match key of each known name -> the key of the person."""
        return {match_key(row.name): row.person for row in self.of(ParticipationRow)}

    def reviewed_documents(self) -> dict[str, str]:
        """The SHA-256 of each text that people have read in full -> its key."""
        return {row.sha256: row.key for row in self.of(DocumentRow) if row.sha256}


def check_references(collection: Collection) -> None:
    """Every key that a row names must exist; raises TableError with those that do not."""
    if faults := sorted(set(_faults(collection))):
        raise TableError(
            f"sources name what no row defines: {'; '.join(faults[:10])}. Add the row, or mend the key"
        )


def _faults(collection: Collection) -> Iterator[str]:
    bodies = {row.id for row in collection.of(BodyRow)}
    documents = {row.key for row in collection.of(DocumentRow)}
    events = {row.event for row in collection.of(EventRow)}
    for placement in collection.of(PlacementRow):
        if not {placement.body, placement.parent} <= bodies:
            yield f"a placement of {placement.body} under {placement.parent}"
    for award in collection.of(AwardRow):
        if award.recipient not in bodies:
            yield f"an award of the body {award.recipient}"
    for part in collection.of(ParticipationRow):
        if part.event and part.event not in events:
            yield f"a part of {part.person} in the event {part.event}"
    for row in collection.sourced():
        yield from (f"the document {key}" for key in row.documents if key not in documents)
