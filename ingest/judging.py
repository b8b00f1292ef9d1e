"""Findings and judgements -> what people accepted, corrected and rejected; nothing is guessed.

A judgement meets the finding that reads the same. Where a rule was changed, it meets the one finding of its
text that can be the same award; where several can be, they wait. What was accepted stays, also where no rule
finds it any more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from ingest.faults import Fault, Place, TableError
from ingest.judgements import (
    NEW,
    Judgement,
    Words,
    last_words,
    letters_of,
    record_of,
)
from ingest.likeness import agree
from ingest.merge import Acceptance, Telling
from ingest.precedence import Standings
from ingest.records import AwardRecord, Document
from ontology.thai import match_key

UNSURE = "people judged something like it in this text, and it may be this"


class Judgements:
    """All that people judged of findings, by the documents that it is about."""

    def __init__(self, rows: Iterable[Judgement] = ()) -> None:
        self.rows = last_words(rows)
        self._places: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            for mark in {row.source, row.address or row.source, row.letters or row.source}:
                self._places.setdefault(mark, []).append(number)

    @classmethod
    def checked(cls, rows: Sequence[Judgement], names: Mapping[str, str]) -> "Judgements":
        """Raises TableError with each row that cannot be applied. `names`: body -> Thai name."""
        if faults := [fault for row in rows for fault in _faults(row, names)]:
            raise TableError(faults)
        return cls(rows)

    def about(self, key: str, document: Document | None, *, found: bool) -> list[Judgement]:
        """The judgements on a document: on its bytes, its address or, where it has findings, its letters."""
        marks = [key]
        if document is not None:
            marks += [document.sha256, document.url or key]
            marks += [letters_of(document.text)] if found else []
        places = {place for mark in marks for place in self._places.get(mark, ())}
        return [self.rows[place] for place in sorted(places)]


def _faults(row: Judgement, names: Mapping[str, str]) -> Iterator[Fault]:
    place = row.found_at or Place(Path("judgements.csv"), 1)
    if row.judgement == "reject":
        return
    if row.recipient is not None and row.recipient not in names and row.recipient != row.read_recipient:
        told = "no body has this key any more; judge the finding again, or mend the key here"
        yield Fault(place, "recipient", row.recipient, told)
    try:
        record_of(row.read_name, row.settled)
    except ValidationError as error:
        for found in error.errors():
            column = str(found["loc"][0]) if found["loc"] else "row"
            yield Fault(place, column, str(found["input"]), f"{found['msg']}; mend the cell")


NONE_JUDGED = Judgements()


@dataclass(slots=True)
class Judged:
    """Tellings after the judgements: those to merge, and those that people rejected."""

    tellings: list[Telling] = field(default_factory=list)
    rejected: list[Telling] = field(default_factory=list)


def apply_judgements(
    tellings: Iterable[Telling],
    judgements: Judgements,
    texts: Iterable[Document],
    names: Mapping[str, str],
    known: Standings,
) -> Judged:
    """What people judged of `tellings` takes effect; the order of the input does not matter.

    `names` maps bodies to their Thai names. What is reviewed in the shipped facts is not judged here.
    """
    judged = Judged()
    if not judgements.rows:
        judged.tellings = list(tellings)
        return judged
    documents = {document.key: document for document in texts}
    groups: dict[str, list[Telling]] = {key: [] for key in documents}
    for telling in tellings:
        groups.setdefault(telling.document, []).append(telling)
    for key, group in groups.items():
        rows = judgements.about(key, documents.get(key), found=bool(group))
        _Session(group, rows, documents.get(key), names, known).hold(judged)
    return judged


@dataclass(slots=True)
class _Session:
    """The findings of one document, and the judgements on it."""

    tellings: Sequence[Telling]
    rows: Sequence[Judgement]
    document: Document | None
    names: Mapping[str, str]
    known: Standings

    def hold(self, judged: Judged) -> None:
        open_ = [t for t in self.tellings if t.judgement != "reviewed"]
        judged.tellings += [t for t in self.tellings if t.judgement == "reviewed"]
        pairs = list(zip(open_, _meet(open_, self.rows), strict=True))
        for telling, met in pairs:
            self._settle(telling, met, judged)
        judged.tellings += [self._settled(self._telling_of(row), row) for row in self._left(pairs)]

    def _settle(self, telling: Telling, row: "Judgement | str | None", judged: Judged) -> None:
        if row is None:
            judged.tellings.append(telling)
        elif isinstance(row, str):
            judged.tellings.append(replace(telling, judgement="proposed", doubt=_and(telling.doubt, row)))
        elif row.judgement == "reject":
            acceptance = Acceptance(row.who, row.day, telling.record)
            judged.rejected.append(replace(telling, acceptance=acceptance))
        else:
            judged.tellings.append(self._settled(telling, row))

    def _left(self, pairs: "Sequence[tuple[Telling, Judgement | str | None]]") -> Iterator[Judgement]:
        """What people accepted and no rule finds any more, unless a later judgement stands in its place."""
        met = [(telling, self.rows.index(row)) for telling, row in pairs if isinstance(row, Judgement)]
        for place, row in enumerate(self.rows if self.document else ()):
            later = any(since >= place and _may_be(row, telling.record) for telling, since in met)
            if row.judgement != "reject" and not later and place not in {since for _, since in met}:
                yield row

    def _settled(self, telling: Telling, row: Judgement) -> Telling:
        """The finding as the person says that it is, by its own words and place in the text."""
        words, read = row.settled, telling.record
        name = self.names.get(words.recipient or "", row.read_name)
        curation = replace(telling.curation, may_mean=()) if row.award else telling.curation
        if row.award and row.award != NEW:
            curation = replace(curation, key=row.award)
        return replace(
            telling,
            record=record_of(name, words, read),
            judgement="reviewed",
            doubt=None,
            curation=curation,
            acceptance=Acceptance(row.who, row.day, read, alone=row.award == NEW),
        )

    def _telling_of(self, row: Judgement) -> Telling:
        """A finding that only the judgement remembers, at its words where the text still has them."""
        document = self.document
        if document is None:
            raise ValueError("a judgement without its text")
        evidence = row.evidence or ""
        start = document.text.find(evidence) if evidence else -1
        placed = {"evidence": evidence, "start": start, "end": start + len(evidence)} if start >= 0 else {}
        record = row.told.model_copy(
            update={"recipient_surface": row.read_name, "rule": row.rule or "", **placed}
        )
        return Telling(record, document.key, "machine", None, self.known[document.key])


def _and(doubt: str | None, more: str) -> str:
    return f"{doubt}; {more}" if doubt else more


def _meet(tellings: Sequence[Telling], rows: Sequence[Judgement]) -> list[Judgement | str | None]:
    """For each finding the judgement that it meets, a doubt where it may meet one, or None."""
    exact = [_exact(telling.record, rows) for telling in tellings]
    used = [row for row in exact if row is not None]
    free_rows = [row for row in rows if row not in used]
    open_ = [t.record for t, row in zip(tellings, exact, strict=True) if row is None]
    return [row or _nearest(t.record, free_rows, open_) for t, row in zip(tellings, exact, strict=True)]


def _exact(record: AwardRecord, rows: Sequence[Judgement]) -> Judgement | None:
    """The last judgement on what reads the same."""
    words = Words.of(record)
    same = [row for row in rows if _same_recipient(row, record) and row.read.same_award(words)]
    return same[-1] if same else None


def _nearest(
    record: AwardRecord, rows: Sequence[Judgement], records: Sequence[AwardRecord]
) -> Judgement | str | None:
    """The one judgement that can be on this finding, if it can be on no other of these `records`."""
    possible = [row for row in rows if _may_be(row, record)]
    if not possible:
        return None
    alone = len(possible) == 1 and sum(_may_be(possible[0], other) for other in records) == 1
    return possible[0] if alone else UNSURE


def _may_be(row: Judgement, record: AwardRecord) -> bool:
    """Whether a judgement can be on a finding: nothing that both tell differs."""
    read = row.told
    editions = {read.edition_year_be, record.edition_year_be} - {None}
    same_side = (read.status == "won") == (record.status == "won")
    return same_side and len(editions) <= 1 and _same_recipient(row, record) and agree(read, record)


def _same_recipient(row: Judgement, record: AwardRecord) -> bool:
    """The same body; or the same name, where it was or is the name of none that the registry knows."""
    if row.read_recipient and record.winner:
        return row.read_recipient == record.winner
    written = {match_key(record.recipient), match_key(record.recipient_surface or record.recipient)}
    return match_key(row.read_name) in written
