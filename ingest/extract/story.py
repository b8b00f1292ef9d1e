"""Where a text speaks of the award, so that its story is told from everything else."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from ingest.extract.reading import Reading
from ontology.thai import read_year

HEADLINE = 300
"""Characters at the start of a text that say what it is about."""


MOST_NAMINGS = 50
"""Namings of the award, on either side of a place, among which its year is looked for."""
YEAR_BEHIND = 60
YEAR_BEFORE = 30
"""Characters between the award's name and its year."""
LONGEST_NAME = 60
"""Characters before an English name of the award in which its year stands."""
_BARE_YEAR = re.compile(r"[^\s\d]{1,40}\s?(?:\(?(?:พ\.\s?ศ\.|ปี)\s?)?(?P<year>25\d\d)(?![\d,])")
"""The year right behind the award's name (`เลิศรัฐ 2563`)."""
_YEAR_BEHIND_ENGLISH = re.compile(
    r"[A-Za-z ]{4,60}?(?:\([A-Z]{2,8}\) )?(?:in |for |of |for the year )?(?P<year>20\d\d)\b"
)
_YEAR_BEFORE_ENGLISH = re.compile(r"\b(?P<year>20\d\d)(?: [A-Z][a-z]+){0,3} \Z")


_ADDRESS = re.compile(r"\s{0,9}https?://\S+\s")


@dataclass(frozen=True, slots=True)
class Story:
    """The places where a text names the award; `headline`: it is what the text is about."""

    places: tuple[int, ...]
    headline: bool

    def told_in(self, start: int, end: int) -> bool:
        """Whether the award is named in `text[start:end]`."""
        first = bisect_left(self.places, start)
        return first < len(self.places) and self.places[first] < end


@lru_cache(maxsize=1)
def find_story(reading: Reading) -> Story | None:
    """Where the text speaks of the award; None for a text that never does."""
    thai, english, other = _award_patterns()
    found = [match.start() for match in thai.finditer(reading.text)]
    if not found:  # the English names are looked for without regard to case, which is slower
        found = [match.start() for match in english.finditer(reading.text)]
    places = tuple(at for at in found if not other.search(reading.text, max(0, at - 10), at))
    address = _ADDRESS.match(reading.text)
    return Story(places, places[0] < HEADLINE + (address.end() if address else 0)) if places else None


@cache
def load_words(path: Path) -> dict[str, Any]:
    """The word lists of a YAML file beside the code."""
    words: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return words


def any_of(words: Iterable[str]) -> str:
    """A pattern for plain words, longest first; a space stands for "a space, a line break or none"."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s{0,2}".join(map(re.escape, word.split(" "))) for word in ordered)


@cache
def _award_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load_words(Path(__file__).with_suffix(".yml"))
    thai = re.compile(any_of(words["award"]))
    english = re.compile(any_of(words["award_english"]), re.IGNORECASE)
    return thai, english, re.compile(rf"(?:{any_of(words['not_the_award'])})\s?$", re.IGNORECASE)


def edition_near(reading: Reading, story: Story, place: int) -> int | None:
    """The edition (Buddhist era) that is told with the award's name nearest to `place`; None if none is."""
    middle = bisect_left(story.places, place)
    near = story.places[max(0, middle - MOST_NAMINGS) : middle + MOST_NAMINGS]
    return next(
        filter(None, (_year_at(reading, at) for at in sorted(near, key=lambda at: abs(at - place)))), None
    )


def _year_at(reading: Reading, place: int) -> int | None:
    """The year right behind a naming of the award (`รางวัลเลิศรัฐ ประจำปี 2566`), else right before it."""
    years = reading.editions
    first = bisect_left(years, place, key=lambda year: year.start)
    if first < len(years) and years[first].start <= place + YEAR_BEHIND and years[first].annual:
        return years[first].year_be
    if bare := _BARE_YEAR.match(reading.text, place) or _english_year(reading.text, place):
        return read_year(bare["year"])
    if first and place - years[first - 1].end <= YEAR_BEFORE and years[first - 1].annual:
        return years[first - 1].year_be
    return None


def _english_year(text: str, place: int) -> re.Match[str] | None:
    """`2023 State Excellence Award`, `the State Excellence Award in 2022`."""
    before = _YEAR_BEFORE_ENGLISH.search(text, max(0, place - LONGEST_NAME), place)
    return before or _YEAR_BEHIND_ENGLISH.match(text, place)
