"""The titles of works: quoted, with quotes inside or never closed, or plain words up to their end."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.extract.cues import cue, follows

LONGEST = 300
LONGEST_UNCLOSED = 120
LONGEST_LINE = 100  # characters of a title in a line that was broken by hand
_OPEN = "“\"'‘"
_CLOSE = {"“": "”", '"': '"', "'": "'", "‘": "’"}
_AFTER_CUE = re.compile(r"[ \t]?[:：]?[ \t]{0,4}(?:\n\s?(?=[“\"]))?")
_TRIMMED = " \t\n,.;:“”\"'‘’"


@dataclass(frozen=True, slots=True)
class Title:
    """A work's title at `start`..`end` (quotes included); `name` is without the quotes around it."""

    name: str
    start: int
    end: int
    quoted: bool
    closed: bool = True


def read_title(text: str, place: int, body_at: Callable[[int], bool]) -> Title | None:
    """The title that begins at `place`; `body_at` says whether a new body's turn begins at a place."""
    if place < len(text) and text[place] in _OPEN:
        return _read_quoted(text, place)
    first = place + len(text[place : place + 4]) - len(text[place : place + 4].lstrip())
    if follows("no_title", text, first):
        return None
    end = _end_of_plain(text, place, body_at)
    while end > place and text[end - 1].isspace():
        end -= 1
    end -= 3 if text[place:end].endswith("และ") else 0
    name = " ".join(text[place:end].split()).strip(",.;:–- ")
    return Title(name, place, place + len(text[place:end].rstrip()), False) if len(name) >= 6 else None


def _read_quoted(text: str, place: int) -> Title | None:
    """`“... “inner” ...”`: up to the quote that closes the first; one never closed ends as words do."""
    limit = _reach(text, place)
    if closing := _closing_quote(text, place, limit):
        return _titled(text, place, closing)
    match = cue("title_ends").search(text, place + 1, min(limit, place + LONGEST_UNCLOSED))
    end = match.start() if match else limit
    return _titled(text, place, end, closed=match is not None)


def _reach(text: str, place: int) -> int:
    """How far a quoted title can go: over one line break at most, and over none if it is long by then."""
    limit = min(len(text), place + LONGEST)
    line = text.find("\n", place, limit)
    if line < 0:
        return limit
    second = text.find("\n", line + 1, limit)
    if line - place > LONGEST_LINE or second == line + 1:
        return line
    return second if second >= 0 else limit


def _closing_quote(text: str, place: int, limit: int) -> int | None:
    """The place behind the quote that closes the one at `place`; None if none does before `limit`."""
    opening, closing = text[place], _CLOSE[text[place]]
    end = text.find(closing, place + 1, limit)
    while end >= 0 and opening != closing:
        if text.count(opening, place, end) <= text.count(closing, place, end + 1):
            break
        end = text.find(closing, end + 1, limit)
    return end + 1 if end >= 0 else None


def _titled(text: str, start: int, end: int, closed: bool = True) -> Title | None:
    inside = " ".join(text[start + 1 : end].split())
    if inside.count("“") < inside.count("”"):
        inside = inside[: inside.rindex("”")] + inside[inside.rindex("”") + 1 :]
    inside = inside.strip(" ,")
    inside = (inside[:-1] if inside.endswith(('"', "'", "’")) else inside).strip()
    return Title(inside, start, end, True, closed) if len(inside) >= 3 else None


def _end_of_plain(text: str, place: int, body_at: Callable[[int], bool]) -> int:
    limit = min(len(text), place + LONGEST)
    match = cue("title_ends").search(text, place + 1, limit)
    end = match.start() if match else limit
    for by in re.finditer(r"\s?(?:โดย|ของ|จาก|และ)\s?|\s", text[place:end]):
        if body_at(place + by.end()):
            return place + by.start()
    return end


def skip_lead(text: str, place: int) -> int:
    """The place behind the colon, the space or the few words that stand between `ผลงาน` and a title."""
    match = _AFTER_CUE.match(text, place)
    first = match.end() if match else place
    told = follows("told_of_work", text, first)
    return told.end() if told else first
