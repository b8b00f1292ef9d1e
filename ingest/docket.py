"""What a version holds for people to judge: each finding of a rule with its doubts, and what contradicts."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.assembly import Assembled
from ingest.awards import award_label
from ingest.faults import TableError
from ingest.judgements import Words, letters_of
from ingest.likeness import may_tell_the_same
from ingest.merge import CONTRADICTS, Contradiction, Settled, Telling
from ingest.records import AwardRecord, Document
from ingest.surroundings import Passage, passage_of
from ingest.terms import digest
from ontology.thai import match_key
from queries.versions import Version

Standing = Literal["waiting", "machine", "reviewed", "rejected"]


class Side(BaseModel):
    """One of two tellings that contradict each other, and the award that it is in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    label: str
    evidence: str = ""
    award: str | None = None


class Pair(BaseModel):
    """Two tellings of which not both can be right, and in what they differ."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    one: Side
    other: Side
    fields: tuple[str, ...]


class Item(BaseModel):
    """One finding: what the rule read, and what stands now, which differs where a person corrected it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """The same as long as the same is read in the same text."""
    standing: Standing
    document: str
    source: str
    address: str | None = None
    letters: str | None = None
    title: str | None = None
    read: AwardRecord
    record: AwardRecord
    doubts: tuple[str, ...] = ()
    award: str | None = None
    """The key of the award that it is in."""
    about: tuple[str, ...] = ()
    """The keys of the awards that it may mean or contradicts."""
    beside: tuple[Side, ...] = ()
    """The other side of each contradiction."""
    passage: Passage = Passage("", "", "")
    """The sentence that it was read in."""
    judged_by: str | None = None
    judged_on: str | None = None

    @property
    def unknown_name(self) -> str | None:
        """The recipient, spelled out where the text does so, where no body of the registry answers to it."""
        return None if self.record.winner else self.record.recipient

    @property
    def names_an_award(self) -> bool:
        """Whether a person has to say which award is meant before it can be accepted."""
        return self.standing == "waiting" and bool(self.about) and CONTRADICTS not in self.doubts


class Docket(BaseModel):
    """Everything that can be judged, in the order in which people see it, and all contradictions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: tuple[Item, ...] = ()
    contradictions: tuple[Pair, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    """Unknown names that are no winner's, each with a document that has it."""

    def of(self, *standings: Standing) -> list[Item]:
        return [item for item in self.items if item.standing in standings]


def read_docket(version: Version) -> Docket:
    """What can be judged in a version; raises TableError where it cannot be read."""
    try:
        return Docket.model_validate_json(version.docket.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValidationError):
        told = "the version has no list of findings that this lertrat reads; run `lertrat build`"
        raise TableError.at(version.docket, told) from None


def write_docket(path: Path, docket: Docket) -> None:
    told = docket.model_dump(mode="json", exclude_defaults=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def docket_of(made: Assembled, texts: Iterable[Document]) -> Docket:
    """What can be judged of a dataset that was made with these texts."""
    return _Clerk(made, {text.key: text for text in texts}).docket()


@dataclass
class _Clerk:
    made: Assembled
    texts: Mapping[str, Document]

    def docket(self) -> Docket:
        merged = self.made.merged
        keys = {id(award): key for award, key in zip(merged.settled, self.made.keys, strict=True)}
        homes = {id(t): keys[id(award)] for award in merged.settled for t in award.tellings}
        found = chain(
            (self._item(t, "waiting", about=self._about(t, keys)) for t in merged.waiting),
            (
                self._item(t, "machine" if t.judgement == "machine" else "reviewed", homes[id(t)])
                for award in merged.settled
                for t in award.tellings
                if t.judgement == "machine" or t.acceptance
            ),
            (self._item(t, "rejected") for t in self.made.rejected),
        )
        items = {item.id: item for item in reversed(list(found))}
        pairs = (self._pair(pair, homes) for pair in merged.contradictions())
        names = tuple((row.name, row.document) for row in self.made.unknown_names)
        return Docket(items=tuple(reversed(items.values())), contradictions=tuple(pairs), names=names)

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        return {key: letters_of(text.text) for key, text in self.texts.items()}

    @cached_property
    def _by_winner(self) -> Mapping[str | None, list[Settled]]:
        groups: dict[str | None, list[Settled]] = {}
        for award in self.made.merged.settled:
            groups.setdefault(award.record.winner, []).append(award)
        return groups

    def _about(self, telling: Telling, keys: Mapping[int, str]) -> tuple[str, ...]:
        """What merging says, what people wrote, or the awards that it would join if its edition were told."""
        if telling.about:
            return tuple(keys[id(award)] for award in telling.about)
        return telling.curation.may_mean or tuple(
            keys[id(award)] for award in self._but_for_the_year(telling)
        )

    def _but_for_the_year(self, telling: Telling) -> Iterator[Settled]:
        record = telling.record
        if record.edition_year_be is not None or record.winner is None:
            return
        for award in self._by_winner.get(record.winner, ()):
            other = award.record
            same_side = (other.status == "won") == (record.status == "won")
            if same_side and may_tell_the_same(other, record):
                yield award

    def _item(
        self, telling: Telling, standing: Standing, award: str | None = None, about: tuple[str, ...] = ()
    ) -> Item:
        text, judged = self.texts.get(telling.document), telling.acceptance
        read = judged.read if judged else telling.record
        source = text.sha256 if text else telling.document
        beside = telling.about if telling.doubt == CONTRADICTS else ()
        return Item(
            id=_item_id(source, read),
            standing=standing,
            document=telling.document,
            source=source,
            address=text.url if text else None,
            letters=self._letters.get(telling.document),
            title=text.title if text else None,
            read=read,
            record=telling.record,
            doubts=tuple(telling.doubt.split("; ")) if telling.doubt else (),
            award=award,
            about=about,
            beside=tuple(
                self._side(t, key) for a, key in zip(beside, about, strict=False) for t in a.tellings[:1]
            ),
            passage=passage_of(telling.record, text),
            judged_by=judged.who if judged else None,
            judged_on=judged.day if judged else None,
        )

    def _pair(self, pair: Contradiction, homes: Mapping[int, str]) -> Pair:
        sides = (self._side(t, homes.get(id(t))) for t in (pair.one, pair.other))
        return Pair(one=next(sides), other=next(sides), fields=pair.fields)

    def _side(self, telling: Telling, award: str | None) -> Side:
        label = award_label(telling.record, {})
        return Side(document=telling.document, label=label, evidence=telling.record.evidence, award=award)


def _item_id(source: str, read: AwardRecord) -> str:
    """A sign for what was read in a source; no spreadsheet takes it for a number."""
    words = Words.of(read)
    return f"f-{digest(f'{source} {words.recipient or match_key(read.recipient)} {words[1:]}')}"
