"""What single cells tell: several bodies, a branch and its type, a mark with a remark, halves of one header."""
# ruff: noqa: E501 - a row of a list stands in one line

import csv
import io
from collections.abc import Callable, Sequence

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.readers import read_bytes
from ingest.records import Findings

SERVICE = "บริการภาครัฐ"
TOGETHER = "การบริหารราชการแบบมีส่วนร่วม"
QUALITY = "คุณภาพการบริหารจัดการภาครัฐ"
TITLE = ["ผลรางวัลเลิศรัฐ ประจำปี 2564"]
Winners = Callable[[str, bytes], set[tuple[object, ...]]]


def sheet(*rows: Sequence[str]) -> bytes:
    """A CSV of these rows; cells may hold line breaks."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


def told(*rows: Sequence[str]) -> Findings:
    return extract(read_bytes("a.csv", sheet(*rows)), load_names())


def test_a_cell_that_numbers_bodies_is_an_award_for_each_with_its_own_words(winners: Winners) -> None:
    rows = [
        TITLE,
        ["รางวัล", "ระดับ", "หน่วยงาน"],
        ["PMQA 4.0", "ก้าวหน้า", "๑) กรมทางหลวง (ทล.)\n๒) กรมเจ้าท่า (จท.)\n๓) กรมที่ดิน"],
        ["PMQA 4.0", "พัฒนาจนเกิดผล", "1. กรมธนารักษ์ 2. กรมศุลกากร"],
    ]
    advanced = {("กรมทางหลวง", "ก้าวหน้า"), ("กรมเจ้าท่า", "ก้าวหน้า"), ("กรมที่ดิน", "ก้าวหน้า")}
    found = winners("a.csv", sheet(*rows))
    assert {(row[0], row[5]) for row in found} == advanced | {
        ("กรมธนารักษ์", "พัฒนาจนเกิดผล"),
        ("กรมศุลกากร", "พัฒนาจนเกิดผล"),
    }
    assert [award.evidence for award in told(*rows).awards][:3] == [
        "กรมทางหลวง (ทล.)",
        "กรมเจ้าท่า (จท.)",
        "กรมที่ดิน",
    ]


def test_lists_of_bodies_works_and_levels_go_side_by_side(winners: Winners) -> None:
    rows = sheet(
        TITLE,
        ["ประเภท", "หน่วยงาน", "ชื่อผลงาน", "ระดับ"],
        ["พัฒนาการบริการ", "1) กรมที่ดิน\n2) กรมประมง", "1) โฉนดถึงบ้าน\n2) แพปลาออนไลน์", "1) ดีเด่น\n2) ดี"],
    )
    assert winners("a.csv", rows) == {
        ("กรมที่ดิน", 2564, SERVICE, "พัฒนาการบริการ", None, "ดีเด่น", "โฉนดถึงบ้าน", "won"),
        ("กรมประมง", 2564, SERVICE, "พัฒนาการบริการ", None, "ดี", "แพปลาออนไลน์", "won"),
    }


def test_bodies_on_lines_of_their_own_win_apart_but_with_one_work_together() -> None:
    header = ["ประเภท", "หน่วยงาน", "ชื่อผลงาน", "ระดับ"]
    bodies = "กรมที่ดิน\nกรมประมง"
    alone = told(TITLE, header, ["PMQA 4.0", bodies, "-", "ก้าวหน้า"]).awards
    assert [(award.recipient, award.partners) for award in alone] == [("กรมที่ดิน", ()), ("กรมประมง", ())]
    joint = told(TITLE, header, ["พัฒนาการบริการ", bodies, "แผนที่แหล่งน้ำร่วม", "ดี"]).awards
    assert [(award.recipient, award.partners) for award in joint] == [("กรมที่ดิน", ("กรมประมง",))]


def test_a_body_with_its_part_on_the_next_line_is_one() -> None:
    row = ["PMQA 4.0", "มหาวิทยาลัยเชียงใหม่\n(คณะวิศวกรรมศาสตร์)", "ก้าวหน้า"]
    found = told(TITLE, ["ประเภท", "หน่วยงาน", "ระดับ"], row).awards
    assert [(award.recipient, award.unit) for award in found] == [("มหาวิทยาลัยเชียงใหม่", "คณะวิศวกรรมศาสตร์")]


def test_a_faculty_behind_a_university_is_its_part() -> None:
    row = ["“ถังขยะรู้คิด”\nมหาวิทยาลัยเชียงใหม่\n(คณะวิทยาศาสตร์)", "นวัตกรรมการบริการ"]
    found = told(TITLE, ["ผลงาน / หน่วยงาน", "ประเภท"], row, row[:0]).awards
    assert [(award.unit, award.project) for award in found] == [("คณะวิทยาศาสตร์", "ถังขยะรู้คิด")]


def test_a_cell_of_a_branch_and_its_type_keeps_types_of_old_schemes(winners: Winners) -> None:
    rows = sheet(
        TITLE,
        ["ที่", "รางวัล", "ระดับ", "หน่วยงาน"],
        ["1", "บริการภาครัฐ / การบริการที่เป็นเลิศ", "ดี", "กรมที่ดิน"],
        ["2", "สาขาบริการภาครัฐ - มาตรฐานการบริการ", "ดีเด่น", "กรมประมง"],
        ["3", "บริการภาครัฐ / งานอื่น", "ดี", "กรมเจ้าท่า"],
    )
    assert {(row[0], row[2], row[3]) for row in winners("a.csv", rows)} == {
        ("กรมที่ดิน", SERVICE, "การบริการที่เป็นเลิศ"),
        ("กรมประมง", SERVICE, "มาตรฐานการบริการ"),
        ("กรมเจ้าท่า", SERVICE, None),
    }


def test_a_mark_with_a_remark_behind_it_is_a_mark(winners: Winners) -> None:
    rows = sheet(
        TITLE,
        ["หน่วยงาน", "หมวด 1", "PMQA 4.0"],
        ["กรมที่ดิน", "", "ได้รับรางวัล (ไม่ระบุระดับ)"],
        ["กรมประมง", "✓", "ระดับก้าวหน้า"],
    )
    assert ("กรมที่ดิน", 2564, QUALITY, "PMQA 4.0", None, None, None, "won") in winners("a.csv", rows)


def test_one_header_over_the_work_and_the_body_is_parted_by_its_values(winners: Winners) -> None:
    page = """<html><body><h1>ผู้ได้รับรางวัลเลิศรัฐ ปี 2564</h1><h2>สาขาบริการภาครัฐ</h2><table>
    <tr><th>ประเภท</th><th>ระดับ</th><th colspan=2>หน่วยงานและผลงาน</th></tr>
    <tr><td rowspan=2>พัฒนาการบริการ</td><td>ดีเด่น</td><td>รังวัดเสร็จในวันเดียว</td><td>กรมที่ดิน</td></tr>
    <tr><td>ดี</td><td>&ndash;</td><td>กรมประมง</td></tr></table></body></html>"""
    assert winners("a.html", page.encode()) == {
        ("กรมที่ดิน", 2564, SERVICE, "พัฒนาการบริการ", None, "ดีเด่น", "รังวัดเสร็จในวันเดียว", "won"),
        ("กรมประมง", 2564, SERVICE, "พัฒนาการบริการ", None, "ดี", None, "won"),
    }


def test_awards_of_no_type_under_the_types_of_a_branch_keep_the_branch(winners: Winners) -> None:
    rows = sheet(
        TITLE,
        ["ที่", "หน่วยงาน", "ระดับ"],
        ["สาขาบริการภาครัฐ"],
        ["ประเภทพัฒนาการบริการ"],
        ["1", "กรมที่ดิน", "ดี"],
        ["ไม่ระบุประเภท"],
        ["2", "กรมประมง", "ดี"],
        ["ประเภทร่วมใจแก้จน"],
        ["3", "กรมเจ้าท่า", "ดี"],
    )
    assert {(row[0], row[2], row[3]) for row in winners("a.csv", rows)} == {
        ("กรมที่ดิน", SERVICE, "พัฒนาการบริการ"),
        ("กรมประมง", SERVICE, None),
        ("กรมเจ้าท่า", TOGETHER, "ร่วมใจแก้จน"),
    }


def test_a_column_of_days_on_which_awards_were_given_tells_the_ceremonies() -> None:
    found = told(
        ["ทำเนียบรางวัลเลิศรัฐ"],
        ["ปี พ.ศ.", "หน่วยงาน", "รางวัล", "มอบเมื่อ"],
        ["2563", "กรมที่ดิน", "PMQA 4.0", "16 ก.ย. 2563"],
        ["2564", "กรมที่ดิน", "PMQA 4.0", "16 ก.ย. 2564"],
    ).ceremonies
    assert [(c.edition_year_be, str(c.date)) for c in found] == [(2563, "2020-09-16"), (2564, "2021-09-16")]


def test_a_ceremony_over_a_list_is_held_at_its_place_or_online() -> None:
    place = told(
        TITLE,
        ["พิธีมอบรางวัล วันที่ 7 กันยายน 2564 ณ หอประชุมกองทัพเรือ"],
        ["หน่วยงาน", "รางวัล"],
        ["กรมที่ดิน", "PMQA 4.0"],
    )
    assert [(c.venue, c.mode) for c in place.ceremonies] == [("หอประชุมกองทัพเรือ", "onsite")]
    online = told(
        TITLE, ["พิธีมอบรางวัล วันที่ 7 กันยายน 2564 ผ่านโปรแกรม Zoom"], ["หน่วยงาน", "รางวัล"], ["กรมที่ดิน", "PMQA 4.0"]
    )
    assert [(c.venue, c.mode) for c in online.ceremonies] == [(None, "online")]


def test_the_unnamed_neighbour_of_a_joint_header_is_its_other_half(winners: Winners) -> None:
    rows = sheet(
        TITLE,
        ["ประเภท", "ระดับ", "ผลงาน และหน่วยงาน", ""],
        ["พัฒนาการบริการ", "ดี", "ตลาดปลาอารมณ์ดี", "กรมประมง"],
        ["พัฒนาการบริการ", "ดีเด่น", "ดินดีทุกตำบล", "กรมพัฒนาที่ดิน"],
    )
    assert {(row[0], row[6]) for row in winners("a.csv", rows)} == {
        ("กรมประมง", "ตลาดปลาอารมณ์ดี"),
        ("กรมพัฒนาที่ดิน", "ดินดีทุกตำบล"),
    }
