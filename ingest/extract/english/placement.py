"""Where a body stands among the terms and works of its award: a list may tell them in any order."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ingest.extract.english.cues import cue, ends_in, follows
from ingest.extract.signs import Sign

Placement = Literal["", "leads", "goes on", "between", "closes"]
"""`A: terms`; `..., B terms` where the verb is told once; `terms, A, “work”`; `“work”, terms, A`."""
LEADS: Placement = "leads"
NEAR = 60  # characters between a body and the next word of its award

_OF_AN_AWARD = frozenset({"branch", "type", "level", "title"})


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the words of awards begin and end, in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def gap_before(self, text: str, place: int) -> str | None:
        """What stands between the last such word and a place; None where none is near."""
        at = bisect_right(self.ends, place) - 1
        near = at >= 0 and place - self.ends[at] <= NEAR
        return text[self.ends[at] : place] if near else None

    def gap_behind(self, text: str, place: int) -> str | None:
        """What stands between a place and the next such word; None where none is near."""
        at = bisect_left(self.starts, place)
        near = at < len(self.starts) and self.starts[at] - place <= NEAR
        return text[place : self.starts[at]] if near else None

    def lie_between(self, start: int, end: int) -> bool:
        """Whether a word of an award begins between two places."""
        at = bisect_left(self.starts, start)
        return at < len(self.starts) and self.starts[at] < end


def mark(signs: Iterable[Sign]) -> Marks:
    """The places of the words of awards among `signs`."""
    spans = sorted((sign.start, sign.end) for sign in signs if sign.slot in _OF_AN_AWARD)
    return Marks(tuple(start for start, _ in spans), tuple(sorted(end for _, end in spans)))


def place_body(text: str, marks: Marks, start: int, end: int, since: int) -> Placement:
    """How a body stands to the words around it; `since`: where the last body ended."""
    before, behind = marks.gap_before(text, start), marks.gap_behind(text, end)
    led = behind is not None and cue("body_to_term").fullmatch(behind) is not None
    touched = before is not None and cue("term_to_body").fullmatch(before) is not None
    if led and touched and cue("part_sign").match(behind or ""):
        return "between"
    if led and ends_in("part_begins", text, start):
        return "leads"
    if led and ends_in("part_goes_on", text, start) and marks.lie_between(since, start):
        return "goes on"
    return "closes" if touched and follows("part_ends", text, end) else ""
