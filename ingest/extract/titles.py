"""The titles of works: quoted, with quotes inside or never closed, or plain words up to their end."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.extract.cues import cue, follows

LONGEST = 300
LONGEST_UNCLOSED = 120
_OPEN = "“\"'‘"
_CLOSE = {"“": "”", '"': '"', "'": "'", "‘": "’"}
_AFTER_CUE = re.compile(r"\s?[:：]?\s{0,4}")
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
    if follows("no_title", text, place):
        return None
    end = _end_of_plain(text, place, body_at)
    while end > place and text[end - 1].isspace():
        end -= 1
    end -= 3 if text[place:end].endswith("และ") else 0
    name = " ".join(text[place:end].split()).strip(",.;: ")
    return Title(name, place, place + len(text[place:end].rstrip()), False) if len(name) >= 6 else None


def _read_quoted(text: str, place: int) -> Title | None:
    """`“... “inner” ...”`: up to the quote that closes the first; one never closed ends as words do."""
    opening = text[place]
    closing = _CLOSE[opening]
    depth, limit = 0, min(len(text), place + LONGEST)
    for at in range(place, limit):
        if text[at] == "\n" and text[at : at + 2].strip() == "":
            break
        if text[at] == closing and (at > place or closing != opening):
            depth -= 1
            if depth <= 0:
                return _titled(text, place, at + 1)
        elif text[at] == opening:
            depth += 1
    match = cue("title_ends").search(text, place + 1, limit)
    end = match.start() if match else limit
    return _titled(text, place, end, closed=match is not None and end - place <= LONGEST_UNCLOSED)


def _titled(text: str, start: int, end: int, closed: bool = True) -> Title | None:
    inside = " ".join(text[start + 1 : end].split())
    if inside.count("“") < inside.count("”"):
        inside = inside[: inside.rindex("”")] + inside[inside.rindex("”") + 1 :]
    inside = inside.strip(" ,").removesuffix('"').strip()
    return Title(inside, start, end, True, closed) if len(inside) >= 3 else None


def _end_of_plain(text: str, place: int, body_at: Callable[[int], bool]) -> int:
    limit = min(len(text), place + LONGEST)
    match = cue("title_ends").search(text, place + 1, limit)
    end = match.start() if match else limit
    for by in re.finditer(r"\s|โดย|ของ|จาก|และ", text[place:end]):
        if body_at(place + by.end()):
            return place + by.start()
    return end


def skip_lead(text: str, place: int) -> int:
    """The place behind the colon or space that stands between `ผลงาน` and a title."""
    match = _AFTER_CUE.match(text, place)
    return match.end() if match else place
