"""Word documents: paragraphs and tables in their order, and what strangers do to readers of XML in a zip."""

import io
import time
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import Refusal, RefusedInputError, read_bytes

NEWS = "กรมทดสอบได้รับรางวัล"


def pack(part: bytes, name: str = "word/document.xml") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(name, part)
    return held.getvalue()


def write_docx(body: str, head: str = "") -> bytes:
    return pack(
        f'{head}<w:document xmlns:w="urn:w" xmlns:m="urn:m"><w:body>{body}</w:body></w:document>'.encode()
    )


def paragraph(*runs: str) -> str:
    return f"<w:p><w:pPr><w:tab/></w:pPr>{''.join(map(run, runs))}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t>{escape(text)}</w:t></w:r>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def text_of(body: str) -> str:
    return read_bytes("a.docx", write_docx(body)).text


def refusal_of(data: bytes) -> Refusal:
    with pytest.raises(RefusedInputError) as caught:
        read_bytes("a.docx", data)
    return caught.value.refusal


def test_paragraphs_are_lines_and_runs_are_joined() -> None:
    assert text_of(paragraph("กรมทดสอบ", "ได้รับรางวัล") + paragraph("ข่าว")) == "กรมทดสอบได้รับรางวัล\nข่าว\n"


def test_the_document_says_what_it_is_and_has_its_title() -> None:
    document = read_bytes("a.docx", write_docx(paragraph(NEWS) + paragraph("7 กันยายน 2566")))
    assert document.media_type.endswith("wordprocessingml.document")
    assert document.title == NEWS
    assert str(document.published) == "2023-09-07"


def test_a_row_of_a_table_is_a_line_in_its_place() -> None:
    body = (
        paragraph("ก่อน")
        + table((paragraph("ก"), paragraph("ข", "ค") + paragraph("ง"), paragraph("จ")))
        + paragraph("หลัง")
    )
    assert text_of(body) == "ก่อน\nก\tขค ง\tจ\nหลัง\n"


def test_a_row_of_a_form_is_its_label_and_value() -> None:
    assert text_of(table((paragraph("ระดับ :"), paragraph("ดีเด่น")))) == "ระดับ : ดีเด่น\n"


def test_a_table_in_a_table_is_read_once() -> None:
    inner = table((paragraph("ใน"), paragraph("สุด")))
    assert text_of(table((paragraph("นอก"), inner, paragraph("ท้าย")))) == "นอก\tใน\tสุด\tท้าย\n"


def test_content_controls_insertions_and_links_are_read() -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('ก')}</w:sdtContent></w:sdt>"
    body += f"<w:p><w:ins>{run('ข')}</w:ins><w:hyperlink>{run('ค')}</w:hyperlink></w:p>"
    assert text_of(body) == "ก\nขค\n"


def test_what_was_deleted_and_old_copies_are_not_read() -> None:
    gone = f"<w:del><w:r><w:delText>ข</w:delText></w:r></w:del><w:moveFrom>{run('ค')}</w:moveFrom>"
    twice = f"<m:Choice>{run('ง')}</m:Choice><m:Fallback>{run('ง')}</m:Fallback>"
    body = f"<w:p>{run('ก')}{gone}<m:AlternateContent>{twice}</m:AlternateContent></w:p>"
    assert text_of(body) == "กง\n"


def test_tabs_and_breaks_are_kept() -> None:
    assert (
        text_of(f"<w:p>{run('ก')}<w:r><w:tab/></w:r>{run('ข')}<w:r><w:br/></w:r>{run('ค')}</w:p>")
        == "ก\tข\nค\n"
    )


def test_a_document_of_pictures_is_refused() -> None:
    assert "without text" in refusal_of(write_docx("<w:p/>")).reason


@pytest.mark.parametrize("data", [b"abc", b"PK\x03\x04", pack(b"<a/>", "other.xml"), pack(b"<a"), pack(b"")])
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    assert "damaged" in refusal_of(data).reason or "without text" in refusal_of(data).reason


def laughs(times: int) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, times))
    return f'<!DOCTYPE a [<!ENTITY a0 "ฮา">{entities}]>'


BOMBS: dict[str, Callable[[], bytes]] = {
    "entities of entities": lambda: write_docx(
        f"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>{paragraph(NEWS)}", laughs(12)
    ),
    "an entity that is not used": lambda: write_docx(paragraph(NEWS), laughs(2)),
    "a file as an entity": lambda: write_docx(
        f"{paragraph(NEWS)}<w:p>&a;</w:p>", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "half a gigabyte of spaces": lambda: pack(b" " * 500_000_000),
    "nested elements": lambda: write_docx("<w:r>" * 1_000_000),
    "millions of attributes": lambda: write_docx(
        "<w:p " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_bounded_time(name: str) -> None:
    bomb = BOMBS[name]()
    began = time.monotonic()
    assert refusal_of(bomb).mend
    assert time.monotonic() - began < 90


def test_an_entity_never_brings_a_file_in() -> None:
    assert "root:" not in str(refusal_of(BOMBS["a file as an entity"]()))


SMALL = write_docx(paragraph(NEWS) + table((paragraph("ก"), paragraph("ข"))))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_document_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        outcome = read_bytes("a.docx", bytes(damaged)).text
    except RefusedInputError as error:
        outcome = error.refusal.mend
    assert outcome


BLOCKS = st.recursive(
    st.text("กข :\t", max_size=5).map(paragraph),
    lambda inner: st.lists(st.lists(inner, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(
        lambda rows: table(*rows)
    ),
)


@settings(deadline=None, max_examples=100)
@given(BLOCKS)
def test_every_letter_is_read_once(body: str) -> None:
    try:
        outcome = text_of(body)
    except RefusedInputError:
        outcome = ""
    assert sum(map(outcome.count, "กข")) == sum(map(body.count, "กข"))
