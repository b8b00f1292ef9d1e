"""Who got an award: the bodies of its item, or the one that the text is about; units kept apart."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.extract.cues import cue, ends_in
from ingest.extract.items import Item
from ingest.extract.reading import Reading
from ingest.extract.signs import BELOW, OWNER, Sign
from ontology.thai import normalise
from queries.names import Mention, Names

_LEADS_OFFICE = re.compile(r"(?:^|[\s“])(?:รอง)?ปลัด\s?$")
_UNIT = re.compile(
    r"(?:ศูนย์|สำนัก|กอง|สถาน|สถาบัน|บ้าน|โรง|นิคม|กลุ่ม|หน่วย|ฝ่าย)[^\s()“”\n]{2,60}(?:\s?(?:\d{1,2}\s?)?จังหวัด[ก-๎]{2,20})?"
)
UNITS = frozenset({"sub-unit"})
PARTS = UNITS | {"field-office", "state-enterprise"}  # what may do the work under another body
AT_HAND = 300  # characters between an officer and the award that his office is examined for
HEADLINE = 400  # characters at the start of a press text that say what it is about


@dataclass(frozen=True, slots=True)
class Recipient:
    """A body as a record tells it; `sure` where the text itself says that it got the award."""

    name: str
    surface: str
    body: str | None
    unit: str | None = None
    partners: tuple[str, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """The bodies of a text that can win, where its stories begin, and the body that it is about."""

    bodies: tuple[Sign, ...]
    stories: tuple[int, ...]
    topic: Sign | None

    def nearest_before(self, place: int) -> Sign | None:
        """The last body before a place, in the same story."""
        at = bisect_left(self.bodies, place, key=lambda sign: sign.start)
        story = bisect_left(self.stories, place)
        begun = self.stories[story - 1] if story else 0
        return self.bodies[at - 1] if at and self.bodies[at - 1].start >= begun else None


def set_stage(reading: Reading, signs: Iterable[Sign]) -> Stage:
    """What `find_recipient` needs of a text besides the item."""
    signs = list(signs)
    bodies = tuple(sign for sign in signs if sign.slot == "body" and _can_win(reading, sign))
    stories = tuple(sign.end for sign in signs if sign.slot == "line" and sign.sure)
    calls = cue("calls_for_entries").search(reading.text, 0, HEADLINE)  # it explains who may win
    return Stage(bodies, stories, None if calls else find_topic(bodies))


def find_topic(bodies: Iterable[Sign]) -> Sign | None:
    """The body that the text is about: named most, the headline counts more."""
    weights: Counter[str] = Counter()
    first: dict[str, Sign] = {}
    for sign in bodies:
        if sign.mention:
            key = sign.mention.body or sign.mention.name
            weights[key] += 4 if sign.start < HEADLINE else 1
            first.setdefault(key, sign)
    return first[weights.most_common(1)[0][0]] if weights else None


def find_recipient(reading: Reading, stage: Stage, item: Item) -> Recipient | None:
    """The recipient of an item: named in it, else nearest before it, else what the text is about."""
    bodies = item.all("body")
    if not bodies:
        return _find_unnamed(reading, stage, item)
    title = item.first("title")
    makers = [sign for sign in bodies if title and sign.start >= title.end and _made_by(reading, title, sign)]
    heads = [sign for sign in bodies if sign not in makers and sign.role != "partner"]
    partners = [sign for sign in bodies if sign.role == "partner"]
    if not makers and len(heads) > 1 and is_above(reading.names, heads[1].mention, heads[0].mention):
        return _told(reading, heads[1], unit=_name_of(heads[0]))
    if not makers and len(heads) > 1 and is_above(reading.names, heads[0].mention, heads[1].mention):
        return _told(reading, heads[0], unit=_name_of(heads[1]), partners=partners)
    if not makers and heads and title and title.end > heads[0].end:
        return _told(reading, heads[0], unit=_unknown_unit(reading, title), partners=partners)
    if not makers:
        return _told(reading, heads[0] if heads else partners[0], partners=partners)
    return _with_unit(reading, heads[:1], makers, partners, title)


def _find_unnamed(reading: Reading, stage: Stage, item: Item) -> Recipient | None:
    sign = stage.nearest_before(item.signs[-item.fresh].start if item.fresh else item.signs[0].start)
    if item.status != "won":
        title = item.first("title")
        if title and title.title and title.title.quoted and not item.is_of_quality:
            sign = sign or stage.topic
        elif item.listed and item.is_of_quality and stage.topic and stage.topic.start < HEADLINE:
            sign = stage.topic  # the house itself, among works of its units
        elif sign and not _speaks_for_it(reading, sign, item):
            sign = None
        return _told(reading, sign, sure=False) if sign else None
    sign = sign or stage.topic
    return _told(reading, sign, sure=False) if sign else None


def _made_by(reading: Reading, title: Sign, sign: Sign) -> bool:
    return sign.role != "partner" and cue("by").match(reading.text, title.end) is not None


def _with_unit(
    reading: Reading, heads: list[Sign], makers: list[Sign], partners: list[Sign], title: Sign | None
) -> Recipient:
    """`ผลงาน “...” โดย UNIT กรม ...`: the department gets the award, the unit did the work."""
    names, first, last = reading.names, makers[0], makers[-1]
    before = _words_between(reading, title, first)
    if len(makers) > 1 and is_above(names, last.mention, first.mention):
        return _told(reading, last, unit=_name_of(first))
    below = is_unit(names, first.mention) or (heads and is_above(names, heads[0].mention, first.mention))
    owned = any(head.style == OWNER for head in heads)
    if owned or (heads and below and not _is_ministry(names, heads[0].mention)):
        return _told(reading, heads[0], unit=_name_of(first))
    return _told(reading, first, unit=before, partners=[*makers[1:], *partners])


def _words_between(reading: Reading, title: Sign | None, sign: Sign) -> str | None:
    """The unit that no registry knows, between `โดย` and the body."""
    if title is None or not (by := cue("by").match(reading.text, title.end)):
        return None
    return normalise(reading.text[by.end() : sign.start]) or None


def _unknown_unit(reading: Reading, title: Sign) -> str | None:
    """`ผลงาน “...” โดยศูนย์ ... จังหวัดลำปาง`: a unit that no registry knows, behind the work of a known body."""
    by = cue("by").match(reading.text, title.end)
    unit = _UNIT.match(reading.text, by.end()) if by else None
    return normalise(unit[0]) if unit else None


def _told(
    reading: Reading, sign: Sign, unit: str | None = None, partners: Iterable[Sign] = (), sure: bool = True
) -> Recipient:
    mention = sign.mention
    if mention is None:
        raise ValueError("a sign of a body has its mention")
    body, name = mention.body, mention.name
    if sign.role == "officer" and body and (office := _secretariat(reading, sign, body)):
        body, name = office, reading.names.name_of(office)
    surface = normalise(reading.text[sign.start : sign.end])
    if above := _named_above(reading, body, surface):
        body, name, unit = above, reading.names.name_of(above), name
    return Recipient(name, surface, body, unit, tuple(_name_of(partner) for partner in partners), sure)


def _named_above(reading: Reading, body: str | None, surface: str) -> str | None:
    """The body that a unit of the registry belongs to, where the text names it."""
    if body is None or reading.names.kind_of(body) not in UNITS:
        return None
    above = reading.names.parents.get(body)
    named = above and (reading.names.name_of(above) in surface or reading.is_named(above))
    return above if named else None


def _speaks_for_it(reading: Reading, sign: Sign, item: Item) -> bool:
    """Whether an officer right before stands for the office that is examined or applies."""
    near = item.signs[-item.fresh].start - sign.end <= AT_HAND
    return near and sign.role == "officer" and _can_win(reading, sign)


def _secretariat(reading: Reading, sign: Sign, body: str) -> str | None:
    """A permanent secretary receives for the office: `ปลัดกระทรวงสาธารณสุข เข้ารับรางวัล`."""
    before = reading.text[max(0, sign.start - 10) : sign.start]
    if not before.rstrip().endswith("ปลัด") or not _is_ministry(reading.names, sign.mention):
        return None
    found = reading.names.resolve("สำนักงานปลัด" + reading.names.name_of(body))
    return found[0].body if found else None


def _name_of(sign: Sign) -> str:
    return sign.mention.name if sign.mention else ""


def is_unit(names: Names, mention: Mention | None) -> bool:
    """Whether a body is a part of another: a field office, or a unit of the registry."""
    return mention is not None and (
        (mention.body is None and mention.kind in {"field-office", "unknown"})
        or bool(mention.body and names.kind_of(mention.body) in PARTS)
    )


def _is_ministry(names: Names, mention: Mention | None) -> bool:
    return mention is not None and names.is_ministry(mention.body)


def is_above(names: Names, upper: Mention | None, lower: Mention | None) -> bool:
    """Whether one body is the department of the other."""
    if upper is None or lower is None or upper.body is None:
        return False
    if lower.kind == "province" or lower.parent == upper.body:
        return True
    return lower.body is not None and names.parents.get(lower.body) == upper.body


def _can_win(reading: Reading, sign: Sign) -> bool:
    if sign.role in {"over", "place", "from"} or sign.mention is None or sign.style == BELOW:
        return False
    if _is_ministry(reading.names, sign.mention):
        before = reading.text[max(0, sign.start - 10) : sign.start]
        return sign.role == "officer" and _LEADS_OFFICE.search(before) is not None
    if sign.mention.kind == "unknown":
        return sign.role == "subject"
    if sign.mention.kind == "province":
        return sign.role == "officer" and ends_in("governor", reading.text, sign.start)
    office = sign.role == "by" and sign.mention.name.startswith("สำนักงาน")
    return bool(sign.mention.body or sign.mention.kind != "field-office" or office)
