"""A list of winners is read the same in whatever order its points tell body, branch, type, level and work."""

from collections.abc import Callable
from itertools import permutations

import pytest

from ingest.bodies import load_names
from ingest.extract.awards import find_awards
from ingest.extract.reading import read
from ingest.records import Document

HEADING = "กระทรวงเกษตรและสหกรณ์ได้รับรางวัลเลิศรัฐ ประจำปี 2566 จำนวน 2 รางวัล ได้แก่"
FIRST = {
    "body": "กรมการข้าว",
    "branch": "สาขาบริการภาครัฐ",
    "type": "ประเภทนวัตกรรมการบริการ",
    "level": "ระดับดีเด่น",
    "work": "ผลงาน “ใบตรวจข้าวทันใจ”",
}
SECOND = {
    "body": "กรมประมง",
    "branch": "สาขาการบริหารราชการแบบมีส่วนร่วม",
    "type": "ประเภทร่วมใจแก้จน",
    "level": "ระดับดี",
    "work": "ผลงาน “ปลาส้มคนสู้”",
}
TOLD = (
    {"body": "กรมการข้าว", "type": "นวัตกรรมการบริการ", "level": "ดีเด่น", "work": "ใบตรวจข้าวทันใจ"},
    {"body": "กรมประมง", "type": "ร่วมใจแก้จน", "level": "ดี", "work": "ปลาส้มคนสู้"},
)
LISTS: dict[str, Callable[[str, str], str]] = {
    "numbers in a sentence": lambda one, two: f"{HEADING} 1) {one} 2) {two}",
    "numbered lines": lambda one, two: f"{HEADING}\n1. {one}\n2. {two}",
    "dashes": lambda one, two: f"{HEADING}\n- {one}\n- {two}",
    "a sentence": lambda one, two: f"{HEADING} {one} และ{two}",
}
ORDERS = [
    order
    for length in (3, 4, 5)
    for order in permutations(FIRST, length)
    if "body" in order and "work" in order
]
# What a press text would say, for the ways in which one thing is said.
USUAL = [
    tuple(words.split())
    for words in (
        "body branch type level work",
        "branch type level work body",
        "branch type level body work",
        "work body branch type level",
        "body work branch type level",
        "work branch type level body",
        "body type level work",
        "work body type level",
        "level type work body",
        "body level work",
    )
]
WAYS = {
    "a work without quotes": ({"work": "ผลงาน ใบตรวจข้าวทันใจ"}, {"work": "ผลงาน ปลาส้มคนสู้"}),
    "a work glued to its word": ({"work": "ผลงานใบตรวจข้าวทันใจ"}, {"work": "ผลงานปลาส้มคนสู้"}),
    "from a work": ({"work": "จากผลงาน “ใบตรวจข้าวทันใจ”"}, {"work": "จากผลงาน “ปลาส้มคนสู้”"}),
    "the name of the work": ({"work": "ชื่อผลงาน “ใบตรวจข้าวทันใจ”"}, {"work": "ชื่อผลงาน “ปลาส้มคนสู้”"}),
    "quotes alone": ({"work": "“ใบตรวจข้าวทันใจ”"}, {"work": "“ปลาส้มคนสู้”"}),
    "a project": ({"work": "โครงการ “ใบตรวจข้าวทันใจ”"}, {"work": "โครงการ “ปลาส้มคนสู้”"}),
    "an award of a branch": (
        {"branch": "รางวัลบริการภาครัฐ"},
        {"branch": "รางวัลการบริหารราชการแบบมีส่วนร่วม"},
    ),
    "hospitals": ({"body": "โรงพยาบาลแม่สอด"}, {"body": "โรงพยาบาลยะรัง"}),
    "provinces": ({"body": "จังหวัดน่าน"}, {"body": "จังหวัดแพร่"}),
    "field offices": ({"body": "สำนักงานเกษตรจังหวัดน่าน"}, {"body": "สำนักงานประมงจังหวัดแพร่"}),
    "bodies of no registry": ({"body": "ศูนย์วิจัยข้าวสาธิต"}, {"body": "สถานีวิจัยประมงทดสอบ"}),
}
Told = list[tuple[str | None, ...]]


def read_list(text: str) -> Told:
    awards = find_awards(read(Document(key="a", text=f"{text}\n", sha256="0" * 64), load_names()))
    return [
        (award.recipient, award.type, award.level, award.project, str(award.edition_year_be), award.status)
        for award in awards
    ]


def awards_of(order: tuple[str, ...], bodies: tuple[str, str] = ("กรมการข้าว", "กรมประมง")) -> Told:
    return [
        (
            body,
            *((told[slot] if slot in order else None) for slot in ("type", "level", "work")),
            "2566",
            "won",
        )
        for told, body in zip(TOLD, bodies, strict=True)
    ]


def write_point(point: dict[str, str], order: tuple[str, ...]) -> str:
    return " ".join(point[slot] for slot in order)


@pytest.mark.parametrize("kind", LISTS)
def test_any_order_tells_the_same_awards(kind: str) -> None:
    wrong = {
        order: found
        for order in ORDERS
        if (found := read_list(LISTS[kind](write_point(FIRST, order), write_point(SECOND, order))))
        != awards_of(order)
    }
    assert wrong == {}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_a_thing_is_said_it_is_the_same_thing(way: str) -> None:
    first, second = FIRST | WAYS[way][0], SECOND | WAYS[way][1]
    wrong = {
        (kind, order): found
        for kind, write in LISTS.items()
        for order in USUAL
        if (found := read_list(write(write_point(first, order), write_point(second, order))))
        != awards_of(order, (first["body"], second["body"]))
    }
    assert wrong == {}
