"""JSON Lines: each line a document, a bad line a refusal that names it, however long the file is."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.readers import LARGEST_INPUT, Refusal, read_paths
from ingest.readers.jsonl import split_lines
from ingest.records import Document

NEWS = "กรมทดสอบได้รับรางวัล\nเมื่อวันที่ 7 กันยายน 2566"


def read(tmp_path: Path, *lines: Any) -> list[Document | Refusal]:
    path = tmp_path / "news.jsonl"
    written = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("\n".join(written), encoding="utf-8")
    return list(read_paths([path]))


def test_a_line_is_a_document_with_what_it_tells(tmp_path: Path) -> None:
    line = {
        "text": NEWS,
        "key": "a-1",
        "url": "https://a.go.th/1",
        "title": "ข่าว",
        "published": "2023-09-07",
        "publisher": "กรม",
    }
    (document,) = read(tmp_path, line)
    assert isinstance(document, Document)
    told = document.model_dump(
        mode="json", include={"text", "key", "name", "url", "title", "published", "publisher"}
    )
    assert told == {**line, "name": "a-1"}


def test_a_line_that_tells_little_has_its_number_for_a_name_and_its_heading(tmp_path: Path) -> None:
    _, document = read(tmp_path, {"text": "a b"}, {"text": NEWS})
    assert isinstance(document, Document)
    assert (document.key, document.name, document.title) == ("news-2", "news-2", "กรมทดสอบได้รับรางวัล")


def test_an_id_is_a_key_too_and_a_time_has_a_day(tmp_path: Path) -> None:
    (document,) = read(tmp_path, {"id": 17, "text": NEWS, "published": "2023-09-07T23:00:00Z"})
    assert isinstance(document, Document)
    assert (document.key, str(document.published)) == ("17", "2023-09-07")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is no JSON"),
        ("[1]", 'has no "text"'),
        ("1" * 5000, "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ({"title": "a"}, 'has no "text"'),
        ({"text": 1}, 'has no "text"'),
        ({"text": " "}, 'has no "text"'),
        ({"text": "123"}, "no Thai or English"),
        ({"text": NEWS, "published": "7 กันยายน 2566"}, '"published" is no date'),
        ({"text": NEWS, "published": 2023}, '"published" is no date'),
        ({"text": NEWS, "url": "javascript:alert(1)"}, '"url" is no web address'),
        ({"text": NEWS, "title": ["a"]}, '"title" is no text'),
        ({"text": NEWS, "key": {"a": 1}}, '"key" is no text'),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_rest_goes_on(
    tmp_path: Path, line: Any, reason: str
) -> None:
    first, refusal, last = read(tmp_path, {"text": NEWS}, line, {"text": NEWS})
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(refusal, Refusal)
    assert refusal.path.endswith("news.jsonl:2")
    assert reason in refusal.reason
    assert refusal.mend


def test_empty_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "", "  ", {"text": NEWS})
    assert isinstance(document, Document)
    assert document.key == "news-3"


def test_half_a_sign_does_not_get_in(tmp_path: Path) -> None:
    (document,) = read(tmp_path, '{"text": "กรม \\ud800", "title": "\\udfff"}')
    assert isinstance(document, Document)
    assert document.model_dump_json().encode()


class EndlessLine(io.RawIOBase):
    """One line without an end, then another."""

    def __init__(self) -> None:
        self.left = 30 * LARGEST_INPUT

    def readline(self, size: int | None = -1, /) -> bytes:
        self.left -= size or 0
        return b"x" * (size or 0) if self.left > 0 else (b"x\n" if self.left > -2 * LARGEST_INPUT else b"")


def test_a_line_without_end_is_passed_over_piece_by_piece() -> None:
    refusal, *_ = split_lines("a.jsonl", EndlessLine())  # type: ignore[arg-type]
    assert isinstance(refusal, Refusal)
    assert "longer than 10 MB" in refusal.reason


@settings(deadline=None)
@given(
    st.binary()
    | st.dictionaries(
        st.sampled_from(["text", "url", "published", "key", "title"]), st.text() | st.integers() | st.none()
    ).map(lambda d: json.dumps(d).encode())
)
@example(b'{"text": "\xe0\xb8\x81", "key": "' + b"\\u0000" * 9 + b'"}')
def test_any_line_is_a_document_or_a_refusal(line: bytes) -> None:
    found = list(read_paths(["-"], io.BytesIO(b'{"text": "a"}\n' + line)))
    assert isinstance(found[0], Document)
    assert all(isinstance(item, (Document, Refusal)) for item in found)
