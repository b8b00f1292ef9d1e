"""What a text counts: entries, awards, winners, applicants, agencies, and what one body won in all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

from ingest.extract.reading import Reading
from ingest.extract.scanning import Scan
from ingest.extract.story import Story, any_of, edition_near, find_story, load_words
from ingest.records import Branch, CountRecord, Qualifier, What
from queries.names import Mention

DATA: Final = load_words(Path(__file__).with_suffix(".yml"))
NEAR: Final = 400
"""Characters around a number in which the award must be named."""
BODY_BEFORE: Final = 200
BODY_CLOSE: Final = 60
BODY_BEHIND: Final = 60
BRANCH_BEFORE: Final = 60
TYPE_BEFORE: Final = 1_800
TYPE_BEHIND: Final = 60

_PARTS = re.compile(DATA["parts"])
_LISTS = re.compile(DATA["lists"])
_YEARS = re.compile(DATA["years"])
_TYPES = [(name, re.compile(pattern)) for name, pattern in DATA["types"]]
_WORDS: Final[dict[str, int]] = {word: number for number, word in enumerate(DATA["words"], start=2)}
_NUMBER = (
    rf"(?P<at_least>{DATA['qualifiers']['at_least']})?(?P<about>{DATA['qualifiers']['about']})?\s?"
    r"(?<![\d,.–-])(?P<n>\d{1,3}(?:,\d{3}){1,2}|\d{1,5}"
    rf"|(?<!ทั้ง)(?<!ที่)(?:{any_of(DATA['words'])}))(?![\d,.]\d)"
)
_COMES_FROM = re.compile(DATA["comes_from"])
_BRANCH = re.compile(DATA["branches"])
_BRANCH_NAMES: Final = {name.removeprefix("การ"): name for name in get_args(Branch)}


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
    if story is None:
        return ()
    records: dict[tuple[str, str, int], CountRecord] = {}
    told: set[tuple[str, int]] = set()  # a number whose body is not named again is no second one
    for count in _find(reading.text, story):
        record = _record(reading, story, count)
        if record and not (record.scope == "recipient" and (record.what, record.value) in told):
            records.setdefault((record.what, record.scope, record.value), record)
            told.add((record.what, record.value))
    return tuple(records.values())


def _find(text: str, story: Story) -> list[Count]:
    """Every number by the first rule that fits it, in the order of the text."""
    found: dict[int, Count] = {}
    for rule in _rules():
        for match in rule.pattern.finditer(text):
            if story.headline or _is_near(story, rule, match):
                found.setdefault(match.start("n"), Count(rule, match))
    return [found[place] for place in sorted(found)]


def _is_near(story: Story, rule: Rule, match: re.Match[str]) -> bool:
    """In a text about other things the award is named near; who attended came for those things."""
    return rule.what != "attendees" and story.told_in(match.start() - NEAR, match.end() + NEAR)


@cache
def _rules() -> tuple[Rule, ...]:
    parts = {"{n}": _NUMBER, "{award}": DATA["award"], "{given}": DATA["given"], "{gap}": r"[^\d\n]{0,60}?"}
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


def _record(reading: Reading, story: Story, count: Count) -> CountRecord | None:
    body = _body_before(reading, count)
    what, scope = _resolve(reading, count, body)
    if what == "recipient_total" and _PARTS.search(
        reading.text, count.match.start() - 60, count.match.start()
    ):
        return None
    if count.rule.scope in {"item", "named"} and body is None:
        return None
    several = _YEARS.search(reading.text, count.match.start(), count.place)
    return CountRecord(
        what=what,
        scope=scope,
        edition_year_be=None if several else edition_near(reading, story, count.place),
        value=count.value,
        qualifier=_qualifier(count.match),
        unit=count.match["unit"] or "รางวัล",
        rule=count.rule.name,
        confidence=0.9,
        **reading.quote(count.match.start(), count.match.end()),
    )


def _resolve(reading: Reading, count: Count, body: str | None) -> tuple[What, str]:
    """What is counted, and of what: the edition, a type, or the body that is named before."""
    recipient = f"recipient:{body}" if body else "recipient"
    whole = _branch_before(reading.text, count) or "edition"
    match count.rule.scope:
        case "type" | "type or edition" as scope:
            name = _type_near(reading.text, count.place)
            return count.rule.what, f"type:{name}" if name else whole if "or" in scope else "type"
        case "edition or recipient" if body:
            return count.rule.what, recipient
        case "edition or total" if body:
            return "recipient_total", recipient
        case "recipient" if count.rule.what == "agencies" and not body:
            return count.rule.what, whole
        case "recipient" | "item" | "named":
            return count.rule.what, recipient
    return count.rule.what, whole


def _branch_before(text: str, count: Count) -> str | None:
    """`สาขาบริการภาครัฐ มีผู้สมัคร 500 ผลงาน`: the branch that the clause begins with."""
    start = count.match.start()
    told = _BRANCH.search(text, max(0, start - BRANCH_BEFORE), start)
    return f"branch:{_BRANCH_NAMES[told['branch']]}" if told else None


def _body_before(reading: Reading, count: Count) -> str | None:
    """The last body named before the number, in its line, that does not give the award."""
    start = count.match.start()
    line = max(reading.text.rfind("\n", 0, start) + 1, start - BODY_BEFORE)
    if count.rule.scope == "item":
        line, end = count.match.start("body"), count.match.end("body")
    elif count.rule.scope != "recipient":
        line, end = max(line, start - BODY_CLOSE), start
    else:
        end = count.place
    named = [mention for mention in reading.mentions_in(line, end) if not _gives(reading.text, mention)]
    if named:
        return _recipient(reading.text, _owner(named))
    return _body_behind(reading, count) if count.rule.scope == "recipient" else None


def _owner(named: list[Mention]) -> Mention:
    """Of `กรม ก กระทรวง ข` the department."""
    last = named[-1]
    before = named[-2] if len(named) > 1 and last.start - named[-2].end <= 2 else None
    return before if before and last.name.startswith("กระทรวง") else last


def _body_behind(reading: Reading, count: Count) -> str | None:
    """The body of `25 รางวัลเลิศรัฐ ของกรม ก`."""
    end = count.match.end()
    stop = _LISTS.search(reading.text, end, end + BODY_BEHIND)
    named = reading.mentions_in(end, stop.start() if stop else end + BODY_BEHIND)
    return next((mention.name for mention in named if not _gives(reading.text, mention)), None)


def _recipient(text: str, mention: Mention) -> str:
    """The body's name; of `ปลัดกระทรวง ก` (a person who received) the permanent secretary's office."""
    secretary = text[max(0, mention.start - 5) : mention.start].rstrip().endswith("ปลัด")
    return f"สำนักงานปลัด{mention.name}" if secretary and mention.name.startswith("กระทรวง") else mention.name


def _gives(text: str, mention: Mention) -> bool:
    """Whether a body gives the award, or is told to by a wrong name (`จากสำนักงาน ก.พ.`)."""
    if mention.body in DATA["givers"] or any(c.body in DATA["givers"] for c in mention.candidates):
        return True
    taken = mention.body in DATA["taken_for_givers"]
    return taken and bool(_COMES_FROM.search(text, max(0, mention.start - 10), mention.start))


def _type_near(text: str, place: int) -> str | None:
    """The type named right behind the number, else the last before it."""
    stop = _LISTS.search(text, place, place + TYPE_BEHIND)
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
