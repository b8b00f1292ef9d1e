"""Lists in other shapes: side by side, of definitions, between bars, of several bodies in one place."""
# ruff: noqa: E501 - a row of a list stands in one line

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.readers import read_bytes
from ingest.tabular.facts import read_value
from ingest.tabular.several import numbered_items
from tests.ingest.sheets import QUALITY, SERVICE, TOGETHER, Winners, sheet


def test_two_lists_between_an_empty_column_are_read_one_after_the_other(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2564", "", "", "", ""],
        ["สาขาบริการภาครัฐ", "", "", "สาขาการบริหารราชการแบบมีส่วนร่วม", ""],
        ["หน่วยงาน", "ระดับ", "", "หน่วยงาน", "ระดับ"],
        ["กรมที่ดิน", "ดี", "", "กรมป่าไม้", "ดีเด่น"],
        ["กรมประมง", "ดีเด่น", "", "", ""],
    )
    assert {(row[0], row[2], row[5]) for row in winners("a.csv", rows)} == {
        ("กรมที่ดิน", SERVICE, "ดี"),
        ("กรมประมง", SERVICE, "ดีเด่น"),
        ("กรมป่าไม้", TOGETHER, "ดีเด่น"),
    }


def test_a_header_that_says_the_same_again_begins_a_second_list(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2564"],
        ["หน่วยงาน", "รางวัล", "หน่วยงาน", "รางวัล"],
        ["กรมที่ดิน", "หมวด 1", "กรมประมง", "หมวด 3"],
        ["กรมเจ้าท่า", "PMQA 4.0", "", ""],
    )
    assert {(row[0], row[3], row[4]) for row in winners("a.csv", rows)} == {
        ("กรมที่ดิน", "PMQA รายหมวด", 1),
        ("กรมประมง", "PMQA รายหมวด", 3),
        ("กรมเจ้าท่า", "PMQA 4.0", None),
    }


def test_a_list_of_definitions_is_a_list_with_headings(winners: Winners) -> None:
    page = """<html><body><h1>ผู้ได้รับรางวัลเลิศรัฐ ประจำปี 2563</h1><dl>
    <dt>ประเภทนวัตกรรมการบริการ</dt><dd>กรมที่ดิน : หมุดพูดได้ (ระดับดีเด่น)</dd>
    <dt>รางวัล PMQA 4.0 ระดับก้าวหน้า</dt><dd>กรมประมง, กรมเจ้าท่า และกรมศุลกากร</dd></dl></body></html>"""
    advanced = {
        (body, 2563, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won")
        for body in ("กรมประมง", "กรมเจ้าท่า", "กรมศุลกากร")
    }
    assert winners("a.html", page.encode()) == advanced | {
        ("กรมที่ดิน", 2563, SERVICE, "นวัตกรรมการบริการ", None, "ดีเด่น", "หมุดพูดได้", "won")
    }


def test_definitions_of_another_award_and_of_places_tell_none(winners: Winners) -> None:
    page = """<html><body><h1>กำหนดการรับสมัครรางวัลเลิศรัฐ</h1><dl><dt>รางวัลข้าราชการพลเรือนดีเด่น ปี 2566</dt><dd>กรมประมง</dd>
    <dt>สถานที่รับสมัคร</dt><dd>กรมที่ดิน ชั้น 3</dd></dl></body></html>"""
    assert winners("a.html", page.encode()) == set()


@pytest.mark.parametrize("edge", ["", "|"])
def test_a_plain_text_table_between_bars(winners: Winners, edge: str) -> None:
    lines = [
        "หน่วยงาน | ชื่อผลงาน | ประเภท | ระดับ",
        "--- | --- | --- | ---",
        "กรมที่ดิน | ตอบทันใจ | นวัตกรรมการบริการ | ดี",
    ]
    text = "ประกาศผลรางวัลเลิศรัฐ ประจำปี 2565\n\n" + "\n".join(f"{edge}{line}{edge}" for line in lines)
    assert winners("a.txt", text.encode()) == {
        ("กรมที่ดิน", 2565, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "ตอบทันใจ", "won")
    }


def test_a_total_under_a_plain_text_table_is_a_count() -> None:
    text = "รางวัลเลิศรัฐ ประจำปี 2561\n\nลำดับ\tหน่วยงาน\tประเภทรางวัล\n1\tกรมที่ดิน\tPMQA 4.0\nรวม 1 รางวัล\n"
    told = extract(read_bytes("a.txt", text.encode()), load_names())
    assert [(count.scope, count.value) for count in told.counts] == [("file", 1)]


def test_items_of_a_cell_are_an_award_each_with_its_work(winners: Winners) -> None:
    page = """<html><body><h1>ผลรางวัลเลิศรัฐ ปี 2565</h1><table><tr><th>ประเภท</th><th>ระดับ</th><th>หน่วยงานและผลงาน</th></tr>
    <tr><td>นวัตกรรมการบริการ</td><td>ดี</td><td><ul><li>กรมที่ดิน : แผนที่เสียง</li><li>กรมประมง : ซั้งกอรู้ตัว</li></ul></td></tr></table></body></html>"""
    assert {(row[0], row[6]) for row in winners("a.html", page.encode())} == {
        ("กรมที่ดิน", "แผนที่เสียง"),
        ("กรมประมง", "ซั้งกอรู้ตัว"),
    }


@pytest.mark.parametrize(
    "cell", ['"“โฉนดเสียง”\nกรมที่ดิน\n“เรือรู้ทาง”\nกรมเจ้าท่า"', '"กรมที่ดิน\n“โฉนดเสียง”\nกรมเจ้าท่า\n“เรือรู้ทาง”"']
)
def test_works_on_lines_of_their_own_go_to_their_bodies(winners: Winners, cell: str) -> None:
    rows = sheet(["ผลรางวัลเลิศรัฐ ปี 2566"], ["ประเภทรางวัล", "ระดับดีเด่น", "ระดับดี"], ["พัฒนาการบริการ", "-", cell])
    assert {(row[0], row[5], row[6]) for row in winners("a.csv", rows)} == {
        ("กรมที่ดิน", "ดี", "โฉนดเสียง"),
        ("กรมเจ้าท่า", "ดี", "เรือรู้ทาง"),
    }


def test_provinces_between_commas_under_a_level_win_each(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2566"],
        ["ประเภทรางวัล", "ระดับดีเด่น", "ระดับดี"],
        ["ร่วมใจแก้จน", "จังหวัดตาก", '"จังหวัดเลย, จังหวัดแพร่"'],
    )
    assert {(row[0], row[5]) for row in winners("a.csv", rows)} == {
        ("จังหวัดตาก", "ดีเด่น"),
        ("จังหวัดเลย", "ดี"),
        ("จังหวัดแพร่", "ดี"),
    }


@pytest.mark.parametrize(
    ("cell", "branch"),
    [("มีส่วนร่วม", TOGETHER), ("บริการ", SERVICE), ("สาขาคุณภาพฯ", QUALITY), ("2. สาขาบริการ", SERVICE)],
)
def test_branches_in_short(cell: str, branch: str) -> None:
    assert [facts.branch for facts in read_value("branch", cell)] == [branch]


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("๑) ก ข ๒) ค ง", ["ก ข", "ค ง"]),
        ("1. กรม\nต่อ\n2. กอง", ["กรม\nต่อ", "กอง"]),
        ("PMQA 4.0", []),
        ("2) ก\n3) ข", []),
        ("1) ก", []),
    ],
)
def test_items_are_numbered_from_one(cell: str, items: list[str]) -> None:
    assert numbered_items(cell) == items


def test_a_group_over_two_lists_is_of_both(winners: Winners) -> None:
    page = """<html><body><h1>ผลรางวัลเลิศรัฐ ปี 2564</h1><table>
    <tr><th>หน่วยงาน</th><th>ระดับ</th><th></th><th>หน่วยงาน</th><th>ระดับ</th></tr>
    <tr><td colspan=5>ประเภทพัฒนาการบริการ</td></tr>
    <tr><td>กรมที่ดิน</td><td>ดี</td><td></td><td>กรมประมง</td><td>ดีเด่น</td></tr></table></body></html>"""
    assert {(row[0], row[3], row[5]) for row in winners("a.html", page.encode())} == {
        ("กรมที่ดิน", "พัฒนาการบริการ", "ดี"),
        ("กรมประมง", "พัฒนาการบริการ", "ดีเด่น"),
    }


def test_an_item_tells_its_award_before_its_bodies_and_its_year_behind_them(winners: Winners) -> None:
    page = """<html><body><h1>ทำเนียบรางวัลเลิศรัฐ</h1><h2>สาขาคุณภาพการบริหารจัดการภาครัฐ</h2>
    <ul><li>PMQA 4.0 ระดับก้าวหน้า : กรมศุลกากร และกรมธนารักษ์</li><li>หมวด 2 : กรมที่ดิน</li></ul>
    <h2>รางวัล PMQA 4.0</h2><ul><li>กรมเจ้าท่า (พ.ศ. 2566)</li><li>กรมประมง ปี 2567</li></ul></body></html>"""
    assert winners("a.html", page.encode()) == {
        ("กรมศุลกากร", None, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
        ("กรมธนารักษ์", None, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
        ("กรมที่ดิน", None, QUALITY, "PMQA รายหมวด", 2, None, None, "won"),
        ("กรมเจ้าท่า", 2566, QUALITY, "PMQA 4.0", None, None, None, "won"),
        ("กรมประมง", 2567, QUALITY, "PMQA 4.0", None, None, None, "won"),
    }


def test_a_note_among_the_rows_is_left_to_the_reader_of_prose(winners: Winners) -> None:
    note = "หมายเหตุ : จังหวัดตาก ได้รับรางวัลเลิศรัฐ สาขาการบริหารราชการแบบมีส่วนร่วม ประเภทร่วมใจแก้จน ระดับดี เพิ่มเติม"
    rows = sheet(["ประเภท", "หน่วยงาน", "ระดับ"], ["พัฒนาการบริการ", "กรมที่ดิน", "ดี"], [note])
    title = "รายชื่อหน่วยงานที่ได้รับรางวัลเลิศรัฐ ประจำปี พ.ศ. 2566\n".encode()
    assert {(row[0], row[1], row[3]) for row in winners("a.csv", title + rows)} == {
        ("กรมที่ดิน", 2566, "พัฒนาการบริการ"),
        ("จังหวัดตาก", 2566, "ร่วมใจแก้จน"),
    }


def test_levels_and_bodies_under_the_heading_of_another_award_tell_none(winners: Winners) -> None:
    page = """<html><body><h1>ผลรางวัลเลิศรัฐ ปี 2564</h1><h2>ประเภทร่วมใจแก้จน</h2><ul><li>กรมป่าไม้</li><li>จังหวัดเลย</li></ul>
    <h2>รางวัลองค์กรคุณธรรม</h2><ul><li>กรมที่ดิน<ul><li>ระดับดีเด่น ผลงาน “ใสสะอาดทุกวัน”</li></ul></li>
    <li>กรมประมง, กรมเจ้าท่า</li></ul></body></html>"""
    assert {row[0] for row in winners("a.html", page.encode())} == {"กรมป่าไม้", "จังหวัดเลย"}
