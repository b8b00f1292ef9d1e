"""The language of winner lists, from `words.yml`, compiled once; and the small questions asked of a cell."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

from ontology.thai import normalise, to_arabic_digits

FILE: Final = Path(__file__).with_name("words.yml")
LONGEST_HEADER: Final = 60
"""Characters without spaces; a longer cell is no name of a column."""

Role = Literal[
    "number", "score", "person", "note", "date", "year", "place", "recipient_and_project", "ministry",
    "unit", "partners", "project", "recipient", "category", "award", "branch", "type", "level", "result",
    "count", "mark", "other",
]  # fmt: skip
ROLES: Final[tuple[Role, ...]] = get_args(Role)

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SPACES = re.compile(r"\s+")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of a cue."""
    return re.compile(_data()[name], re.IGNORECASE)


@cache
def _roles() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    body = _data()["body"]
    told = {role: words.replace("{body}", body) for role, words in _data()["roles"].items()}
    found = {role: re.compile(words, re.IGNORECASE) for role, words in told.items()}
    return tuple((role, found[role]) for role in found if role in ROLES)


def known_roles(roles: Iterable[str]) -> tuple[Role, ...]:
    """Roles as a person wrote them; what is none is `other`."""
    return tuple(next((role for role in ROLES if role == told), "other") for told in roles)


@cache
def plain(text: str) -> str:
    """A cell in normal form: one line, Arabic digits, no footnote mark."""
    return pattern("footnote").sub("", to_arabic_digits(normalise(text)))


@cache
def role_of(header: str) -> Role | None:
    """What a column under this header holds; None where the header is not known."""
    words = plain(header)
    return next(filter(None, map(_role_of_form, _ways_to_write(words))), None) or _role_told_twice(words)


def _role_of_form(words: str) -> Role | None:
    if not 0 < len(words) <= LONGEST_HEADER:
        return None
    return next((role for role, known in _roles() if known.fullmatch(words)), None)


def _role_told_twice(header: str) -> Role | None:
    """`ระดับ / Level`: what the Thai words say, where the English ones name a column too."""
    english = "".join(pattern("latin").findall(header)).casefold()
    thai = _SPACES.sub("", pattern("latin").sub("", header)).strip("/|:-.()")
    return _role_of_form(thai) if english and _role_of_form(english) else None


def _ways_to_write(header: str) -> tuple[str, ...]:
    """A header without spaces; without brackets; without the scheme's name; and as a data set's field."""
    whole = _SPACES.sub("", header).strip(":").casefold()
    bare = _SPACES.sub("", _BRACKETS.sub("", header)).strip(":*").casefold()
    if not whole.isascii():
        return whole, bare, pattern("scheme_word").sub("", bare)
    return whole, bare, pattern("field_gap").sub("", pattern("field_tail").sub("", whole))


def says(name: str, text: str) -> bool:
    """Whether a cell says this from end to end."""
    return pattern(name).fullmatch(plain(text)) is not None


def tells(name: str, text: str) -> bool:
    """Whether a text holds these words anywhere."""
    return pattern(name).search(plain(text)) is not None


def begins(name: str, text: str) -> bool:
    """Whether a text begins with these words."""
    return pattern(name).match(plain(text)) is not None


def is_nothing(text: str) -> bool:
    return not text.strip() or says("nothing", text)


def without_number(text: str) -> str:
    """`๑) กรม ก` as `กรม ก`."""
    return pattern("item_number").sub("", text, count=1).strip()


@cache
def _short_heads() -> tuple[re.Pattern[str], dict[str, str]]:
    heads: dict[str, str] = _data()["short_heads"]
    return re.compile(f"({'|'.join(map(re.escape, heads))})\\s?(?=[ก-๎])"), heads


def in_full(text: str) -> str | None:
    """`ทต.บ้านกลาง` as `เทศบาลตำบลบ้านกลาง`; None for what begins with no such short word."""
    known, heads = _short_heads()
    found = known.match(text)
    return heads[found[1]] + text[found.end() :] if found else None


@cache
def _short_branches() -> tuple[tuple[re.Pattern[str], str], ...]:
    told: dict[str, str] = _data()["short_branches"]
    return tuple((re.compile(words), branch) for words, branch in told.items())


def branch_in_full(text: str) -> str | None:
    """`มีส่วนร่วม` in a column of branches as the branch; None for what is no short name of one."""
    return next((branch for words, branch in _short_branches() if words.fullmatch(text.rstrip("ฯ "))), None)


def is_in_full(text: str) -> bool:
    """Whether a name begins with the head of a local body in full."""
    return text.startswith(tuple(_short_heads()[1].values()))
