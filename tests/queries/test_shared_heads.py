"""Names in a list that leave out the head of the first: every one is found by its full name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bodies import load_names

DEPARTMENTS = ("ชลประทาน", "ประมง", "ปศุสัตว์", "พัฒนาที่ดิน", "วิชาการเกษตร", "ส่งเสริมการเกษตร", "ตรวจบัญชีสหกรณ์")
PROVINCES = ("กาญจนบุรี", "ชัยภูมิ", "น่าน", "พังงา", "ยโสธร", "อุตรดิตถ์")
HEADS = {"กรม": DEPARTMENTS, "สำนักงานสาธารณสุขจังหวัด": PROVINCES, "โรงพยาบาล": PROVINCES}
JOINED = (" ", ", ", " , ")


def named(text: str) -> list[str]:
    return [mention.name for mention in load_names().find(text)]


@given(st.data())
def test_each_name_of_a_list_is_found_by_its_full_name(data: st.DataObject) -> None:
    head = data.draw(st.sampled_from([*HEADS]))
    rest = data.draw(st.lists(st.sampled_from(HEADS[head]), min_size=3, unique=True))
    told = head + data.draw(st.sampled_from(JOINED)).join(rest[:-1]) + " และ" + rest[-1]
    assert named(f"หน่วยงานที่ผ่านเข้ารอบ {told} ซึ่งจะทราบผลต่อไป") == [head + name for name in rest]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ผู้ผ่านเข้ารอบ ได้แก่ กรมชลประทาน และประมง", ["กรมชลประทาน", "กรมประมง"]),
        ("กรมชลประทาน ประมง", ["กรมชลประทาน"]),
        ("กรมชลประทานส่งเสริมการเกษตร ปศุสัตว์ และประมง", ["กรมชลประทาน"]),
        ("โรงพยาบาลน่าน จังหวัดน่าน", ["โรงพยาบาลน่าน", "จังหวัดน่าน"]),
        ("กรมชลประทาน ประมงพื้นบ้าน และปศุสัตว์", ["กรมชลประทาน"]),
    ],
)
def test_fewer_words_or_longer_ones_are_no_names_but_in_an_opened_list(
    text: str, expected: list[str]
) -> None:
    assert named(text) == expected
