"""What columns hold: places beside bodies, fields of data sets, matrices, and years that head the columns."""

import pytest

from ingest.tabular.words import role_of
from tests.ingest.sheets import QUALITY, SERVICE, TOGETHER, Winners, sheet


def test_a_province_beside_a_body_is_where_it_stands(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ประจำปี 2565"],
        ["ที่", "จังหวัด", "หน่วยบริการ", "ชื่อผลงาน", "ประเภท", "ระดับ"],
        ["1", "แพร่", "โรงพยาบาลแพร่", "นัดหมอผ่านตู้หน้าหมู่บ้าน", "นวัตกรรมการบริการ", "ดี"],
        ["2", "พะเยา", "โรงพยาบาลพะเยา", "ยาถึงมือก่อนเที่ยง", "พัฒนาการบริการ", "ดีเด่น"],
    )
    assert winners("a.csv", rows) == {
        ("โรงพยาบาลแพร่", 2565, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "นัดหมอผ่านตู้หน้าหมู่บ้าน", "won"),
        ("โรงพยาบาลพะเยา", 2565, SERVICE, "พัฒนาการบริการ", None, "ดีเด่น", "ยาถึงมือก่อนเที่ยง", "won"),
    }


def test_a_province_alone_is_the_winner(winners: Winners) -> None:
    rows = sheet(["ผลรางวัลเลิศรัฐ ปี 2565"], ["ที่", "จังหวัด", "หมวด"], ["1", "แพร่", "หมวด 2"])
    assert winners("a.csv", rows) == {("จังหวัดแพร่", 2565, QUALITY, "PMQA รายหมวด", 2, None, None, "won")}


def test_the_fields_of_a_data_set_are_a_header(winners: Winners) -> None:
    rows = sheet(
        ["dataset", "รางวัลเลิศรัฐ"],
        [
            "record_id",
            "award_year_ce",
            "agency_name_th",
            "province_th",
            "project_title",
            "award_type",
            "award_level",
            "award_status",
        ],
        ["R-1", "2021", "กรมทางหลวง", "ทั่วประเทศ", "แผนที่จุดเสี่ยงบนทางหลวง", "นวัตกรรมการบริการ", "ดี", "Winner"],
        ["R-2", "2022", "กรมเจ้าท่า", "ตราด", "ท่าเรือของคนเกาะ", "ร่วมใจแก้จน", "", "Finalist"],
        ["R-3", "2022", "กรมเจ้าท่า", "", "", "PMQA 4.0", "ก้าวหน้า", "Winner"],
    )
    assert winners("a.csv", rows) == {
        ("กรมทางหลวง", 2564, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "แผนที่จุดเสี่ยงบนทางหลวง", "won"),
        ("กรมเจ้าท่า", 2565, TOGETHER, "ร่วมใจแก้จน", None, None, "ท่าเรือของคนเกาะ", "finalist"),
        ("กรมเจ้าท่า", 2565, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
    }


def test_a_day_of_a_visit_is_no_edition(winners: Winners) -> None:
    rows = sheet(
        ["ผลงานรางวัลเลิศรัฐ ปี 2566 ที่ผ่านการประเมินขั้นตอนที่ 1"],
        ["วันที่ตรวจประเมิน", "หน่วยงาน", "ผลงาน", "ประเภท"],
        ["15 มิ.ย. 66", "กรมทางหลวง", "ซ่อมป้ายในวันเดียว", "พัฒนาการบริการ"],
        ["16 มิ.ย. 66", "กรมเจ้าท่า", "ตรวจเรือถึงท่า", "พัฒนาการบริการ"],
    )
    assert {(found[0], found[1], found[-1]) for found in winners("a.csv", rows)} == {
        ("กรมทางหลวง", 2566, "finalist"), ("กรมเจ้าท่า", 2566, "finalist"),
    }  # fmt: skip


def test_the_name_of_a_category_below_its_number_hides_nothing(winners: Winners) -> None:
    page = """<h1>รางวัลเลิศรัฐ ปี 2565</h1><table>
    <tr><th rowspan=3>หน่วยงาน<th colspan=2>PMQA รายหมวด</tr><tr><th>หมวด 3<th>หมวด 5</tr>
    <tr><th>ประชาชนที่มารับบริการ<th>คนทำงาน</tr>
    <tr><td>กรมทางหลวง<td>●<td>-</tr><tr><td>กรมเจ้าท่า<td><td>●</tr></table>"""
    assert winners("a.html", page.encode()) == {
        ("กรมทางหลวง", 2565, QUALITY, "PMQA รายหมวด", 3, None, None, "won"),
        ("กรมเจ้าท่า", 2565, QUALITY, "PMQA รายหมวด", 5, None, None, "won"),
    }


@pytest.mark.parametrize("header", ["กรม / รัฐวิสาหกิจ", "ชื่อ อปท.", "โรงพยาบาล / หน่วยงาน", "Awarded agency"])
def test_bodies_are_called_in_many_ways(winners: Winners, header: str) -> None:
    rows = sheet(["รางวัลเลิศรัฐ ปี 2565"], ["ปี", header, "หมวด"], ["2566", "เทศบาลนครตรัง", "หมวด 1"])
    assert {found[:2] for found in winners("a.csv", rows)} == {("เทศบาลนครตรัง", 2566)}


def test_works_in_the_cells_of_awards_go_with_their_awards(winners: Winners) -> None:
    page = """<h1>รางวัลเลิศรัฐ ปี 2565</h1><table><tr><th>หน่วยงาน<th>รางวัลที่ได้รับ</tr>
    <tr><td>กรมเจ้าท่า<td>1. พัฒนาการบริการ ระดับดี ผลงาน “เรือตรงเวลา”<br>2. PMQA หมวด 2</tr>
    <tr><td>กรมทางหลวง<td>ประเภทนวัตกรรมการบริการ ระดับดี เรื่อง : ไฟทางรู้ตัว</tr></table>"""
    assert winners("a.html", page.encode()) == {
        ("กรมเจ้าท่า", 2565, SERVICE, "พัฒนาการบริการ", None, "ดี", "เรือตรงเวลา", "won"),
        ("กรมเจ้าท่า", 2565, QUALITY, "PMQA รายหมวด", 2, None, None, "won"),
        ("กรมทางหลวง", 2565, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "ไฟทางรู้ตัว", "won"),
    }


def test_an_award_of_others_with_a_level_of_this_scheme_is_none(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2565"],
        ["ที่", "หน่วยงาน", "ระดับ", "ประเภท"],
        ["1", "กรมเจ้าท่า", "ดี", "พัฒนาการบริการ"],
        ["รางวัลศูนย์ราชการสะดวก (GECC)"],
        ["1", "กรมทางหลวง", "ดีเด่น", ""],
    )
    assert {found[0] for found in winners("a.csv", rows)} == {"กรมเจ้าท่า"}


def test_a_table_of_sums_gives_no_award_for_a_one(winners: Winners) -> None:
    rows = sheet(["สรุปรางวัลเลิศรัฐ"], ["หน่วยงาน", "2563", "2564", "รวม"], ["กรมเจ้าท่า", "1", "2", "3"])
    assert winners("a.csv", rows) == set()


def test_a_cell_that_says_nobody_won_names_no_winner(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2565"],
        ["PMQA category", "หน่วยงาน"],
        ["Category 2", "กรมเจ้าท่า"],
        ["4", "ไม่มีหน่วยงานได้รับรางวัล"],
    )
    assert winners("a.csv", rows) == {("กรมเจ้าท่า", 2565, QUALITY, "PMQA รายหมวด", 2, None, None, "won")}


def test_results_in_english_words(winners: Winners) -> None:
    rows = sheet(
        ["รางวัลเลิศรัฐ ปี 2565"],
        ["หน่วยงาน", "ประเภท", "status"],
        ["กรมเจ้าท่า", "พัฒนาการบริการ", "Won"],
        ["กรมทางหลวง", "พัฒนาการบริการ", "Not awarded"],
        ["กรมธนารักษ์", "พัฒนาการบริการ", "Shortlisted"],
        ["กรมศุลกากร", "พัฒนาการบริการ", "Nominated"],
    )
    assert {(found[0], found[-1]) for found in winners("a.csv", rows)} == {
        ("กรมเจ้าท่า", "won"),
        ("กรมธนารักษ์", "finalist"),
        ("กรมศุลกากร", "applied"),
    }


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("ระดับ / Level", "level"),
        ("Agency หน่วยงาน", "recipient"),
        ("No. ลำดับ", "number"),
        ("ประเภทรางวัลเลิศรัฐ", "type"),
        ("ชื่อผลงานที่ได้รับรางวัลเลิศรัฐ", "project"),
        ("Name of project", "project"),
        ("award_level", "level"),
        ("AgencyName", "recipient"),
        ("PMQA ระดับ", None),
        ("รางวัลเลิศรัฐยอดเยี่ยม", None),
    ],
)
def test_headers_are_known_in_two_languages_and_with_the_name_of_the_scheme(
    header: str, role: str | None
) -> None:
    assert role_of(header) == role


def test_a_column_of_categories_goes_with_a_column_of_its_award(winners: Winners) -> None:
    rows = sheet(
        ["รางวัลเลิศรัฐ ปี 2565"],
        ["กรม", "รางวัล PMQA", "หมวดที่ได้รับรางวัล"],
        ["กรมเจ้าท่า", "รายหมวด", "หมวด 3"],
        ["กรมทางหลวง", "PMQA 4.0 ระดับก้าวหน้า", "-"],
    )
    assert winners("a.csv", rows) == {
        ("กรมเจ้าท่า", 2565, QUALITY, "PMQA รายหมวด", 3, None, None, "won"),
        ("กรมทางหลวง", 2565, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
    }


def test_the_years_in_cells_of_awards(winners: Winners) -> None:
    page = """<h1>รางวัลเลิศรัฐ</h1><table><tr><th>หน่วยงาน<th>รางวัลที่ได้รับ</tr>
    <tr><td>กรมเจ้าท่า<td>PMQA หมวด 1 (2563), PMQA หมวด 3 (2564)</tr>
    <tr><td>กรมทางหลวง<td>รางวัลเลิศรัฐ ประจำปี 2562 ประเภทพัฒนาการบริการ ระดับดี</tr></table>"""
    assert winners("a.html", page.encode()) == {
        ("กรมเจ้าท่า", 2563, QUALITY, "PMQA รายหมวด", 1, None, None, "won"),
        ("กรมเจ้าท่า", 2564, QUALITY, "PMQA รายหมวด", 3, None, None, "won"),
        ("กรมทางหลวง", 2562, SERVICE, "พัฒนาการบริการ", None, "ดี", None, "won"),
    }


def test_a_level_behind_a_work_where_no_column_tells_it(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2565"],
        ["หน่วยงาน", "ประเภท", "ผลงาน"],
        ["กรมเจ้าท่า", "พัฒนาการบริการ", "เรือตรงเวลา (ดีเด่น)"],
        ["กรมทางหลวง", "พัฒนาการบริการ", "ไฟทาง (Smart Light)"],
    )
    assert {(found[0], found[5], found[6]) for found in winners("a.csv", rows)} == {
        ("กรมเจ้าท่า", "ดีเด่น", "เรือตรงเวลา"),
        ("กรมทางหลวง", None, "ไฟทาง (Smart Light)"),
    }


def test_bodies_for_columns_and_awards_for_rows(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2565"],
        ["รางวัล", "กรมเจ้าท่า", "กรมทางหลวง"],
        ["PMQA 4.0", "ก้าวหน้า", "-"],
        ["PMQA หมวด 2", "-", "✓"],
    )
    assert winners("a.csv", rows) == {
        ("กรมเจ้าท่า", 2565, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
        ("กรมทางหลวง", 2565, QUALITY, "PMQA รายหมวด", 2, None, None, "won"),
    }


@pytest.mark.parametrize("heading", ["รางวัลอื่น ๆ ที่ได้รับ", "รางวัลที่ได้รับ (มิใช่รางวัลเลิศรัฐ)"])
def test_awards_under_a_heading_of_others_are_none(winners: Winners, heading: str) -> None:
    rows = sheet(
        ["ทำเนียบรางวัลเลิศรัฐของกรมเจ้าท่า"],
        ["ปี", "ผลงาน", "ประเภท", "ระดับ"],
        ["2564", "เรือตรงเวลา", "พัฒนาการบริการ", "ดี"],
        ["2564", "แอปเรือ", "รางวัลรัฐบาลดิจิทัล", "ดี"],
        [heading],
        ["2565", "ท่าเรือสวย", "", "ดีเด่น"],
    )
    assert {found[6] for found in winners("a.csv", rows)} == {"เรือตรงเวลา"}


@pytest.mark.parametrize("title", ["สถิติรางวัลเลิศรัฐของกรมเจ้าท่า", "เป้าหมายรางวัลเลิศรัฐของกรมเจ้าท่า"])
def test_sums_and_targets_of_a_body_are_no_awards(winners: Winners, title: str) -> None:
    rows = sheet([title], ["ประเภท", "2564", "2565"], ["พัฒนาการบริการ", "1", "2"])
    assert winners("a.csv", rows) == set()


def test_how_far_a_work_got_may_stand_in_the_column_of_levels(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2565"],
        ["หน่วยงาน", "ประเภท", "ระดับ"],
        ["กรมเจ้าท่า", "พัฒนาการบริการ", "ดี"],
        ["กรมทางหลวง", "พัฒนาการบริการ", "ผ่านเข้ารอบ"],
        ["กรมธนารักษ์", "พัฒนาการบริการ", "ไม่ได้รับรางวัล"],
    )
    assert {(found[0], found[5], found[-1]) for found in winners("a.csv", rows)} == {
        ("กรมเจ้าท่า", "ดี", "won"),
        ("กรมทางหลวง", None, "finalist"),
    }


def test_ticks_under_the_steps_of_the_contest(winners: Winners) -> None:
    rows = sheet(
        ["ผลรางวัลเลิศรัฐ ปี 2565"],
        ["หน่วยงาน", "ประเภท", "ผ่านขั้นตอนที่ 1", "ได้รับรางวัล", "ระดับ"],
        ["กรมเจ้าท่า", "พัฒนาการบริการ", "✓", "✓", "ดี"],
        ["กรมทางหลวง", "พัฒนาการบริการ", "✓", "", "-"],
    )
    assert {(found[0], found[-1]) for found in winners("a.csv", rows)} == {
        ("กรมเจ้าท่า", "won"),
        ("กรมทางหลวง", "finalist"),
    }


def test_a_result_weighs_more_than_the_title(winners: Winners) -> None:
    rows = sheet(
        ["ผลงานรางวัลเลิศรัฐ ปี 2565 ที่ผ่านการประเมินขั้นตอนที่ 1"],
        ["หน่วยงาน", "ประเภท", "สถานะ"],
        ["กรมเจ้าท่า", "พัฒนาการบริการ", "ได้รับรางวัล"],
        ["กรมทางหลวง", "พัฒนาการบริการ", "-"],
    )
    assert {(found[0], found[-1]) for found in winners("a.csv", rows)} == {
        ("กรมเจ้าท่า", "won"),
        ("กรมทางหลวง", "finalist"),
    }
