"""Lines that tell of an award by their form: `2022 – Lertrat Award, Service Innovation, Good level`."""

from collections.abc import Iterator

from ingest.extract.english.cues import cue
from ingest.extract.signs import Sign

LISTING = "listing"
"""The style of the verb that such a line stands for."""
LONGEST = 400  # characters of such a line
_NAMES = frozenset({"award", "branch", "type", "level"})
_TERMS = frozenset({"branch", "type", "level"})


def find_listings(text: str, taken: list[Sign], titles: list[Sign]) -> Iterator[Sign]:
    """A verb at the head of each line that begins with the words of an award and has no other verb."""
    heads = {sign.start: sign for sign in [*titles, *taken] if sign.slot in _NAMES | {"title"}}
    under = set(_lines_under_headings(text))
    for match in cue("listed_line").finditer(text):
        start, end = match.end(), _end_of_line(text, match.end())
        inside = [heads[place] for place in range(start, end) if place in heads]
        led = inside and inside[0].start - start <= 1
        if led and _is_award(text, start, end, inside, headed=match.start() in under):
            yield Sign("verb", start, start, status="won", style=LISTING)


def _lines_under_headings(text: str) -> Iterator[int]:
    """Where the lines begin that stand below a line which only names the scheme, one below another."""
    place, under = 0, False
    for line in text.splitlines(keepends=True):
        if cue("heading_of_scheme").fullmatch(line.rstrip("\n")):
            under = True
        elif line.strip():
            under = under and cue("listed_line").match(text, place) is not None
            if under:
                yield place
        place += len(line)


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start, start + LONGEST)
    return end if end >= 0 else min(len(text), start + LONGEST)


def _is_award(text: str, start: int, end: int, inside: list[Sign], *, headed: bool) -> bool:
    """Whether the scheme, here or in a heading, and its terms are named, and nothing of another story."""
    slots = {sign.slot for sign in inside}
    by_name = headed or any(sign.slot == "award" and sign.sure for sign in inside)
    named = by_name and bool(slots & _TERMS)
    return named and not cue("no_listing").search(text, start, end)
