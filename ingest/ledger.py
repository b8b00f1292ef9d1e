"""The keys that were minted, the fields they were matched by, and what became of them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from ingest.likeness import same_title
from ingest.tables import TableRow, read_table
from ontology.thai import match_key

COLUMNS = (
    "kind",
    "key",
    "edition",
    "recipient",
    "branch",
    "type",
    "pmqa_category",
    "level",
    "project",
    "replaced_by",
)
MATCHED_FIELDS = ("branch", "type", "pmqa_category", "level")


class Wanted(TableRow):
    """The fields of a thing that needs a key."""

    kind: Literal["award", "candidacy", "project"]
    edition: int | None = None
    recipient: str | None = None
    branch: str | None = None
    type: str | None = None
    pmqa_category: int | None = None
    level: str | None = None
    project: str | None = None


class LedgerRow(Wanted):
    """One minted key; the fields are those that it was last matched by."""

    key: str
    replaced_by: str | None = None


class Ledger:
    """Finds the key of a thing, or mints one; a key is given out once a build and never changes."""

    def __init__(self, rows: Iterable[LedgerRow] = ()) -> None:
        self.rows: dict[tuple[str, str], LedgerRow] = {}
        self._by_stand: dict[tuple[object, ...], dict[tuple[str, str], LedgerRow]] = {}
        self._given: set[tuple[str, str]] = set()
        self._highest: dict[tuple[str, str], int] = {}
        for row in rows:
            self._put(row)

    @classmethod
    def read(cls, *paths: Path) -> "Ledger":
        """A later file adds to the earlier ones, and corrects them."""
        return cls(row for path in paths if path.exists() for row in read_table(path, LedgerRow))

    def key_of(self, wanted: Wanted) -> str:
        """The key under which `wanted` is known, else a new one."""
        found = self._find(wanted)
        return self.keep(found.key if found else self._mint(wanted), wanted)

    def keep(self, key: str, wanted: Wanted) -> str:
        """Hold a key that people gave to a thing."""
        self._put(LedgerRow(key=key, **wanted.model_dump()))
        self._given.add((wanted.kind, key))
        return key

    def _put(self, row: LedgerRow) -> None:
        place = row.kind, row.key
        if place in self.rows:
            del self._by_stand[_stand(self.rows[place])][place]
        self.rows[place] = self._by_stand.setdefault(_stand(row), {})[place] = row
        stem, _, number = row.key.rpartition("-")
        if number.isdecimal():
            self._highest[row.kind, stem] = max(int(number), self._highest.get((row.kind, stem), 0))

    def _find(self, wanted: Wanted) -> LedgerRow | None:
        free = [
            row
            for row in self._by_stand.get(_stand(wanted), {}).values()
            if (row.kind == "project" or (row.kind, row.key) not in self._given) and not row.replaced_by
        ]
        same = [row for row in free if _matches(row, wanted)]
        return max(same, key=lambda row: (_likeness(row, wanted), row.key), default=None)

    def _mint(self, wanted: Wanted) -> str:
        parts = [str(wanted.edition or "undated")] if wanted.kind != "project" else []
        stem = "-".join([*parts, wanted.recipient or "unknown"])
        return f"{stem}-{self._highest.get((wanted.kind, stem), 0) + 1}"

    def added_to(self, base: "Ledger") -> "Ledger":
        """The rows that `base` does not have as they are: what a home keeps for itself."""
        return Ledger(row for place, row in self.rows.items() if base.rows.get(place) != row)

    def write(self) -> str:
        """The CSV text, in canonical order."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self._cells())
        return buffer.getvalue()

    def _cells(self) -> Iterator[list[str]]:
        for row in sorted(self.rows.values(), key=lambda row: (row.kind, _natural(row.key))):
            yield ["" if (value := getattr(row, name)) is None else str(value) for name in COLUMNS]


def _stand(row: Wanted) -> tuple[object, ...]:
    """What two things with one key have in common."""
    return row.kind, row.edition, row.recipient


def _natural(key: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", key)]


def _matches(row: LedgerRow, wanted: Wanted) -> bool:
    agree = all(
        None in (getattr(row, name), getattr(wanted, name)) or getattr(row, name) == getattr(wanted, name)
        for name in MATCHED_FIELDS
    )
    if row.project and wanted.project:
        return same_title(row.project, wanted.project) and (agree or row.kind == "project")
    return agree


def _likeness(row: LedgerRow, wanted: Wanted) -> int:
    same_project = bool(
        row.project and wanted.project and match_key(row.project) == match_key(wanted.project)
    )
    alike: int = sum(getattr(row, name) == getattr(wanted, name) for name in MATCHED_FIELDS)
    return alike + 4 * int(same_project) + 2 * int(row.project == wanted.project)
