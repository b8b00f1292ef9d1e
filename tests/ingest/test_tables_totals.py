"""What lists count: totals of a branch or a year, numbers in headings, tables of years, lines of sums."""

from collections.abc import Sequence

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.readers import read_bytes

SERVICE = "branch:บริการภาครัฐ"
TOGETHER = "branch:การบริหารราชการแบบมีส่วนร่วม"
HEADER = ["ปี", "หน่วยงาน", "ผลงาน", "ประเภท", "ระดับ"]
TITLE = ["ทำเนียบรางวัลเลิศรัฐ"]
ROW = ["2563", "กรมเจ้าท่า", "ท่าเรือรู้เวลา", "พัฒนาการบริการ", "ดี"]
Counts = set[tuple[str, int | None, int]]


def counts(*rows: Sequence[str]) -> tuple[Counts, int]:
    """What a CSV of these rows counts: scope, year, number; and how many awards it tells."""
    document = read_bytes("a.csv", "\n".join(",".join(row) for row in rows).encode())
    told = extract(document, load_names())
    for count in told.counts:
        assert document.text[count.start : count.end] == count.evidence
    return {(count.scope, count.edition_year_be, count.value) for count in told.counts}, len(told.awards)


@pytest.mark.parametrize(
    ("total", "found"),
    [
        (["รวมสาขาบริการภาครัฐ", "", "", "", "4 รางวัล"], {(SERVICE, None, 4)}),
        (["", "รวมสาขาที่ ๑ ได้รับรางวัล", "", "4 รางวัล", ""], {(SERVICE, None, 4)}),
        (["รวมปี 2563", "", "", "1", "3"], set()),
        (["รวม", "", "", "1", "4 รางวัล"], {("file", None, 4)}),
        (["รวมปี 2563", "", "", "", "4 รางวัล"], {(SERVICE, 2563, 4)}),
    ],
)
def test_a_row_of_totals_counts_its_part_of_the_list(total: list[str], found: Counts) -> None:
    assert counts(TITLE, HEADER, ["สาขาบริการภาครัฐ"], ROW, total) == (found, 1)


def test_a_row_of_totals_may_state_several() -> None:
    total = ["รวมปี 2563 : สาขาบริการภาครัฐ 4 รางวัล สาขาการบริหารราชการแบบมีส่วนร่วม 2 รางวัล"]
    assert counts(TITLE, HEADER, ROW, total) == ({(SERVICE, 2563, 4), (TOGETHER, 2563, 2)}, 1)


def test_the_number_of_a_year_counts_the_branch_above_it() -> None:
    header = HEADER[1:]
    rows = (["พ.ศ. 2563 (จำนวน 1 รางวัล)"], ROW[1:], ["พ.ศ. 2562 (จำนวน 2 รางวัล)"], ROW[1:])
    found, awards = counts(TITLE, ["สาขาบริการภาครัฐ"], header, *rows)
    assert found == {(SERVICE, 2563, 1), (SERVICE, 2562, 2)}
    assert awards == 2


def test_the_number_of_a_section_counts_nothing() -> None:
    section = ["ส่วนที่ 2 รางวัลบริการภาครัฐ (จำนวน 7 รางวัล)"]
    assert counts(TITLE, section, HEADER, ROW)[0] == {(SERVICE, None, 7)}


def test_a_table_of_sums_for_each_year() -> None:
    found, awards = counts(
        ["สรุปจำนวนรางวัลเลิศรัฐ"],
        ["สาขา", "ปี 2562", "ปี 2563"],
        ["บริการภาครัฐ", "3", "4"],
        ["รวม", "3", "4"],
    )
    assert found == {(SERVICE, 2562, 3), (SERVICE, 2563, 4), ("file", 2562, 3), ("file", 2563, 4)}
    assert awards == 0


def test_a_line_of_sums_under_a_list() -> None:
    page = """<h1>ทำเนียบรางวัลเลิศรัฐ ปี 2563</h1><table><tr><th>หน่วยงาน<th>ผลงาน<th>ประเภท</tr>
    <tr><td>กรมเจ้าท่า<td>ท่าเรือรู้เวลา<td>พัฒนาการบริการ</tr></table>
    <p>สรุป สาขาบริการภาครัฐ 4 รางวัล สาขาการบริหารราชการแบบมีส่วนร่วม 2 รางวัล รวม 6</p>"""
    told = extract(read_bytes("a.html", page.encode()), load_names()).counts
    assert {(count.scope, count.edition_year_be, count.value) for count in told} == {
        (SERVICE, 2563, 4),
        (TOGETHER, 2563, 2),
        ("file", 2563, 6),
    }


def test_a_dash_under_a_type_is_of_that_type() -> None:
    rows = (["ประเภทพัฒนาการบริการ"], [*ROW[:3], "-", "-"])
    document = read_bytes("a.csv", "\n".join(",".join(row) for row in (TITLE, HEADER, *rows)).encode())
    (award,) = extract(document, load_names()).awards
    assert award.type == "พัฒนาการบริการ"


def test_the_day_of_the_ceremony_in_the_note_under_a_sheet() -> None:
    note = ["หมายเหตุ : พิธีมอบรางวัลเมื่อวันที่ 14 กันยายน 2563"]
    rows = (["ทำเนียบรางวัลเลิศรัฐ ปี 2563"], HEADER, ROW, note)
    document = read_bytes("a.csv", "\n".join(",".join(row) for row in rows).encode())
    (ceremony,) = extract(document, load_names()).ceremonies
    assert (ceremony.date.isoformat(), ceremony.edition_year_be) == ("2020-09-14", 2563)
    assert document.text[ceremony.start : ceremony.end] == ceremony.evidence


def test_a_summary_with_numbered_rows_counts_and_says_nothing_twice() -> None:
    name = [["สรุปจำนวนรางวัลเลิศรัฐ ปี 2563"], ["ที่", "สาขา", "จำนวนรางวัล"]]
    rows = [["๑", "บริการภาครัฐ", "๗"], ["๒", "รางวัลเกียรติยศเลิศรัฐ", "๒"], ["", "รวมทั้งสิ้น", "๙"]]
    document = read_bytes("a.csv", "\n".join(",".join(row) for row in [*name, *rows]).encode())
    told = [(count.scope, count.value) for count in extract(document, load_names()).counts]
    assert sorted(told) == [(SERVICE, 7), ("file", 9), ("type:เกียรติยศเลิศรัฐ", 2)]


def test_a_cell_of_a_branch_says_how_many_stand_beside_it() -> None:
    header = ["สาขา", "ประเภท", "หน่วยงาน", "ระดับ"]
    first = ["สาขาบริการภาครัฐ (๒ รางวัล)", "พัฒนาการบริการ", "กรมเจ้าท่า", "ดี"]
    assert counts(TITLE, header, first, ["", "พัฒนาการบริการ", "กรมที่ดิน", "ดี"]) == ({(SERVICE, None, 2)}, 2)


def test_a_number_at_the_end_of_a_types_name_counts_nothing() -> None:
    group = ["ประเภทยกระดับบริการที่ตอบสนองต่อสถานการณ์โควิด 19"]
    assert counts(TITLE, ["ที่", "หน่วยงาน", "ระดับ"], group, ["1", "กรมเจ้าท่า", "ดี"]) == (set(), 1)


@pytest.mark.parametrize(("last", "year"), [("2", None), ("1", 2564)])
def test_a_total_over_several_years_is_of_none_of_them(last: str, year: int | None) -> None:
    header = ["ที่", "ผลงาน", "หน่วยงาน", "ประเภท"]
    first, second = (["1", title, "กรมเจ้าท่า", "พัฒนาการบริการ"] for title in ("ทุ่นพูดได้", "ประภาคารออนไลน์"))
    rows = [TITLE, header, ["ปี 2563"], first, ["ปี 2564"], second, [f"รวมทั้งสิ้น {last} รางวัล"]]
    assert counts(*rows) == ({("file", year, int(last))}, 2)


def test_a_total_of_bodies_and_of_awards_counts_both() -> None:
    assert counts(TITLE, HEADER, ROW, ["รวม 3 หน่วยงาน", "", "", "", "5 รางวัล"])[0] == {
        ("file", None, 3),
        ("file", None, 5),
    }
