"""Winner lists in web pages, Word documents and PDFs: layouts made here, with what they tell."""
# ruff: noqa: E501, PLC0415 - a row of a list stands in one line; what draws a file may be missing

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

SERVICE = "บริการภาครัฐ"
TOGETHER = "การบริหารราชการแบบมีส่วนร่วม"
QUALITY = "คุณภาพการบริหารจัดการภาครัฐ"
Winners = Callable[[str, bytes], set[tuple[object, ...]]]


def test_tables_of_a_page_with_spans_captions_and_another_years_decoy(winners: Winners) -> None:
    page = """<!doctype html><html lang="th"><head><title>รางวัลเลิศรัฐของหน่วยงานในสังกัด</title></head><body>
    <nav><table><tr><td>กรมประมง</td><td>รางวัลเลิศรัฐ 2560</td></tr><tr><td>กรมที่ดิน</td><td>รางวัลเลิศรัฐ 2559</td></tr></table></nav>
    <main><h1>ทำเนียบรางวัลเลิศรัฐ</h1>
    <table><caption>รางวัลเลิศรัฐ ประจำปี 2565</caption>
    <tr><th rowspan=2>ที่</th><th rowspan=2>ชื่อส่วนราชการ</th><th colspan=2>ผลการพิจารณา</th><th rowspan=2>ผลงานที่ส่งเข้าประกวด</th></tr>
    <tr><th>ประเภทรางวัล</th><th>ระดับ</th></tr>
    <tr><th colspan=5>สาขาบริการภาครัฐ</th></tr>
    <tr><td>1</td><td rowspan=2>กรมที่ดิน<sup>1</sup></td><td>พัฒนาการบริการ</td><td rowspan=2>ดีเด่น</td><td>โฉนดทันใจ</td></tr>
    <tr><td>2</td><td>นวัตกรรมการบริการ</td><td>รังวัดด้วยดาวเทียม</td></tr>
    <tr><th colspan=5>สาขาการบริหารราชการแบบมีส่วนร่วม</th></tr>
    <tr><td>3</td><td>กรมป่าไม้</td><td>ร่วมใจแก้จน</td><td>ดี</td><td>&ndash;</td></tr></table>
    <p>1 ร่วมกับกรมธนารักษ์</p>
    <table><caption>รางวัลเลิศรัฐ ประจำปี 2566</caption>
    <thead><tr><th>ที่</th><th>ชื่อส่วนราชการ</th><th>รางวัล</th></tr></thead>
    <tr><td>1</td><td>กรมที่ดิน</td><td>รางวัลเกียรติยศเลิศรัฐ</td></tr>
    <tr><td>2</td><td>กรมป่าไม้</td><td>รางวัลคุณภาพการบริหารจัดการภาครัฐ 4.0 ระดับก้าวหน้า (Advance)</td></tr></table>
    </main></body></html>"""
    assert winners("page.html", page.encode()) == {
        ("กรมที่ดิน", 2565, SERVICE, "พัฒนาการบริการ", None, "ดีเด่น", "โฉนดทันใจ", "won"),
        ("กรมที่ดิน", 2565, SERVICE, "นวัตกรรมการบริการ", None, "ดีเด่น", "รังวัดด้วยดาวเทียม", "won"),
        ("กรมป่าไม้", 2565, TOGETHER, "ร่วมใจแก้จน", None, "ดี", None, "won"),
        ("กรมที่ดิน", 2566, None, "เกียรติยศเลิศรัฐ", None, None, None, "won"),
        ("กรมป่าไม้", 2566, QUALITY, "PMQA 4.0", None, "ก้าวหน้า", None, "won"),
    }


def test_cards_of_labels_and_values_one_table_an_award(winners: Winners) -> None:
    card = "<table><tr><td>หน่วยงาน</td><td>{}</td></tr><tr><td>ชื่อผลงาน</td><td>{}</td></tr><tr><td>สาขา</td><td>{}</td></tr><tr><td>ประเภท</td><td>{}</td></tr><tr><td>ระดับ</td><td>{}</td></tr></table>"
    cards = [
        ("กรมอุตุนิยมวิทยา", "พยากรณ์ใกล้บ้าน", "บริการภาครัฐ", "บูรณาการข้อมูลเพื่อการบริการ", "ดี"),
        ("กรมประมง", "ประมงพื้นบ้านยั่งยืน", "การบริหารราชการแบบมีส่วนร่วม", "สัมฤทธิ์ผลประชาชนมีส่วนร่วม", "ดีเด่น"),
    ]
    body = "".join(card.format(*values) for values in cards)
    page = f"<html><head><title>รางวัลเลิศรัฐ 2564</title></head><body><h1>ผลงานที่ได้รับรางวัลเลิศรัฐ ประจำปี พ.ศ. 2564</h1>{body}</body></html>"
    assert winners("cards.htm", page.encode()) == {
        ("กรมอุตุนิยมวิทยา", 2564, SERVICE, "บูรณาการข้อมูลเพื่อการบริการ", None, "ดี", "พยากรณ์ใกล้บ้าน", "won"),
        ("กรมประมง", 2564, TOGETHER, "สัมฤทธิผลประชาชนมีส่วนร่วม", None, "ดีเด่น", "ประมงพื้นบ้านยั่งยืน", "won"),
    }


def test_nested_lists_with_the_body_before_its_work(winners: Winners) -> None:
    page = """<html><head><title>ผลรางวัลเลิศรัฐ ปี 2562</title></head><body><article><h2>ผลรางวัลเลิศรัฐ ประจำปี พ.ศ. ๒๕๖๒</h2>
    <ul><li>รางวัลบริการภาครัฐ<ul><li>ระดับดีเด่น<ul><li>กรมที่ดิน : โฉนดทันใจ (ประเภทพัฒนาการบริการ)</li>
    <li>กรมทางหลวง : ทางหลวงปลอดภัย (ประเภทนวัตกรรมการบริการ)</li></ul></li>
    <li>ระดับดี<ul><li>กรมเจ้าท่า เรื่อง “เรือไฟฟ้าเจ้าพระยา” (ประเภทนวัตกรรมการบริการ)</li></ul></li></ul></li>
    <li>รางวัลคุณภาพการบริหารจัดการภาครัฐ<ul><li>หมวด 1 การนำองค์การ<ul><li>กรมสรรพากร</li><li>จังหวัดตรัง</li></ul></li>
    <li>หมวด 4 การวัด การวิเคราะห์ และการจัดการความรู้<ul><li>กรมสรรพสามิต</li></ul></li></ul></li></ul></article></body></html>"""
    assert winners("list.html", page.encode()) == {
        ("กรมที่ดิน", 2562, SERVICE, "พัฒนาการบริการ", None, "ดีเด่น", "โฉนดทันใจ", "won"),
        ("กรมทางหลวง", 2562, SERVICE, "นวัตกรรมการบริการ", None, "ดีเด่น", "ทางหลวงปลอดภัย", "won"),
        ("กรมเจ้าท่า", 2562, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "เรือไฟฟ้าเจ้าพระยา", "won"),
        ("กรมสรรพากร", 2562, QUALITY, "PMQA รายหมวด", 1, None, None, "won"),
        ("จังหวัดตรัง", 2562, QUALITY, "PMQA รายหมวด", 1, None, None, "won"),
        ("กรมสรรพสามิต", 2562, QUALITY, "PMQA รายหมวด", 4, None, None, "won"),
    }


def word_document() -> bytes:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("บัญชีผลงานที่ได้รับรางวัลเลิศรัฐ ประจำปี พ.ศ. ๒๕๖๑")
    document.add_paragraph().add_run("๑. สาขาบริการภาครัฐ").bold = True
    document.add_paragraph("๑.๑ ประเภทนวัตกรรมการบริการ")
    rows = [["ลำดับที่", "หน่วยงาน/ผลงาน", "ระดับรางวัล"]]
    rows += [["๑", "กรมการแพทย์\nโรงพยาบาลราชวิถี\nผลงาน : ผ่าตัดวันเดียวกลับ", "ดีเด่น"]]
    rows += [["๒", "กรมอนามัย\nผลงาน : ฟันดีวิถีไทย", "ดี"], ["", "รวม ๒ รางวัล", ""]]
    fill_table(document, rows)
    document.add_paragraph("๑.๒ ประเภทพัฒนาการบริการ")
    table = fill_table(
        document,
        [["ระดับดี", "", ""], ["๑", "กรมอนามัย\nผลงาน : ส้วมสะอาด", ""], ["๒", "กรมที่ดิน\nผลงาน : โฉนดทันใจ", ""]],
    )
    table.cell(0, 0).merge(table.cell(0, 2))
    document.add_paragraph("๒. สาขาการบริหารราชการแบบมีส่วนร่วม")
    document.add_paragraph("๒.๑ ประเภทเปิดใจใกล้ชิดประชาชน ระดับดีเด่น")
    document.add_paragraph("(๑) กรมประมง ผลงาน “ประมงอาสา”", style="List Number")
    document.add_paragraph("(๒) กรมป่าไม้ ผลงาน “ป่าในเมือง”", style="List Number")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def fill_table(document: object, rows: Sequence[Sequence[str]]) -> object:
    table = document.add_table(len(rows), len(rows[0]))  # type: ignore[attr-defined]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    return table


def test_a_word_document_of_numbered_lines_tables_without_header_and_items(winners: Winners) -> None:
    assert winners("bold.docx", word_document()) == {
        ("กรมการแพทย์", 2561, SERVICE, "นวัตกรรมการบริการ", None, "ดีเด่น", "ผ่าตัดวันเดียวกลับ", "won"),
        ("กรมอนามัย", 2561, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "ฟันดีวิถีไทย", "won"),
        ("กรมอนามัย", 2561, SERVICE, "พัฒนาการบริการ", None, "ดี", "ส้วมสะอาด", "won"),
        ("กรมที่ดิน", 2561, SERVICE, "พัฒนาการบริการ", None, "ดี", "โฉนดทันใจ", "won"),
        ("กรมประมง", 2561, TOGETHER, "เปิดใจใกล้ชิดประชาชน", None, "ดีเด่น", "ประมงอาสา", "won"),
        ("กรมป่าไม้", 2561, TOGETHER, "เปิดใจใกล้ชิดประชาชน", None, "ดีเด่น", "ป่าในเมือง", "won"),
    }


def thai_font() -> str:
    found = sorted(Path("/usr/share/fonts").rglob("NotoSansThai-Regular.ttf"))
    if not found:
        pytest.skip("no Thai font here")
    return str(found[0])


def pdf(ruled: bool) -> bytes:
    """Two pages with the header on both, a group row over all columns, a work that wraps, and a total."""
    pytest.importorskip("reportlab")
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(TTFont("Thai", thai_font()))
    style = ParagraphStyle("thai", fontName="Thai", fontSize=11, leading=16)

    def table(rows: list[list[str]], spans: list[int]) -> Table:
        look = [("FONT", (0, 0), (-1, -1), "Thai", 11), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        look += [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
        look += [("SPAN", (0, row), (-1, row)) for row in spans]
        return Table(rows, colWidths=[45, 190, 250, 190, 70], style=TableStyle(look))

    header = ["ลำดับ", "หน่วยงาน", "ชื่อผลงาน", "ประเภทรางวัล", "ระดับ"]
    first = [header, ["สาขาบริการภาครัฐ", "", "", "", ""]]
    first += [["๑", "กรมที่ดิน", "โฉนดทันใจทั่วไทย\nเพื่อประชาชน", "พัฒนาการบริการ", "ดีเด่น"]]
    first += [["๒", "กรมทางหลวง", "ทางหลวงปลอดภัย", "นวัตกรรมการบริการ", "ดี"]]
    second = [header, ["๓", "กรมเจ้าท่า", "เรือไฟฟ้าเจ้าพระยา", "นวัตกรรมการบริการ", "ดี"]]
    second += [["สาขาการบริหารราชการแบบมีส่วนร่วม", "", "", "", ""], ["๔", "กรมป่าไม้", "-", "ร่วมใจแก้จน", "ดี"]]
    buffer = io.BytesIO()
    story = [Paragraph("รายชื่อผลงานที่ได้รับรางวัลเลิศรัฐ ประจำปี พ.ศ. ๒๕๖๗", style)]
    story += [table(first, [1]), PageBreak(), table(second, [2]), Paragraph("รวมทั้งสิ้น ๔ รางวัล", style)]
    SimpleDocTemplate(buffer, pagesize=landscape(A4)).build(story)
    return buffer.getvalue()


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "without lines"])
def test_a_pdf_over_two_pages(winners: Winners, ruled: bool) -> None:
    assert winners("list.pdf", pdf(ruled)) == {
        ("กรมที่ดิน", 2567, SERVICE, "พัฒนาการบริการ", None, "ดีเด่น", "โฉนดทันใจทั่วไทยเพื่อประชาชน", "won"),
        ("กรมทางหลวง", 2567, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "ทางหลวงปลอดภัย", "won"),
        ("กรมเจ้าท่า", 2567, SERVICE, "นวัตกรรมการบริการ", None, "ดี", "เรือไฟฟ้าเจ้าพระยา", "won"),
        ("กรมป่าไม้", 2567, TOGETHER, "ร่วมใจแก้จน", None, "ดี", None, "won"),
    }


def test_a_page_that_an_office_program_printed(winners: Winners, tmp_path: Path) -> None:
    """LibreOffice's PDF of a sheet: SARA AM in two halves, numbers close to the names behind them, no lines."""
    openpyxl = pytest.importorskip("openpyxl")
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice here")
    thai_font()
    book = openpyxl.Workbook()
    rows = [["รายชื่อผลงานที่ได้รับรางวัลเลิศรัฐ ประจำปี พ.ศ. 2565"], ["ลำดับ", "หน่วยงาน", "ชื่อผลงาน", "รางวัลที่ได้รับ"]]
    rows += [["รางวัลบริการภาครัฐ"], [1, "สำนักงานประกันสังคม", "กำลังใจผู้ประกันตน", "ประเภทพัฒนาการบริการ ระดับดี"]]
    rows += [[2, "กรมการขนส่งทางบก", "ชำระภาษีไม่ต้องรอ", "ประเภทนวัตกรรมการบริการ ระดับดีเด่น"]]
    for row in rows:
        book.active.append(row)
    for letter, width in zip("ABCD", (10, 30, 30, 45), strict=True):
        book.active.column_dimensions[letter].width = width
    book.active.page_setup.orientation, book.active.page_setup.fitToHeight = "landscape", 0
    book.active.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    source = tmp_path / "list.xlsx"
    book.save(source)
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    assert winners("list.pdf", source.with_suffix(".pdf").read_bytes()) == {
        ("สำนักงานประกันสังคม", 2565, SERVICE, "พัฒนาการบริการ", None, "ดี", "กำลังใจผู้ประกันตน", "won"),
        ("กรมการขนส่งทางบก", 2565, SERVICE, "นวัตกรรมการบริการ", None, "ดีเด่น", "ชำระภาษีไม่ต้องรอ", "won"),
    }
