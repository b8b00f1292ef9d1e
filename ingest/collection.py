"""All rows of all sources in one place, by table; rows that people keep come before rows that rules made."""

from collections.abc import Iterable
from typing import TypeVar, cast

from ingest.rows import AwardRow, BodyRow, DocumentRow, ParticipationRow, SourcedRow
from ingest.shipped import Source
from ingest.tables import TableRow
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

    def sort(self) -> None:
        """Order rows by what they say: the order of lines, which a spreadsheet may change, means nothing."""
        for rows in self._rows.values():
            rows.sort(key=lambda row: row.model_dump_json())

    def of(self, model: type[R]) -> list[R]:
        return cast("list[R]", self._rows.get(model, []))

    def rows(self) -> list[TableRow]:
        """Every row of every table."""
        return [row for rows in self._rows.values() for row in rows]

    def sourced(self) -> list[SourcedRow]:
        """Every row that rests on documents."""
        return [row for row in self.rows() if isinstance(row, SourcedRow)]

    def body_names(self) -> dict[str, str]:
        """Each body and its Thai name."""
        return {row.id: row.name_th for row in self.of(BodyRow)}

    def document_kinds(self) -> dict[str, str]:
        """Each document and the kind of source that it is."""
        return {row.key: row.kind for row in self.of(DocumentRow)}

    def persons(self) -> dict[str, str]:
        """The match key of each known name -> the key of the person."""
        parts = {match_key(row.name): row.person for row in self.of(ParticipationRow)}
        winners = {
            match_key(r.person_name): r.person for r in self.of(AwardRow) if r.person and r.person_name
        }
        return {**winners, **parts}

    def reviewed_documents(self) -> dict[str, str]:
        """The SHA-256 of each text that people have read in full -> its key."""
        return {row.sha256: row.key for row in self.of(DocumentRow) if row.sha256}
