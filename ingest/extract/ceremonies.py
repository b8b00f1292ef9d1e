"""Where and when the award was handed over, and who presided: the ceremony that a text reports."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from ingest.extract.counts import OTHER_SCHEME
from ingest.extract.datelines import find_dateline, find_relative, year_of
from ingest.extract.deed_words import CUES
from ingest.extract.own_contests import is_own_contest
from ingest.extract.person_roles import TITLE
from ingest.extract.persons import Deed, find_tellings
from ingest.extract.reading import Reading
from ingest.extract.scanning import Scan
from ingest.extract.story import Story, any_of, edition_near, find_story, load_words
from ingest.records import CeremonyRecord, Mode
from ontology.thai import FoundDate, find_dates, normalise, read_year, to_buddhist_era

WORDS: Final = load_words(Path(__file__).with_suffix(".yml"))
REACH: Final = 400
"""Characters around a ceremony in which its date, place and persons are told."""
LONGEST_PLACE: Final = 160
DAY: Final = 40
SOON: Final = 16
"""Characters between `เมื่อ` and its day, as the weekday."""
ABOVE: Final = 250
PROSE: Final = 80
"""Characters of the shortest line that is no heading."""
MOST_NAMINGS: Final = 50
PLANNED: Final = 100
LED_TO: Final = 30
"""Characters before the naming of a ceremony that may say it is still to come."""
TELLING: Final = 2
"""Acts beyond these make a scene no fuller: its day and place do."""

NO_PART: Final = "(?<!ผล)(?<!หน่วย)(?<!แรง)"
"""`งาน` is no part of another word."""
_CEREMONY = Scan(f"{NO_PART}(?:{any_of(WORDS['ceremony'])}|{WORDS['bare_ceremony']})")
_OF_NO_OTHER = re.compile(WORDS["of_no_other"])
_TOLD_BEHIND = re.compile(WORDS["day_behind"])
_TOLD_BEFORE = re.compile(WORDS["day_before"])
_SAID = re.compile(WORDS["said"])
_HOUSE_HEAD = re.compile(any_of(WORDS["heads_of_houses"]))
_IN_HOUSE = re.compile(any_of(WORDS["in_house"]))
_PLANNED = re.compile(any_of(WORDS["planned"]))
_BROADCAST = re.compile(any_of(WORDS["broadcast"]), re.IGNORECASE)
_EDITION = re.compile(r"เลิศรัฐ[”\"]?\s?(?P<year>[5-7]\d)(?![\d,.]|\s?(?:รางวัล|ผลงาน|หน่วย|จังหวัด))")
_LEAP: Final = "2563"
"""A year with a 29 February, to read a day by that is told without one."""
_AT_CEREMONY = re.compile(rf"\s|$|{any_of(WORDS['presided_at'])}")
_AT_MEETING = re.compile(
    rf"\s?(?:{any_of(WORDS['presided_over'])}){{0,3}}\s?(?:{any_of(WORDS['meetings'])})(?![^\n]{{0,60}}มอบ)",
    re.IGNORECASE,
)
_NOT_HELD = re.compile(any_of(WORDS["not_held"]))
_TO_COME = re.compile(rf"(?:{any_of(WORDS['to_come'])})\S{{0,15}}\s?\Z")
_ONLINE = re.compile(any_of(WORDS["online"]), re.IGNORECASE)
_BUILDING = any_of(WORDS["buildings"])
_PLACE = re.compile(
    rf"(?<![ก-๎])(?:{any_of(WORDS['place_after'])})(?:\s|(?={_BUILDING}))|ที่\s?(?={_BUILDING})"
    rf"|\b(?:[Aa]t|[Ii]n|Place:|Venue:)\s(?:the\s)?(?=[A-Z][^.\n]{{0,60}}\b(?:{any_of(WORDS['buildings_english'])})\b)"
)
_BARE_PLACE = re.compile(rf"\s(?={any_of(WORDS['halls'])})")
_PLACE_END = re.compile(
    rf"\s(?:{any_of(WORDS['place_ends'])})|\s?{TITLE}[ก-ฮ]|[\n(“\"”;]|,(?!\s[A-Z])|\s{{3,}}|{any_of(WORDS['place_ends_glued'])}"
    r"|(?<!ที่)ว่า\s|\.\s|,?\s(?:Mr|Mrs|Ms|Miss|Dr|Prof|Assoc|Asst|Pol|Gen|H\.E|Professor)\b|,?\s(?:on|by|with|where|and|to|which|was|from)\s"
)
_BRACKETS = re.compile(rf"\([^()\n]{{1,40}}\)\s?(?={_BUILDING}|{any_of(WORDS['place_goes_on'])})")
_ABBREVIATED = re.compile(r"(?:[ก-ฮ]{1,3}\.){2,}\Z")
_AT_CEREMONIES: Final = frozenset({"presided", "presented", "received"})
_RECEIVED = Scan(CUES["received"].pattern)
_HANDED = Scan(any_of(WORDS["handed"]))


@dataclass(frozen=True, slots=True)
class Scene:
    """The place in the text that tells of the ceremony, and the acts around it."""

    start: int
    end: int
    acts: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where a scene is told to have been."""

    date: FoundDate | None
    venue: str | None
    online: bool

    @property
    def told(self) -> int:
        """How much of it a text tells."""
        return (self.date is not None) + (self.venue is not None or self.online)


def find_ceremonies(reading: Reading) -> tuple[CeremonyRecord, ...]:
    """The award ceremony that the text reports; none for meetings, visits, calls and in-house hand-overs."""
    story = find_story(reading)
    if story is None or is_own_contest(reading):
        return ()
    acts = tuple(d for d in find_tellings(reading, story) if d.action in _AT_CEREMONIES)
    scene = _scene(reading, story, acts)
    return (_record(reading, story, scene),) if scene else ()


def _scene(reading: Reading, story: Story, acts: tuple[Deed, ...]) -> Scene | None:
    """The naming of a ceremony of which most is told; else such an act; else any dated one."""
    named = [
        m for m in islice(_CEREMONY.finditer(reading.text), MOST_NAMINGS) if _is_held(reading.text, story, m)
    ]
    scenes = [Scene(m.start(), m.end(), _around(acts, m.start(), m.end())) for m in named]
    scenes = [scene for scene in scenes if not _is_in_house(scene)]
    fullest = max((s for s in scenes if s.acts), key=lambda s: _fullness(reading, story, s), default=None)
    if fullest:
        return fullest
    telling = islice((act for act in acts if _tells_ceremony(reading.text, act)), MOST_NAMINGS)
    told = [Scene(act.start, act.end, _around(acts, act.start, act.end)) for act in telling]
    told = [scene for scene in told if not _is_in_house(scene)]
    if not story.headline:  # a hand-over told in passing is a look back, if its day and place are not
        told = [scene for scene in told if _is_told_whole(reading, story, scene)]
    fullest = max(told, key=lambda s: _fullness(reading, story, s), default=None)
    if fullest and _setting(reading, story, fullest).date:
        return fullest
    bare = _without_persons(reading, story, scenes)
    if fullest and bare and not _setting(reading, story, bare).date:
        return fullest
    return bare or fullest


def _is_in_house(scene: Scene) -> bool:
    """Whether the head of one department alone presides or hands over: the award goes on to the own staff."""
    leaders = [act.person.role or "" for act in scene.acts if act.action != "received"]
    return bool(leaders) and all(_HOUSE_HEAD.match(role) for role in leaders)


def _is_told_whole(reading: Reading, story: Story, scene: Scene) -> bool:
    """Whether the line of a hand-over tells its day and its place, and nothing of a feast in the house."""
    first, last = _own_lines(reading.text, scene)
    if not story.told_in(first, last):
        return False
    edition = edition_near(reading, story, scene.start)
    if _IN_HOUSE.search(reading.text, first, last) and not _day_behind(reading, scene, edition):
        return False
    return _setting(reading, story, scene, near=True).told > 1


def _fullness(reading: Reading, story: Story, scene: Scene) -> int:
    persons = {(act.person.name, act.action) for act in scene.acts}
    return min(len(persons), TELLING) + _setting(reading, story, scene).told


def _without_persons(reading: Reading, story: Story, scenes: list[Scene]) -> Scene | None:
    """One that names nobody: called so and dated or placed, or a receiving with its day and place."""
    settings = [(scene, _setting(reading, story, scene)) for scene in scenes]
    dated = (scene for scene, setting in settings if setting.date)
    placed = (s for s, setting in settings if setting.told and not _is_planned(reading.text, s.start))
    receivings = (
        Scene(m.start(), m.end(), ())
        for pattern in (_RECEIVED, _HANDED)
        for m in islice(pattern.finditer(reading.text), MOST_NAMINGS)
    )
    whole = (
        s for s in receivings if not _is_to_come(reading.text, s.start) and _is_told_whole(reading, story, s)
    )
    return next(dated, None) or next(placed, None) or next(whole, None)


def _tells_ceremony(text: str, act: Deed) -> bool:
    """Receiving in person, handing over, or presiding over what is no meeting."""
    if act.action != "presided":
        return act.at_ceremony
    return bool(_AT_CEREMONY.match(text, act.end)) and not _AT_MEETING.match(text, act.end)


def _around(acts: Iterable[Deed], start: int, end: int) -> tuple[Deed, ...]:
    return tuple(act for act in acts if act.start < end + REACH and start - REACH < act.end)


def _is_held(text: str, story: Story, match: re.Match[str]) -> bool:
    """Of this award, and not one that is held every year or still to come."""
    start, end = match.span()
    ours = story.headline or story.told_in(start, end + 40)
    bare = story.told_in(start - REACH, start) and _OF_NO_OTHER.match(text, end)
    other = OTHER_SCHEME.search(text, end, end + 40) and not story.told_in(start, end + 40)
    customary = _NOT_HELD.search(text, end, end + 40)
    return bool(ours or bare) and not (customary or other) and not _is_to_come(text, start)


def _is_planned(text: str, place: int) -> bool:
    """Whether the sentence is about what is still to come, some words before."""
    line = max(text.rfind("\n", 0, place) + 1, place - PLANNED)
    return _PLANNED.search(text, line, place) is not None


def _is_to_come(text: str, place: int) -> bool:
    line = max(text.rfind("\n", 0, place) + 1, place - LED_TO)
    return _TO_COME.search(text, line, place) is not None


def _setting(reading: Reading, story: Story, scene: Scene, *, near: bool = False) -> Setting:
    """The day and place of a scene; `near`: as its own lines tell them."""
    lines = list(_lines(reading.text, scene))[: 1 if near else None]
    venue = next(filter(None, (_find_venue(reading, *line) for line in lines)), None)
    online = _is_online(reading.text, *lines[0], venue)
    return Setting(_day(reading, story, scene, lines), None if online else venue, online)


def _is_online(text: str, start: int, end: int, venue: str | None) -> bool:
    """Held online; what is only broadcast from a place is held there."""
    signs = [match[0] for match in _ONLINE.finditer(text, start, end)]
    return any(venue is None or not _BROADCAST.fullmatch(sign) for sign in signs)


def _day(reading: Reading, story: Story, scene: Scene, lines: list[tuple[int, int]]) -> FoundDate | None:
    """That right behind the scene, else in its lines, else by its distance, else in the line above."""
    edition = edition_near(reading, story, scene.start)
    if behind := _day_behind(reading, scene, edition):
        return behind
    dated = (_find_date(reading, scene, *line) for line in lines)
    if date := next(filter(None, dated), None):
        return date
    undated = _days(reading, *lines[0], edition)
    relative = find_relative(reading, *lines[0])
    told = sorted([*undated, *relative], key=lambda day: day.start)
    return _nearest(reading.text, scene, told) or _day_above(reading, lines[0][0], edition)


def _days(reading: Reading, start: int, end: int, edition: int | None) -> list[FoundDate]:
    """Every day of a part of the text; those without a year are of the year they must be of."""
    whole = find_dates(reading.text[start:end])
    known = {day.start for day in whole}
    bare = (day for day in find_dates(reading.text[start:end], _LEAP) if day.start not in known)
    moved = [FoundDate(day.date, start + day.start, start + day.end) for day in whole]
    for day in bare:
        found = FoundDate(day.date, start + day.start, start + day.end)
        if year := year_of(reading, found, edition):
            moved += _in_year(found, year)
    return sorted(moved, key=lambda day: day.start)


def _in_year(day: FoundDate, year: int) -> list[FoundDate]:
    try:
        return [FoundDate(day.date.replace(year=year), day.start, day.end)]
    except ValueError:  # 29 February
        return []


def _day_behind(reading: Reading, scene: Scene, edition: int | None) -> FoundDate | None:
    """`พิธีมอบรางวัลเลิศรัฐ ประจำปี 2567 เมื่อวันที่ 18 กันยายน`: the day that the naming goes on with."""
    told = _TOLD_BEHIND.match(reading.text, scene.end)
    if told is None:
        return None
    end = min(len(reading.text), told.end() + DAY)
    relative = find_relative(reading, told.start("lead"), end)
    days = [*_days(reading, told.end(), end, edition), *relative]
    return next((day for day in days if day.start - told.end() <= SOON), None)


def _day_above(reading: Reading, first: int, edition: int | None) -> FoundDate | None:
    """Of a text that breaks its lines anywhere: the day that the lines right above lead in with (`ในวันที่`)."""
    above = max(0, first - ABOVE)
    days = _days(reading, above, first, edition)
    led = (day for day in reversed(days) if _TOLD_BEFORE.search(reading.text, above, day.start))
    return next(led, None)


def _record(reading: Reading, story: Story, scene: Scene) -> CeremonyRecord:
    setting = _setting(reading, story, scene)
    date = setting.date.date if setting.date else None
    edition = edition_near(reading, story, scene.start) or _edition_by_date(reading, date)
    mode: Mode | None = "online" if setting.online else "onsite" if setting.venue else None
    return CeremonyRecord(
        edition_year_be=edition,
        date=date,
        venue=setting.venue,
        mode=mode,
        presider=_name(reading.text, scene, "presided"),
        presenter=_name(reading.text, scene, "presented"),
        rule="ceremonies.scene" if scene.acts else "ceremonies.without_persons",
        **reading.quote(scene.start, scene.end),
    )


def _edition_by_date(reading: Reading, date: datetime.date | None) -> int | None:
    """`เลิศรัฐ 67`; else the year of the ceremony, else of the text."""
    if short := _EDITION.search(reading.text):
        return read_year(short["year"])
    day = date or find_dateline(reading)
    return to_buddhist_era(day.year) if day else None


def _name(text: str, scene: Scene, action: str) -> str | None:
    acts = (a for a in scene.acts if a.action == action)
    return next(
        (a.person.name for a in acts if action != "presided" or not _AT_MEETING.match(text, a.end)), None
    )


def _lines(text: str, scene: Scene) -> Iterator[tuple[int, int]]:
    """The scene's own lines, then the prose right before and right behind."""
    first, last = _own_lines(text, scene)
    yield first, last
    before = text.rfind("\n", max(0, first - 1 - 2 * REACH), max(0, first - 1)) + 1
    if before and first - before > PROSE:
        yield before, first
    behind = text.find("\n", last + 1, last + 1 + 2 * REACH)
    if behind - last > PROSE:
        yield last, behind


def _own_lines(text: str, scene: Scene) -> tuple[int, int]:
    """From the first to the last act, out to the ends of their lines, at most REACH away."""
    start = min((act.start for act in scene.acts), default=scene.start)
    end = max(scene.end, *(act.end for act in scene.acts), 0)
    first = text.rfind("\n", max(0, start - REACH), start) + 1 or max(0, start - REACH)
    last = text.find("\n", end, end + REACH)
    return first, last if last >= 0 else min(len(text), end + REACH)


def _find_date(reading: Reading, scene: Scene, start: int, end: int) -> FoundDate | None:
    """The last date before the scene, else the first behind it, in its own lines."""
    found = find_dates(reading.text[start:end])
    return _nearest(reading.text, scene, [FoundDate(d.date, start + d.start, start + d.end) for d in found])


def _nearest(text: str, scene: Scene, days: list[FoundDate]) -> FoundDate | None:
    before = [day for day in days if day.start <= scene.start]
    behind = next((day for day in days if day.start > scene.start), None)
    if before and behind and _SAID.search(text, before[-1].end, scene.start):
        return behind  # the day before is the one of the speech
    return before[-1] if before else behind


def _find_venue(reading: Reading, start: int, end: int) -> str | None:
    """The longest name of a place between two places, as written; without `ณ` that of a hall alone."""
    for pattern in (_PLACE, _BARE_PLACE):
        places = (_place_at(reading, match.end()) for match in pattern.finditer(reading.text, start, end))
        if found := max(filter(None, places), key=len, default=None):
            return found
    return None


def _place_at(reading: Reading, start: int) -> str:
    limit = min(len(reading.text), start + LONGEST_PLACE)
    first, last = reading.normal.original_span(start, _end_of_place(reading.text, start, limit))
    place = normalise(reading.document.text[first:last]).removeprefix("ณ ").rstrip(" ,")
    return place if _ABBREVIATED.search(place) else place.rstrip(" .,")


def _end_of_place(text: str, start: int, limit: int) -> int:
    """Where the name of a place ends; brackets inside it are stepped over."""
    at = start + 1
    while stop := _PLACE_END.search(text, at, limit):
        inside = _BRACKETS.match(text, stop.start(), limit) if text[stop.start()] == "(" else None
        if inside is None:
            return stop.start()
        at = inside.end()
    return limit
