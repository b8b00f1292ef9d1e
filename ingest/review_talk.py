"""Findings, unknown names and contradictions in a terminal, and the questions that are asked about them."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich import markup
from rich.console import Console

from ingest.awards import award_label
from ingest.decisions import Desk, RefusedError, Said, SaidOfName, decide_name, spelled
from ingest.docket import Item, Pair, Side
from ingest.judgements import FIELDS, NEW, JudgedName, Judgement, Words
from ingest.strangers import Nearest, Stranger
from ingest.surroundings import one_line

Ask = Callable[[str], str]
"""Asks a person; raises EOFError where nobody answers any more."""
VERDICTS = {"a": "accept", "r": "reject", "c": "correct"}
EMPTY = "-"
"""Written for a field that is not told."""


def escape(words: str) -> str:
    """Words of a text as a terminal can show them: nothing in them is obeyed, by it or by us."""
    return markup.escape(one_line(words))


@dataclass(frozen=True, slots=True)
class Table:
    """What a reviewer sees, and where."""

    console: Console
    desk: Desk

    def show(self, number: int, item: Item) -> None:
        """One finding: what is proposed, why it is doubtful, the words around it."""
        say = self.console.print
        label = escape(award_label(item.record, {}))
        say(f"[bold]{number}[/]  {item.id}  [cyan]{escape(item.document)}[/]  {_standing(item)}")
        say(f"   {label}")
        for doubt in item.doubts:
            say(f"   [yellow]doubt:[/] {escape(doubt)}")
        if item.about and not item.beside:
            say(f"   may mean: {', '.join(item.about)}")
        for side in item.beside:
            say(f"   [red]the other side:[/] {_side(side)}")
        if item.passage.words:
            before, words, after = map(escape, item.passage)
            say(f"   …{before}[reverse]{words}[/]{after}…")
        if item.unknown_name:
            self._show_nearest(self.desk.neighbours.nearest(item.unknown_name))
        if item.judged_by:
            say(f"   judged by {escape(item.judged_by)} on {item.judged_on}")

    def _show_nearest(self, nearest: Iterable[Nearest]) -> None:
        for number, near in enumerate(nearest, start=1):
            reasons = "; ".join(near.reasons)
            self.console.print(
                f"   {number}) {near.body}  {escape(near.name)}  {near.score}: {escape(reasons)}"
            )

    def show_name(self, number: int, stranger: Stranger) -> None:
        """One unknown name: how often, where, and what comes nearest."""
        say = self.console.print
        say(f"[bold]{number}[/]  {escape(stranger.name)}  {len(stranger.places)} times")
        say(f"   in {escape(', '.join(stranger.documents))}")
        if stranger.means:
            say(f"   the name of several bodies: {', '.join(stranger.means)}")
        self._show_nearest(stranger.nearest)

    def show_pair(self, number: int, pair: Pair) -> None:
        """Both sides of a contradiction."""
        self.console.print(f"[bold]{number}[/]  they differ in {', '.join(pair.fields)}")
        for side in (pair.one, pair.other):
            self.console.print(f"   {_side(side)}")


def _standing(item: Item) -> str:
    return f"{item.standing} in {item.award}" if item.award else item.standing


def _side(side: Side) -> str:
    where = f"{side.document}{f' in {side.award}' if side.award else ', waiting'}"
    words = f" “{' '.join(side.evidence.split())}”" if side.evidence else ""
    return f"[cyan]{escape(where)}[/]  {escape(side.label)}{escape(words)}"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Asks a person about one thing after the other, and keeps each answer at once."""

    table: Table
    ask: Ask
    who: str

    def judge(self, items: Sequence[Item]) -> Iterator[Judgement]:
        """The judgements on findings, as they are made; ends at `q` or where nobody answers."""
        for number, item in enumerate(items, start=1):
            self.table.show(number, item)
            answer = self._choose("accept, reject, correct, skip, quit [a/r/c/s/q]", "arcsq")
            if answer == "q":
                return
            if answer != "s" and (judgement := self._judged(item, VERDICTS[answer])):
                yield judgement

    def _choose(self, question: str, letters: str) -> str:
        while True:
            try:
                answer = self.ask(question).strip().lower()[:1]
            except EOFError:
                return "q"
            if answer and answer in letters:
                return answer

    def _judged(self, item: Item, verdict: str) -> Judgement | None:
        """The judgement; None where it was refused, and the person gave up."""
        words, award = Words.of(item.record), None
        while True:
            try:
                if verdict == "correct":
                    words = self._corrected(item, words)
                if verdict != "reject" and item.names_an_award:
                    award = self.ask(f"which award? {', '.join((*item.about, NEW))} [-]").strip() or None
                said = Said(verdict, words, self.who, award, None)
                return self.table.desk.decide(item, said, _now())
            except RefusedError as error:
                self.table.console.print(f"[red]{escape(str(error))}[/]")
            except EOFError:
                return None
            if self._choose("correct it, or skip [c/s]", "csq") != "c":
                return None
            verdict = "correct"

    def _corrected(self, item: Item, words: Words) -> Words:
        self.table.console.print(f"enter keeps a value, {EMPTY} says that it is not told")
        told: dict[str, str | int | None] = {n: self._field(n, getattr(words, n)) for n in FIELDS}
        told["recipient"] = self.table.desk.body_of(self._picked(item, told["recipient"]))
        for name in ("edition", "pmqa_category"):
            told[name] = _number(name, told[name])
        return spelled(item, Words(**told))  # type: ignore[arg-type]  # held against the fields by `decide`

    def _field(self, name: str, before: object) -> str | None:
        answer = self.ask(f"{name} [{EMPTY if before is None else before}]").strip()
        kept = None if before is None else str(before)
        return {"": kept, EMPTY: None}.get(answer, answer)

    def _picked(self, item: Item, cell: object) -> str | None:
        """`2` is the second of the nearest bodies that were shown."""
        if not isinstance(cell, str) or not item.unknown_name or not cell.isdecimal():
            return cell if isinstance(cell, str) else None
        near = self.table.desk.neighbours.nearest(item.unknown_name)
        return near[int(cell) - 1].body if 0 < int(cell) <= len(near) else cell

    def settle(self, strangers: Sequence[Stranger]) -> Iterator[JudgedName]:
        """What names mean, as a person says; ends at `q` or where nobody answers."""
        for number, stranger in enumerate(strangers, start=1):
            self.table.show_name(number, stranger)
            try:
                answer = self.ask("1-3, the key of a body, none (no body), s (skip), q (quit)").strip()
            except EOFError:
                return
            if answer == "q":
                return
            if answer not in ("", "s") and (row := self._settled(stranger, answer)):
                yield row

    def _settled(self, stranger: Stranger, answer: str) -> JudgedName | None:
        places = {str(n): near.body for n, near in enumerate(stranger.nearest, start=1)}
        verdict = "no-body" if answer == "none" else "alias"
        said = SaidOfName(verdict, self.who, None if answer == "none" else places.get(answer, answer))
        try:
            return decide_name(stranger, said, _now(), self.table.desk)
        except RefusedError as error:
            self.table.console.print(f"[red]{escape(str(error))}[/]")
            return None


def _number(name: str, cell: object) -> int | None:
    if cell is not None and not str(cell).isdecimal():
        raise RefusedError.at(name, str(cell), "write a whole number")
    return None if cell is None else int(str(cell))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
