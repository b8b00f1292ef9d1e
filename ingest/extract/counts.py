"""What a text counts: entries, awards, winners, applicants, agencies, and what one body won in all."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

from ingest.extract.count_bodies import (
    BODY_BEFORE,
    DATA,
    LISTS,
    adjacent_body,
    body_behind,
    first_body,
    is_itemised,
    last_body,
    ministry_before,
)
from ingest.extract.own_contests import is_own_contest
from ingest.extract.reading import Reading
from ingest.extract.scanning import Scan
from ingest.extract.story import Story, any_of, edition_near, find_story, load_words
from ingest.records import Branch, CountRecord, Qualifier, What
from ontology.thai import read_year

SCHEMES: Final = load_words(Path(__file__).with_name("other_awards.yml"))
NEAR: Final = 400
"""Characters around a number in which the award must be named."""
BODY_CLOSE: Final = 60
PART_BEFORE: Final = 400
BRANCH_BEFORE: Final = 60
TYPE_BEFORE: Final = 1_800
TYPE_BEHIND: Final = 60
GATHERED: Final = 300
"""Characters before a number of people in which their gathering is named."""
OTHER_NEAR: Final = 600
"""Characters behind the name of another scheme that may still be about it."""

_PARTS = re.compile(DATA["parts"])
_YEARS = re.compile(DATA["years"])
_TYPES = [(name, re.compile(pattern)) for name, pattern in DATA["types"]]
_WORDS: Final[dict[str, int]] = {word: number for number, word in enumerate(DATA["words"], start=2)}
_QUALIFIED = (
    rf"(?P<at_least>{DATA['qualifiers']['at_least']})?(?P<about>{DATA['qualifiers']['about']})?\s?"
    r"(?<![\d,.–-])"
)
_NUMBER = (
    rf"{_QUALIFIED}(?P<n>\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,5}}"
    rf"|(?<!ทั้ง)(?<!ที่)(?:{any_of(DATA['words'])}))(?![\d,.]\d)"
)
_YEAR = re.compile(r"25[4-9]\d")
_NO_COUNT_BEFORE = re.compile(DATA["no_count_before"])
_NO_COUNT_BEHIND = re.compile(DATA["no_count_behind"])
_SIFTED = re.compile(DATA["sifted"])
_GATHERING = re.compile(DATA["gatherings"])
_ITEM = re.compile(r"(?:^|\n)\s{0,9}\d{1,2}[.)]\s?(?:รางวัล)?$")
_OF_THE_SCHEME = re.compile(DATA["of_the_scheme"])
OTHER_SCHEME = re.compile("|".join(SCHEMES["schemes"].values()).replace("{year}", SCHEMES["year"]))
_OTHER_SCHEMES = Scan(OTHER_SCHEME.pattern)
_BRANCH = re.compile(DATA["branches"])
_BRANCH_NAMES: Final = {name.removeprefix("การ"): name for name in get_args(Branch)}
_ANY_BRANCH = re.compile("|".join(_BRANCH_NAMES))
_NEED_A_BODY: Final = frozenset({"item", "named", "subject", "adjacent"})
_OF_A_BODY: Final = _NEED_A_BODY | {
    "recipient",
    "edition or recipient",
    "edition or ministry",
    "edition or total",
}
MOST_ATTEND: Final = 20_000
"""Persons that a hall holds: more took part in something else."""
MOST_OF_ONE: Final = {"entries": 500, "awards": 100, "agencies": 80, "applicants": 80, "winners": 80}
"""What one body, or one ministry's bodies, can have; the whole scheme has more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to state one kind of number."""

    name: str
    what: What
    scope: str
    pattern: Scan


@dataclass(frozen=True, slots=True)
class Count:
    """A number found by a rule; places are in normal form."""

    rule: Rule
    match: re.Match[str]

    @property
    def value(self) -> int:
        number = self.match["n"]
        return _WORDS.get(number) or int(number.replace(",", ""))

    @property
    def place(self) -> int:
        return self.match.start("n")


def find_counts(reading: Reading) -> tuple[CountRecord, ...]:
    """Every number that the text states about the award, each once for what it counts."""
    story = find_story(reading)
    if story is None or is_own_contest(reading):
        return ()
    records: dict[tuple[str, str, int], CountRecord] = {}
    told: set[tuple[str, int]] = set()  # a number whose body is not named again is no second one
    for count in _find(reading.text, story):
        record = _record(reading, story, count, list(records.values()))
        if record and not (record.scope == "recipient" and (record.what, record.value) in told):
            records.setdefault((record.what, record.scope, record.value), record)
            told.add((record.what, record.value))
    return tuple(_without_vague(records.values()))


def _without_vague(records: Iterable[CountRecord]) -> Iterator[CountRecord]:
    """Without a number whose body the headline only hints at, and another line names."""
    told = list(records)
    named = {(record.what, record.value) for record in told if record.scope.startswith("recipient:")}
    for record in told:
        vague = record.scope in {"recipient", "edition"} and (record.what, record.value) in named
        if not vague:
            yield record


def _find(text: str, story: Story) -> list[Count]:
    """Every number by the first rule that fits it, in the order of the text."""
    found: dict[int, Count] = {}
    for rule in _rules():
        for match in rule.pattern.finditer(text):
            if story.headline or _is_near(story, rule, match):
                found.setdefault(match.start("n"), Count(rule, match))
    others = [match.start() for match in _OTHER_SCHEMES.finditer(text)]
    ordered = (found[place] for place in sorted(found))
    return [count for count in ordered if _is_ours(text, story, others, count)]


def _is_near(story: Story, rule: Rule, match: re.Match[str]) -> bool:
    """In a text about other things the award is named near; who attended came for those things."""
    return rule.what != "attendees" and story.told_in(match.start() - NEAR, match.end() + NEAR)


def _is_ours(text: str, story: Story, others: list[int], count: Count) -> bool:
    """No rate, year, aim or sifting inside the house, no number of another scheme or gathering."""
    start, end = count.place, count.match.end()
    if _NO_COUNT_BEFORE.search(text, max(0, start - 40), start) or _NO_COUNT_BEHIND.match(text, end):
        return False
    if _YEAR.fullmatch(count.match["n"]):
        return False
    if count.rule.what == "entries" and _SIFTED.match(text, end):
        return False
    if count.rule.what == "attendees" and count.value > MOST_ATTEND:
        return False
    if count.rule.scope == "gathering" and not _GATHERING.search(text, max(0, start - GATHERED), start):
        return False
    other, ours = (_last_before(places, start) for places in (others, story.places))
    return other <= ours or start - other > OTHER_NEAR or story.told_in(start, end)


def _last_before(places: Sequence[int], place: int) -> int:
    """The last of the places before one; far before the text if there is none."""
    at = bisect_left(places, place)
    return places[at - 1] if at else -OTHER_NEAR


@cache
def _rules() -> tuple[Rule, ...]:
    parts = {
        "{n}": _NUMBER,
        "{many}": _QUALIFIED + r"(?P<n>\d{1,3},\d{3}|\d{3})(?![\d,.]\d|\d)",
        "{thousands}": _QUALIFIED + r"(?P<n>\d{1,3},\d{3}|[5-9]\d\d)(?![\d,.]\d|\d)",
        "{award}": DATA["award"],
        "{given}": DATA["given"],
        "{gap}": r"[^\d\n]{0,60}?",
    }
    return tuple(
        Rule(f"counts.{number}", _what(rule["what"]), rule["scope"], Scan(_fill(rule["pattern"], parts)))
        for number, rule in enumerate(DATA["rules"], start=1)
    )


def _fill(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(name, part)
    return pattern


def _what(name: str) -> What:
    return next(what for what in get_args(What) if what == name)


def _record(reading: Reading, story: Story, count: Count, told: list[CountRecord]) -> CountRecord | None:
    meaning = _meaning(reading, count, told)
    if meaning is None:
        return None
    what, scope = meaning
    return CountRecord(
        what=what,
        scope=scope,
        edition_year_be=_edition(reading, story, count),
        value=count.value,
        qualifier=_qualifier(count.match),
        unit=count.match["unit"] or "รางวัล",
        rule=count.rule.name,
        **reading.quote(count.match.start(), count.match.end()),
    )


def _edition(reading: Reading, story: Story, count: Count) -> int | None:
    """The edition that is counted: the year that a comparison names, else the nearest; None for several."""
    if _YEARS.search(reading.text, count.match.start(), count.place):
        return None
    near = edition_near(reading, story, count.place)
    if count.rule.scope != "as before":
        return near
    return read_year(count.match["year"]) if count.match["year"] else near - 1 if near else None


def _meaning(reading: Reading, count: Count, told: list[CountRecord]) -> tuple[What, str] | None:
    """What is counted, and of what; None where the number counts nothing that is told here first."""
    if count.rule.scope == "as before":
        return _compared(reading, count, told)
    if count.rule.scope == "part":
        return _part(reading, count, told)
    body = _body_of(reading, count)
    if count.rule.scope in _NEED_A_BODY and body is None:
        return None
    what, scope = _resolve(reading, count, body)
    if what == "recipient_total" and _PARTS.search(
        reading.text, count.match.start() - 60, count.match.start()
    ):
        return None
    if count.rule.scope == "type" and what == "awards" and _is_listed_part(reading, count, told):
        return None
    return what, scope


def _compared(reading: Reading, count: Count, told: list[CountRecord]) -> tuple[What, str] | None:
    """`เพิ่มขึ้นจากปีก่อนซึ่งได้รับ 19 รางวัล`: the same of another edition, by the last in its line or the first."""
    alike = [record for record in told if record.unit == count.match["unit"] and not _is_part(record)]
    line = reading.normal.original_span(reading.text.rfind("\n", 0, count.place) + 1, count.place)[0]
    near = [record for record in alike if (record.start or 0) >= line]
    same = near[-1] if near else next(iter(alike), None)
    return (same.what, same.scope) if same else None


def _is_part(record: CountRecord) -> bool:
    return record.what == "awards" and record.scope.startswith("recipient")


def _part(reading: Reading, count: Count, told: list[CountRecord]) -> tuple[What, str] | None:
    """Of a total told before, else of the body before, else of the branch or type; none that are listed."""
    named = count.match.groupdict()
    branch, kind = (named.get(name) for name in ("branch", "type"))
    if count.value == 1 or is_itemised(reading.text, count.match.end(), rest=branch is not None):
        return None
    if branch and _goes_on_counting_entries(count, told):
        return "entries", f"branch:{_BRANCH_NAMES[branch]}"
    if whole := _whole(count, told):
        return "awards", whole.scope
    if body := _subject_of_part(reading, count):
        return "awards", f"recipient:{body}"
    scope = f"branch:{_BRANCH_NAMES[branch]}" if branch else f"type:{kind}" if kind else None
    return ("awards", scope) if scope else None


def _goes_on_counting_entries(count: Count, told: list[CountRecord]) -> bool:
    """`มีผู้สมัคร 1,510 ผลงาน แบ่งเป็นสาขา ก 900 ผลงาน`: works sent in, by branches."""
    last = told[-1] if told else None
    fits = last is not None and last.what == "entries" and last.unit == count.match["unit"]
    return fits and (last is not None and (last.value > count.value or last.scope.startswith("branch")))


def _subject_of_part(reading: Reading, count: Count) -> str | None:
    """The body named before in the line; of `อีก 3 ผลงาน`, which goes on, in the lines before too."""
    start = count.match.start()
    body = last_body(reading, start - PART_BEFORE, start)
    return body or (first_body(reading, start) if "อีก" in count.match[0] else None)


def _whole(count: Count, told: list[CountRecord]) -> CountRecord | None:
    """The total that a number can be a part of."""
    totals = (record for record in reversed(told) if record.what == "recipient_total")
    return next((total for total in totals if total.value > count.value), None)


def _is_listed_part(reading: Reading, count: Count, told: list[CountRecord]) -> bool:
    """`1. รางวัลเกียรติยศเลิศรัฐ 2 รางวัล ได้แก่`: an item of the list that a body's total opens."""
    item = _ITEM.search(reading.text, max(0, count.match.start() - 12), count.match.start())
    return bool(item and _whole(count, told)) and is_itemised(reading.text, count.match.end(), rest=False)


def _resolve(reading: Reading, count: Count, body: str | None) -> tuple[What, str]:
    """What is counted, and of what: the edition, a type, or the body that is named before."""
    scope, what = count.rule.scope, count.rule.what
    whole = _branch_before(reading.text, count) or "edition"
    if scope.startswith("type"):
        name = _type_near(reading.text, count.place)
        return what, f"type:{name}" if name else whole if "or" in scope else "type"
    if scope == "branch":
        return what, _branch_near(reading.text, count.place) or whole
    if body and scope in _OF_A_BODY and whole == "edition":
        return "recipient_total" if scope == "edition or total" else what, f"recipient:{body}"
    return what, "recipient" if scope == "recipient" and what != "agencies" else whole


def _body_of(reading: Reading, count: Count) -> str | None:
    """The body that a number is told of, by the reach of its rule."""
    start, scope = count.match.start(), count.rule.scope
    if scope in _REACHES:
        return _REACHES[scope](reading, count)
    far = scope in {"edition or recipient", "edition or total"} and not _is_of_the_scheme(reading.text, count)
    return last_body(reading, start - (BODY_BEFORE if far else BODY_CLOSE), start)


def _body_of_item(reading: Reading, count: Count) -> str | None:
    return last_body(reading, count.match.start("body"), count.match.end("body"))


def _body_beside(reading: Reading, count: Count) -> str | None:
    """Named before the number or in its words, else right behind."""
    before = last_body(reading, count.match.start() - BODY_BEFORE, count.place)
    return before or body_behind(reading, count.match.end())


def _body_right_before(reading: Reading, count: Count) -> str | None:
    return adjacent_body(reading, count.match.start())


def _subject(reading: Reading, count: Count) -> str | None:
    """Named before, else whom the text is about: the body that it begins with, or the ministry of many."""
    start = count.match.start()
    if near := last_body(reading, start - BODY_BEFORE, count.place):
        return near
    first = first_body(reading, start)
    return first if first and not first.startswith("กระทรวง") else ministry_before(reading, start) or first


def _ministry(reading: Reading, count: Count) -> str | None:
    """The ministry whose bodies are counted, in a text about it; none where the whole scheme is spoken of."""
    if _is_of_the_scheme(reading.text, count):
        return None
    return ministry_before(reading, count.match.end())


def _is_of_the_scheme(text: str, count: Count) -> bool:
    """Whether a number is too great for one body, or told of the whole country."""
    most = MOST_OF_ONE[count.rule.what]
    return count.value > most or bool(
        _OF_THE_SCHEME.search(text, max(0, count.match.start() - BODY_CLOSE), count.match.end())
    )


_REACHES: Final[dict[str, Callable[[Reading, Count], str | None]]] = {
    "item": _body_of_item,
    "adjacent": _body_right_before,
    "recipient": _body_beside,
    "subject": _subject,
    "edition or ministry": _ministry,
}


def _branch_near(text: str, place: int) -> str | None:
    """The last branch named before `สาขาเดียวกัน`."""
    found = [*_ANY_BRANCH.finditer(text, max(0, place - TYPE_BEFORE), place)]
    return f"branch:{_BRANCH_NAMES[found[-1][0]]}" if found else None


def _branch_before(text: str, count: Count) -> str | None:
    """`สาขาบริการภาครัฐ มีผู้สมัคร 500 ผลงาน`: the branch that the clause begins with."""
    start = count.match.start()
    told = _BRANCH.search(text, max(0, start - BRANCH_BEFORE), start)
    return f"branch:{_BRANCH_NAMES[told['branch']]}" if told else None


def _type_near(text: str, place: int) -> str | None:
    """The type named right behind the number, else the last before it."""
    stop = LISTS.search(text, place, place + TYPE_BEHIND)
    behind = sorted(_types_in(text, place, stop.start() if stop else place + TYPE_BEHIND))
    before = sorted(_types_in(text, max(0, place - TYPE_BEFORE), place))
    return behind[0][1] if behind else before[-1][1] if before else None


def _types_in(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for name, pattern in _TYPES:
        for match in pattern.finditer(text, start, end):
            yield match.start(), name.format(*match.groups())


def _qualifier(match: re.Match[str]) -> Qualifier:
    if match["at_least"]:
        return "at_least"
    return "about" if match["about"] else "exact"
