"""PDF: the text layer as it would be typed, its pages, and what strangers do to readers of PDF."""

import time
import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.readers import Refusal, RefusedInputError, read_bytes
from ingest.readers.thai_pdf import mend_thai
from ingest.records import Document

NEWS = "กรมทดสอบได้รับรางวัลจากผลงานที่ประชาชนได้ประโยชน์"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
EM = 10
FONT_OF_CODES = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Made/FirstChar 33/LastChar 255/Widths[%b]/ToUnicode 4 0 R>>"
    % b" ".join([b"500"] * 223)
)
PAGE_OF_CODES = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
)


def write_pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, of which the first is the catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + b"trailer\n" + start


def write_stream(data: bytes, settings: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), settings, data)


class Writer:
    """Writes pages in a font whose codes mean the letters that are used; each letter is half an em wide."""

    def __init__(self) -> None:
        self.pages: list[bytes] = []
        self.codes: dict[str, int] = {}

    def draw(self, left: float, base: float, text: str) -> bytes:
        codes = bytes(self.codes.setdefault(sign, 33 + len(self.codes)) for sign in text)
        return b"BT /F %d Tf %f %f Td <%b> Tj ET\n" % (EM, left, base, codes.hex().encode())

    def page(self, *lines: tuple[float, float, str] | bytes) -> "Writer":
        self.pages.append(b"".join(line if isinstance(line, bytes) else self.draw(*line) for line in lines))
        return self

    def prose(self, *lines: str) -> "Writer":
        return self.page(*((50.0, 700.0 - 15 * number, line) for number, line in enumerate(lines)))

    def _meanings(self) -> bytes:
        pairs = "".join(f"<{code:02x}> <{ord(sign):04x}>\n" for sign, code in self.codes.items())
        return (
            "/CIDInit /ProcSet findresource begin begincmap\n"
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
            f"{len(self.codes)} beginbfchar\n{pairs}endbfchar endcmap end"
        ).encode()

    def bytes(self) -> bytes:
        objects = [CATALOG, b"", FONT_OF_CODES, write_stream(self._meanings())]
        for content in self.pages:
            objects += [PAGE_OF_CODES % (len(objects) + 2), write_stream(content)]
        kids = b" ".join(b"%d 0 R" % number for number in range(5, len(objects) + 1, 2))
        objects[1] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(self.pages))
        return write_pdf(objects)


def one_page(content: bytes, more: Sequence[bytes] = (), resources: bytes = b"") -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%b>>>>" % resources
    return write_pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, *more])


def packed(data: bytes) -> bytes:
    return write_stream(zlib.compress(data, 9), b"/Filter/FlateDecode")


def read(writer: Writer) -> Document:
    return read_bytes("a.pdf", writer.bytes())


def refusal_of(data: bytes) -> Refusal:
    with pytest.raises(RefusedInputError) as caught:
        read_bytes("a.pdf", data)
    return caught.value.refusal


def test_the_text_of_each_page_is_read_and_each_sign_knows_its_page() -> None:
    document = read(Writer().prose(NEWS, "ข่าวหนึ่ง").prose("ข่าวสอง").prose("ข่าวสาม"))
    assert document.media_type == "application/pdf"
    assert document.title == NEWS
    assert len(document.pages) == 3
    assert [document.page_of(document.text.index(words)) for words in (NEWS, "หนึ่ง", "สอง", "สาม")] == [
        1,
        1,
        2,
        3,
    ]


def test_a_finding_in_a_document_with_pages_tells_its_page() -> None:
    told = "สำนักงานประกันสังคม ได้รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดี"
    found = extract(read(Writer().prose(NEWS).prose(told)), load_names())
    assert [award.where for award in found.awards] == ["page 2"]


def test_a_text_without_pages_has_none() -> None:
    assert read_bytes("a.txt", NEWS.encode()).page_of(3) is None


def test_a_page_without_text_still_counts() -> None:
    document = read(Writer().page().prose(NEWS))
    assert document.page_of(document.text.index(NEWS)) == 2


def test_a_line_that_fills_the_column_goes_on_without_a_space() -> None:
    full = "ก" * 98
    assert f"{full}ขคง\n{NEWS}" in read(Writer().prose(full, "ขคง", NEWS)).text


def test_a_drawn_space_at_the_end_of_a_line_is_kept() -> None:
    assert ("ก" * 97 + " ขคง") in read(Writer().prose("ก" * 97 + " ", "ขคง", NEWS)).text


def test_an_abbreviation_keeps_its_space_at_the_beginning_of_a_line() -> None:
    assert ("ก" * 98 + " สมอ. ได้") in read(Writer().prose("ก" * 98, "สมอ. ได้", NEWS)).text


@pytest.mark.parametrize("item", ["1) ข", "๒. ข", "- ข", "• ข"])
def test_an_item_of_a_list_begins_a_line_of_its_own(item: str) -> None:
    assert f"{'ก' * 98}\n{item}" in read(Writer().prose("ก" * 98, item, NEWS)).text


def test_a_page_of_short_lines_keeps_them() -> None:
    assert "ก" * 20 + "\nขคง\n" in read(Writer().prose("ก" * 20, "ขคง", NEWS)).text


def test_an_indented_line_begins_a_paragraph() -> None:
    writer = Writer()
    writer.page((50, 700, "ก" * 98), (80, 685, "ข" * 92), (50, 670, "ค" * 98))
    assert f"{'ก' * 98}\n{'ข' * 92}{'ค' * 98}" in read(writer).text


def test_the_printed_number_of_a_page_is_left_out() -> None:
    writer = Writer().prose(NEWS)
    writer.page((290, 780, "- ๒ -"), (50, 700, NEWS))
    assert "๒" not in read(writer).text


def test_what_a_document_spells_out_is_read_once_and_whole() -> None:
    """Browsers draw a letter and its mark as two glyphs, and spell both out at once."""
    writer = Writer()
    spelled = b"/Span<</ActualText<FEFF0E230E31>>>BDC %b%b EMC\n" % (
        writer.draw(55, 700, "ร"),
        writer.draw(57, 707, "x"),
    )
    writer.page(writer.draw(50, 700, "ได"), spelled, writer.draw(60, 700, "บรางวล"), (50, 600, NEWS))
    assert "ไดรับรางวล" in read(writer).text.replace(" ", "")
    assert read(writer).text.count("รั") == 1 + NEWS.count("รั")


@pytest.mark.parametrize(
    ("drawn", "typed"),
    [
        ("ส านักงาน", "สำนักงาน"),
        ("ประจําปี", "ประจำปี"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("ที่ปรึกษา", "ที่ปรึกษา"),
        ("ท่ีปรึกษา", "ที่ปรึกษา"),
        ("ป\uf701\uf710", "ป\u0e34\u0e31"),
        ("ฝ\uf70bาย", "ฝ้าย"),
        ("\uf70fาติ", "ญาติ"),
        ("กา กา", "กา กา"),
    ],
)
def test_thai_is_written_as_it_would_be_typed(drawn: str, typed: str) -> None:
    assert mend_thai(drawn) == typed


def test_pictures_of_pages_are_refused_with_the_mend() -> None:
    refusal = refusal_of(Writer().page().page().bytes())
    assert "scan" in refusal.reason
    assert "ocrmypdf" in refusal.mend


def test_a_text_layer_without_meaning_is_refused() -> None:
    assert "mean nothing" in refusal_of(Writer().prose("\ue123" * 60 + "กขคง" * 6).bytes()).reason


def test_a_locked_document_is_refused() -> None:
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>/ID[<00><00>]" % (b"ab" * 32, b"cd" * 32)
    locked = write_pdf([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"], lock)
    assert "password" in refusal_of(locked).reason


def test_too_many_pages_are_refused() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    kids = b"3 0 R " * 1_001
    assert (
        "pages"
        in refusal_of(write_pdf([CATALOG, b"<</Type/Pages/Kids[%b]/Count 1001>>" % kids, page])).reason
    )


FORM = write_stream(
    b"/X Do q Q /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
)
FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
TWICE = b"/Filter[/FlateDecode/FlateDecode]"
SPAN = b"/S<</ActualText(x)>>BDC BT /F 1 Tf (a) Tj ET "
BOMBS: dict[str, Callable[[], bytes]] = {
    "pages that hold themselves": lambda: write_pdf(
        [CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>"]
    ),
    "two thousand million pages": lambda: write_pdf([CATALOG, b"<</Type/Pages/Kids[]/Count 2000000000>>"]),
    "a drawing that draws itself": lambda: one_page(
        write_stream(b"/X Do " * 1000), [FORM], b"/XObject<</X 5 0 R>>"
    ),
    "a page of half a gigabyte": lambda: one_page(packed(b" " * 500_000_000)),
    "ten million letters": lambda: one_page(packed(b"BT /F 9 Tf (a) Tj ET\n" * 10_000_000), resources=FONT),
    "packed twice": lambda: one_page(write_stream(zlib.compress(zlib.compress(bytes(300_000_000))), TWICE)),
    "nested arrays": lambda: one_page(write_stream(b"[" * 2_000_000)),
    "nested dictionaries": lambda: write_pdf([b"<</A" * 300_000 + b"1" + b">>" * 300_000]),
    "marks upon marks": lambda: one_page(packed(SPAN * 200_000), resources=FONT),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_bounded_time(name: str) -> None:
    bomb = BOMBS[name]()
    began = time.monotonic()
    assert refusal_of(bomb).mend
    assert time.monotonic() - began < 90


SMALL = Writer().prose(NEWS, "1) ข่าว").prose(NEWS).bytes()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_document_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        outcome = read_bytes("a.pdf", bytes(damaged)).text
    except RefusedInputError as error:
        outcome = error.refusal.mend
    assert outcome
