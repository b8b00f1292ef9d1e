"""Persons in Latin letters: `Mr. Anan Suksom, Governor of Nan`, `Deputy Prime Minister Mana Odton`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz

from ingest.extract.scanning import Scan
from ingest.extract.story import load_words
from ontology.thai import normalise

WORDS: Final = load_words(Path(__file__).with_name("english_names.yml"))
MOST: Final = 500
LONGEST_BEFORE: Final = 120
"""Characters of an office that is told before the name."""
ALIKE: Final = 88
"""Per cent of two romanisations of one first name."""


def _any_of(name: str) -> str:
    """One of a list of patterns, the longest that fits."""
    return "|".join(sorted(WORDS[name], key=len, reverse=True))


_TITLE = rf"(?:(?:{_any_of('titles')})\.?[ ]{{0,2}}){{1,5}}"
_HEAD = rf"(?:(?:{_any_of('ranks_of_offices')})[ -])*(?:{_any_of('offices')})\b"
_WORD = r"[A-Z][A-Za-z'’]{0,24}(?:-[A-Za-z][a-z]{0,24}){0,3}"
_NO_NAME = rf"(?!(?:{_HEAD}|(?:{_any_of('no_names')})\b))"
_NAME = rf"{_NO_NAME}{_WORD}(?:[ ]{_NO_NAME}{_WORD}){{1,2}}(?:[ ][Nn]a[ ]{_WORD})?"
_NEXT_CAPITAL = rf"[ ](?<![a-z]{{4}}[.][ ])(?:and[ ])?(?!{_TITLE}[A-Z])[A-Z(][\w'’&.)-]{{0,30}}"
"""A further word of an office, in capitals; none behind the full stop of a sentence."""
_OFFICE = (
    rf"{_HEAD}(?:[ ](?:{_any_of('small_words')})(?=[ ][A-Za-z])"
    rf"|{_NEXT_CAPITAL}"
    rf"|,[ ](?=(?:{_any_of('bodies')})\b))*"
)
_SMALL_OFFICE = (
    rf"(?:[A-Z][\w&'’.-]{{1,20}}[ ]){{0,3}}(?i:{_HEAD})(?:[ ](?:{_any_of('small_words')})(?=[ ][A-Za-z])"
    rf"|{_NEXT_CAPITAL}"
    rf"|[ ](?:{_any_of('small_bodies')})\b)*"
)
"""An office as prose writes it behind a comma: `EGAT Governor`, `director of the institute`."""
_FULL = Scan(rf"(?<![\w-])(?P<title>{_TITLE})(?P<name>{_NAME})")
_DEGREE = rf"(?:,[ ](?:{_any_of('degrees')})(?![A-Za-z]))?"
_BEHIND = re.compile(
    rf"(?:[ ]\([^()\n]{{1,40}}\))?{_DEGREE}(?:,?[ ](?:(?:the|a)[ ])?(?P<role>{_OFFICE})"
    rf"|,[ ](?:(?:the|a|an)[ ])?(?P<small>{_SMALL_OFFICE}))"
    r"|[ ]of[ ]the[ ](?P<of>[A-Z]\w+(?:[ ](?:and[ ])?[A-Z]\w+){1,8})"
)
_BEFORE = re.compile(rf"\b(?P<role>{_OFFICE}|(?i:{_HEAD})),?[ ]\Z")
_BARE = Scan(rf"\b(?P<role>(?:{_any_of('offices_of_one')})),?[ ](?P<name>{_NAME})(?![a-z])")
_SPEAKS = "|".join(f"(?<={verb}[ ])" for verb in WORDS["says_before_a_name"])
_NAMED = re.compile(
    rf"(?:(?<![\w.][ ])|{_SPEAKS})\b(?P<name>{_NAME}),[ ](?:the[ ])?(?P<role>{_SMALL_OFFICE})"
)
_FIRST = Scan(rf"(?<![\w-])(?P<title>{_TITLE})(?P<first>{_NO_NAME}{_WORD})\b(?![ ]{_WORD})")


@dataclass(frozen=True, slots=True)
class EnglishName:
    """A person as named in one place; `start` to `end` takes in the role."""

    name: str
    prefix: str | None
    role: str | None
    role_start: int
    start: int
    end: int
    full: bool = True


def find_english(text: str) -> list[EnglishName]:
    """Everybody named in Latin letters, in full or, when once so named, by title and first name; in order."""
    titled = [_with_role(text, match) for match in islice(_FULL.finditer(text), MOST)]
    bare = [_bare(match) for match in islice(_BARE.finditer(text), MOST)]
    named = [_bare(match) for match in islice(_NAMED.finditer(text), MOST)]
    full = _without_overlaps([*titled, *bare, *named])
    return sorted([*full, *_find_short(text, full)], key=lambda name: name.start)


def _without_overlaps(found: list[EnglishName]) -> list[EnglishName]:
    """The names that do not begin inside one that stands before them in the list."""
    kept: list[EnglishName] = []
    covered: set[int] = set()
    for name in found:
        if name.start not in covered and name.end - 1 not in covered:
            kept.append(name)
            covered.update(range(name.start, name.end))
    return kept


def _with_role(text: str, match: re.Match[str]) -> EnglishName:
    name, title = normalise(match["name"]), normalise(match["title"])
    if behind := _BEHIND.match(text, match.end()):
        group = next(name for name in ("role", "small", "of") if behind[name])
        role = behind[group].rstrip(" .,")
        place = behind.start(group)
        return EnglishName(name, title, normalise(role), place, match.start(), place + len(role))
    before = _BEFORE.search(text, max(0, match.start() - LONGEST_BEFORE), match.start())
    if before:
        place = before.start("role")
        return EnglishName(name, title, normalise(before["role"]), place, place, match.end())
    return EnglishName(name, title, None, 0, match.start(), match.end())


def _bare(match: re.Match[str]) -> EnglishName:
    """An office that one person has, and a name without a title."""
    role = normalise(match["role"])
    return EnglishName(normalise(match["name"]), None, role, match.start("role"), match.start(), match.end())


def _find_short(text: str, full: list[EnglishName]) -> Iterator[EnglishName]:
    """`Ms. Malee`; a first name that is spelled a little differently is the one person it can be."""
    firsts = {name.name.split()[0]: name for name in reversed(full)}
    for match in islice(_FIRST.finditer(text), MOST) if firsts else ():
        alike = [n for first, n in firsts.items() if fuzz.ratio(first, match["first"]) >= ALIKE]
        known = firsts.get(match["first"]) or (alike[0] if len(alike) == 1 else None)
        if known and (known.prefix is None or _is_title_of(match["title"], known.prefix)):
            yield EnglishName(
                known.name, known.prefix, known.role, known.role_start, match.start(), match.end(), full=False
            )


def _is_title_of(title: str, prefix: str) -> bool:
    """Whether a short title (`Dr.`) is one of those that a person was introduced with (`Asst. Prof. Dr.`)."""
    return title.split(maxsplit=1)[0].strip(".") in prefix.replace(".", " ").split()
