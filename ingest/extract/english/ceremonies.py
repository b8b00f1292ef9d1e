"""The award ceremony that an English text reports: its day and place, who presided, who handed over."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.extract.english.cues import cue
from ingest.extract.english.sentences import Sentences, find_sentences
from ingest.extract.english.stream import award_signs
from ingest.extract.english.years import find_years, read_editions
from ingest.extract.persons import Deed, find_persons, find_tellings
from ingest.extract.reading import Reading
from ingest.extract.story import find_story, load_words
from ingest.records import CeremonyRecord, Mode, PersonRecord
from ontology.thai import MONTHS, normalise, read_year, to_buddhist_era, to_common_era

REACH = 600  # characters around a ceremony in which its persons act
HEADLINE = 300  # characters at the head of a text that say what it is about
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST = 50  # sentences that are compared
LONGEST_PLACE = 160
BEFORE = 40  # characters before a date that make it the text's own

_MONTHS = "|".join(sorted((re.escape(month) for month in MONTHS if month < "z"), key=len, reverse=True))
_YEAR = r"(?:,?\s(?:of\s)?(?:B\.?E\.?\s?|A\.?D\.?\s?)?(?P<{}>(?:20|25)\d\d)(?!\d))?"
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?\s(?:of\s)?(?P<month>{_MONTHS})\b\.?{_YEAR.format('y1')}"
    rf"|\b(?P<month2>{_MONTHS})\b\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?(?!\d){_YEAR.format('y2')}"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence that tells of the ceremony, and what it tells."""

    start: int
    end: int
    date: datetime.date | None
    venue: str | None
    acts: tuple[Deed, ...]
    named: bool

    @property
    def told(self) -> int:
        return (
            2 * (self.date is not None) + 2 * (self.venue is not None) + min(2, len(self.acts)) + self.named
        )


@cache
def event(name: str) -> re.Pattern[str]:
    """The pattern of a cue of `events.yml`."""
    return re.compile(load_words(Path(__file__).with_name("events.yml"))[name])


def find_english_ceremonies(reading: Reading) -> tuple[CeremonyRecord, ...]:
    """The fullest telling of a ceremony of the award; none of meetings, visits and in-house contests."""
    story, places = find_story(reading), [sign.start for sign in award_signs(reading.text)]
    if story is None or not places:
        return ()
    acts = [
        deed for deed in find_tellings(reading, story) if deed.action in {"presided", "presented", "received"}
    ]
    scenes = [scene for scene in _scenes(reading, places, acts) if scene.date or scene.venue or scene.named]
    best = max(scenes, key=lambda scene: scene.told, default=None)
    return (_record(reading, places, acts, best),) if best else ()


def find_english_persons(reading: Reading) -> tuple[PersonRecord, ...]:
    """Everybody who acts in the story of the award; nobody in that of a contest which only has its name."""
    return find_persons(reading) if any(award_signs(reading.text)) else ()


def _scenes(reading: Reading, places: list[int], acts: list[Deed]) -> Iterator[Scene]:
    """Each sentence that names the ceremony, or in which somebody receives, presides or hands over."""
    text, sentences, tried = reading.text, find_sentences(reading.text), 0
    year = _edition(text, places, places[0])
    for start, end in _spans(sentences):
        inside = tuple(act for act in acts if start <= act.start < end)
        handed = event("handed").search(text, start, end) is not None or _is_held_here(text, start, end)
        named = handed or event("ceremony").search(text, start, end) is not None
        if not (named or inside) or tried == MOST or not _is_of_the_award(text, places, start, end):
            continue
        tried += 1
        named = handed or (named and bool(inside or any(start <= place < end for place in places)))
        date, venue = find_date(reading, start, end, year), find_venue(reading, start, end)
        yield Scene(start, end, date, venue, inside, named and (handed or len(inside) > 0))


def _spans(sentences: Sentences) -> Iterator[tuple[int, int]]:
    ends = (*sentences.starts[1:], sentences.length)
    yield from zip(sentences.starts, ends, strict=True)


def _is_held_here(text: str, start: int, end: int) -> bool:
    """`collected two prizes at the Public Sector Excellence Awards on 12 September`."""
    signs = (match for match in cue("scheme").finditer(text, start, end) if match.end() < end)
    return any(
        event("held_on").match(text, match.end(), end)
        and text.endswith(("at the ", "At the "), 0, match.start())
        for match in signs
    )


def _is_of_the_award(text: str, places: list[int], start: int, end: int) -> bool:
    """Whether a sentence speaks of the award's own ceremony: it is near, and nothing else is meant."""
    near = places[0] < HEADLINE or any(start - REACH < place < end for place in places)
    return (
        near
        and not event("no_ceremony").search(text, start, end)
        and not event("to_come").search(text, start, end)
    )


def find_date(reading: Reading, start: int, end: int, edition: int | None) -> datetime.date | None:
    """The first date of a sentence that is not the text's own, with the edition's year where none is told."""
    text = reading.text
    year_be = edition or read_editions(reading, []).dateline
    year = to_common_era(year_be) if year_be else None
    for match in _DATE.finditer(text, start, end):
        heading = event("dateline").search(text, max(0, match.start() - BEFORE), match.start())
        if heading and not event("same_day").search(text, start, end):
            continue
        told = match["y1"] or match["y2"]
        if date := _date(match, _year(told) if told else year):
            return date
    return _relative_day(text, start, end)


def _relative_day(text: str, start: int, end: int) -> datetime.date | None:
    """`on Thursday`, `yesterday`, `today`: told by the distance from the day of the text."""
    told = event("weekday").search(text, start, end)
    own = _own_day(text) if told else None
    if told is None or own is None:
        return None
    if told["today"]:
        return own
    if told["yesterday"]:
        return own - datetime.timedelta(days=1)
    back = (own.weekday() - WEEKDAYS.index(told["day"].lower())) % 7
    return own - datetime.timedelta(days=back)


def _own_day(text: str) -> datetime.date | None:
    """The day that the text gives as its own, at its head."""
    for match in _DATE.finditer(text, 0, HEADLINE):
        own = event("own_day_before").search(text, max(0, match.start() - BEFORE), match.start())
        year = match["y1"] or match["y2"]
        if own and year:
            return _date(match, _year(year))
    return None


def _year(told: str) -> int | None:
    year = read_year(told)
    return to_common_era(year) if year else None


def _date(match: re.Match[str], year: int | None) -> datetime.date | None:
    month = MONTHS[match["month"] or match["month2"]]
    try:
        return datetime.date(year, month, int(match["day"] or match["day2"])) if year else None
    except ValueError:  # 31 April, year 0
        return None


def find_venue(reading: Reading, start: int, end: int) -> str | None:
    """The longest name of a place in a sentence, as written."""
    found = (
        _place_at(reading, match.end(), end)
        for match in event("venue_begins").finditer(reading.text, start, end)
    )
    return max(filter(None, found), key=len, default=None)


def _place_at(reading: Reading, start: int, end: int) -> str:
    limit = min(end, start + LONGEST_PLACE)
    stop = event("venue_ends").search(reading.text, start + 1, limit)
    first, last = reading.normal.original_span(start, stop.start() if stop else limit)
    return normalise(reading.document.text[first:last]).strip(" ,.")


def _record(reading: Reading, places: list[int], acts: list[Deed], scene: Scene) -> CeremonyRecord:
    around = [act for act in acts if scene.start - REACH < act.start < scene.end + REACH]
    online = event("online").search(reading.text, scene.start, scene.end) is not None
    mode: Mode | None = "online" if online else "onsite" if scene.venue else None
    edition = _edition(reading.text, places, scene.start)
    date, venue = _completed(reading, scene, edition)
    return CeremonyRecord(
        edition_year_be=edition or (to_buddhist_era(date.year) if date else None),
        date=date,
        venue=venue,
        mode=mode,
        presider=_who(around, "presided"),
        presenter=_who(around, "presented"),
        rule="english.ceremonies",
        **reading.quote(scene.start, scene.end),
    )


def _completed(
    reading: Reading, scene: Scene, edition: int | None
) -> tuple[datetime.date | None, str | None]:
    """The day and the place, each from the paragraph where the sentence itself has none."""
    text = reading.text
    first = text.rfind("\n", 0, scene.start) + 1
    last = text.find("\n", scene.start)
    start, end = max(first, scene.start - REACH), min(last if last >= 0 else len(text), scene.end + REACH)
    date = scene.date or find_date(reading, start, end, edition)
    return date, scene.venue or find_venue(reading, start, end)


def _who(acts: Iterable[Deed], action: str) -> str | None:
    return next((act.person.name for act in acts if act.action == action), None)


def _edition(text: str, places: list[int], place: int) -> int | None:
    """The year that is told with the award's name nearest to a place."""
    years = [sign for sign in find_years(text) if sign.sure]
    nearest = min(years, key=lambda year: abs(year.start - place), default=None)
    return nearest.number if nearest and places else None
