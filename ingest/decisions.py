"""What a person says of a finding or a name -> a row for the home, or why it cannot be taken and the mend."""

import datetime
from collections.abc import Container, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import ValidationError

from ingest.docket import Item
from ingest.judgements import FIELDS, NEW, JudgedName, Judgement, Words, record_of
from ingest.strangers import Neighbours, Stranger
from ontology.iri import Kind
from ontology.vocabulary import UnknownConceptError, scheme
from queries.names import settled

CONCEPTS: Mapping[str, Kind] = {"branch": "branch", "type": "type", "level": "level"}


class Complaint(NamedTuple):
    """Why something cannot be taken, and the mend."""

    column: str
    value: str
    told: str


class RefusedError(ValueError):
    """A decision that cannot be taken; the message has a line a complaint."""

    def __init__(self, *complaints: Complaint) -> None:
        self.complaints = complaints
        super().__init__("\n".join(f"{c.column}: {c.told}" for c in complaints))

    @classmethod
    def at(cls, column: str, value: str, told: str) -> "RefusedError":
        """The one complaint about a cell."""
        return cls(Complaint(column, value, told))


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a finding."""

    verdict: str
    words: Words
    who: str
    award: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What decisions are held against: the registry, and the keys that were given out."""

    neighbours: Neighbours
    keys: Set[tuple[str, str]]
    """Kind and key, as `("award", "2566-tisi-1")`."""

    def body_of(self, cell: str | None) -> str | None:
        """The key of a body that is written as its key or as a name of it; raises RefusedError."""
        if cell is None or cell in self.neighbours.names.official:
            return cell
        names = self.neighbours.names
        if body := settled(names.resolve(cell)):
            return body
        told = f"no body has this key or name; {self._nearest(cell)}"
        raise RefusedError.at("recipient", cell, told)

    def _nearest(self, name: str) -> str:
        found = ", ".join(f"{near.body} ({near.name})" for near in self.neighbours.nearest(name))
        return f"the nearest are {found}"

    def decide(self, item: Item, said: Said, when: datetime.datetime) -> Judgement:
        """The judgement as a row; raises RefusedError with every reason why it cannot be taken."""
        if complaints := list(self._complaints(item, said)):
            raise RefusedError(*complaints)
        read = {f"read_{name}": value for name, value in Words.of(item.read)._asdict().items()}
        return Judgement.model_validate(
            {
                **read,
                **said.words._asdict(),
                "when": when,
                "who": said.who,
                "judgement": said.verdict,
                "document": item.document,
                "source": item.source,
                "address": item.address,
                "letters": item.letters,
                "read_name": item.read.recipient_surface or item.read.recipient,
                "award": said.award,
                "rule": item.read.rule,
                "evidence": item.read.evidence,
                "note": said.note,
            }
        )

    def _complaints(self, item: Item, said: Said) -> Iterator[Complaint]:
        changed = _changed(item, said.words)
        if said.verdict not in ("accept", "reject", "correct"):
            yield Complaint("judgement", said.verdict, "write accept, reject or correct, or leave it empty")
        elif said.verdict == "correct" and not changed and said.award in (None, item.award):
            yield Complaint("judgement", "correct", "nothing is changed; write accept, or correct a cell")
        elif said.verdict != "correct" and changed:
            told = f"{said.verdict} keeps what was read; write correct, or take the change back"
            yield Complaint(changed[0], str(getattr(said.words, changed[0]) or ""), told)
        if not said.who.strip():
            yield Complaint("who", "", "say who judges; write a name here, or give one with --who")
        if said.verdict != "reject":
            yield from self._of_award(item, said)
            yield from _of_words(item, said.words)

    def _of_award(self, item: Item, said: Said) -> Iterator[Complaint]:
        if said.words.recipient is None:
            told = "the recipient is no body of the registry; write its key here and correct as judgement"
            yield Complaint(
                "recipient", "", f"{told}; {self._nearest(item.unknown_name or item.read.recipient)}"
            )
            return
        if said.award is None and said.verdict == "accept" and item.names_an_award:
            told = f"it may mean {', '.join(item.about)}; write which, or {NEW} if it is another"
            yield Complaint("award", "", told)
        kind = "award" if said.words.status == "won" else "candidacy"
        if said.award not in (None, NEW) and (kind, said.award) not in self.keys:
            yield Complaint("award", said.award or "", f"no {kind} has this key; take one of the graph")


def _changed(item: Item, words: Words) -> list[str]:
    before = Words.of(item.record)
    return [name for name in FIELDS if _line(getattr(before, name)) != _line(getattr(words, name))]


def _line(value: object) -> object:
    """A cell has one line and single spaces."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _of_words(item: Item, words: Words) -> Iterator[Complaint]:
    """What cannot be an award: unknown concepts, a type of another branch, a category of no PMQA."""
    before = Words.of(item.record)
    for name, kind in CONCEPTS.items():
        value = getattr(words, name)
        if value is not None and value != getattr(before, name):
            try:
                scheme(kind).named(value)
            except UnknownConceptError as error:
                yield Complaint(name, value, str(error))
                return
    told = scheme("type").find(words.type) if words.type else None
    branch = scheme("branch").find(words.branch) if words.branch else None
    if told and told.branch and branch and told.branch != branch.key:
        right = scheme("branch")[told.branch].name
        yield Complaint(
            "branch", words.branch or "", f"the type is of the branch {right}; write that, or another type"
        )
    if words.pmqa_category is not None and (words.type is None or not words.type.startswith("PMQA")):
        yield Complaint(
            "pmqa_category", str(words.pmqa_category), "only PMQA has categories; empty it, or mend the type"
        )
    try:
        record_of(item.read.recipient, words)
    except ValidationError as error:
        yield from (
            Complaint(str(e["loc"][-1]), str(e["input"]), f"{e['msg']}; mend it") for e in error.errors()
        )


def spelled(item: Item, words: Words) -> Words:
    """The words with the names of concepts, which may be written by key; what was not changed as it was."""
    before = Words.of(item.record)
    kept = {name: getattr(before, name) for name in FIELDS if name not in _changed(item, words)}
    concepts = {
        name: found.name
        for name, kind in CONCEPTS.items()
        if name not in kept and (found := scheme(kind).find(getattr(words, name) or ""))
    }
    return Words(**{**words._asdict(), **concepts, **kept})


@dataclass(frozen=True, slots=True)
class SaidOfName:
    """What a person says of an unknown name."""

    verdict: str
    who: str
    body: str | None = None
    note: str | None = None


def decide_name(stranger: Stranger, said: SaidOfName, when: datetime.datetime, desk: Desk) -> JudgedName:
    """The decision as a row; raises RefusedError."""
    if complaint := next(_complaints_of_name(stranger, said, desk.neighbours.names.official), None):
        raise RefusedError(complaint)
    return JudgedName.model_validate(
        {
            "when": when,
            "who": said.who,
            "judgement": said.verdict,
            "name": stranger.name,
            "body": said.body,
            "note": said.note,
        }
    )


def _complaints_of_name(stranger: Stranger, said: SaidOfName, bodies: Container[str]) -> Iterator[Complaint]:
    if said.verdict not in ("alias", "no-body"):
        yield Complaint("judgement", said.verdict, "write alias or no-body, or leave it empty")
    elif said.verdict == "alias" and stranger.means:
        told = f"it is the name of several bodies ({', '.join(stranger.means)}); correct each finding instead"
        yield Complaint("judgement", said.verdict, told)
    elif said.verdict == "alias" and (said.body is None or said.body not in bodies):
        near = ", ".join(n.body for n in stranger.nearest)
        yield Complaint("body", said.body or "", f"write the key of a body; the nearest are {near}")
    elif said.verdict == "no-body" and said.body is not None:
        yield Complaint("body", said.body, "no-body names none; empty the cell, or write alias")
    if not said.who.strip():
        yield Complaint("who", "", "say who judges; write a name here, or give one with --who")
