"""What people judged of findings: a table in the home that only grows; the last word on a finding counts.

A judgement is of a source and of what was read there (who, which edition, type, work ...), never of a place
in the text: so it holds when the text comes again, when a rule is changed, and when offsets move.
"""

import datetime
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from ingest.records import AwardRecord
from ingest.rows.cells import BodyKey, Category, Key, YearBE
from ingest.sheets import SheetRow, write_sheet
from ingest.tables import R, columns_of, read_table
from ontology.thai import match_key

Verdict = Literal["accept", "reject", "correct"]
Status = Literal["won", "finalist", "applied", "expected"]
FIELDS = ("recipient", "edition", "branch", "type", "pmqa_category", "level", "project", "status")
"""What a judgement settles, in the order in which people see it."""
NEW = "new"
"""Said of a finding that may mean several awards: it is none of them."""
OF_RECORD = {"recipient": "winner", "edition": "edition_year_be"}
"""The fields that a record calls otherwise."""


class Words(NamedTuple):
    """One reading of an award, as a judgement keeps it; names are the Thai ones, None is not told."""

    recipient: str | None
    edition: int | None
    branch: str | None
    type: str | None
    pmqa_category: int | None
    level: str | None
    project: str | None
    status: str

    @classmethod
    def of(cls, record: AwardRecord) -> "Words":
        return cls(*(getattr(record, OF_RECORD.get(name, name)) for name in FIELDS))

    def same_award(self, other: "Words") -> bool:
        """Whether all but the recipient is the same, however it is spelled."""
        return [_plain(value) for value in self[1:]] == [_plain(value) for value in other[1:]]


def _plain(value: object) -> object:
    return match_key(value) if isinstance(value, str) else value


class HomeRow(SheetRow):
    """Who judged, and when (UTC)."""

    when: AwareDatetime
    who: Annotated[str, Field(min_length=1, max_length=80)]

    @property
    def day(self) -> str:
        """The day as 2026-11-25."""
        return self.when.astimezone(datetime.UTC).date().isoformat()


class Judgement(HomeRow):
    """One word of one person on one finding."""

    judgement: Verdict
    document: str
    """The key of the document, for people."""
    source: str
    """The SHA-256 of the text; the key of a document whose text is not kept."""
    address: str | None = None
    letters: str | None = None
    """A digest of the letters of the text: the same text in another file."""
    read_name: str
    read_recipient: str | None = None
    read_edition: int | None = None
    read_branch: str | None = None
    read_type: str | None = None
    read_pmqa_category: int | None = None
    read_level: str | None = None
    read_project: str | None = None
    read_status: Status
    recipient: BodyKey | None = None
    edition: YearBE | None = None
    branch: str | None = None
    type: str | None = None
    pmqa_category: Category | None = None
    level: str | None = None
    project: str | None = None
    status: Status
    award: Key | None = None
    """The award that it tells of, where a person said which; `new` where none that it might tell of."""
    rule: str | None = None
    evidence: str | None = None
    note: str | None = None

    @property
    def read(self) -> Words:
        """What the rule read."""
        return Words(*(getattr(self, f"read_{name}") for name in FIELDS))

    @property
    def settled(self) -> Words:
        """What is right, as the person says."""
        return Words(*(getattr(self, name) for name in FIELDS))

    @property
    def told(self) -> AwardRecord:
        """The reading as a record, to compare it with others."""
        return record_of(self.read_name, self.read)


def record_of(name: str, words: Words, record: AwardRecord | None = None) -> AwardRecord:
    """A record that says `words`; what they do not tell is as in `record`.

    Raises ValidationError where the words cannot be those of an award.
    """
    fields = {OF_RECORD.get(field, field): value for field, value in words._asdict().items()}
    winner = fields.pop("winner")
    kept = record.model_dump() if record else {}
    person = winner if record and winner and record.recipient_person == winner else None
    body = None if person else winner
    return AwardRecord.model_validate(
        {**kept, **fields, "recipient": name, "recipient_id": body, "recipient_person": person}
    )


class JudgedName(HomeRow):
    """A name that the registry did not know: the body that it means, or that it is the name of none."""

    judgement: Literal["alias", "no-body"]
    name: Annotated[str, Field(min_length=2)]
    body: BodyKey | None = None
    note: str | None = None


def letters_of(text: str) -> str:
    """What two files of one text have in common: a digest of its letters, without spaces and marks."""
    return hashlib.sha256(match_key(text).encode()).hexdigest()[:16]


def read_home_rows(path: Path, model: type[R]) -> list[R]:
    """All rows of a table of the home, the oldest first; none where nobody judged yet. Raises TableError."""
    return read_table(path, model) if path.exists() else []


def add_home_rows(path: Path, rows: Iterable[HomeRow]) -> None:
    """Write rows behind those that stand there, all of them or none; nothing that stands there changes."""
    added = list(rows)
    if not added:
        return
    columns = columns_of(type(added[0]))
    sheet = write_sheet(columns, (row.model_dump(mode="json") for row in added))
    before = path.read_bytes() if path.exists() else b""
    lines = sheet.encode() if not before else sheet.partition("\n")[2].encode()
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    _replace(path, before + gap + lines)


def _replace(path: Path, content: bytes) -> None:
    """On disk whole, or not at all."""
    unfinished = path.with_suffix(".new")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def last_words(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The last judgement on each finding, in the order in which they were made."""
    latest: dict[tuple[object, ...], Judgement] = {}
    for judgement in judgements:
        latest.pop(_finding(judgement), None)
        latest[_finding(judgement)] = judgement
    return list(latest.values())


def _finding(judgement: Judgement) -> tuple[object, ...]:
    read = judgement.read
    return (judgement.source, read.recipient or match_key(judgement.read_name), *map(_plain, read[1:]))
