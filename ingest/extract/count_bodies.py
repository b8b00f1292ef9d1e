"""Whose number it is: the body that a count is told of; and whether a text lists the part that it counts."""

import re
from pathlib import Path
from typing import Final

from ingest.extract.reading import Reading
from ingest.extract.story import load_words
from queries.names import Mention

DATA: Final = load_words(Path(__file__).with_name("counts.yml"))
BODY_BEFORE: Final = 200
BODY_BEHIND: Final = 60
SUBJECT_BEFORE: Final = 1_500
"""Characters before a total in which the ministry stands that a text is about."""
LONGEST_LINE: Final = 600
FIRST_LINES: Final = 400

LISTS: Final = re.compile(DATA["lists"])
_COMES_FROM = re.compile(DATA["comes_from"])
_LED_BY_BODY = re.compile(DATA["led_by_body"])
_ITEMISED = re.compile(DATA["itemised"])
_THE_REST = re.compile(DATA["the_rest"])


def last_body(reading: Reading, start: int, end: int) -> str | None:
    """The last body named in `text[start:end]`, in its line, that does not give the award."""
    line = max(reading.text.rfind("\n", 0, end) + 1, start)
    named = [mention for mention in reading.mentions_in(line, end) if not _gives(reading.text, mention)]
    return _recipient(reading.text, _owner(named)) if named else None


def adjacent_body(reading: Reading, place: int) -> str | None:
    """The body of `กรม ก (กก.) จำนวน 3 รางวัล`: named right before the number."""
    line = max(reading.text.rfind("\n", 0, place) + 1, place - BODY_BEFORE)
    named = [m for m in reading.mentions_in(line, place) if not _gives(reading.text, m)]
    if not named or not _LED_BY_BODY.fullmatch(reading.text, named[-1].end, place):
        return None
    return _recipient(reading.text, _owner(named))


def ministry_before(reading: Reading, place: int) -> str | None:
    """The ministry that the text was last about."""
    named = reading.mentions_in(max(0, place - SUBJECT_BEFORE), place)
    before = next((m.name for m in reversed(named) if m.name.startswith("กระทรวง")), None)
    if before or place > FIRST_LINES:
        return before
    named = reading.mentions_in(place, place + FIRST_LINES)  # a headline has short names
    return next((m.name for m in named if m.name.startswith("กระทรวง")), None)


def first_body(reading: Reading, end: int) -> str | None:
    """The body that a text begins with."""
    named = (m for m in reading.mentions_in(0, min(end, FIRST_LINES)) if not _gives(reading.text, m))
    return next((mention.name for mention in named), None)


def is_itemised(text: str, end: int, *, rest: bool) -> bool:
    """Whether the awards of a part are told one by one behind its number; with `rest`, none left over."""
    if _ITEMISED.match(text, end) is None:
        return False
    if not rest:
        return True
    line = text.find("\n", end, end + LONGEST_LINE)
    return _THE_REST.search(text, end, line if line >= 0 else end + LONGEST_LINE) is None


def _owner(named: list[Mention]) -> Mention:
    """Of `กรม ก กระทรวง ข` the department."""
    last = named[-1]
    before = named[-2] if len(named) > 1 and last.start - named[-2].end <= 2 else None
    return before if before and last.name.startswith("กระทรวง") else last


def body_behind(reading: Reading, end: int) -> str | None:
    """The body of `25 รางวัลเลิศรัฐ ของกรม ก`."""
    stop = LISTS.search(reading.text, end, end + BODY_BEHIND)
    named = reading.mentions_in(end, stop.start() if stop else end + BODY_BEHIND)
    return next((mention.name for mention in named if not _gives(reading.text, mention)), None)


def _recipient(text: str, mention: Mention) -> str:
    """The body's name; of `ปลัดกระทรวง ก` (a person who received) the permanent secretary's office."""
    secretary = text[max(0, mention.start - 5) : mention.start].rstrip().endswith("ปลัด")
    return f"สำนักงานปลัด{mention.name}" if secretary and mention.name.startswith("กระทรวง") else mention.name


def _gives(text: str, mention: Mention) -> bool:
    """Whether a body gives the award, or is told to by a wrong name (`จากสำนักงาน ก.พ.`)."""
    if mention.body in DATA["givers"] or any(c.body in DATA["givers"] for c in mention.candidates):
        return True
    taken = mention.body in DATA["taken_for_givers"]
    return taken and bool(_COMES_FROM.search(text, max(0, mention.start - 10), mention.start))
