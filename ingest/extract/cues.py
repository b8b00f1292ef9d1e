"""The cue words of `cues.yml`, compiled once: what the finders know of Thai besides names and concepts."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ahocorasick_rs import BytesAhoCorasick

from ingest.records import Status
from ontology.thai import normalise_in_place

_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # signs without width may hide a name
_HIDDEN_SIGNS = tuple(sign.encode() for sign in "\u00ad\u200b\u200c\u200d\u2060\ufeff")
FILE = Path(__file__).with_name("cues.yml")
_AWARD = "รางวัล"  # belongs to what follows the cue
BEFORE = 60
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
def status_cue() -> re.Pattern[str]:
    """All cues of what happened, each in the group of its status; `none` first."""
    groups = (f"(?P<{status}>{'|'.join(cues)})" for status, cues in _data()["status"].items())
    return re.compile("|".join(groups))


def find_status_cues(text: str) -> Iterator[tuple[Status | None, int, int]]:
    """(status, start, end) of every cue of what happened; None where nothing did."""
    for match in status_cue().finditer(text):
        end = match.end() - (len(_AWARD) if match[0].endswith(_AWARD) else 0)
        yield _STATUS[match.lastgroup or "none"], match.start(), end


_STATUS: dict[str, Status | None] = {
    "none": None,
    "won": "won",
    "finalist": "finalist",
    "applied": "applied",
}


def ends_in(name: str, text: str, place: int) -> bool:
    """Whether the words right before `place` are this cue (its pattern ends in `$`)."""
    return bool(cue(name).search(text, max(0, place - BEFORE), place))


def follows(name: str, text: str, place: int) -> re.Match[str] | None:
    """The cue at `place`."""
    return cue(name).match(text, place)


def is_worth_reading(text: str) -> bool:
    """Whether a text, as it came, can tell of the award at all: cheap, for the many that do not."""
    if _HIDDEN.search(text):
        text = normalise_in_place(text).text
    if cue("scheme").search(text):
        return True
    return tells_without_name(text)


def may_be_worth_reading(data: bytes) -> bool:
    """Whether a text, as bytes of UTF-8, can be worth reading: False is certain, and costs no decoding."""
    hints, automaton = _hints()
    seen = data.lower()  # of bytes: Latin letters alone
    found = {index for index, _, _ in automaton.find_matches_as_indexes(seen)}
    if not found or min(found) < len(hints):
        return bool(found)
    for sign in _HIDDEN_SIGNS:
        seen = seen.replace(sign, b"")
    return any(hint in seen for hint in hints)


@cache
def _hints() -> tuple[tuple[bytes, ...], BytesAhoCorasick]:
    """The hints, and what finds them first, then the signs that may hide one."""
    hints = tuple(hint.encode() for hint in words("hints"))
    return hints, BytesAhoCorasick([*hints, *_HIDDEN_SIGNS])


def tells_without_name(text: str) -> bool:
    """Whether a text can tell of the award without the name of the scheme."""
    if cue("alone").search(text):
        return True
    return cue("beside").search(text) is not None and cue("giver").search(text) is not None
