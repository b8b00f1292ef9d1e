"""Lists in groups: whatever heads a group, and however groups and points are written, they tell the same."""

from collections.abc import Callable
from itertools import count, permutations

import pytest

from tests.ingest.test_point_orders import Told, read_list

OPENING = "กระทรวงเกษตรและสหกรณ์ได้รับรางวัลเลิศรัฐ ประจำปี 2566 รวม 4 รางวัล"
AWARDS = (
    ("กรมการข้าว", "สาขาบริการภาครัฐ", "นวัตกรรมการบริการ", "ดีเด่น", "ใบตรวจข้าวทันใจ"),
    ("กรมประมง", "สาขาบริการภาครัฐ", "พัฒนาการบริการ", "ดี", "ปลาส้มคนสู้"),
    ("กรมชลประทาน", "สาขาการบริหารราชการแบบมีส่วนร่วม", "ร่วมใจแก้จน", "ดี", "อ่างเก็บน้ำห้วยหลัว"),
    ("กรมปศุสัตว์", "สาขาการบริหารราชการแบบมีส่วนร่วม", "เลื่องลือขยายผล", "ดีเด่น", "โคนมพันธุ์ดี"),
)
TOGETHER = {"branch": ((0, 1), (2, 3)), "level": ((0, 3), (1, 2)), "body": ((0, 1), (2, 3))}
HEADINGS: dict[str, Callable[[str, int], str]] = {
    "its total": lambda head, total: f"{head} จำนวน {total} รางวัล ประกอบด้วย",
    "its works": lambda head, total: f"{head} {total} ผลงาน ได้แก่",
    "a colon": lambda head, total: f"{head} :",
    "namely": lambda head, total: f"{head} ได้แก่",
}
Groups = list[tuple[str, list[str]]]


def write_lines(groups: Groups, mark: Callable[[int, int], str]) -> str:
    lines = [f"{OPENING} ดังนี้"]
    for n, (head, points) in enumerate(groups, 1):
        lines += [head, *(f"{mark(n, m)}{point}" for m, point in enumerate(points, 1))]
    return "\n".join(lines)


def write_sentence(groups: Groups, joint: str, mark: Callable[[int], str]) -> str:
    told = [
        f"{head} " + joint.join(f"{mark(m)}{point}" for m, point in enumerate(points, 1))
        for head, points in groups
    ]
    return f"{OPENING} แบ่งเป็น " + " และ".join(told)


def write_nested(groups: Groups) -> str:
    return write_lines(
        [(f"{n}. {head}", points) for n, (head, points) in enumerate(groups, 1)], "{}.{} ".format
    )


def write_numbers_that_go_on(groups: Groups) -> str:
    number = count(1)
    return write_lines(groups, lambda n, m: f"{next(number)}. ")


LAYOUTS: dict[str, Callable[[Groups], str]] = {
    "numbers in a sentence": lambda groups: write_sentence(groups, " ", "{}) ".format),
    "a sentence": lambda groups: write_sentence(groups, " และ", lambda m: ""),
    "numbered lines": lambda groups: write_lines(groups, lambda n, m: f"{m}. "),
    "numbers that go on": write_numbers_that_go_on,
    "nested numbers": write_nested,
    "dashes": lambda groups: write_lines(groups, lambda n, m: "- "),
    "bare lines": lambda groups: write_lines(groups, lambda n, m: ""),
}


def awards_by(heading: str) -> list[dict[str, str]]:
    """The four awards; under the heading of a body both of a group are its own."""
    slots = ("body", "branch", "type", "level", "work")
    awards = [dict(zip(slots, award, strict=True)) for award in AWARDS]
    for first, second in TOGETHER["body"] if heading == "body" else ():
        awards[second]["body"] = awards[first]["body"]
    return awards


def write_slot(award: dict[str, str], slot: str) -> str:
    written = {"type": "ประเภท{}", "level": "ระดับ{}", "work": "ผลงาน “{}”"}
    return written.get(slot, "{}").format(award[slot])


def differences(heading: str, layout: Callable[[Groups], str]) -> list[tuple[str, tuple[str, ...], Told]]:
    awards, together = awards_by(heading), TOGETHER[heading]
    told = [
        (award["body"], award["type"], award["level"], award["work"], "2566", "won")
        for award in (awards[n] for group in together for n in group)
    ]
    wrong = []
    for order in permutations(slot for slot in awards[0] if slot != heading):
        for name, head in HEADINGS.items():
            groups = [
                (
                    head(write_slot(awards[group[0]], heading), len(group)),
                    [" ".join(write_slot(awards[n], slot) for slot in order) for n in group],
                )
                for group in together
            ]
            if (found := read_list(layout(groups))) != told:
                wrong.append((name, order, found))
    return wrong


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("heading", TOGETHER)
def test_groups_tell_the_same_however_they_are_written(heading: str, layout: str) -> None:
    assert differences(heading, LAYOUTS[layout]) == []
