"""The readers: what is read, what is refused, and that one bad file costs nobody else."""

import datetime
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.readers import (
    LARGEST_INPUT,
    Refusal,
    RefusedInputError,
    key_of,
    read_bytes,
    read_document,
    read_paths,
)
from ingest.records import Document
from ontology.iri import KEY_PATTERN

NEWS = "กรมทดสอบได้รับรางวัล\nเมื่อวันที่ 7 กันยายน 2566 อธิบดีกรมทดสอบเข้ารับรางวัล\n"
ARCHIVED = (
    "รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-กรมทดสอบ รับ 2 รางวัล\n\n\nวันพุธที่ ๑๘ กันยายน ๒๕๖๗\nพิมพ์\n"
    "กรมทดสอบ รับ 2 รางวัล\nอธิบดีกล่าวว่า ยินดี\n\nที่มา : https://www.example.go.th/news/1\n"
)
PAGE = (
    '<html><head><title>ข่าว</title><meta property="og:site_name" content="กรมทดสอบ">'
    '<meta property="article:published_time" content="2023-09-07">'
    '<link rel="canonical" href="https://example.go.th/1"></head><body><nav>เมนู</nav><article><h1>ข่าว</h1>'
    + "<p>กรมทดสอบได้รับรางวัลจากผลงานที่ประชาชนได้ประโยชน์ และจะทำต่อไปในทุกจังหวัดของประเทศ</p>" * 5
    + "</article></body></html>"
)


def refusal_of(name: str, data: bytes) -> Refusal:
    with pytest.raises(RefusedInputError) as caught:
        read_bytes(name, data)
    return caught.value.refusal


def test_the_text_is_exactly_what_the_file_holds() -> None:
    text = "กรม\u00a0ก\r\n ข\u200b\r ค \n"
    assert read_bytes("a.txt", text.encode()).text == text


def test_only_the_byte_order_mark_is_removed() -> None:
    assert read_bytes("a.txt", b"\xef\xbb\xbf" + NEWS.encode()).text == NEWS


def test_the_old_thai_code_page_is_read() -> None:
    assert read_bytes("a.txt", NEWS.encode("cp874")).text == NEWS


def test_the_archive_layout_gives_title_date_address_and_publisher() -> None:
    document = read_bytes("a.txt", ARCHIVED.encode())
    assert (document.title, document.published, document.url, document.publisher) == (
        "กรมทดสอบ รับ 2 รางวัล",
        datetime.date(2024, 9, 18),
        "https://www.example.go.th/news/1",
        "www.example.go.th",
    )


def test_a_date_line_with_visit_counts_is_the_day_of_publication() -> None:
    assert read_bytes("a.txt", "8 ก.ย. 2566 104 0\n\nขอขอบคุณ\n".encode()).published == datetime.date(
        2023, 9, 8
    )


def test_a_date_inside_prose_is_not_the_day_of_publication() -> None:
    assert read_bytes("a.txt", NEWS.encode()).published is None


def test_the_first_line_is_the_title() -> None:
    assert read_bytes("a.txt", NEWS.encode()).title == "กรมทดสอบได้รับรางวัล"


def test_a_whole_text_in_one_line_has_no_title() -> None:
    assert read_bytes("a.txt", ("กรมทดสอบกล่าว " * 100).encode()).title is None


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://", "http://[", "ftp://example.org/a"])
def test_an_address_that_is_none_is_not_taken_over(address: str) -> None:
    assert read_bytes("a.txt", f"ข่าว\nที่มา : {address}\n".encode()).url is None


def test_english_is_told_by_its_letters() -> None:
    assert read_bytes("a.txt", b"The department won an award.").language == "en"


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    document = read_bytes("a.html", PAGE.encode())
    assert "เมนู" not in document.text
    assert "กรมทดสอบได้รับรางวัล" in document.text
    assert (document.title, document.publisher, document.published, document.media_type) == (
        "ข่าว",
        "กรมทดสอบ",
        datetime.date(2023, 9, 7),
        "text/html",
    )


def test_a_page_on_standard_input_is_known_by_its_first_tag() -> None:
    (document,) = read_paths(["-"], io.BytesIO(PAGE.encode()))
    assert isinstance(document, Document)
    assert document.media_type == "text/html"


@pytest.mark.parametrize(
    "page", ["<div>" * 19_000, "<b>" * 400_000, "<p " + "a=b " * 400_000, "&amp;" * 390_000]
)
def test_a_hostile_page_is_refused_or_read_and_never_more(page: str) -> None:
    refusal = refusal_of("a.html", page.encode())
    assert "page" in refusal.reason


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n ", "is empty"),
        ("a.txt", b"%PDF-1.7", "is a PDF"),
        ("a.txt", b"PK\x03\x04...", "ZIP"),
        ("a.txt", b"\x89PNG\r\n", "PNG"),
        ("a.txt", "ข่าว".encode("utf-16"), "UTF-16"),
        ("a.txt", b"abc\0def", "binary"),
        ("a.txt", "déjà vu à la façade".encode("latin-1"), "neither UTF-8"),
        ("a.txt", "Это обычный русский текст".encode("cp1251"), "neither UTF-8"),
        ("a.txt", b"1234 ... 5678", "no Thai or English letters"),
        ("a.ods", b"a,b", "suffix '.ods'"),
        ("README", b"abc", "no suffix"),
        ("a.txt", b"a" * (LARGEST_INPUT + 1), "larger than 10 MB"),
        ("a.html", b"<html><body></body></html>", "without an article"),
        ("a.html", b"<i>" * 30_000, "too large a page"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name_and_the_mend(
    name: str, data: bytes, reason: str
) -> None:
    refusal = refusal_of(name, data)
    assert reason in refusal.reason
    assert refusal.mend
    assert str(refusal).startswith(f"{name}: ")


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(RefusedInputError, match="does not exist"):
        read_document(Path("no-such-folder/no-such-file.txt"))


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(RefusedInputError, match="may not be read"):
        read_document(path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(RefusedInputError, match="is no file"):
        read_document(tmp_path / "a.txt")


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (refusal,) = read_paths([tmp_path])
    assert "folder without files" in str(refusal)


def test_a_name_with_control_signs_is_shown_without_them() -> None:
    assert "\x1b" not in str(refusal_of("a\x1b[31m.txt", b""))


def test_one_bad_file_among_many_costs_nobody_else(tmp_path: Path) -> None:
    for name in ("a.txt", "c.txt", "deep/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(NEWS, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\xfd")
    (tmp_path / ".hidden").write_bytes(b"")
    found = list(read_paths([tmp_path]))
    assert [item.key if isinstance(item, Document) else "refused" for item in found] == [
        "a",
        "refused",
        "c",
        "d",
    ]


def test_a_safe_stem_is_the_key() -> None:
    assert key_of("folder/seed-000.txt") == "seed-000"


def test_stems_that_become_alike_keep_apart() -> None:
    assert len({key_of("ข่าว 1.txt"), key_of("ภาพ 1.txt"), key_of("1.txt")}) == 3


@settings(deadline=None)
@given(st.text(min_size=1))
def test_every_name_gives_a_key_that_an_iri_can_hold(name: str) -> None:
    assert KEY_PATTERN.fullmatch(key_of(name))


@settings(deadline=None)
@given(st.sampled_from(["a.txt", "a.html", "-", "ข่าว.txt", "a.pdf"]), st.binary() | st.text().map(str.encode))
@example("a.html", b"\xef\xbb\xbf<?xml version='1.0' encoding='x'?><html>a")
@example("a.html", b"<html>&#0;\x01a</html>")
def test_any_bytes_give_a_document_or_a_refusal(name: str, data: bytes) -> None:
    try:
        outcome = read_bytes(name, data).text
    except RefusedInputError as error:
        outcome = error.refusal.mend
    assert outcome


@settings(deadline=None)
@given(st.binary())
def test_any_file_gives_one_document_or_one_refusal(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_bytes(data)
        assert len(list(read_paths([path]))) == 1
