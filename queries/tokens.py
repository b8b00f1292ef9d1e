"""The words of a SPARQL text, told apart as the engine does: for looking at a query before it is parsed."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """One word: its kind (a group name of the pattern below), its text and where it starts."""

    kind: str
    text: str
    start: int


class UnreadableTokenError(ValueError):
    """A sign that can begin nothing in SPARQL, or a string that does not end; `start` is its place."""

    def __init__(self, start: int) -> None:
        super().__init__(f"unreadable sign at {start}")
        self.start = start


# Possessive `*+` keeps hostile texts in linear time. A name does not end with a dot: the next sign is seen.
# SPARQL takes marks into names, as those above and below Thai letters, which are no `\w`.
_SIGN = r"\w\u0300-\u037d\u037f-\u1fff\u203f\u2040"
_NAME = rf"(?:[^\W\d_]|_)(?:[{_SIGN}\u00b7-]|\.(?=[{_SIGN}.\u00b7-]))*"
_LOCAL_SIGN = rf"(?:[{_SIGN}:\u00b7]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_PATTERN = re.compile(
    rf"""
    (?:[ \t\r\n]++ | \#[^\r\n]*+)*+ (?:
      (?P<string>'''(?>'{{0,2}}(?:[^'\\]|\\.))*+''' | \"\"\"(?>"{{0,2}}(?:[^"\\]|\\.))*+\"\"\"
        | '(?:[^'\\\r\n]|\\.)*+' | "(?:[^"\\\r\n]|\\.)*+")
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPE})*+>)
    | (?P<variable>[?$][{_SIGN}]++)
    | (?P<blank>_:\w(?:[{_SIGN}\u00b7-]|\.(?=[{_SIGN}.\u00b7-]))*+)
    | (?P<name>(?:{_NAME})?:(?:{_LOCAL_SIGN}(?:{_LOCAL_SIGN}|-|\.+(?={_LOCAL_SIGN}|-))*+)?)
    | (?P<number>(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?)
    | (?P<word>[A-Za-z_]\w*+)
    | (?P<language>@[A-Za-z]++(?:-+[A-Za-z0-9]++)*+)
    | (?P<open>\{{\||<<\(?|[\{{\(\[])
    | (?P<close>\|\}}|\)?>>|[\}}\)\]])
    | (?P<sign>\|\||&&|\^\^|[!<>]=|[=<>!+\-*/|^?.,;~])
    | (?P<end>\Z))
    """,
    re.VERBOSE | re.DOTALL,
)


def read_tokens(text: str) -> Iterator[Token]:
    """The tokens of `text` without spaces and comments; raises UnreadableTokenError at the first bad sign."""
    next_match = _PATTERN.scanner(text).match  # type: ignore[attr-defined]
    place = 0
    while (match := next_match()) and (kind := match.lastgroup) != "end":
        yield Token(kind, match[match.lastindex], match.start(match.lastindex))
        place = match.end()
    if not match:
        raise UnreadableTokenError(_SPACE.match(text, place).end())  # type: ignore[union-attr]


_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+")  # always matches


def spell_out(text: str) -> str:
    """The same text with letters and digits that are written by code points (`\\u0041`) written out.

    The engine reads such escapes in strings and IRIs only, SPARQL everywhere. Signs stay escaped: written
    out, a quotation mark would end its string.
    """
    return _ESCAPES.sub(_spell, text) if "\\u" in text or "\\U" in text else text


_ESCAPES = re.compile(rf"\\\\|{_ESCAPE}")  # the first: a backslash that is itself escaped


def _spell(escape: re.Match[str]) -> str:
    try:
        sign = chr(int(escape[0][2:], 16))
    except ValueError:  # an escaped backslash, or no code point
        return escape[0]
    return sign if sign.isalnum() else escape[0]


def unescape(iri: str) -> str:
    """An IRI with what it spells by code points (`\\u0E01`) written out; raises ValueError."""
    return re.sub(_ESCAPE, lambda escape: chr(int(escape[0][2:], 16)), iri)


def line_and_column(text: str, start: int) -> tuple[int, int]:
    """The place `start` as people count: lines and columns (in code points) from 1."""
    before = text[:start]
    return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
