"""Which edition an award in an English text is of: the year told with it, in either era, none of a date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.english.cues import cue
from ingest.extract.english.sentences import Sentences
from ingest.extract.items import Item
from ingest.extract.reading import Reading
from ingest.extract.signs import Sign
from ontology.thai import MONTHS, find_dates, read_year, to_buddhist_era

DATELINE = 1500  # characters at the start of a press text that hold its date
NEAR = 300  # characters around an award in which `this year` is its edition
IN_A_DATE = 12  # characters before a year that may hold its month

_MONTHS = "|".join(re.escape(month) for month in MONTHS if month[0] < "z")
_MONTH_BEFORE = re.compile(rf"(?:{_MONTHS})[a-z]*\.?,?\s?(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?$")
_MONTH_FIRST = re.compile(rf"(?:{_MONTHS})[a-z]*\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d)")


@dataclass(frozen=True, slots=True)
class Editions:
    """The years of a text: those told with an award or of a sentence about one, and that of its date."""

    told: tuple[Sign, ...]
    named: tuple[Sign, ...]
    dateline: int | None


def find_years(text: str) -> list[Sign]:
    """Every year that may be an edition; `sure` where it stands with the name of an award."""
    found: dict[int, Sign] = {}
    for name in ("year_heads", "year_before_award", "year_behind_award", "year_told"):
        for match in cue(name).finditer(text):
            start, year = match.start("year"), read_year(match["year"])
            dated = _MONTH_BEFORE.search(text, max(0, start - IN_A_DATE), start)
            if year and not dated:
                found.setdefault(start, Sign("year", start, match.end(), name != "year_told", number=year))
    return _without_repetition(sorted(found.values(), key=lambda sign: sign.start))


def _without_repetition(years: list[Sign]) -> list[Sign]:
    """`B.E. 2565 (2022)` is one year."""
    kept: list[Sign] = []
    for year in years:
        if not kept or year.start >= kept[-1].end:
            kept.append(year)
    return kept


def read_editions(reading: Reading, signs: list[Sign]) -> Editions:
    """What the text tells about editions, for all its awards."""
    years = tuple(sign for sign in signs if sign.slot == "year")
    return Editions(years, tuple(year for year in years if year.sure), _dateline(reading))


def _dateline(reading: Reading) -> int | None:
    """The year (Buddhist era) of the text's own date."""
    head = reading.text[:DATELINE]
    dates = [(date.start, to_buddhist_era(date.date.year)) for date in find_dates(head)]
    dates += [
        (match.start(), year) for match in _MONTH_FIRST.finditer(head) if (year := read_year(match["year"]))
    ]
    if dates:
        return min(dates)[1]
    published = reading.document.published
    return to_buddhist_era(published.year) if published else None


def find_edition(editions: Editions, sentences: Sentences, text: str, item: Item) -> tuple[int | None, bool]:
    """The edition of an item, and whether the text writes it with the award."""
    place = next((s.start for s in item.signs[-item.fresh :] if s.slot != "body"), item.signs[-1].start)
    told = (
        next((sign.number for sign in reversed(item.signs[-item.fresh :]) if sign.slot == "year"), None)
        or _year_before(editions, sentences, text, item)
        or _nearest(list(_in_sentence(editions, sentences, place)), place)
        or next((sign.number for sign in reversed(item.all("year"))), None)
        or _this_year(editions, sentences, text, place)
        or _last_before(editions.named, place)
    )
    return told or editions.dateline, told is not None


def _this_year(editions: Editions, sentences: Sentences, text: str, place: int) -> int | None:
    start, end = sentences.around(place)
    told = cue("this_year").search(text, max(start, place - NEAR), min(end, place + NEAR))
    return editions.dateline if told else None


def _in_sentence(editions: Editions, sentences: Sentences, place: int) -> Iterator[Sign]:
    return (year for year in editions.told if sentences.share(year.start, place))


def _nearest(years: list[Sign], place: int) -> int | None:
    """The year that stands nearest; of those told with an award before others."""
    ranked = sorted(years, key=lambda year: (not year.sure, abs(year.start - place)))
    return ranked[0].number if ranked else None


def _last_before(years: tuple[Sign, ...], place: int) -> int | None:
    """The last year before a place, else the first behind it."""
    before = [year for year in years if year.start <= place]
    first = before[-1:] or years[:1]
    return first[0].number if first else None


def _year_before(editions: Editions, sentences: Sentences, text: str, item: Item) -> int | None:
    """The edition of `last year`, told by the text's own date, or by the edition that it tells of."""
    place = item.signs[-item.fresh :][0].start
    start, end = sentences.around(place)
    if cue("last_year").search(text, max(start, place - NEAR), min(end, place + NEAR)) is None:
        return None
    now = editions.dateline or _last_before(editions.named, place)
    return now - 1 if now else None
