"""Whether a sign belongs to what is told already: a partner, a part of a body, a term said twice."""

from collections.abc import Iterable, Iterator
from itertools import islice

from ingest.extract.admission import NEAR, SHORT, Telling
from ingest.extract.cues import cue, follows
from ingest.extract.signs import Sign, Slot

_TERMS = frozenset({"branch", "type", "level"})
SENTENCE = 150  # characters in which a work that was sent in is the one that won


def is_partner(telling: Telling, sign: Sign) -> bool:
    """`ผลงาน “...” ของ A B และ C ได้รับรางวัล`: C is no new subject."""
    between = telling.gap(sign).strip(' ,”"')
    return telling.last_slot in {"body", "title"} and between in {"", "และ", "ของ", "โดย", "จาก"}


def is_still_meant(telling: Telling, title: Sign, verb: Sign) -> bool:
    """Whether the work told before is that of the new story: `ส่ง “...” เข้าประกวด ได้รับรางวัล`."""
    same_sentence = verb.start - title.end <= SENTENCE and "\n" not in telling.text[title.end : verb.start]
    return not telling.live or (verb.status == "won" and telling.told != "won" and same_sentence)


def is_counted(telling: Telling, sign: Sign) -> bool:
    """`รางวัลบริการภาครัฐ ระดับดีเด่น อีก 1 รางวัล`: the number is that of the award right before it."""
    touches = telling.gap(sign).replace("จำนวน", "").strip() == "อีก"
    return telling.last_slot in {"branch", "type", "level"} and touches


def says_again(telling: Telling, place: int, sign: Sign) -> bool:
    """`ระดับดี (ระดับดี)`: the same term once more, right behind and before any work."""
    if telling.run[place].value != sign.value or telling.numbered or sign.start - telling.end > NEAR:
        return False
    told = telling.run[place:]
    asked = (
        told[-1].role == "listed" and "\n" in telling.text[told[-1].end : sign.start]
    )  # `สาขา A ได้แก่ กรม ก`
    return not asked and not any(s.slot == "title" for s in told)


def joins(telling: Telling, sign: Sign) -> bool:
    """A body behind a body that made the work: a partner, or the department of a unit."""
    if sign.role == "partner" or is_part_of(telling.run[-1], sign) or _is_unknown_unit(telling, sign):
        return True
    if is_part_of(sign, telling.run[-1]) and telling.gap(sign).strip() in {"", "โดย", "(", "ภายใต้"}:
        return True
    goes_on = bool(telling.styles) or sign.role == "by"
    if goes_on and any(is_part_of(sign, body) for body in telling.run if body.slot == "body"):
        return True  # the unit that did the work, named behind it, under the heading of its department
    title = telling.first("title")
    if title is None or not follows("by", telling.text, telling.run[title].end):
        return False
    makers = telling.run[title + 1 :]
    near = sign.start - telling.end <= (12 if makers else NEAR)
    return (
        near and len(makers) < 4 and {s.slot for s in makers} <= {"body"} and "และ" not in telling.gap(sign)
    )


def is_refined_by(old: Sign, new: Sign) -> bool:
    """`รายหมวด ... หมวด 2`, `ผลงานนี้ ... ในชื่อผลงาน “...”`: the second only says which."""
    if old.slot == "title":
        return old.style == "same" and new.style == "cue"
    same = old.concept and new.concept and old.concept.key == new.concept.key
    return bool(old.slot == "type" and same and old.category is None and new.category)


def is_part_of(unit: Sign, body: Sign) -> bool:
    """`สำนักงาน ... จังหวัดกระบี่ สำนักงานปลัดกระทรวง ...`: the body before is a field office of this one."""
    parent = unit.mention.parent if unit.mention else None
    return parent is not None and body.mention is not None and parent == body.mention.body


def _is_unknown_unit(telling: Telling, sign: Sign) -> bool:
    """`กรม ก ได้รับ 2 รางวัล ได้แก่ ผลงาน “...” ศูนย์ ข`: no registry lists the unit that did the work."""
    mention = sign.mention
    above = next((s.mention for s in telling.run if s.slot == "body"), None)
    if mention is None or above is None or mention.kind != "unknown" or sign.role != "listed":
        return False
    of_work = telling.last_slot == "title" and not telling.gap(sign).strip(' ”"')
    return of_work and above.kind != "unknown" and not above.name.startswith("กระทรวง")


def terms_behind(text: str, signs: list[Sign]) -> Iterator[tuple[int, frozenset[Slot]]]:
    """Where each work stands, and which terms are told right behind it."""
    for place, title in enumerate(signs):
        if title.slot == "title":
            yield title.start, frozenset(_tight_terms(text, title, islice(signs, place + 1, None)))


def _tight_terms(text: str, title: Sign, following: Iterable[Sign]) -> Iterator[Slot]:
    end = title.end
    for sign in following:
        if sign.start < end:
            continue
        near = sign.start - end <= SHORT and not cue("next_clause").search(text, end, sign.start)
        if not near or sign.slot not in _TERMS | {"verb"}:
            return
        end = sign.end
        if sign.slot != "verb":
            yield sign.slot


def place_of_level(telling: Telling, place: int, sign: Sign) -> int:
    """`และรางวัลระดับดี ประเภท X | สาขา B ได้รับ`: the level before a type in its line goes with it."""
    kind, before = telling.run[place], telling.run[place - 1] if place else None
    if before is None or (before.slot, kind.slot) != ("level", "type"):
        return place
    next_line = "\n" in telling.text[kind.end : sign.start]
    return place - 1 if next_line and "\n" not in telling.text[before.end : kind.start] else place
