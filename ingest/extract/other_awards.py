"""Awards of other schemes (UNPSA, DG Awards, GECC, TQA ...) that a text tells beside this one."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from ingest.extract.reading import Reading
from ingest.extract.scanning import Scan
from ingest.extract.story import find_story, load_words
from ingest.records import OtherAwardRecord
from ontology.thai import normalise, read_year, to_common_era
from queries.names import Mention

DATA: Final = load_words(Path(__file__).with_suffix(".yml"))
WON_BEFORE: Final = 200
NOT_WON_BEFORE: Final = 40
BODY_BEFORE: Final = 250
YEAR_BEFORE: Final = 150
YEAR_BEHIND: Final = 30

_WON = re.compile(DATA["won"])
_NOT_WON = re.compile(DATA["not_won"])
_YEAR = re.compile(rf"(?<!\d){DATA['year']}(?!\d)")
_FROM = re.compile(DATA["from"])
_PROJECT = re.compile(DATA["project"])


def find_other_awards(reading: Reading) -> tuple[OtherAwardRecord, ...]:
    """Every award of another scheme that was won, once a scheme and year; none without this award."""
    if find_story(reading) is None:
        return ()
    won = (match for match in _schemes().finditer(reading.text) if _was_won(reading.text, match))
    records = [_record(reading, match) for match in won]
    dated = {record.rule for record in records if record.year_ce}
    found: dict[tuple[str, int | None], OtherAwardRecord] = {}
    for record in records:
        if record.year_ce or record.rule not in dated:
            found.setdefault((record.rule, record.year_ce), record)
    return tuple(found.values())


@cache
def _schemes() -> Scan:
    named = ((name.replace("-", "_"), pattern) for name, pattern in DATA["schemes"].items())
    return Scan("|".join(f"(?P<{name}>{p.replace('{year}', DATA['year'])})" for name, p in named))


def _was_won(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    if _NOT_WON.search(text, max(0, start - NOT_WON_BEFORE), start):
        return False
    return bool(_WON.search(text, max(0, start - WON_BEFORE), start))


def _record(reading: Reading, match: re.Match[str]) -> OtherAwardRecord:
    project = _PROJECT.match(reading.text, match.end())
    return OtherAwardRecord(
        name=normalise(match[0]),
        recipient=_recipient(reading, match.start()),
        project=normalise(project["title"]) if project else None,
        year_ce=_year(reading.text, match),
        rule=f"other_awards.{match.lastgroup}",
        **reading.quote(match.start(), match.end()),
    )


def _recipient(reading: Reading, place: int) -> str | None:
    """The last body named before, in the same line, else the one that the text names most; never a place."""
    line = max(reading.text.rfind("\n", 0, place) + 1, place - BODY_BEFORE)
    named = [mention for mention in reading.mentions_in(line, place) if _can_win(reading.text, mention)]
    if named:
        return named[-1].name
    told = Counter(mention.name for mention in reading.mentions if _can_win(reading.text, mention))
    return next((name for name, _ in told.most_common(1)), None)


def _can_win(text: str, mention: Mention) -> bool:
    """Whether a body is neither a place (`ตำบล ก จังหวัดตรัง`) nor the giver, by whatever name."""
    if mention.body in DATA["givers"] or any(c.body in DATA["givers"] for c in mention.candidates):
        return False
    if mention.kind == "province" or mention.body in DATA["places"]:
        return False
    return not _FROM.search(text, max(0, mention.start - 10), mention.start)


def _year(text: str, match: re.Match[str]) -> int | None:
    """The year in the name, else the nearest before it, else right behind it (CE)."""
    before = list(_YEAR.finditer(text, max(0, match.start() - YEAR_BEFORE), match.start()))
    told = _YEAR.search(match[0]) or (before[-1] if before else None)
    told = told or _YEAR.search(text, match.end(), match.end() + YEAR_BEHIND)
    year_be = read_year(told[0]) if told else None
    return to_common_era(year_be) if year_be else None
