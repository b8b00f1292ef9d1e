"""Whose awards a list without winners tells: the words over it say it, and rows name parts of that body."""

import pytest

from ingest.bodies import load_names
from ingest.tabular.facts import read_status
from ingest.tabular.whom import of_owner, read_owner
from ingest.tabular.winners import read_item, read_winner
from tests.ingest.sheets import QUALITY, SERVICE, Winners, sheet


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("ประวัติรางวัลเลิศรัฐของกรมทางหลวง พ.ศ. 2560 - 2566", "กรมทางหลวง"),
        ("รางวัลเลิศรัฐที่กรมทางหลวงได้รับ", "กรมทางหลวง"),
        ("สรุปรางวัลเลิศรัฐ กรมทางหลวง ประจำปี 2566", "กรมทางหลวง"),
        ("ผลการพิจารณารางวัลเลิศรัฐของสำนักงาน ก.พ.ร.", None),
        ("รางวัลเลิศรัฐของหน่วยงานในสังกัดกรมทางหลวง", None),
        ("ทำเนียบรางวัลเลิศรัฐของกระทรวงคมนาคม", None),
        ("สรุปรางวัลเลิศรัฐ กรมทางหลวง และกรมเจ้าท่า", None),
    ],
)
def test_whose_the_awards_below_are(words: str, owner: str | None) -> None:
    found = read_owner(words, load_names())
    assert (found.name if found else None) == owner


def test_a_column_of_divisions_under_the_name_of_their_body(winners: Winners) -> None:
    rows = sheet(
        ["ทำเนียบรางวัลเลิศรัฐของกรมทางหลวง"],
        ["ปี", "ผลงาน", "หน่วยงานในสังกัดที่ดำเนินการ", "ประเภท", "ระดับ"],
        ["2564", "ถนนบอกทางผู้ขับ", "สำนักแผนงาน", "นวัตกรรมการบริการ", "ดี"],
        ["2565", "แจ้งหลุมบ่อใน 1 นาที", "-", "พัฒนาการบริการ", "ดีเด่น"],
    )
    assert winners("a.csv", rows) == {
        ("กรมทางหลวง", 2564, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "ถนนบอกทางผู้ขับ", "won"),
        ("กรมทางหลวง", 2565, SERVICE, "พัฒนาการบริการ", None, "ดีเด่น", "แจ้งหลุมบ่อใน 1 นาที", "won"),
    }


def test_other_bodies_under_such_a_title_keep_their_awards(winners: Winners) -> None:
    rows = sheet(
        ["รางวัลเลิศรัฐของจังหวัดตรัง ปี 2565"],
        ["หน่วยงานเจ้าของผลงาน", "ผลงาน", "ประเภท", "ระดับ"],
        ["โรงพยาบาลตรัง", "คิวผ่าตัดบนมือถือ", "พัฒนาการบริการ", "ดี"],
        ["เทศบาลนครตรัง", "ตลาดสะอาด", "พัฒนาการบริการ", "ดี"],
    )
    assert {found[0] for found in winners("a.csv", rows)} == {"โรงพยาบาลตรัง", "เทศบาลนครตรัง"}


def test_a_matrix_with_a_year_in_each_row(winners: Winners) -> None:
    rows = sheet(
        ["ประวัติรางวัลเลิศรัฐของกรมทางหลวง"],
        ["ปี", "PMQA 4.0", "หมวด 1", "หมวด 6"],
        ["2563", "-", "✓", "-"],
        ["2564", "ก้าวหน้า", "-", "✓"],
    )
    assert winners("a.csv", rows) == {
        ("กรมทางหลวง", 2563, QUALITY, "PMQA รายหมวด", 1, None, None, "won"),
        ("กรมทางหลวง", 2564, QUALITY, "PMQA รายหมวด", 6, None, None, "won"),
        ("กรมทางหลวง", 2564, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
    }


def test_a_matrix_with_a_year_over_each_column_on_a_page_of_one_body(winners: Winners) -> None:
    page = """<h1>รางวัลเลิศรัฐที่มหาวิทยาลัยแม่โจ้ได้รับ</h1><p>ข้อมูลสำหรับบุคลากร</p><h2>ระดับสถาบัน</h2>
    <table><tr><th>ปี<th>2563<th>2564</tr><tr><td>PMQA รายหมวด<td>หมวด 3 และหมวด 6<td>-</tr>
    <tr><td>PMQA 4.0<td>—<td>ระดับก้าวหน้า</tr></table>"""
    assert winners("a.html", page.encode()) == {
        ("มหาวิทยาลัยแม่โจ้", 2563, QUALITY, "PMQA รายหมวด", 3, None, None, "won"),
        ("มหาวิทยาลัยแม่โจ้", 2563, QUALITY, "PMQA รายหมวด", 6, None, None, "won"),
        ("มหาวิทยาลัยแม่โจ้", 2564, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
    }


def test_awards_and_works_in_one_column_beside_their_winners(winners: Winners) -> None:
    rows = sheet(
        ["รางวัลเลิศรัฐ ปี 2566"],
        ["หน่วยงาน", "รางวัล / ผลงาน"],
        ["กรมเจ้าท่า", "ประเภทพัฒนาการบริการ ระดับดี ผลงาน “ตั๋วเรือใบเดียว”"],
    )
    assert winners("a.csv", rows) == {
        ("กรมเจ้าท่า", 2566, SERVICE, "พัฒนาการบริการ", None, "ดี", "ตั๋วเรือใบเดียว", "won")
    }


def test_a_row_over_all_columns_and_a_row_of_one_word_are_captions(winners: Winners) -> None:
    page = """<h1>รางวัลเลิศรัฐ ปี 2565</h1><table><tr><th>ที่<th>หน่วยงาน<th>ประเภท<th>ผลงาน</tr>
    <tr><td colspan=4>ภาคตะวันตก</tr><tr><td>1<td>กรมเจ้าท่า<td>พัฒนาการบริการ<td>ท่าเรือไร้ขยะ</tr>
    <tr><td>ภาคตะวันออก<td><td><td></tr></table>"""
    assert {(found[0], found[6]) for found in winners("a.html", page.encode())} == {
        ("กรมเจ้าท่า", "ท่าเรือไร้ขยะ")
    }


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ทต.บ้านธิ จ.ลำพูน", "เทศบาลตำบลบ้านธิ"),
        ("อบต. แม่สา", "องค์การบริหารส่วนตำบลแม่สา"),
        ("รพ.ปากชม (จ.เลย)", "โรงพยาบาลปากชม"),
        ("สสจ.เลย", "สำนักงานสาธารณสุขจังหวัดเลย"),
        ("ม.แม่โจ้", "มหาวิทยาลัยแม่โจ้"),
        ("ก. กรมเจ้าท่า", "กรมเจ้าท่า"),
    ],
)
def test_the_heads_of_local_bodies_are_spelled_out(written: str, name: str) -> None:
    found = read_winner(written, load_names())
    assert found is not None
    assert found.name == name


def test_results_that_are_not_out_yet_make_no_winners() -> None:
    assert read_status("ยังไม่ประกาศผลรางวัล") is None
    assert read_status("ผ่านการประเมินขั้นตอนที่ 1 (รอประกาศผล)") == "finalist"
    assert read_status("ประกาศผลรางวัล") == "won"


def test_a_body_whose_head_is_written_in_full_loses_its_seat_too() -> None:
    found = read_winner("เทศบาลตำบลบ้านธิ อ.บ้านธิ จ.ลำพูน", load_names())
    assert found is not None
    assert found.name == "เทศบาลตำบลบ้านธิ"


def test_a_province_in_full_belongs_to_the_name() -> None:
    found = read_winner("รพ.เฉลิมชัย จังหวัดเลย", load_names())
    assert found is not None
    assert found.name == "โรงพยาบาลเฉลิมชัย จังหวัดเลย"


def test_the_ministry_in_a_title_settles_who_its_secretary_is(winners: Winners) -> None:
    rows = sheet(
        ["รางวัลเลิศรัฐของหน่วยงานในสังกัดกระทรวงคมนาคม ปี 2565"],
        ["หน่วยงาน", "หมวด"],
        ["สป.", "หมวด 1"],
        ["กรมเจ้าท่า", "หมวด 2"],
    )
    assert {found[0] for found in winners("a.csv", rows)} == {"สำนักงานปลัดกระทรวงคมนาคม", "กรมเจ้าท่า"}


def test_works_with_their_levels_behind_them_under_years(winners: Winners) -> None:
    rows = sheet(
        ["ทำเนียบรางวัลเลิศรัฐของกรมทางหลวง"],
        ["ประเภทรางวัล", "2564", "2565"],
        ["นวัตกรรมการบริการ", "ไฟทางรู้ตัว (ดี)", "-"],
        ["พัฒนาการบริการ", "-", "ถนนไร้หลุม (ระดับดีเด่น)"],
    )
    assert winners("a.csv", rows) == {
        ("กรมทางหลวง", 2564, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "ไฟทางรู้ตัว", "won"),
        ("กรมทางหลวง", 2565, SERVICE, "พัฒนาการบริการ", None, "ดีเด่น", "ถนนไร้หลุม", "won"),
    }


def test_a_hospital_that_nobody_lists_owns_its_awards_too(winners: Winners) -> None:
    rows = sheet(
        ["ทำเนียบรางวัลเลิศรัฐของโรงพยาบาลภูหลวง"],
        ["ปี", "ผลงาน", "หน่วยงาน", "ประเภท", "ระดับ"],
        ["2564", "คิวยาบนดอย", "กลุ่มงานเภสัชกรรม", "พัฒนาการบริการ", "ดี"],
        ["2565", "เตียงว่างรู้ทัน", "-", "พัฒนาการบริการ", "ดี"],
    )
    assert {found[0] for found in winners("a.csv", rows)} == {"โรงพยาบาลภูหลวง"}


OWN_LIST = """<html><body><h1>ทำเนียบรางวัลเลิศรัฐ ปี 2564</h1>{}</body></html>"""


@pytest.mark.parametrize(
    "listed",
    [
        "<ul><li>กรมที่ดิน<ul><li>{0}</li><li>{1}</li></ul></li><li>โรงพยาบาลลำพูน<ul><li>{2}</li></ul></li></ul>",
        "<dl><dt>กรมที่ดิน</dt><dd>{0}</dd><dd>{1}</dd><dt>โรงพยาบาลลำพูน</dt><dd>{2}</dd></dl>",
        "<h3>กรมที่ดิน (2 รางวัล)</h3><ul><li>{0}</li><li>{1}</li></ul><h3>โรงพยาบาลลำพูน</h3>"
        "<ul><li>{2}</li></ul>",
    ],
)
def test_bodies_over_items_that_tell_their_awards(winners: Winners, listed: str) -> None:
    items = (
        "ประเภทพัฒนาการบริการ ระดับดี ผลงาน “ถามที่ดิน”",
        "PMQA 4.0 ระดับก้าวหน้า",
        "ประเภทนวัตกรรมการบริการ ระดับดีเด่น ผลงาน “ไม้เท้านำทาง”",
    )
    assert winners("a.html", OWN_LIST.format(listed.format(*items)).encode()) == {
        ("กรมที่ดิน", 2564, SERVICE, "พัฒนาการบริการ", None, "ดี", "ถามที่ดิน", "won"),
        ("กรมที่ดิน", 2564, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
        ("โรงพยาบาลลำพูน", 2564, SERVICE, "นวัตกรรมการบริการ", None, "ดีเด่น", "ไม้เท้านำทาง", "won"),
    }


def test_a_type_alone_in_one_bodys_list_may_be_a_heading_but_one_for_a_category_is_an_award() -> None:
    names = load_names()
    owner = read_winner("กรมที่ดิน", names)
    heading, award = "1. ประเภทพัฒนาการบริการ ระดับดี", "2. PMQA หมวด 4"
    assert of_owner(read_item(heading, names), heading, owner).winner is None
    assert of_owner(read_item(award, names), award, owner).winner == owner
    assert of_owner(read_item(award, names), award, None).winner is None


def test_numbered_lines_of_one_bodys_sheet_are_its_awards(winners: Winners) -> None:
    rows = [
        ["รางวัลเลิศรัฐ ของกรมที่ดิน"],
        ["พ.ศ. 2563"],
        ["1. แปลงที่ดินในมือ ประเภทพัฒนาการบริการ ระดับดี"],
        ["2. PMQA หมวด 1"],
        ["พ.ศ. 2564"],
        ["1. สำรวจจากฟ้า รางวัลประเภทนวัตกรรมการบริการ ระดับดีเด่น"],
    ]
    assert winners("a.csv", "\n".join(row[0] for row in rows).encode()) == {
        ("กรมที่ดิน", 2563, SERVICE, "พัฒนาการบริการ", None, "ดี", "แปลงที่ดินในมือ", "won"),
        ("กรมที่ดิน", 2563, QUALITY, "PMQA รายหมวด", 1, None, None, "won"),
        ("กรมที่ดิน", 2564, SERVICE, "นวัตกรรมการบริการ", None, "ดีเด่น", "สำรวจจากฟ้า", "won"),
    }
