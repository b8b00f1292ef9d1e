"""Who is named in a text: full names with titles and roles, and every later short mention."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from ingest.extract.reading import Reading
from ingest.extract.scanning import Scan
from ingest.extract.story import any_of, load_words
from ontology.thai import TITLES, normalise

WORDS: Final = load_words(Path(__file__).with_name("persons.yml"))
LONGEST_ROLE: Final = 200
MOST_PERSONS: Final = 200
MOST_MENTIONS: Final = 2_000
"""A press text names a few; a list of thousands is no story."""

_LETTERS = "[ก-ฮเ-ไ][ก-ฮะ-ฺเ-ๅ็-๎]"
_PLAIN_TITLE = r"(?:นาย|นางสาว|นาง|น\.\s?ส\.)(?!แพทย์|สัตวแพทย์)\s{0,2}(?:ดร\.)?"
_TITLES = [title for title in TITLES if title > "ก" and title != "คุณ"]  # คุณ is "you", too
TITLE: Final = rf"(?:{_PLAIN_TITLE}|(?:(?:{any_of(_TITLES)})\s{{0,2}}){{1,4}})"
_SURNAME = rf"{_LETTERS}{{1,29}}"
_OF_A_PLACE = rf"ณ\s{{1,2}}(?:{any_of(WORDS['places_in_surnames'])})"
_ROLE_BEGINS = any_of(WORDS["role_begins"])
_ACTS = any_of(
    word
    for action in ("spoke", "presided", "presented", "presented_bare", "received", "received_bare")
    for word in WORDS[action]
)
_ENDS_GLUED = f"{any_of(WORDS['role_ends'])}|{_ACTS}"
_ENDS_SPACED = any_of(WORDS["role_ends_after_space"])
_NO_ROLE = any_of(WORDS["no_role"])
_NO_NAME = any_of(WORDS["no_name"])

_FULL = Scan(
    rf"(?!{_NO_NAME})(?P<title>{TITLE})\s{{0,2}}(?P<first>{_LETTERS}{{1,24}})[ ]{{1,3}}"
    rf"(?P<last>{_OF_A_PLACE}|{_SURNAME}(?:[ ]{_OF_A_PLACE})?)"
)
_FREE_BEFORE = re.compile(rf"(?:^|[^ก-ฮะ-ฺเ-ๆ็-๎]|{any_of(WORDS['before_a_title'])})$")
_CUT = re.compile(
    rf"{_ENDS_GLUED}|(?:{_ROLE_BEGINS})|ได้รับ|ได้เข้า|และ(?=[ก-ฮเ-ไ]{2})|พร้อม(?:ด้วย|ทั้ง|กับ)|ซึ่ง|ร่วมรับ"
)
_NO_SURNAME = re.compile(rf"(?:{any_of(WORDS['no_surname'])}){{1,4}}")
_SURE_TITLE = re.compile(any_of(WORDS["sure_titles"]))
_GLUED_VERB = re.compile(_ENDS_GLUED)
_ROLE = re.compile(rf"[ \n]{{0,2}},?[ ]{{0,2}}(?!{_NO_ROLE})(?={_ROLE_BEGINS})")
_ROLE_END = re.compile(
    rf"{_ENDS_GLUED}|\s(?:{_NO_ROLE})|\s(?!{_ROLE_BEGINS})(?:{_ENDS_SPACED})|[\n(\[“\"”:;]|,\s"
    rf"|\s?และ\s?(?!{_NO_NAME})(?={TITLE}{_LETTERS})|(?<=\s)(?!{_NO_NAME})(?={TITLE}{_LETTERS})"
)
_IN_BRACKETS = re.compile(
    rf"\s?\((?P<inside>[^()\n]{{1,60}})\)(?P<on>\s?(?:ในฐานะ|รักษา|และ(?={_ROLE_BEGINS})))?"
)
_ROLE_BEFORE = re.compile(rf"(?:{_ROLE_BEGINS})[^\s()]{{0,80}}\s?\($")
_JOIN_AT_END = re.compile(rf"[\s,]{{0,3}}(?:{any_of(WORDS['joins'])})[\s,]{{0,3}}$")
_SHORT_TITLE = rf"(?:{TITLE}|ฯ\s?|รมว\.\s?|รมช\.\s?|ท่าน\s?|ปลัด|รมต\.\s?)"
_SHORT_NAMES = Scan(_SHORT_TITLE)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a text; all names as written, in normal form."""

    name: str
    prefix: str
    role: str | None
    role_start: int = 0
    """Where the role is written; 0 without a role."""
    alias: str | None = None
    """A short form of the role, as in `(ปลัด พม.)`."""


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One place where a person is named; `end` is behind the role."""

    person: Person
    start: int
    end: int
    full: bool


@lru_cache(maxsize=1)
def find_mentions(reading: Reading) -> list[PersonMention]:
    """Every mention of every person who is once named in full, in order, without overlaps."""
    full = _share_roles(reading.text, list(_find_full(reading.text)))
    if not full:
        return []
    best = _best(full)
    full = [replace(m, person=best[m.person.name]) for m in full]
    return _without_overlaps([*full, *_find_short(reading.text, full), *_find_by_role(reading.text, full)])


def _find_full(text: str) -> Iterator[PersonMention]:
    names = (match for match in _FULL.finditer(text) if _is_name(text, match))
    matches = list(islice(names, MOST_MENTIONS))
    starts = [*(match.start() for match in matches), len(text)]
    for match, following in zip(matches, starts[1:], strict=True):
        last = _cut_surname(match["last"])
        role = _read_role(text, match.start(), match.start("last") + len(last), following)
        name = normalise(f"{match['first']} {last}")
        person = Person(name, normalise(match["title"]), role.words, role.start, role.alias)
        yield PersonMention(person, match.start(), role.end, True)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether the title stands free and no verb took the place of the surname."""
    sure = _SURE_TITLE.match(match["title"])
    free = sure or _FREE_BEFORE.search(text, max(0, match.start() - 12), match.start())
    return bool(free and _cut_surname(match["last"]) and not _GLUED_VERB.search(match["first"]))


def _cut_surname(last: str) -> str:
    """The surname alone: what a verb or a role was glued to, is cut off; empty if nothing is left."""
    cut = _CUT.search(last)
    if cut is None:
        return last
    rest = last[: cut.start()]
    return rest if len(rest) >= 3 and not _NO_SURNAME.fullmatch(rest) else ""


class _Role(NamedTuple):
    words: str | None
    start: int
    end: int
    alias: str | None = None


def _read_role(text: str, start: int, end: int, following: int) -> _Role:
    """The role behind (or, in brackets, before) a name, its short form, and where both end."""
    begins = _ROLE.match(text, end)
    if begins is None:
        before = _ROLE_BEFORE.search(text, max(0, start - 90), start)
        return _Role(before[0].rstrip("( "), before.start(), end) if before else _Role(None, 0, end)
    stop, alias = _end_of_role(text, begins.end(), following)
    role = normalise(text[begins.end() : stop]).rstrip(" ,") or None
    return _Role(
        role, begins.end(), alias.end() if alias else stop, alias["inside"].strip() if alias else None
    )


def _end_of_role(text: str, start: int, following: int) -> tuple[int, re.Match[str] | None]:
    """Where the role ends, and the brackets behind it; brackets inside a role are stepped over."""
    limit, at = min(following, start + LONGEST_ROLE), start
    while True:
        stop = _ROLE_END.search(text, at, limit)
        if stop is None:  # the next name begins: what joins the two is no role
            join = _JOIN_AT_END.search(text, max(start, limit - 20), limit)
            return join.start() if join else limit, None
        brackets = _IN_BRACKETS.match(text, stop.start()) if stop[0].strip() == "(" else None
        if brackets is None or not brackets["on"]:
            return stop.start(), brackets
        at = brackets.end()


def _share_roles(text: str, found: list[PersonMention]) -> list[PersonMention]:
    """In `นายก ข นายค ง รองปลัด` both have the role that follows the last name."""
    shared: list[PersonMention] = []
    for mention in reversed(found):
        following = shared[-1] if shared else None
        if following and not mention.person.role and _joined(text, mention.end, following.start):
            shared.append(replace(mention, person=_with_role_of(mention.person, following.person)))
            continue
        shared.append(mention)
    return shared[::-1]


def _with_role_of(person: Person, other: Person) -> Person:
    return replace(person, role=other.role, role_start=other.role_start)


def _joined(text: str, end: int, start: int) -> bool:
    return start - end <= 15 and text[end:start].strip(" ,") in {"", "และ"}


def _best(found: Iterable[PersonMention]) -> dict[str, Person]:
    """For each name the person as first told with a role, else as first told."""
    best: dict[str, Person] = {}
    for person in (m.person for m in found):
        if person.name not in best or (person.role and not best[person.name].role):
            best[person.name] = person
    return best


def _find_short(text: str, full: list[PersonMention]) -> Iterator[PersonMention]:
    """`นายอนุกูล`, `รมช.มนัญญา`, `ปลัดฯ ณัฐพล`: the first name of somebody named in full."""
    known = {m.person.name.split()[0]: m.person for m in reversed(full)}
    firsts = [first for first in known if len(first) >= 3][:MOST_PERSONS]
    if firsts:
        pattern = re.compile(rf"{_SHORT_TITLE}(?P<first>{any_of(firsts)})(?![ะ-ฺ็-๎])ฯ?")
        for match in islice(_SHORT_NAMES.finditer(text, pattern), MOST_MENTIONS):
            yield PersonMention(known[match["first"]], match.start(), match.end(), False)


def _find_by_role(text: str, full: list[PersonMention]) -> Iterator[PersonMention]:
    """`เลขาธิการสำนักงาน ก กล่าว`: the role of somebody named in full, with a verb behind it."""
    known = {name: m.person for m in reversed(full) for name in (m.person.role, m.person.alias) if name}
    roles = [role for role in known if len(role) >= 6 and re.match(_ROLE_BEGINS, role)][:MOST_PERSONS]
    if roles:
        pattern = re.compile(rf"(?<![ก-ฮะ-ฺเ-ๅ็-๎])(?P<role>{any_of(roles)})\s{{0,2}}(?=ได้|{_ACTS})")
        for match in islice(pattern.finditer(text), MOST_MENTIONS):
            yield PersonMention(known[normalise(match["role"])], match.start(), match.end("role"), False)


def _without_overlaps(mentions: list[PersonMention]) -> list[PersonMention]:
    """In order; where two overlap the full one stays."""
    kept: list[PersonMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, not m.full, -m.end)):
        if kept and mention.start < kept[-1].end:
            if mention.full and not kept[-1].full:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept
