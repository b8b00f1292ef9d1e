"""Who is named in a text: full names with titles and roles, and every later short mention."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from rapidfuzz import fuzz

from ingest.extract.english_names import find_english
from ingest.extract.person_roles import (
    ACTS,
    ENDS_GLUED,
    LETTERS,
    NO_NAME,
    NO_ROLE,
    NO_WORD,
    OFFICE_BEGINS,
    ROLE_BEGINS,
    TITLE,
    WORDS,
    Role,
    begins_office,
    read_role,
)
from ingest.extract.reading import Reading
from ingest.extract.scanning import Scan
from ingest.extract.story import any_of
from ontology.thai import normalise
from queries.names import squeeze

MOST_PERSONS: Final = 200
MOST_MENTIONS: Final = 2_000
"""A press text names a few; a list of thousands is no story."""
SPEECH: Final = 600
"""Characters behind a speaker's name in which `ตน` is the speaker."""
ALIKE: Final = 80
"""Per cent of two surnames (or first names) that can be one, written with a slip."""

_SURNAME = rf"{LETTERS}{{1,29}}"
_OF_A_PLACE = rf"ณ\s{{1,2}}(?:{any_of(WORDS['places_in_surnames'])})"
_NO_BUILDING = any_of(WORDS["no_surname_behind_na"])
_NOT_SECOND = rf"{OFFICE_BEGINS}|{ENDS_GLUED}|{NO_ROLE}|{TITLE}|{any_of(WORDS['no_second_surname'])}"
_AHEAD = rf"(?={_SURNAME}[ ]{{1,2}}(?:{OFFICE_BEGINS}))"
_SECOND = rf"[ ](?!{_NOT_SECOND}){_SURNAME}(?=[ ]{{1,2}}(?!{NO_ROLE})(?:{OFFICE_BEGINS}))"
_BROKEN = rf"\n(?!{_NOT_SECOND}){_AHEAD}"
"""A line break inside a name, where an office stands right behind it."""
_FULL = Scan(
    rf"(?!{NO_NAME})(?P<title>{TITLE})\s{{0,2}}(?P<first>{LETTERS}{{1,24}})(?:[ ]{{1,3}}|{_BROKEN})"
    rf"(?P<last>{_OF_A_PLACE}|ณ[ ]{{1,2}}(?!{_NO_BUILDING}){_SURNAME}(?=[ ]{{1,2}}(?:{OFFICE_BEGINS}))"
    rf"|{_SURNAME}(?:[ ]{_OF_A_PLACE}|{_SECOND})?)(?:[ ]ร\.?น\.)?"
)
_UNTITLED = Scan(
    rf"(?P<role>{any_of(WORDS['offices_of_one'])})\s?(?P<name>(?!{_NOT_SECOND}){LETTERS}{{1,24}}[ ]{{1,2}}"
    rf"(?!{_NOT_SECOND}){_SURNAME})(?=\s{{1,2}}(?:{any_of(WORDS['presided'])}|{any_of(WORDS['presented'])}|กล่าว))"
)
_FREE_BEFORE = re.compile(rf"(?:^|[^ก-ฮะ-ฺเ-ๆ็-๎]|{any_of(WORDS['before_a_title'])})\Z")
_NAMED_AFTER = re.compile(
    rf"(?:(?:{any_of(WORDS['named_after'])})|(?:{any_of(WORDS['named_after_apart'])})[ ]?"
    rf"|(?:อาคาร|ตึก)[ ]?\d{{1,3}}[ ]?ปี[ ]?)\Z"
)
_CUT = re.compile(
    rf"{ENDS_GLUED}|(?:{ROLE_BEGINS})|ได้รับ|ได้เข้า|เมื่อ|ที่ห้อง|และ(?=[ก-ฮเ-ไ]{{2}})"
    rf"|พร้อม(?:ด้วย|ทั้ง|กับ)|ซึ่ง|ร่วมรับ"
)
_NO_SURNAME = re.compile(rf"(?:{any_of(WORDS['no_surname'])}){{1,4}}$|{any_of(WORDS['no_surname_begins'])}")
_NO_FIRST = re.compile(any_of(WORDS["no_first_name"]))
_PART_OF_WORD = re.compile(r"[ก-๎.]\Z")
_SURE_TITLE = re.compile(any_of(WORDS["sure_titles"]))
_GLUED_VERB = re.compile(ENDS_GLUED)
_SHORT_TITLE = rf"(?:{TITLE}|ฯ\s?|รมว\.\s?|รมช\.\s?|ท่าน\s?|ปลัด|รมต\.\s?)"
_SHORT_NAMES = Scan(_SHORT_TITLE)
_SHORTENED = re.compile(r"[ก-๎]{1,12}(?:\.|ฯ)")
AT_ONCE: Final = any_of([*WORDS["spoke_at_once"], *WORDS["spoke_right_behind"]])
TELLS: Final = WORDS["tells_that"]
_SELF = re.compile(WORDS["self"])
_SPEAKS = re.compile(f"{any_of(WORDS['spoke'])}|{TELLS}")
_OF_BODY = (
    r"(?:\s?(?!ก\.พ|ป\.ย)[ก-ฮ]{1,5}\.(?:[ก-ฮ]{1,4}\.){0,4}"
    rf"|(?:{any_of(WORDS['bodies_of_heads'])})(?=\s{{0,2}}(?:{any_of(WORDS['spoke'])})))?"
)
"""The office-holder's own body, in short (`เลขาธิการ สพฉ. กล่าว`, `ผู้อำนวยการโรงพยาบาลกล่าว`)."""
_HEAD = re.compile(any_of(WORDS["heads_of_offices"]))
_VERB_BEHIND = re.compile(rf"ฯ?{_OF_BODY}\s{{0,2}}(?=ได้|ยัง|{ACTS}|{AT_ONCE}|{TELLS})")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a text; all names as written, in normal form."""

    name: str
    prefix: str | None
    role: str | None
    role_start: int = 0
    """Where the role is written; 0 without a role."""
    alias: str | None = None
    """A short form of the role, as in `(ปลัด พม.)`."""
    shares_role: bool = False
    """The role is told of the next person in the row, and holds for this one too."""


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One place where a person is named, with the role before or behind."""

    person: Person
    start: int
    end: int
    full: bool


@lru_cache(maxsize=1)
def find_mentions(reading: Reading) -> list[PersonMention]:
    """Every mention of every person who is once named in full, in order, without overlaps."""
    thai = _share_roles(reading.text, list(_find_full(reading)))
    full = _without_overlaps([*thai, *_find_untitled(reading.text), *_find_english(reading.text)])
    if not full:
        return []
    best = _best(full)
    full = [replace(m, person=best[m.person.name]) for m in full]
    short = [*_find_short(reading.text, full), *_find_by_role(reading.text, full)]
    named = _without_overlaps([*full, *short])
    return _without_overlaps([*named, *_find_self(reading.text, named)])


def _find_full(reading: Reading) -> Iterator[PersonMention]:
    text = reading.text
    names = (match for match in _FULL.finditer(text) if _is_name(text, match))
    matches = list(islice(names, MOST_MENTIONS))
    starts = [*(match.start() for match in matches), len(text)]
    end = 0
    for match, following in zip(matches, starts[1:], strict=True):
        last = _cut_surname(match["last"])
        behind = match.end() if last == match["last"] else match.start("last") + len(last)
        role = read_role(reading, match.start(), behind, following, end)
        name = normalise(f"{match['first']} {last}")
        person = Person(name, normalise(match["title"]), role.words, role.start, role.alias)
        end = role.end
        yield PersonMention(person, _start_of(match.start(), role), end, True)


def _start_of(name: int, role: Role) -> int:
    return name if role.before is None else role.before


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether the title stands free, no verb took the surname's place, and it is nobody's monument."""
    last = _cut_surname(match["last"])
    if not last or _GLUED_VERB.search(match["first"]) or _NO_FIRST.match(match["first"]):
        return False
    before = max(0, match.start() - 20)
    if _NAMED_AFTER.search(text, before, match.start()):
        return False
    behind = match.start("last") + len(last)
    if match["title"].strip() in WORDS["doubtful_titles"]:
        return begins_office(text, behind) and not _PART_OF_WORD.search(text, before, match.start())
    free = _SURE_TITLE.match(match["title"]) or _FREE_BEFORE.search(text, before, match.start())
    return bool(free) or begins_office(text, behind)


def _cut_surname(last: str) -> str:
    """The surname alone: what a verb or a role was glued to, is cut off; empty if nothing is left."""
    if _NO_SURNAME.match(last):
        return ""
    cut = _CUT.search(last)
    if cut is None:
        return last
    rest = last[: cut.start()].rstrip()
    return rest if len(rest) >= 3 and not _NO_SURNAME.match(rest) else ""


def _find_untitled(text: str) -> Iterator[PersonMention]:
    """`รองนายกรัฐมนตรีวิษณุ เครืองาม เป็นประธาน`: an office that nobody holds besides, and a name."""
    for match in islice(_UNTITLED.finditer(text), MOST_MENTIONS):
        person = Person(normalise(match["name"]), None, match["role"], match.start("role"))
        yield PersonMention(person, match.start(), match.end(), True)


def _find_english(text: str) -> Iterator[PersonMention]:
    for found in find_english(text):
        person = Person(found.name, found.prefix, found.role, found.role_start)
        yield PersonMention(person, found.start, found.end, found.full)


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
    shares = other.role is not None
    return replace(person, role=other.role, role_start=other.role_start, shares_role=shares)


def _joined(text: str, end: int, start: int) -> bool:
    return start - end <= 15 and text[end:start].strip(" ,") in {"", "และ"}


def _best(found: Iterable[PersonMention]) -> dict[str, Person]:
    """For each name the person as first told with a role, else as first told; sure slips are joined."""
    best: dict[str, Person] = {}
    told: Counter[str] = Counter()
    for person in (m.person for m in found):
        told[person.name] += 1
        if person.name not in best or _tells_more(person, best[person.name]):
            best[person.name] = person
    return _join_spellings(best, told)


def _tells_more(person: Person, told: Person) -> bool:
    """The first role that is told stays, unless it was short for a whole one (`รมช.คลัง`)."""
    if not (person.role and told.role):
        return person.role is not None
    return bool(_SHORTENED.match(told.role)) and not _SHORTENED.match(person.role)


def _join_spellings(best: dict[str, Person], told: Counter[str]) -> dict[str, Person]:
    """Two spellings of one person lead to the one that the text has more often, else first."""
    if not 2 <= len(best) <= MOST_PERSONS:
        return best
    joined: dict[str, Person] = {}
    chosen: list[Person] = []
    for person in sorted(best.values(), key=lambda p: -told[p.name]):
        same = next((other for other in chosen if _are_one(person, other)), None)
        if same is None:
            chosen.append(person)
        joined[person.name] = same or person
    return joined


def _are_one(one: Person, other: Person) -> bool:
    """One name is the same, the other nearly, and nothing that is told of them differs.

    Relatives have one surname and alike first names: only the same office tells that they are one person.
    """
    if one.role and other.role and one.role != other.role:
        return False
    (first, last), (other_first, other_last) = (p.name.split(" ", 1) for p in (one, other))
    if first == other_first:
        return one.prefix == other.prefix and fuzz.ratio(last, other_last) >= ALIKE
    return last == other_last and one.role is not None and fuzz.ratio(first, other_first) >= ALIKE


def _find_self(text: str, named: list[PersonMention]) -> Iterator[PersonMention]:
    """`ตนพร้อมด้วยนาง ก ได้เข้ารับ`: the last speaker, named in the line or the one above."""
    starts = [mention.start for mention in named]
    for match in islice(_SELF.finditer(text), MOST_MENTIONS):
        at = bisect_left(starts, match.start()) - 1
        speaker = named[at] if at >= 0 and match.start() - starts[at] <= SPEECH else None
        if speaker and _SPEAKS.search(text, speaker.end, match.start()):
            yield PersonMention(speaker.person, match.start(), match.end(), False)


def _find_short(text: str, full: list[PersonMention]) -> Iterator[PersonMention]:
    """`นายอนุกูล`, `รมช.มนัญญา`, `ปลัดฯ ณัฐพล`: the first name of somebody named in full."""
    known = {m.person.name.split()[0]: m.person for m in reversed(full)}
    firsts = [first for first in known if len(first) >= 3 and first > "ก"][:MOST_PERSONS]
    if firsts:
        pattern = re.compile(rf"{_SHORT_TITLE}(?P<first>{any_of(firsts)})(?![ะ-ฺ็-๎])ฯ?")
        for match in islice(_SHORT_NAMES.finditer(text, pattern), MOST_MENTIONS):
            yield PersonMention(known[match["first"]], match.start(), match.end(), False)


def _find_by_role(text: str, full: list[PersonMention]) -> Iterator[PersonMention]:
    """`เลขาธิการสำนักงาน ก กล่าว`: the role of somebody named in full, with a verb behind it."""
    known = _short_roles(full) | {
        name: m.person for m in reversed(full) for name in (m.person.role, m.person.alias) if name
    }
    long = [role for role in known if len(role) >= 4 and role > "ก"][: 2 * MOST_PERSONS]
    squeezed, places = squeeze(text) if long else ("", ())
    roles = [role for role in long if _acts_somewhere(text, squeezed, places, role)]
    whose = {"".join(role.split()): known[role] for role in reversed(roles)}
    if roles:  # a pattern with all verbs takes as long to be compiled as the rest of a text to be read
        pattern = re.compile(
            rf"(?:{NO_WORD}|(?<=โดย)|(?<=ซึ่ง)|(?<=ด้าน))(?P<role>{any_of(roles)}){_VERB_BEHIND.pattern}"
        )
        for match in islice(pattern.finditer(text), MOST_MENTIONS):
            if person := whose.get("".join(match["role"].split())):
                yield PersonMention(person, match.start(), match.end("role"), False)


def _acts_somewhere(text: str, squeezed: str, places: Sequence[int], role: str) -> bool:
    """Whether a verb follows a role, however it is spaced; `squeezed` is the text without white space."""
    sought = "".join(role.split())
    place = squeezed.find(sought)
    while place >= 0:
        if _VERB_BEHIND.match(text, places[place + len(sought) - 1] + 1):
            return True
        place = squeezed.find(sought, place + 1)
    return False


def _short_roles(full: list[PersonMention]) -> dict[str, Person]:
    """`อธิบดี` for the one person of the text who is an อธิบดี."""
    holders: dict[str, dict[str, Person]] = {}
    for person in (m.person for m in full if m.person.role):
        if head := _HEAD.match(person.role or ""):
            holders.setdefault(head[0], {})[person.name] = person
    sole = {head: next(iter(of.values())) for head, of in holders.items() if len(of) == 1}
    clipped = {short: sole[head] for short, head in WORDS["clipped_heads"].items() if head in sole}
    return clipped | sole


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
