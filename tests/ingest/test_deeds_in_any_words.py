"""What a person did is found in whatever words, whoever it is and wherever the sentence begins."""

from itertools import product

import pytest

from ingest.bodies import load_names
from ingest.extract.persons import find_persons
from ingest.extract.reading import read
from ingest.records import Document

HEADLINE = "กรมการข้าวรับรางวัลเลิศรัฐ ประจำปี 2566\n\nวันที่ 8 กันยายน 2566\n"
AWARD = "รางวัลเลิศรัฐ ประจำปี 2566"
NAMES = (("นาย", "สมชาย ใจดี"), ("ดร.", "สมหญิง งามตา"), ("พล.ต.ท.", "เก่ง กล้าหาญ"))
ROLES = (
    "อธิบดีกรมการข้าว",
    "รองผู้ว่าการธุรกิจและการตลาด การไฟฟ้าส่วนภูมิภาค (PEA)",
    "รองอธิบดีกรมเจ้าท่า ด้านปฏิบัติการ",
    "ผู้ว่าราชการจังหวัดน่าน",
)
BEGINNINGS = ("", "เมื่อวันที่ 7 กันยายน 2566 ", "วันนี้ (8 กันยายน 2566) ", "วันที่ 7 กันยายน 2566 ที่ห้องประชุม ชั้น 5 ")
DEEDS = {
    "received": (
        "เข้ารับ{}",
        "เป็นผู้แทนรับ{}",
        "เป็นผู้แทนหน่วยงานขึ้นรับ{}",
        "นำคณะผู้บริหารและเจ้าหน้าที่เข้ารับ{}",
        "พร้อมด้วยคณะผู้บริหาร เข้ารับ{}",
        "พร้อมด้วยผู้บริหารในสังกัด\nเข้าร่วมพิธีมอบ{}",
        "เข้าร่วมงานสัมมนาวิชาการและพิธีมอบ{}",
        "รับมอบโล่{}",
        "เดินทางไปรับ{}",
    ),
    "presided": (
        "เป็นประธานในพิธีมอบ{}",
        "ทำหน้าที่ประธานในพิธีมอบ{}",
        "ให้เกียรติเป็นประธานในพิธีมอบ{}",
        "เป็นประธานการประชุมเตรียมความพร้อม{}",
    ),
    "presented": ("เป็นผู้มอบ{}ให้แก่กรมการข้าว", "เป็นประธานมอบ{}", "ให้เกียรติมอบ{}"),
    "spoke": (
        "เปิดเผยว่า กรมได้รับ{}",
        "กล่าวภายหลังรับ{}ว่า เป็นความภาคภูมิใจ",
        "ร่วมต้อนรับและนำเสนอผลงานต่อคณะกรรมการตรวจประเมิน{}",
        "กล่าวรายงานในพิธีมอบ{}",
    ),
}
BESIDES = {"presided": {"presented"}, "presented": {"presided"}, "spoke": {"received"}}
"""What the same words may tell, too."""


@pytest.mark.parametrize("action", DEEDS)
def test_a_deed_is_told_in_any_words(action: str) -> None:
    wrong = []
    for (prefix, name), role, beginning, words in product(NAMES, ROLES, BEGINNINGS, DEEDS[action]):
        text = f"{HEADLINE}{beginning}{prefix}{name} {role} {words.format(AWARD)}\n"
        found = find_persons(read(Document(key="a", text=text, sha256="0" * 64), load_names()))
        deeds = {person.action for person in found}
        right = action in deeds and deeds <= {action} | BESIDES.get(action, set())
        if not right or {person.name for person in found} != {name}:
            wrong.append((text.removeprefix(HEADLINE), [(p.name, p.action) for p in found]))
    assert wrong == []
