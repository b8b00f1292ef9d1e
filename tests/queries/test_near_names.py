"""Names that are cut off or misspelt: one body is meant, or none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.near_names import Near, NearNames

OFFICIAL = {
    "moj": "กระทรวงยุติธรรม",
    "ops-moj": "สำนักงานปลัดกระทรวงยุติธรรม",
    "excise": "กรมสรรพสามิต",
    "rd": "กรมสรรพากร",
    "mnre": "กระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อม",
    "mhesi": "กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม",
    "north": "สถาบันวิจัยพืชพันธุ์ภาคเหนือ",
    "north-2": "สถาบันวิจัยพืชพันธ์ภาคเหนือ",
}


@pytest.fixture(scope="module")
def near() -> NearNames:
    return NearNames(OFFICIAL)


def found(near: NearNames, text: str) -> list[tuple[str, str]]:
    return [(text[n.start : n.end], n.body) for n in near.find(text, set())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ของสำนักงานปลัดกระทรวงยตุิธรรมได้รับ", [("สำนักงานปลัดกระทรวงยตุิธรรม", "ops-moj")]),
        ("กรมสรรพสามิติ คว้า", [("กรมสรรพสามิติ", "excise")]),
        ("กรมสรรพสามติ", [("กรมสรรพสามติ", "excise")]),
        ("กระทรวงทรัพยากรธรรมฯ ได้", [("กระทรวงทรัพยากรธรรมฯ", "mnre")]),
        ("กระทรวงการอุดมศึกษาฯ", [("กระทรวงการอุดมศึกษาฯ", "mhesi")]),
    ],
)
def test_a_cut_or_misspelt_name_is_its_bodys(
    near: NearNames, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(near, text) == expected


@pytest.mark.parametrize(
    "text",
    ["กรมสรรพากร", "กรมสรรพฯ", "กระทรวงยุติฯ", "กรมการสัตว์ป่า", "กรมสรรพาการค้า", "สถาบันวิจัยพืชพันธุภาคเหนือ"],
    ids=["exact", "short", "shorter", "another", "glued", "two as near"],
)
def test_what_can_mean_two_or_is_too_short_is_left(near: NearNames, text: str) -> None:
    assert found(near, text) == []


def test_a_place_that_is_taken_is_not_looked_at(near: NearNames) -> None:
    assert list(near.find("กรมสรรพสามติ", {0})) == []


@given(text=st.text(alphabet="กรมสพาติุิ ฯกระทวงย็่", max_size=300))
def test_findings_lie_in_the_text_in_order_and_apart(text: str) -> None:
    spans: list[Near] = list(NearNames(OFFICIAL).find(text, set()))
    assert all(0 <= n.start < n.end <= len(text) for n in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
