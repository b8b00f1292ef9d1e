"""Where and when the award was handed over, and who presided: the ceremony that a text reports."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from ingest.extract.deed_words import CUES
from ingest.extract.person_roles import TITLE
from ingest.extract.persons import Deed, find_tellings
from ingest.extract.reading import Reading
from ingest.extract.story import Story, any_of, edition_near, find_story, load_words
from ingest.records import CeremonyRecord, Mode
from ontology.thai import FoundDate, find_dates, normalise, to_buddhist_era

WORDS: Final = load_words(Path(__file__).with_suffix(".yml"))
REACH: Final = 400
"""Characters around a ceremony in which its date, place and persons are told."""
LONGEST_PLACE: Final = 160
PROSE: Final = 80
"""Characters of the shortest line that is no heading."""
MOST_NAMINGS: Final = 50
LED_TO: Final = 30
"""Characters before the naming of a ceremony that may say it is still to come."""
TELLING: Final = 2
"""Acts beyond these make a scene no fuller: its day and place do."""

_CEREMONY = re.compile(any_of(WORDS["ceremony"]))
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
_RECEIVED = CUES["received"]


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
    if story is None:
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
    fullest = max((s for s in scenes if s.acts), key=lambda s: _fullness(reading, story, s), default=None)
    if fullest:
        return fullest
    if not story.headline:  # a hand-over told in passing is a look back
        return None
    telling = islice((act for act in acts if _tells_ceremony(reading.text, act)), MOST_NAMINGS)
    told = (Scene(act.start, act.end, _around(acts, act.start, act.end)) for act in telling)
    fullest = max(told, key=lambda s: _fullness(reading, story, s), default=None)
    return fullest or _without_persons(reading, story, scenes)


def _fullness(reading: Reading, story: Story, scene: Scene) -> int:
    persons = {(act.person.name, act.action) for act in scene.acts}
    return min(len(persons), TELLING) + _setting(reading, story, scene).told


def _without_persons(reading: Reading, story: Story, scenes: list[Scene]) -> Scene | None:
    """A ceremony that names nobody: called so and dated, or a receiving with its day and place."""
    dated = (scene for scene in scenes if _setting(reading, story, scene).date)
    receivings = (
        Scene(m.start(), m.end(), ()) for m in islice(_RECEIVED.finditer(reading.text), MOST_NAMINGS)
    )
    whole = (
        s
        for s in receivings
        if not _is_to_come(reading.text, s.start) and _setting(reading, story, s).told > 1
    )
    return next(dated, None) or next(whole, None)


def _tells_ceremony(text: str, act: Deed) -> bool:
    """Receiving in person, handing over, or presiding over what is no meeting."""
    if act.action != "presided":
        return act.at_ceremony
    return bool(_AT_CEREMONY.match(text, act.end)) and not _AT_MEETING.match(text, act.end)


def _around(acts: Iterable[Deed], start: int, end: int) -> tuple[Deed, ...]:
    return tuple(act for act in acts if act.start < end + REACH and start - REACH < act.end)


def _is_held(text: str, story: Story, match: re.Match[str]) -> bool:
    """Of this award, and not one that is held every year or still to come."""
    ours = story.headline or story.told_in(match.start(), match.end() + 40)
    customary = _NOT_HELD.search(text, match.end(), match.end() + 40)
    return ours and not customary and not _is_to_come(text, match.start())


def _is_to_come(text: str, place: int) -> bool:
    line = max(text.rfind("\n", 0, place) + 1, place - LED_TO)
    return _TO_COME.search(text, line, place) is not None


def _setting(reading: Reading, story: Story, scene: Scene) -> Setting:
    lines = list(_lines(reading.text, scene))
    online = any(_ONLINE.search(reading.text, *line) for line in lines[:1])
    venue = None if online else next(filter(None, (_find_venue(reading, *line) for line in lines)), None)
    year = _year(reading, story, scene)
    dates = [_find_date(reading.text, scene, *line) for line in lines]
    dates += [_find_date(reading.text, scene, *line, year) for line in lines[:1] if year]
    return Setting(next(filter(None, dates), None), venue, online)


def _year(reading: Reading, story: Story, scene: Scene) -> str | None:
    """The year of a day that is told without one: that of the text, else of the edition."""
    published = reading.document.published
    if published:
        return str(published.year)
    edition = edition_near(reading, story, scene.start)
    return str(edition) if edition else None


def _record(reading: Reading, story: Story, scene: Scene) -> CeremonyRecord:
    setting = _setting(reading, story, scene)
    date = setting.date.date if setting.date else None
    edition = edition_near(reading, story, scene.start)
    mode: Mode | None = "online" if setting.online else "onsite" if setting.venue else None
    return CeremonyRecord(
        edition_year_be=edition or (to_buddhist_era(date.year) if date else None),
        date=date,
        venue=setting.venue,
        mode=mode,
        presider=_name(reading.text, scene, "presided"),
        presenter=_name(reading.text, scene, "presented"),
        rule="ceremonies.scene" if scene.acts else "ceremonies.without_persons",
        confidence=0.9 if date else 0.7,
        **reading.quote(scene.start, scene.end),
    )


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


def _find_date(text: str, scene: Scene, start: int, end: int, year: str | None = None) -> FoundDate | None:
    """The last date before the scene, else the first behind it, in its own lines."""
    dates = find_dates(text[start:end], year)
    before = [date for date in dates if start + date.start <= scene.start]
    return before[-1] if before else next(iter(dates), None)


def _find_venue(reading: Reading, start: int, end: int) -> str | None:
    """The longest name of a place between two places, as written; without `ณ` that of a hall alone."""
    for pattern in (_PLACE, _BARE_PLACE):
        places = (
            _place_at(reading, match.end(), end) for match in pattern.finditer(reading.text, start, end)
        )
        if found := max(filter(None, places), key=len, default=None):
            return found
    return None


def _place_at(reading: Reading, start: int, end: int) -> str:
    limit = min(end, start + LONGEST_PLACE)
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
