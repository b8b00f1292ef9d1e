"""Where and when the award was handed over, and who presided: the ceremony that a text reports."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from ingest.extract.person_roles import TITLE
from ingest.extract.persons import Deed, find_deeds
from ingest.extract.reading import Reading
from ingest.extract.story import Story, any_of, edition_near, find_story, load_words
from ingest.records import CeremonyRecord, Mode
from ontology.thai import FoundDate, find_dates, normalise

WORDS: Final = load_words(Path(__file__).with_suffix(".yml"))
REACH: Final = 400
"""Characters around a ceremony in which its date, place and persons are told."""
LONGEST_PLACE: Final = 160
PROSE: Final = 80
"""Characters of the shortest line that is no heading."""
MOST_NAMINGS: Final = 50

_CEREMONY = re.compile(any_of(WORDS["ceremony"]))
_AT_CEREMONY = re.compile(rf"\s|$|{any_of(WORDS['presided_at'])}")
_NOT_HELD = re.compile(any_of(WORDS["not_held"]))
_ONLINE = re.compile(any_of(WORDS["online"]), re.IGNORECASE)
_PLACE = re.compile(
    rf"(?<![ก-๎])(?:{any_of(WORDS['place_after'])})(?:\s|(?={any_of(WORDS['buildings'])}))|ที่\s?(?={any_of(WORDS['buildings'])})"
)
_PLACE_END = re.compile(rf"\s(?:{any_of(WORDS['place_ends'])})|\s?{TITLE}[ก-ฮ]|[\n(“\"”,;]|\s{{3,}}|โดยมี|ซึ่ง")


@dataclass(frozen=True, slots=True)
class Scene:
    """The place in the text that tells of the ceremony, and the acts around it."""

    start: int
    end: int
    acts: tuple[Deed, ...]


def find_ceremonies(reading: Reading) -> tuple[CeremonyRecord, ...]:
    """The award ceremony that the text reports; none for meetings, visits, calls and in-house hand-overs."""
    story = find_story(reading)
    if story is None:
        return ()
    acts = tuple(d for d in find_deeds(reading, story) if d.action in {"presided", "presented", "received"})
    scene = _scene(reading.text, story, acts) if acts else None
    return (_record(reading, story, scene),) if scene else ()


def _scene(text: str, story: Story, acts: tuple[Deed, ...]) -> Scene | None:
    """The naming of a ceremony with most acts around it; else the first act that needs one."""
    named = [m for m in islice(_CEREMONY.finditer(text), MOST_NAMINGS) if _is_held(text, story, m)]
    scenes = (Scene(m.start(), m.end(), _around(acts, m.start(), m.end())) for m in named)
    fullest = max(scenes, key=lambda scene: len(scene.acts), default=None)
    if fullest and fullest.acts:
        return fullest
    if not story.headline:  # a hand-over told in passing is a look back
        return None
    first = next((act for act in acts if _tells_ceremony(text, act)), None)
    return Scene(first.start, first.end, _around(acts, first.start, first.end)) if first else None


def _tells_ceremony(text: str, act: Deed) -> bool:
    """Receiving in person, handing over, or presiding over what is no meeting."""
    return act.at_ceremony if act.action != "presided" else bool(_AT_CEREMONY.match(text, act.end))


def _around(acts: Iterable[Deed], start: int, end: int) -> tuple[Deed, ...]:
    return tuple(act for act in acts if act.start < end + REACH and start - REACH < act.end)


def _is_held(text: str, story: Story, match: re.Match[str]) -> bool:
    """Of this award, and not one that is held every year."""
    ours = story.headline or story.told_in(match.start(), match.end() + 40)
    return ours and not _NOT_HELD.search(text, match.end(), match.end() + 40)


def _record(reading: Reading, story: Story, scene: Scene) -> CeremonyRecord:
    lines = list(_lines(reading.text, scene))
    online = any(_ONLINE.search(reading.text, *line) for line in lines[:1])
    venue = None if online else next(filter(None, (_find_venue(reading, *line) for line in lines)), None)
    date = next(filter(None, (_find_date(reading.text, scene, *line) for line in lines)), None)
    edition = edition_near(reading, story, scene.start)
    mode: Mode | None = "online" if online else "onsite" if venue else None
    return CeremonyRecord(
        edition_year_be=edition,
        date=date.date if date else None,
        venue=venue,
        mode=mode,
        presider=_name(scene, "presided"),
        presenter=_name(scene, "presented"),
        rule="ceremonies.scene",
        confidence=0.9 if date else 0.7,
        **reading.quote(scene.start, scene.end),
    )


def _name(scene: Scene, action: str) -> str | None:
    return next((act.person.name for act in scene.acts if act.action == action), None)


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
    start = min(act.start for act in scene.acts)
    end = max(scene.end, *(act.end for act in scene.acts))
    first = text.rfind("\n", max(0, start - REACH), start) + 1 or max(0, start - REACH)
    last = text.find("\n", end, end + REACH)
    return first, last if last >= 0 else min(len(text), end + REACH)


def _find_date(text: str, scene: Scene, start: int, end: int) -> FoundDate | None:
    """The last date before the scene, else the first behind it, in its own lines."""
    dates = find_dates(text[start:end])
    before = [date for date in dates if start + date.start <= scene.start]
    return before[-1] if before else next(iter(dates), None)


def _find_venue(reading: Reading, start: int, end: int) -> str | None:
    """The longest name of a place between two places, as written."""
    places = (_place_at(reading, match.end(), end) for match in _PLACE.finditer(reading.text, start, end))
    return max(filter(None, places), key=len, default=None)


def _place_at(reading: Reading, start: int, end: int) -> str:
    limit = min(end, start + LONGEST_PLACE)
    stop = _PLACE_END.search(reading.text, start + 1, limit)
    first, last = reading.normal.original_span(start, stop.start() if stop else limit)
    return normalise(reading.document.text[first:last]).removeprefix("ณ ").rstrip(" .")
