"""What a finder of awards reads instead of letters: the terms, names, years, titles, numbers and verbs, in order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.extract.cues import cue, ends_in, find_status_cues, follows, words
from ingest.extract.reading import Reading
from ingest.extract.terms import find_terms
from ingest.extract.titles import LONGEST, Title, read_title, skip_lead
from ingest.records import Status
from ontology.vocabulary import Concept
from queries.names import Mention

Slot = Literal[
    "award", "branch", "type", "level", "year", "title", "body", "count", "verb", "number", "line", "turn"
]
Role = Literal["subject", "listed", "by", "from", "partner", "officer", "over", "place", "other"]

UNKNOWN = 110  # characters before a verb in which the name of its subject is looked for
WRAPPED = 80  # lines that are shorter on average were broken by hand

_COUNT = re.compile(
    r"(?<![\d,.])(\d{1,3})\s?(?:รางวัล|ผลงาน|โครงการ|ประเภท|หมวด(?!\s?\d))(?!\s?(?:ที่\s?\d))"
    r"|(?:จำนวน|รวม|ทั้งสิ้น)\s?(\d{1,3})\s?(?:กรม|หน่วยงาน|จังหวัด|แห่ง)"
)
_NUMBER = re.compile(
    r"(?:(?<=[\s(ก-๎”\"])|^)\(?(\d{1,2}(?:\.\d{1,2})*)([.)])(?!\d)(?!\s?น\.)|(?m:^)\s*([-•*–✅])\s|\(([ก-ฮ])\)"
)
_RANGE = re.compile(r"(25[5-9]\d|[5-7]\d)\s?[-–]\s?(25[5-9]\d|[5-7]\d)(?!\d)")
_BRACKETS = re.compile(r"\s?\(\s?[^()\n]{1,40}\s?\)|\s?หรือ\s?[^\s]{2,20}")


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that a text says about an award. What `value` is depends on the slot."""

    slot: Slot
    start: int
    end: int
    sure: bool = True
    concept: Concept | None = None
    category: int | None = None
    number: int | None = None
    title: Title | None = None
    mention: Mention | None = None
    role: Role = "other"
    status: Status | None = None
    style: str = ""

    @property
    def is_criterion(self) -> bool:
        """Whether it is a PMQA category by its name alone, which is the name of a criterion too."""
        return self.concept is not None and self.concept.scheme == "pmqa-category"

    @property
    def value(self) -> object:
        """What makes two signs of one slot the same."""
        told = (self.concept and self.concept.key, self.category, self.number, self.title and self.title.name)
        return told if self.mention is None else (self.mention.body or self.mention.name)


def find_signs(reading: Reading) -> list[Sign]:
    """Every sign of the award in a reading, in order of place."""
    text = reading.text
    signs: list[Sign] = [
        *_award_signs(text),
        *(Sign(_slot(t.concept), t.start, t.end, t.sure, t.concept, t.category) for t in find_terms(text)),
        *_year_signs(reading),
        *(Sign("verb", start, end, status=status) for status, start, end in find_status_cues(text)),
        *(Sign("count", m.start(), m.end(), number=int(m[1] or m[2])) for m in _COUNT.finditer(text)),
        *(_number_sign(m) for m in _NUMBER.finditer(text)),
        *_line_signs(text),
        *(Sign("turn", m.start(), m.end(), True) for m in cue("foreign_award").finditer(text)),
        *(Sign("turn", m.start(), m.end(), False) for m in cue("turn").finditer(text)),
        *_body_signs(reading),
    ]
    signs += _unknown_bodies(text, signs)
    if len(cue("label").findall(text)) > 1:
        signs += [Sign("verb", s.start, s.start, status="won") for s in signs if s.slot == "award"]
    titles = _title_signs(text, signs)
    inside = _covered(titles)
    kept = [sign for sign in signs if sign.slot == "line" or sign.start not in inside]
    return sorted([*kept, *titles], key=lambda sign: (sign.start, _ORDER.get(sign.slot, 2), -sign.end))


_ORDER = {"line": 0, "number": 1, "verb": 1}


def _slot(concept: Concept) -> Slot:
    return {"branch": "branch", "type": "type", "level": "level"}.get(concept.scheme, "type")  # type: ignore[return-value]  # keys and values are slots


def _award_signs(text: str) -> Iterator[Sign]:
    """The name of the scheme, where it is no look-alike and no hand-over."""
    for match in cue("scheme").finditer(text):
        if ends_in("lookalike_before", text, match.start()) or follows("lookalike_after", text, match.end()):
            continue
        sure = not ends_in("ceremony_before", text, match.start())
        yield Sign("award", match.start(), match.end(), sure)


def _year_signs(reading: Reading) -> Iterator[Sign]:
    for year in reading.editions:
        last = _RANGE.search(reading.text, year.start, year.end + 10)
        yield Sign(
            "year", year.start, max(year.end, last.end() if last else 0), year.annual, number=year.year_be
        )


def _number_sign(match: re.Match[str]) -> Sign:
    digits, closing, bullet, letter = match.groups()
    style = bullet or (letter and "ก") or f"{digits.count('.')}{closing if '.' not in digits else ''}"
    first = int(digits.rpartition(".")[2]) if digits else None
    return Sign("number", match.start(), match.end(), style=style, number=first)


def _line_signs(text: str) -> Iterator[Sign]:
    """Line breaks; `sure` where a new story begins, not where one goes on or where lines are wrapped."""
    lines = [line for line in text.splitlines() if line.strip()]
    wrapped = len(lines) >= 12 and sum(map(len, lines)) / len(lines) < WRAPPED
    for match in re.finditer(r"\s*\n\s*", text):
        goes_on = match[0].count("\n") < 3 and (wrapped or follows("goes_on", text, match.end()))
        asked = cue("asks_for_more").search(text, max(0, match.start() - 20), match.start())
        yield Sign("line", match.start(), match.end(), not (goes_on or asked))


def _body_signs(reading: Reading) -> Iterator[Sign]:
    """Bodies and how they stand to the award; one body named twice in a row (`กรม ... (ดย.)`) is one sign."""
    text, last = reading.text, -1
    before: Sign | None = None
    for mention in reading.mentions:
        if mention.start < last or is_giver(text, mention):
            continue
        last = _end_of_name(reading, mention)
        role = role_of(text, mention, last)
        if before and before.mention and 0 <= mention.start - before.end <= 4:
            role = _role_beside(text[before.end : mention.start], before, mention, role)
        before = Sign("body", mention.start, last, mention=mention, role=role)
        yield before


def _end_of_name(reading: Reading, mention: Mention) -> int:
    brackets = _BRACKETS.match(reading.text, mention.end)
    if brackets is None:
        return mention.end
    inside = reading.mentions_in(mention.end, brackets.end())
    short = brackets[0].lstrip()[0] == "(" and len(brackets[0]) <= 14
    return brackets.end() if short or any(m.body == mention.body for m in inside) else mention.end


def _role_beside(gap: str, before: Sign, mention: Mention, role: Role) -> Role:
    """A province behind a body is its place; a body behind one that made a work shares in it."""
    listed = gap.strip() in {"", "และ", ","}
    if (
        mention.kind == "province"
        and before.mention
        and before.mention.kind != "province"
        and not gap.strip()
    ):
        return "place"
    shares = (
        before.role == "partner" or (before.role == "by" and mention.kind == before.mention.kind)
        if before.mention
        else False
    )
    return (
        "partner"
        if listed and shares and mention.parent is None and before.mention and not before.mention.parent
        else role
    )


def is_giver(text: str, mention: Mention) -> bool:
    """Whether a body is the one that gives the award, by whatever name (`สำนักงาน ... (ก.พ.ร.)`)."""
    if any(candidate.body in words("giver_bodies") for candidate in mention.candidates):
        return "กพร" not in mention.surface or mention.body in words("giver_bodies")
    brackets = _BRACKETS.match(text, mention.end)
    return brackets is not None and cue("giver").search(brackets[0]) is not None


def role_of(text: str, mention: Mention, end: int) -> Role:
    """How a body stands to what is told around it."""
    start = mention.start
    if mention.kind == "province" and not text.startswith("จังหวัด", start) and text.startswith("จ.", start):
        return "place"
    if ends_in("over", text, start):
        return "over"
    if ends_in("officer", text, start):
        return "officer"
    if ends_in("place", text, start):
        return "place"
    if mention.surface.endswith("ฯ") and mention.body == "bma":
        return "place"
    if ends_in("from", text, start):
        return "from"
    if follows("subject", text, end) or follows("applicant", text, end):
        return "subject"
    if follows("before_work", text, end) or ends_in("named_after", text, start):
        return "listed"
    return "by" if ends_in("of", text, start) else "other"


def _title_signs(text: str, signs: list[Sign]) -> list[Sign]:
    """Titles after their cue (`ผลงาน`), and quoted words where a list of the award can name a work."""
    bodies = {sign.start: sign for sign in signs if sign.slot == "body"}

    def body_at(place: int) -> bool:
        sign = bodies.get(place)
        return sign is not None and sign.role in {"subject", "listed", "by", "from"}

    found: list[Sign] = []
    last = -1
    for match in re.finditer(
        rf"(?:{cue('title_cue').pattern})|[“\"]|(?:ได้แก่|คือ)\s(?=[^\s“\"])|(?:โครงการ\s)(?=[^\s])", text
    ):
        if match.start() < last:
            continue
        quote = match[0][0] in '“"'
        listed = match[0].startswith(("ได้แก่", "คือ"))
        if match[0] == '"' and not _opens(text, match.start()):
            continue
        place = match.start() if quote else skip_lead(text, match.end())
        if listed and (place in bodies or _a_term_begins(place, signs)):
            continue
        title = read_title(text, place, body_at)
        plain_after = match[0].startswith("ผลงาน") and not ends_in("plain_title_after", text, match.start())
        if title and not title.quoted and plain_after:
            continue
        if title and is_work(title, quote, signs):
            start = title.start if quote else match.start()
            wins = quote and follows("wins", text, title.end) is not None
            sure = title.quoted and (wins or not quote)
            style = "wins" if wins else match[0]
            found.append(Sign("title", start, title.end, sure, title=title, style=style))
            if title.quoted or not listed:
                last = title.end
    return [*found, *_retold_titles(text, signs), *_points(text, signs, found, body_at)]


def _points(
    text: str, signs: list[Sign], titles: list[Sign], body_at: Callable[[int], bool]
) -> Iterator[Sign]:
    """The plain words behind a list number, where no term, name or title stands: a work, if the list is one of works."""
    taken = {sign.start for sign in [*signs, *titles] if sign.slot not in {"line", "count", "verb"}}
    for sign in signs:
        if sign.slot != "number":
            continue
        place = sign.end + len(text[sign.end : sign.end + 4]) - len(text[sign.end : sign.end + 4].lstrip())
        if any(near in taken for near in range(place, place + 16)):
            continue
        title = read_title(text, place, body_at)
        if title and 8 <= len(title.name) <= 200:
            yield Sign("title", title.start, title.end, False, title=title, style="point")


def _unknown_bodies(text: str, signs: list[Sign]) -> Iterator[Sign]:
    """An organisation right before `ได้รับรางวัล` that no registry lists: its own name, never another body's."""
    known = [(sign.start, sign.end) for sign in signs if sign.slot == "body"]
    for verb in signs:
        if verb.slot != "verb" or verb.status != "won":
            continue
        window = max(0, verb.start - UNKNOWN)
        match = cue("unknown_body").search(text, window, verb.start)
        if match is None or any(match.start(1) < end and start < match.end(1) for start, end in known):
            continue
        name = " ".join(_spelled_out(text, match[1]).split())
        mention = Mention(match.start(1), match.end(1), match[1], "unknown", (), name)
        yield Sign("body", match.start(1), match.end(), mention=mention, role="subject")


def _spelled_out(text: str, short: str) -> str:
    """The name that the text gives an abbreviation: `ศูนย์ ... (ศพท.)`."""
    if "." not in short:
        return short
    place = text.find(f"({short})")
    told = (
        re.search(
            r"(?:^|[\s“]|ของ)((?:ศูนย์|สถาบัน|สำนัก|โรง|บริษัท|กอง)[^\s()]{4,80})\s?$",
            text[max(0, place - 100) : place],
        )
        if place > 0
        else None
    )
    return told[1] if told else short


def _opens(text: str, place: int) -> bool:
    """Whether a straight quote opens: nothing but space before it, a word right behind it."""
    return not text[max(0, place - 1) : place].strip(" \n(") and bool(text[place + 1 : place + 2].strip())


def is_work(title: Title, bare: bool, signs: list[Sign]) -> bool:
    """Whether quoted or plain words can name a work: no award, no level, no body; bare quotes must be closed."""
    if follows("no_work", title.name, 0) or (bare and not title.closed):
        return False
    return not any(s.slot == "body" and s.start <= title.start + 1 and s.end >= title.end - 1 for s in signs)


def _retold_titles(text: str, signs: list[Sign]) -> Iterator[Sign]:
    """`โครงการ ... ซึ่งเป็นโครงการที่ได้รับรางวัล`, `โครงการ ... รับรางวัล`: the work stands before the verb."""
    ends = {sign.end for sign in signs if sign.slot == "body" and sign.role == "subject"}
    for verb in signs:
        if verb.slot != "verb" or verb.status != "won":
            continue
        window = max(0, verb.start - LONGEST)
        again = cue("same_work").search(text, window, verb.start)
        end = again.start() if again else verb.start
        while end > window and text[end - 1].isspace():
            end -= 1
        start = text.rfind("โครงการ", window, end - 8)
        told = text[start:end]
        if start < 0 or end in ends or "\n" in told or cue("breaks_title").search(told):
            continue
        yield Sign(
            "title", start, end, title=Title(" ".join(told.split()), start, end, False), style="โครงการ"
        )


def _a_term_begins(place: int, signs: list[Sign]) -> bool:
    return any(
        place <= sign.start <= place + 14
        for sign in signs
        if sign.slot in {"branch", "type", "award", "level", "number"}
    )


def _covered(titles: list[Sign]) -> set[int]:
    """The places inside titles after their cue: a term or a name there is part of the title."""
    return {place for sign in titles if sign.sure for place in range(sign.start + 1, sign.end)}
