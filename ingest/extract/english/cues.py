"""The cue words of `cues.yml`, compiled once: what the finders know of English besides names and concepts."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ontology.thai import normalise_in_place

FILE = Path(__file__).with_name("cues.yml")
_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # signs without width may hide a name
BEFORE = 80
"""How far, in characters, a cue that stands before a place may reach back."""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of a cue."""
    return re.compile(_data()[name])


@cache
def words(name: str) -> tuple[str, ...]:
    """The list of a cue that is no pattern."""
    return tuple(_data()[name])


@cache
def number_of(word: str) -> int:
    """The number that digits or a word tell."""
    return int(word) if word.isdigit() else int(_data()["number_words"][word.lower()])


@cache
def category_of(word: str) -> int:
    """The number of a PMQA category that is told in a word."""
    return int(_data()["category_words"][word.lower()])


@cache
def surfaces(kind: str) -> Mapping[str, Sequence[str]]:
    """Concept key -> the press's ways to write it, beside those of the concept scheme."""
    found: Mapping[str, Sequence[str]] = _data()["surfaces"][kind]
    return found


@cache
def field_offices() -> Mapping[str, str]:
    """`Provincial Health Office` -> how the Thai name of such an office begins."""
    found: Mapping[str, str] = _data()["field_offices"]
    return found


@cache
def faculties() -> Mapping[str, str]:
    """`Nursing` -> the Thai name of such a faculty."""
    found: Mapping[str, str] = _data()["faculties"]
    return found


@cache
def status_cue() -> re.Pattern[str]:
    """All cues of what happened, each in the group of its status; `none` first."""
    groups = (f"(?P<{status}>{'|'.join(cues)})" for status, cues in _data()["status"].items())
    return re.compile(f"(?i:{'|'.join(groups)})")


def ends_in(name: str, text: str, place: int, reach: int = BEFORE) -> bool:
    """Whether the words right before `place` are this cue (its pattern ends in `$`)."""
    return bool(cue(name).search(text, max(0, place - reach), place))


def follows(name: str, text: str, place: int) -> re.Match[str] | None:
    """The cue at `place`."""
    return cue(name).match(text, place)


def names_the_award(text: str) -> bool:
    """Whether an English text, as it came, can tell of the award at all: cheap, for the many that do not."""
    if _HIDDEN.search(text):
        text = normalise_in_place(text).text
    text = " ".join(text.split())  # a name may go over lines
    if cue("scheme").search(text):
        return True
    return cue("beside").search(text) is not None and cue("giver").search(text) is not None
