"""What a picture says of its things and links, in Thai, for tooltips, tables and legends."""

from visualizations.cells import concept_name
from visualizations.lettering import shorten, wrap
from visualizations.network import AWARD_KINDS, Link, Thing

KIND_NAMES = {
    "body": "หน่วยงาน",
    "award": "รางวัล",
    "candidacy": "การเข้าชิงรางวัล",
    "external-award": "รางวัลของโครงการอื่น",
    "project": "ผลงาน",
    "edition": "รางวัลประจำปี",
    "event": "เหตุการณ์",
    "person": "บุคคล",
    "other": "อื่น ๆ",
}
UNKNOWN_BRANCH = "ไม่ระบุสาขา"

# Read from the source of a link to its target.
LINK_NAMES = {
    "organisational": "สังกัด (ส่วนราชการ)",
    "supervision": "อยู่ในกำกับของ",
    "territory": "อยู่ในพื้นที่หรือส่วนภูมิภาคของ",
    "recipient": "ผู้ได้รับ",
    "partner": "ผู้ร่วมรับ",
    "unit": "หน่วยที่ทำงาน",
    "project": "ผลงาน",
    "edition": "ประจำปี",
    "led-to": "นำไปสู่",
    "organizer": "ผู้จัด",
    "about": "เกี่ยวกับ",
    "on-behalf-of": "ในนามของ",
    "event": "มีบทบาทใน",
    "replaced-by": "แทนที่โดย",
}
BOX_WIDTH, SIGN_WIDTH, LABEL_LINES = 22, 26, 2  # clusters in a line of a box, and of the label below a sign


def branch_name(branch: str | None) -> str:
    """`บริการภาครัฐ` of `service`."""
    return concept_name("branch", branch) or UNKNOWN_BRANCH


def year_name(year_be: int | None, year_ce: int | None) -> str | None:
    """`พ.ศ. 2567 (ค.ศ. 2024)`."""
    if year_be is None:
        return None
    return f"พ.ศ. {year_be}" + (f" (ค.ศ. {year_ce})" if year_ce is not None else "")


def label_of(thing: Thing) -> str:
    """The short words at a node, in at most three lines."""
    if thing.kind in AWARD_KINDS:
        return _award_label(thing)
    if thing.kind == "edition" and thing.year_be:
        return f"พ.ศ. {thing.year_be}"
    return wrap(thing.name, BOX_WIDTH, LABEL_LINES)


def _award_label(thing: Thing) -> str:
    if thing.kind == "external-award":
        what, grade = thing.name, []
    else:
        what = thing.award_type or (branch_name(thing.branch) if thing.branch else thing.name)
        grade = [f"หมวด {thing.pmqa_category}"] if thing.pmqa_category else []
        grade += [f"ระดับ{thing.level}"] if thing.level else []
        grade += [thing.stage] if thing.stage else []
    grade += [str(thing.year_be)] if thing.year_be else ["ไม่ระบุปี"]
    return f"{shorten(what, SIGN_WIDTH)}\n{' · '.join(grade)}"


def details_of(thing: Thing) -> list[tuple[str, str]]:
    """What is known of a thing beside its names, as (what, value)."""
    is_award = thing.kind in AWARD_KINDS
    told = [
        ("อักษรย่อ", thing.abbreviation),
        ("ชนิดหน่วยงาน", thing.body_kind),
        ("สาขา", branch_name(thing.branch) if is_award and thing.kind != "external-award" else None),
        ("ประเภท", thing.award_type),
        ("หมวด PMQA", thing.pmqa_category),
        ("ระดับ", thing.level),
        ("ขั้น", thing.stage),
        ("ปี", year_name(thing.year_be, thing.year_ce) or ("ไม่ระบุปี" if is_award else None)),
    ]
    return [(what, value) for what, value in told if value]


def title_of(thing: Thing) -> str:
    """The full words of a node's tooltip, in lines."""
    lines = [thing.name, *([thing.english] if thing.english else [])]
    lines.append(KIND_NAMES.get(thing.kind, thing.kind))
    lines += [f"{what}: {value}" for what, value in details_of(thing)]
    return "\n".join([*lines, thing.address])


def link_name(link: Link) -> str:
    """What a link says."""
    return LINK_NAMES.get(link.kind, link.kind)


def span_of(link: Link) -> str:
    """`2545-10 ถึง 2553`, or nothing where no date is known."""
    return " ".join(
        part
        for part in (f"ตั้งแต่ {link.since}" if link.since else "", f"ถึง {link.until}" if link.until else "")
        if part
    )
