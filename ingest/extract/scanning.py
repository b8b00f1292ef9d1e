"""The matches of a pattern, found where one can begin: these words are looked for, not every sign is tried.

`re` tries a pattern of many alternatives at each place of a text. What its matches can begin with is read off
the pattern itself; one automaton finds these words, and the pattern is tried there alone. It gives what `re`
gives: the words only tell where nothing can begin.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from importlib import import_module
from itertools import product
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

LONGEST: Final = 6
"""Signs of a beginning; longer ones find hardly fewer places."""
MOST: Final = 1_000
"""Beginnings of a pattern; more of them are cut short."""
FEW: Final = 12
LONG: Final = 3
"""So few words, of so many signs, are worth looking for one by one before a text is gone through."""

_parser: Any = import_module(
    "re._parser"
)  # since Python 3.11; in the standard library, and not for everybody
_CLASSES: Final = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
_FOLDED: Final = {
    "s": "ſ",
    "k": "\u212a",
    "i": "\u0130\u0131",
}  # taken for these, beside their capitals
_TELLING: Final = frozenset({"LITERAL", "BRANCH", "SUBPATTERN"})
"""Steps that words are made of."""
_SIGNS: Final = frozenset(_CLASSES.values())
_LOOKED_FOR: Final = (set[str](), {r"\d"}, {r"\d", r"\s"})
_IGNORECASE: Final = int(re.IGNORECASE)


class _AnywhereError(Exception):
    """A pattern that can begin with anything."""


class Scan:
    """A pattern, and what its matches can begin with."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)

    def finditer(self, text: str, pattern: re.Pattern[str] | None = None) -> Iterator[re.Match[str]]:
        """What `re` gives; a `pattern` of its own must begin as this one does."""
        used = pattern or self.pattern
        if not all(any(word in text for word in words) for words in self._needed):
            return
        if self._beginnings is None:
            yield from used.finditer(text)
            return
        end = 0
        for place in sorted(self._places(text)):
            if place >= end and (match := used.match(text, place)):
                yield match
                end = match.end()

    def search(self, text: str) -> re.Match[str] | None:
        """The first of all matches."""
        return next(self.finditer(text), None)

    def _places(self, text: str) -> set[int]:
        words, signs = self._beginnings or (None, None)
        hits = words.find_matches_as_indexes(text, overlapping=True) if words else ()
        places = {start for _, start, _ in hits}
        if signs:
            places.update(_places_of(signs, text))
        return places

    @cached_property
    def _beginnings(self) -> tuple[AhoCorasick | None, re.Pattern[str] | None] | None:
        """What finds words that matches begin with, and digits; None where `re` itself is as fast."""
        found = _words_at(self._steps, self.pattern.flags)
        words, signs = found - _SIGNS, found & _SIGNS
        if not found or signs not in _LOOKED_FOR or (len(words) == 1 and not signs):
            return None
        listed = AhoCorasick(sorted(words)) if words else None
        return listed, re.compile(f"[{''.join(sorted(signs))}]") if signs else None

    @cached_property
    def _needed(self) -> list[list[str]]:
        """Of each of these a word stands in every match: what its steps can begin with, if that says much."""
        flags, steps = self.pattern.flags, self._steps
        begins = (at for at, step in enumerate(steps) if not at or str(steps[at - 1][0]) != "LITERAL")
        sets = {frozenset(_words_at(steps[at:], flags)) for at in begins if str(steps[at][0]) in _TELLING}
        fit = [found for found in sets if 0 < len(found) <= FEW and min(map(len, found)) >= LONG]
        return sorted(map(sorted, fit))

    @cached_property
    def _steps(self) -> list[Any]:
        return list(_parser.parse(self.pattern.pattern))


@lru_cache(maxsize=4)  # of the text that is being read, for all patterns that begin so
def _places_of(signs: re.Pattern[str], text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in signs.finditer(text))


def _words_at(steps: list[Any], flags: int) -> set[str]:
    """What the steps can begin with; nothing where that is anything."""
    try:
        return {word for word, _ in _begin(steps, flags)}
    except _AnywhereError:
        return set()


_Begun = set[tuple[str, bool]]
"""Beginnings, and whether what follows goes on with them. `\\d`, `\\s`, `\\w` stand for a class of signs."""


def _begin(steps: list[Any], flags: int) -> _Begun:
    """What a sequence of steps can begin with; raises _AnywhereError."""
    begun: _Begun = {("", True)}
    for step in steps:
        if not any(goes_on for _, goes_on in begun):
            break
        begun = _joined(begun, _first(step, flags))
    if ("", True) in begun or ("", False) in begun or len(begun) > MOST:
        raise _AnywhereError
    return begun


def _joined(begun: _Begun, following: _Begun) -> _Begun:
    done = {(word, False) for word, goes_on in begun if not goes_on}
    open_ = [word for word, goes_on in begun if goes_on]
    if len(open_) * len(following) > MOST and "" not in open_:
        return done | {(word, False) for word in open_}
    for word, (more, goes_on) in product(open_, following):
        if word and more.startswith("\\"):  # a class only stands first
            done.add((word, False))
        else:
            whole = word + more
            done.add((whole[:LONGEST], goes_on and len(whole) < LONGEST and not more.startswith("\\")))
    return done


def _first(step: Any, flags: int) -> _Begun:
    """What one step of a parsed pattern can begin with."""
    name, value = str(step[0]), step[1]
    return _STEPS[name](value, flags) if name in _STEPS else {("", False)}


def _of_branches(value: Any, flags: int) -> _Begun:
    return {word for branch in value[1] for word in _inside(list(branch), flags)}


def _of_group(value: Any, flags: int) -> _Begun:
    return _inside(list(value[3]), (flags | value[1]) & ~value[2])


def _inside(steps: list[Any], flags: int) -> _Begun:
    begun: _Begun = {("", True)}
    for step in steps:
        if any(goes_on for _, goes_on in begun):
            begun = _joined(begun, _first(step, flags))
    return begun


def _repeated(value: Any, flags: int) -> _Begun:
    least, most, steps = value
    once = _inside(list(steps), flags)
    if most != 1:
        once = {(word, goes_on and not word) for word, goes_on in once}
    return once | {("", True)} if least == 0 else once


def _of_class(items: list[Any], flags: int) -> _Begun:
    found: _Begun = set()
    for kind, value in items:
        if str(kind) == "LITERAL":
            found |= {(sign, True) for sign in _written(value, flags)}
        elif str(kind) == "RANGE" and value[1] - value[0] <= 64 and not flags & _IGNORECASE:
            found |= {(chr(code), True) for code in range(value[0], value[1] + 1)}
        elif str(kind) == "CATEGORY" and str(value) in _CLASSES:
            found.add((_CLASSES[str(value)], False))
        else:
            return {("", False)}
    return found


def _written(code: int, flags: int) -> set[str]:
    """The signs that a literal matches; a backslash would be taken for a class."""
    sign = chr(code)
    if sign == "\\" or (flags & _IGNORECASE and not sign.isascii()):
        raise _AnywhereError
    if not flags & _IGNORECASE:
        return {sign}
    return {sign.lower(), sign.upper(), *_FOLDED.get(sign.lower(), "")}


def _of_no_sign(_: Any, __: int) -> _Begun:
    return {("", True)}


_STEPS: Final[dict[str, Callable[[Any, int], _Begun]]] = {
    "AT": _of_no_sign,
    "ASSERT": _of_no_sign,
    "ASSERT_NOT": _of_no_sign,
    "LITERAL": lambda code, flags: {(sign, True) for sign in _written(code, flags)},
    "IN": _of_class,
    "BRANCH": _of_branches,
    "SUBPATTERN": _of_group,
    "MAX_REPEAT": _repeated,
    "MIN_REPEAT": _repeated,
}
