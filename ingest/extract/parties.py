"""The bodies that a text speaks of, and how each stands to the award: subject, maker, officer ..."""

import re
from dataclasses import replace
from itertools import zip_longest

from ingest.extract.cues import cue, ends_in, follows, words
from ingest.extract.leads import with_leads
from ingest.extract.reading import Reading
from ingest.extract.signs import BELOW, OWNER, Role, Sign
from queries.names import Mention

WORK_BEFORE = 170  # characters between `ผลงาน` and the place that its name ends with
FACULTY = 40  # characters between a hospital and its university: `คณะแพทยศาสตร์`
BESIDE = 12  # characters between two bodies that are named side by side

_BETWEEN = re.compile(r"\s?(?:และ|,|กับ)?\s?")
_AND = re.compile(r"\s?(?:และ|,|กับ)?\s?(?:บมจ\.|บริษัท)?\s?")
_BRACKETS = re.compile(
    r"[ ]?\([ ]?(?!ระดับ|ประเภท|สาขา|รางวัล|PMQA|หมวด)[^()\n]{1,40}[ ]?\)|[ ]?หรือ\s?[^\s]{2,20}"
)


def find_parties(reading: Reading) -> list[Sign]:
    """Every body of a reading with its role; one named twice in a row (`กรม ... (ดย.)`) is one sign."""
    text, last = reading.text, -1
    found: list[Sign] = []
    for mention, following in zip_longest(reading.mentions, reading.mentions[1:]):
        if mention.start < last or is_giver(text, mention):
            continue
        last = _end_of_name(reading, mention)
        role = role_of(text, mention, last)
        if found and _stand_beside(text[found[-1].end : mention.start], mention.start - found[-1].end):
            role = _among_others(reading, found, mention, role)
            if not _is_listed_province(text, mention, following):
                role = _role_beside(text[found[-1].end : mention.start], found[-1], mention, role)
        style = _owns_list(text, mention.start, last) or _is_below(text, found, mention, role)
        role = "subject" if style == OWNER else role
        found.append(Sign("body", mention.start, last, mention=mention, role=role, style=style))
    return with_leads(text, found)


def _among_others(reading: Reading, found: list[Sign], mention: Mention, role: Role) -> Role:
    """The role of a body beside others, which may change theirs: a ministry above, an office that acts."""
    if _is_over(reading, found[-1], mention):
        found[-1], role = _with_ministry(found[-1], role), "over"
    above = _acts_by(reading.text, found, mention) if role == "subject" else None
    if above is None:
        return role
    found[above] = replace(found[above], role="subject")
    return "other"


def _is_below(text: str, found: list[Sign], mention: Mention, role: Role) -> str:
    """`มหาวิทยาลัย ก โดยโรงพยาบาล ข คณะ ค ผ่านการพิจารณา`: the style of a unit of no registry."""
    unknown = role == "by" and mention.body is None and bool(found)
    return BELOW if unknown and _acts_by(text, found, mention) is not None else ""


def _acts_by(text: str, found: list[Sign], mention: Mention) -> int | None:
    """`กรม ก โดยสำนักงาน ข ได้รับ`, `กรม ก กระทรวง ค โดยสำนักงาน ข`: the place in the list of the department."""
    if text[found[-1].end : mention.start].strip() != "โดย":
        return None
    if found[-1].role != "over":
        return -1
    behind = len(found) > 1 and not text[found[-2].end : found[-1].start].strip()
    return -2 if behind and found[-2].role in {"other", "listed"} else None


def _stand_beside(gap: str, distance: int) -> bool:
    """Whether bodies are named side by side; a faculty may stand between them."""
    return 0 <= distance <= BESIDE or (0 < distance <= FACULTY and gap.strip().startswith("คณะ"))


def _owns_list(text: str, start: int, end: int) -> str:
    """`รางวัลที่จังหวัด ก ได้รับ ประกอบด้วย`: the style of the body whose awards follow, whoever did the work."""
    return OWNER if ends_in("owns_before", text, start) and follows("owns_behind", text, end) else ""


def _is_listed_province(text: str, mention: Mention, following: Mention | None) -> bool:
    """`สำนักงาน ก จังหวัด ข จังหวัด ค และจังหวัด ง`: the first of several provinces is no place of a body."""
    if following is None or {mention.kind, following.kind} != {"province"}:
        return False
    return _BETWEEN.fullmatch(text, mention.end, following.start) is not None


def _is_over(reading: Reading, before: Sign, mention: Mention) -> bool:
    """`กรม ก กระทรวง ข ได้รับรางวัล`: the ministry only says where the department belongs."""
    gap = reading.text[before.end : mention.start].strip()
    if mention.body and gap.startswith("คณะ") and reading.names.kind_of(mention.body) == "university":
        return True  # `โรงพยาบาล ก คณะแพทยศาสตร์ มหาวิทยาลัย ข`
    ministries = [reading.names.is_ministry(m.body) for m in (before.mention, mention) if m]
    return gap in {"", "(", "/"} and ministries == [False, True]


def _with_ministry(before: Sign, role: Role) -> Sign:
    """What the words behind the ministry say of it they say of the department."""
    return replace(before, role=role) if role == "subject" and before.role in {"other", "listed"} else before


def _end_of_name(reading: Reading, mention: Mention) -> int:
    brackets = _BRACKETS.match(reading.text, mention.end)
    if brackets is None:
        return mention.end
    inside = reading.mentions_in(mention.end, brackets.end())
    short = brackets[0].lstrip()[0] == "(" and len(brackets[0]) <= 14
    return brackets.end() if short or any(m.body == mention.body for m in inside) else mention.end


def _role_beside(gap: str, before: Sign, mention: Mention, role: Role) -> Role:
    """A province behind a body is its place; a body behind one that made a work shares in it."""
    first = before.mention
    if before.role == "over" and _AND.fullmatch(gap) and role in {"other", "listed"}:
        return "over"
    if first is None or gap.strip() not in {"", "และ", ",", "กับ"}:
        return role
    if mention.kind == "province" and first.kind != "province" and not gap.strip():
        return "place"
    if mention.kind == "province" == first.kind and gap.strip() and role == "listed":
        return before.role  # `ในจังหวัด ก และ ข`
    alike = mention.kind == first.kind and not mention.parent and not first.parent
    return "partner" if before.role == "partner" or (before.role == "by" and alike) else role


def is_giver(text: str, mention: Mention) -> bool:
    """Whether a body is the one that gives the award, by whatever name (`สำนักงาน ... (ก.พ.ร.)`)."""
    if any(candidate.body in words("giver_bodies") for candidate in mention.candidates):
        return "กพร" not in mention.surface or mention.body in words("giver_bodies")
    brackets = _BRACKETS.match(text, mention.end)
    return brackets is not None and cue("giver").search(brackets[0]) is not None


def role_of(text: str, mention: Mention, end: int) -> Role:
    """How a body stands to what is told around it; the first of these that fits."""
    start = mention.start
    told: tuple[tuple[Role, bool], ...] = (
        ("place", _is_place(text, mention)),
        ("over", any(ends_in(words, text, start) for words in ("over", "beside_whom", "one_of_those"))),
        ("officer", ends_in("officer", text, start) and not _is_won_by_itself(text, start, end)),
        ("place", ends_in("place", text, start)),
        ("from", ends_in("from", text, start)),
        ("subject", ends_in("apart", text, start) or ends_in("work_of", text, start)),
        ("subject", ends_in("year_of_line", text, start) and follows("before_term", text, end) is not None),
        ("subject", bool(follows("subject", text, end) or follows("applicant", text, end))),
        ("subject", mention.kind == "field-office" and follows("subject_later", text, end) is not None),
        ("over", ends_in("beside_whom_listed", text, start)),
        ("officer", follows("attends", text, end) is not None),
        ("heading", heads_group(text, start, end)),
        ("listed", bool(follows("before_work", text, end)) or ends_in("named_after", text, start)),
        ("by", ends_in("of", text, start)),
    )
    return next((role for role, fits in told if fits), "other")


def heads_group(text: str, start: int, end: int) -> bool:
    """`กรม ก จำนวน 2 รางวัล ได้แก่`, or a body alone on its line: the awards behind it are its own."""
    if follows("heads_group", text, end) is not None:
        return True
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return cue("line_lead").fullmatch(line) is not None and follows("alone_on_line", text, end) is not None


def _is_won_by_itself(text: str, start: int, end: int) -> bool:
    """`ในฐานะอธิบดี กรม ก ได้รับรางวัล`: an office, then a new clause about the body."""
    apart = text[start - 1].isspace() or ends_in("stands_for", text, start)
    told = follows("subject", text, end) is not None and apart
    return told and not ends_in("speaks_for", text, start)


def _is_place(text: str, mention: Mention) -> bool:
    """`จ.ยโสธร` and `กรุงเทพฯ` say where, never who; so does the province behind a work that has won."""
    if mention.kind == "province" and text.startswith("ที่", mention.end + text[mention.end :][:1].isspace()):
        return cue("work_at").search(text, max(0, mention.start - WORK_BEFORE), mention.start) is not None
    if (
        mention.kind == "province"
        and text.startswith("จังหวัด", mention.start)
        and ends_in("part_of_name", text, mention.start)
    ):
        return True
    short = mention.kind == "province" and (
        text.startswith("จ.", mention.start) or ends_in("in_district", text, mention.start)
    )
    return short or (mention.body == "bma" and mention.surface.endswith("ฯ"))
