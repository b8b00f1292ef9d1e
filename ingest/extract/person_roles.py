"""The office of a named person: before or behind the name, from its first word to its last."""

import re
from bisect import bisect_right
from pathlib import Path
from typing import Final, NamedTuple

from ingest.extract.reading import Reading
from ingest.extract.story import any_of, load_words
from ontology.thai import TITLES, normalise

WORDS: Final = load_words(Path(__file__).with_name("persons.yml"))
LONGEST_ROLE: Final = 200
LONGEST_BEFORE: Final = 90
"""Characters of an office that is told before the name."""
NO_WORD: Final = "(?<![ก-๎])"

NO_TITLES: Final = ("คุณ", "เด็กชาย", "เด็กหญิง")
"""The first is "you", too; children have no part in the story."""
LETTERS: Final = "[ก-ฮเ-ไ][ก-ฮะ-ฺเ-ๅ็-๎]"
_PLAIN_TITLE = r"(?:นาย|นางสาว|นาง|น\.\s?ส\.)(?!แพทย์|สัตวแพทย์)\s{0,2}(?:ดร\.)?"
_TITLES = [title for title in (*TITLES, *WORDS["more_titles"]) if title > "ก" and title not in NO_TITLES]
TITLE: Final = rf"(?:{_PLAIN_TITLE}|(?:(?:{any_of(_TITLES)})(?:\s?หญิง)?\s{{0,2}}){{1,4}})"
NO_NAME: Final = any_of(WORDS["no_name"])
A_NAME: Final = rf"(?!{NO_NAME})(?={TITLE}{LETTERS})"

ROLE_BEGINS: Final = any_of(WORDS["role_begins"])
"""These begin an office wherever they stand, glued to a surname too."""
OFFICE_BEGINS: Final = rf"{ROLE_BEGINS}|{any_of(WORDS['role_begins_apart'])}"
"""These begin one where a word begins."""
_SPEECH_AND_ACTS = ("spoke", "presided", "presented", "presented_bare", "received", "received_bare")
ACTS: Final = any_of(word for action in _SPEECH_AND_ACTS for word in WORDS[action] if word > "ก")
ENDS_GLUED: Final = rf"{any_of(WORDS['role_ends'])}|{ACTS}"
NO_ROLE: Final = any_of(WORDS["no_role"])

_ROLE = re.compile(
    rf"(?:[ ]?\([^()\n]{{1,60}}\)(?=[ ]?(?:{OFFICE_BEGINS})))?(?:[ ]{{0,40}}\n?[ ]{{0,2}}),?[ ]{{0,2}}"
    rf"(?:(?!{NO_ROLE})(?={ROLE_BEGINS})|(?<=[\s,)])(?!{NO_ROLE})(?={OFFICE_BEGINS}))"
)
_ROLE_IN_BRACKETS = re.compile(rf"[ ]{{0,2}}\((?={OFFICE_BEGINS})(?P<role>[^()\n]{{3,120}})\)")
_STOP = re.compile(rf"{ENDS_GLUED}|ว่า(?=\s)|[(\[“\"”:;\n]|,\s|\s{{1,40}}|และ\s?{A_NAME}")
_GOES_ON = re.compile(
    rf"(?!{NO_ROLE}|{A_NAME})(?:{OFFICE_BEGINS}|และ\s?(?=รัฐมนตรี|รมว\.|รมช\.|โฆษก|รักษา|เลขาธิการ|ปลัด|อธิบดี|รองประธาน|กรรมการ)"
    rf"|(?:{any_of(WORDS['role_goes_on'])})(?!\s?{TITLE}{LETTERS})|[A-Z][A-Za-z]|(?:[ก-ฮ]{{1,3}}\.){{1,5}}|\d{{1,3}}(?=\s|$))"
    rf"(?![^\s]{{0,80}}(?:{any_of(WORDS['new_clause'])}))"
)
_IN_BRACKETS = re.compile(
    rf"\((?P<inside>[^()\n]{{1,60}})\)(?P<on>\s?(?:ในฐานะ|รักษา|และ(?={ROLE_BEGINS})))?\s?"
)
_BEFORE = re.compile(
    rf"(?:^|[^ก-๎]|{any_of(WORDS['before_an_office'])})(?P<role>(?!{NO_ROLE})(?:{OFFICE_BEGINS})[^\s()“”\"]{{0,70}}"
    rf"(?:[ ](?:[ก-ฮ]{{1,3}}\.){{1,5}})?)[ ]{{0,2}}(?P<open>\()?[ ]?\Z"
)
_ALIAS = re.compile(rf"{ROLE_BEGINS}|{any_of(WORDS['short_offices'])}")


class Role(NamedTuple):
    """An office as written, in normal form, from `start`; a name with its office goes on to `end`."""

    words: str | None
    start: int
    end: int
    alias: str | None = None
    """A short form, as in `(ปลัด พม.)`."""
    before: int | None = None
    """Where an office that is told before the name begins."""


def read_role(reading: Reading, start: int, end: int, following: int, last: int) -> Role:
    """The office of the name at `start` to `end`; names stand before `last` and from `following` on."""
    text = reading.text
    if inside := _ROLE_IN_BRACKETS.match(text, end):
        return Role(normalise(inside["role"]), inside.start("role"), inside.end())
    begins = _ROLE.match(text, end)
    besides = begins is not None and text.startswith("ในฐานะ", begins.end())
    told_before = not begins or besides
    before = _BEFORE.search(text, max(last, start - LONGEST_BEFORE), start) if told_before else None
    if before and not besides:
        closed = end + (before["open"] is not None and text.startswith(")", end))
        return Role(normalise(before["role"]), before.start("role"), closed, before=before.start("role"))
    if begins is None or begins.end() >= following:
        return Role(None, 0, end)
    stop, brackets = _end_of_role(reading, begins.end(), following)
    words = normalise(text[begins.end() : stop]).rstrip(" ,") or None
    if before:  # `รัฐมนตรี นาง ก ในฐานะประธาน`
        both = f"{normalise(before['role'])} {words}"
        return Role(both, before.start("role"), stop, before=before.start("role"))
    if brackets is None:
        return Role(words, begins.end(), stop)
    short = brackets["inside"].strip()
    alias = short if _ALIAS.match(short) else None
    return Role(words, begins.end(), brackets.start() + len(brackets["inside"]) + 2, alias)


def begins_office(text: str, place: int) -> bool:
    """Whether an office stands right behind a name that ends at `place`."""
    return _ROLE.match(text, place) is not None


def _end_of_role(reading: Reading, start: int, following: int) -> tuple[int, re.Match[str] | None]:
    """Where an office ends, and the brackets behind it; it goes on over spaces and brackets inside it."""
    text, limit, at = reading.text, min(following, start + LONGEST_ROLE), start
    while stop := _STOP.search(text, at, limit):
        brackets = _IN_BRACKETS.match(text, stop.end() - 1) if stop[0][-1] == "(" else None
        if not stop[0].strip(" ") or brackets:
            behind = brackets or _IN_BRACKETS.match(text, stop.end())
            at = behind.end() if behind else stop.end()
            if (behind and behind["on"]) or (at < limit and _goes_on(reading, stop, at)):
                continue
            return stop.start(), behind
        return stop.start(), None
    return limit, None


def _goes_on(reading: Reading, stop: re.Match[str], at: int) -> bool:
    """Whether what stands behind a space still belongs to the office: an office, a body, a field of work."""
    if "\n" in stop[0]:
        return False
    return _inside_a_name(reading, stop.start()) or bool(_GOES_ON.match(reading.text, at))


def _inside_a_name(reading: Reading, place: int) -> bool:
    """Whether a space is one of a body's own name (`กรมอุทยานแห่งชาติ สัตว์ป่า และพันธุ์พืช`)."""
    at = bisect_right(reading.mentions, place, key=lambda mention: mention.start) - 1
    return at >= 0 and place < reading.mentions[at].end
