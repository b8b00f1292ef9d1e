"""Broken, empty, enormous or hostile files of tables: a clear refusal or no award, soon and in little memory."""
# ruff: noqa: E501 - a row of a list stands in one line; what draws a file may be missing

import io
import time
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.grids import MOST_COLUMNS, Cell, Grid, Line, Row, lay_out
from ingest.readers import RefusedInputError, read_bytes
from ingest.readers.html_grids import read_html_grids
from ingest.records import Document

openpyxl = pytest.importorskip("openpyxl")

SECONDS = 90.0
"""More than the slowest takes on a busy machine."""
WORDS = [
    "",
    "-",
    "„",
    "/",
    "1",
    "๒",
    "กรมที่ดิน",
    "ลำดับ",
    "หน่วยงาน",
    "ชื่อผลงาน",
    "ระดับ",
    "ดีเด่น",
    "ดี",
    "รางวัลที่ได้รับ",
]
WORDS += [
    "สาขาบริการภาครัฐ",
    "ประเภทนวัตกรรมการบริการ",
    "PMQA 4.0",
    "หมวด 1",
    "รวม",
    "หมายเหตุ",
    "2565",
    "โฉนดทันใจ",
]
WORDS += ["ผลงาน “โฉนดทันใจ” โดย กรมที่ดิน", "รางวัลเลิศรัฐ ประจำปี 2565", "กระทรวงมหาดไทย", "GECC", "ไม่ระบุประเภท"]


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < SECONDS


def awards_of(name: str, data: bytes) -> int:
    return len(extract(read_bytes(name, data), load_names()).awards)


def saved(book: object) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def with_part(data: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    """The archive with one part of it changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            words = old.read(part)
            new.writestr(part, words.replace(*change) if part == name else words)
    return buffer.getvalue()


def small_book() -> bytes:
    book = openpyxl.Workbook()
    for row in [["รางวัลเลิศรัฐ ประจำปี 2565"], ["หน่วยงาน", "รางวัลที่ได้รับ"], ["กรมที่ดิน", "รางวัลเลิศรัฐยอดเยี่ยม"]]:
        book.active.append(row)
    return saved(book)


SHEET = "xl/worksheets/sheet1.xml"


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(RefusedInputError, match="holds no words"):
        read_bytes("a.xlsx", saved(openpyxl.Workbook()))


def test_a_workbook_without_a_header_that_is_known_gives_no_award() -> None:
    book = openpyxl.Workbook()
    book.active.append(["รางวัลเลิศรัฐ", "x", "y"])
    book.active.append(["ก", "ข", "ค"])
    assert awards_of("a.xlsx", saved(book)) == 0


def test_a_million_empty_rows_cost_little() -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(4, 1_000_000))
    data = with_part(small_book(), SHEET, (b"</sheetData>", rows + b"</sheetData>"))
    assert awards_of("a.xlsx", data) == 1


def test_a_cell_in_the_last_corner_costs_little() -> None:
    corner = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    assert awards_of("a.xlsx", with_part(small_book(), SHEET, (b"</sheetData>", corner))) == 1


def test_a_range_merged_over_the_whole_sheet_costs_little() -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert awards_of("a.xlsx", with_part(small_book(), SHEET, (b"</sheetData>", merged))) in (0, 1)


def test_a_formula_counts_as_what_it_last_gave() -> None:
    formula = b"<f>1+1</f><v>7</v>"
    data = with_part(
        small_book(), SHEET, (b"</sheetData>", b'<row r="9"><c r="A9">' + formula + b"</c></row></sheetData>")
    )
    assert "7" in read_bytes("a.xlsx", data).text


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = with_part(small_book(), SHEET, (b"</sheetData>", b"<row/>" * 12_000_000 + b"</sheetData>"))
    assert len(data) < 1_000_000
    with pytest.raises(RefusedInputError, match="unpacks to more"):
        read_bytes("a.xlsx", data)


def test_entities_are_refused() -> None:
    data = with_part(small_book(), SHEET, (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "a">]><worksheet'))
    with pytest.raises(RefusedInputError, match="entities"):
        read_bytes("a.xlsx", data)


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.pdf"])
@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + b"x" * 200, b"%PDF-1.7\n" + b"x" * 200, b"\xd0\xcf\x11\xe0" * 50]
)
def test_what_is_no_such_file_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(RefusedInputError):
        read_bytes(name, data)


def test_a_quote_that_is_never_closed_swallows_no_rows() -> None:
    text = 'รางวัลเลิศรัฐ ประจำปี 2565,,\nหน่วยงาน,รางวัลที่ได้รับ,ผลงาน\nกรมที่ดิน,รางวัลเลิศรัฐยอดเยี่ยม,"โฉนด\n'
    text += "".join(f"กรมประมง,PMQA 4.0 ระดับก้าวหน้า,ก{number}\n" for number in range(9))
    assert awards_of("a.csv", text.encode()) == 10


def test_more_rows_than_any_list_has_are_refused() -> None:
    text = "หน่วยงาน,รางวัลเลิศรัฐ\n" + "กรมที่ดิน,ดี\n" * 30_000
    with pytest.raises(RefusedInputError, match="rows"):
        read_bytes("a.csv", text.encode())


def test_spans_beyond_the_page_cost_little() -> None:
    cell = '<td rowspan="999999" colspan="999999">กรมที่ดิน</td>'
    page = f"<html><body><p>รางวัลเลิศรัฐ</p><table>{('<tr>' + cell * 50 + '</tr>') * 50}</table></body></html>"
    (table, *_) = read_html_grids(page.encode())
    assert len(table.rows) == 50
    assert len(table.rows[0].cells) == MOST_COLUMNS


cells = st.builds(Cell, st.sampled_from(WORDS), st.booleans(), st.booleans())
rows = st.lists(cells, min_size=1, max_size=6)
lines = st.lists(
    st.builds(Line, st.sampled_from(WORDS), st.just(""), st.none() | st.integers(0, 12), st.booleans()),
    max_size=3,
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    drawn = draw(st.lists(rows, max_size=8))
    width = max(map(len, drawn), default=0)
    full = (Row((*row, *[Cell()] * (width - len(row))), f"row {n}") for n, row in enumerate(drawn, start=1))
    return Grid(draw(st.sampled_from(["a", "b"])), tuple(full), tuple(draw(lines)), draw(st.booleans()))


@settings(max_examples=100, deadline=None)
@given(st.lists(grids(), max_size=3))
def test_no_table_raises_and_each_record_quotes_the_text(drawn: list[Grid]) -> None:
    text, placed = lay_out(drawn)
    document = Document(key="a", text=text, sha256="0" * 64, grids=placed)
    found = extract(document, load_names())
    for record in (*found.awards, *found.counts, *found.ceremonies):
        assert text[record.start : record.end] == record.evidence
