"""Which edition an award is of: the year told with it, or the one that the text speaks of there."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.extract.cues import cue, ends_in, follows
from ingest.extract.items import Item
from ingest.extract.reading import Reading
from ingest.extract.signs import Sign
from ontology.thai import MONTHS, find_dates, read_year, to_arabic_digits, to_buddhist_era

_MONTH_YEAR = re.compile(rf"(?:{'|'.join(map(re.escape, MONTHS))})\s?(25[5-9]\d|[5-7]\d)(?!\d)")
STORY = 1500  # characters before an award in which any year of the edition's kind may be its edition
REACH = 250  # characters before an award in which the words of its year are looked for
DATELINE = 1500  # characters at the start of a press text that hold its date
SENTENCE = 100  # characters between `เมื่อปี 2561` and the award of that sentence
LED = 60  # characters between a year at the head of a line and the award
PLANNED = 300  # the same where it tells of an application: `ปี 2568 นี้ ... สมัคร`
PROCESS_NEAR = 60  # characters between `สมัคร` and the year that it is about

_NAMED = frozenset({"award", "branch", "type", "level", "count"})


@dataclass(frozen=True, slots=True)
class Edition:
    """A year that the text gives the award; `process` where it only applies or is examined there."""

    year: int
    start: int
    process: bool
    aside: bool = False
    """Whether only a clause about another award tells it."""


@dataclass(frozen=True, slots=True)
class Years:
    """What a text tells about editions, for all its awards."""

    told: tuple[Edition, ...]
    annual: tuple[Sign, ...]
    dateline: int | None
    sections: tuple[tuple[int, int | None], ...] = ()
    """Where each section of a long report begins, and the year in its heading."""

    def of_section(self, place: int) -> int | None:
        """The year in the heading of the section that a place stands in."""
        at = bisect_right(self.sections, place, key=lambda section: section[0])
        return self.sections[at - 1][1] if at else None


def find_years_told(reading: Reading, signs: list[Sign]) -> Years:
    """The years right behind words of the award, those of an edition's kind, and that of the date."""
    is_report = reading.is_report
    dates = [] if is_report else find_dates(reading.text[:DATELINE])
    annual = tuple(sign for sign in signs if sign.slot == "year" and sign.sure)
    return Years(
        told=tuple(_told(reading.text, signs)),
        annual=annual,
        dateline=to_buddhist_era(dates[0].date.year) if dates else _month_line(reading.text, is_report),
        sections=tuple(_sections(reading.text, annual)) if is_report else (),
    )


def _month_line(text: str, is_report: bool) -> int | None:
    """`ก.ย. 64`: a press text's month, where it has no date."""
    found = None if is_report else _MONTH_YEAR.search(to_arabic_digits(text[:DATELINE]))
    return read_year(found[1]) if found else None


def _sections(text: str, annual: tuple[Sign, ...]) -> Iterator[tuple[int, int | None]]:
    """`16. เรื่อง รายงานการพัฒนาระบบราชการ ประจำปี 2565`: what follows is of that year."""
    for heading in cue("section").finditer(text):
        at = bisect_right(annual, heading.start(), key=lambda sign: sign.start)
        year = annual[at] if at < len(annual) and annual[at].start < heading.end() else None
        yield heading.start(), year.number if year else None


def _told(text: str, signs: list[Sign]) -> list[Edition]:
    found: list[Edition] = []
    verb: Sign | None = None
    for before, sign in pairwise(signs):
        verb = before if before.slot == "verb" else verb
        near = sign.start - before.end <= 12 and before.slot in _NAMED
        if sign.slot == "year" and sign.sure and near and sign.number:
            process = verb is not None and verb.status != "won" and sign.start - verb.end <= PROCESS_NEAR
            aside = ends_in("aside", text, sign.start)
            found.append(Edition(sign.number, sign.start, process, aside))
    return found


def find_editions(reading: Reading, years: Years, item: Item) -> tuple[list[int | None], bool]:
    """The editions of an item (`2564 - 2567` is four), and whether the text writes them with the award."""
    if own := item.all("year") or _led_by(reading, years, item):
        return _span(reading, own[-1]), True
    start = item.signs[-1].start
    before = reading.text[max(0, start - REACH) : start].rpartition("\n")[2]
    fitting = [year for year in years.told if not year.process or item.status != "won"]
    fitting = [year for year in fitting if not year.aside] or fitting
    latest = max((year.start for year in fitting if 0 <= start - year.start <= REACH), default=-1)
    now = cue("this_year").search(before)
    if now and years.dateline and start - len(before) + now.start() > latest:
        return [years.dateline], True
    if latest < 0:
        if cue("past_years").search(before) or follows("long_ago", reading.text, item.signs[-1].end):
            return [None], False
        around = reading.text[max(0, start - SENTENCE) : start + SENTENCE]
        if years.dateline and cue("last_year").search(around):
            return [years.dateline - 1], True
    if fitting:
        place = bisect_right(fitting, start, key=lambda year: year.start)
        return [fitting[max(0, place - 1)].year], True
    return [None if years.told else _edition_around(years, start)], False


def _led_by(reading: Reading, years: Years, item: Item) -> list[Sign]:
    """`ปี 2565 กรม ก ได้ 4 รางวัล`, `ส่วนปี 2568 ...`: the year that leads to the item, or its line."""
    starts = (item.signs[-item.fresh].start, item.signs[0].start)
    reach = LED if item.status == "won" else PLANNED
    return next(filter(None, (_leading_year(reading, years, first, reach) for first in starts)), [])


def _leading_year(reading: Reading, years: Years, first: int, reach: int) -> list[Sign]:
    place = bisect_right(years.annual, first, key=lambda sign: sign.start)
    year = years.annual[place - 1] if place else None
    if year is None or year.end > first or "\n" in reading.text[year.end : first]:
        return []
    between = reading.text[year.end : first]
    if cue("this_year").search(between):
        return []
    leads = cue("led_by_year").fullmatch(between) is not None
    before = reading.text[max(0, year.start - 20) : year.start]
    begins = len(between) <= reach and cue("line_begins").search(before) is not None
    happened = len(between) <= SENTENCE and ends_in("in_year", reading.text, year.start)
    return [year] if leads or begins or (happened and not cue("later").search(between)) else []


def _edition_around(years: Years, start: int) -> int | None:
    """The edition of an award that no year is told with: the last one before it, else that of the date."""
    place = bisect_right(years.annual, start, key=lambda sign: sign.start)
    near = years.annual[place - 1] if place else None
    if near and start - near.start <= STORY:
        return near.number
    return years.dateline or years.of_section(start)


def _span(reading: Reading, year: Sign) -> list[int | None]:
    """`2564 - 2567` is four editions, `ปี 2562 และ 2564` two."""
    if several := cue("several_years").match(reading.text, year.start):
        return [int(found) for found in re.findall(r"25\d\d", several[0])]
    _, _, last = reading.text[year.start : year.end].replace("–", "-").partition("-")
    digits = "".join(sign for sign in last if sign.isdigit())
    since = year.number or 0
    until = int(digits) if len(digits) == 4 else since // 100 * 100 + int(digits) if digits else since
    return list(range(since, until + 1)) if since <= until <= since + 10 else [since]
