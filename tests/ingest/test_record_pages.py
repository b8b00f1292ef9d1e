"""Pages of labels and values tell their award however they are tagged; other tables are left alone."""

import datetime

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.readers import read_bytes
from ingest.records import Document

PAIRS = (
    ("ระดับ", "ดีเด่น"),
    ("ชื่อผลงาน", "ระบบนัดหมายออนไลน์"),
    ("ประเภท", "พัฒนาการบริการ"),
    ("หน่วยงาน", "กรมปศุสัตว์"),
    ("หน่วยงานผู้รับผิดชอบ", "กรมปศุสัตว์"),
)
TITLE = "รางวัลเลิศรัฐ สาขาบริการภาครัฐ ประจำปี พ.ศ. 2562"
PROSE = "<p>เดิมประชาชนต้องรอคิวนาน กรมจึงวางระบบนัดหมายใหม่ให้สะดวกและรวดเร็วกว่าเดิมทั่วประเทศ</p>"


def tagged(row: str, around: str = "{}") -> str:
    return around.format("".join(row.format(label=label, value=value) for label, value in PAIRS))


FORMS = {
    "paragraphs": tagged("<p><b>{label} :</b> {value}</p>"),
    "a table": tagged("<tr><th>{label}</th><td>{value}</td></tr>", "<table>{}</table>"),
    "a table without headings": tagged("<tr><td>{label}</td><td>{value}</td></tr>", "<table>{}</table>"),
    "definitions": tagged("<dt>{label} :</dt><dd>{value}</dd>", "<dl>{}</dl>"),
    "a list": tagged("<li>{label} : {value}</li>", "<ul>{}</ul>"),
    "rows": tagged('<div class="row"><div>{label} :</div><div>{value}</div></div>'),
    "breaks": tagged("{label} : {value}<br>", "<p>{}</p>"),
}


def read(body: str, title: str = TITLE) -> Document:
    head = f"<html><head><title>{title}</title></head><body><nav><a href='/'>หน้าแรก</a></nav>"
    return read_bytes(
        "a.html", f"{head}<div class='content'><h1>{title}</h1>{body}</div></body></html>".encode()
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_record_page_tells_its_award_however_it_is_tagged(form: str) -> None:
    (award,) = extract(read(FORMS[form] + PROSE), load_names()).awards
    assert (award.recipient_id, award.level, award.type, award.edition_year_be, award.project) == (
        "dld",
        "ดีเด่น",
        "พัฒนาการบริการ",
        2562,
        "ระบบนัดหมายออนไลน์",
    )


def test_the_real_record_pages_are_read_as_text(corpus: object) -> None:
    pages = ("corrections", "moph", "excise", "dld")
    for page in pages:
        path = corpus / "retold" / f"retold-{page}-2562-opdc.txt"  # type: ignore[operator]
        if not path.exists():
            pytest.skip("no record pages here")
        (award,) = extract(read_bytes(path.name, path.read_bytes()), load_names()).awards
        assert award.level == "ดีเด่น"


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>กรมที่ดิน</td><td>โฉนดถึงบ้าน</td></tr><tr><td>กรมปศุสัตว์</td><td>ฟาร์ม</td></tr></table>",
        "<table><tr><td>1</td><td>กรมที่ดิน</td></tr><tr><td>2</td><td>กรมปศุสัตว์</td></tr></table>",
        "<table><tr><td>ระดับ</td><td>ดี</td><td>ก</td></tr><tr><td>ปี</td><td>2562</td><td>ข</td></tr></table>",
        "<ul><li>กรมที่ดิน</li><li>กรมปศุสัตว์</li></ul>",
    ],
)
def test_other_tables_and_lists_are_no_pairs(body: str) -> None:
    assert " : " not in read(body + PROSE * 3).text


@pytest.mark.parametrize(
    "line",
    ["18&nbsp;ก.ย.&nbsp;2567 | เปิดอ่าน 1,234 ครั้ง", "วันพุธที่ ๑๘ กันยายน ๒๕๖๗", "เผยแพร่เมื่อ 18 กันยายน 2567 เวลา"],
)
def test_the_day_stands_below_the_title_in_the_buddhist_era(line: str) -> None:
    expected = None if line.endswith("เวลา") else datetime.date(2024, 9, 18)
    assert read(f"<p class='meta'>{line}</p>{PROSE * 4}").published == expected


def test_no_day_is_guessed_from_the_text() -> None:
    assert read(f"<p>ประจำปี 2567 เมื่อวันที่ 12/09/2565 กรมได้รับรางวัล</p>{PROSE * 4}").published is None
