"""Texts are read fast and nothing is lost: the glance at bytes and the many processes change no answer."""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.extract.cues import cue, is_worth_reading, may_be_worth_reading
from ingest.extraction import extract_lines
from ingest.given import Given
from ingest.glance import is_idle, read_if_idle
from ingest.pool import BATCH, HEAVY, PoolError, map_batches
from ingest.readers import LARGEST_INPUT, Refusal, RefusedInputError, read_bytes, read_paths
from ingest.records import Document

AWARD = "กรมที่ดิน รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดี ประเภทนวัตกรรมการบริการ จากผลงาน “โฉนดถึงบ้าน”\n"
NEWS = "กรมที่ดินเปิดให้จองคิวล่วงหน้า ประชาชนพอใจ\n"
HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
WORDS = """
เลิศ รัฐ เ เลิ ศ แ เเ ำ \u0e4d\u0e32 รางวัล การ ดี ระดับ สาขา บริการภาครัฐ ก.พ.ร. พัฒนา บริหารราชการ ๒๕๖๕
แบบมีส่วนร่วม เเบบมีส่วนร่วม คุณภาพการบริหารจัดการภาครัฐ lert LERT Rat public Sector excellence AWARD PSEA PMQA OPDC
"""
PIECES = [*WORDS.split(), "PSE Award", " ", "\u00a0", "\n", *HIDDEN]
FILES: dict[str, bytes] = {
    "award.txt": AWARD.encode(),
    "award-in-the-old-code-page.txt": AWARD.replace("“", '"').replace("”", '"').encode("cp874"),
    "award-with-hidden-signs.txt": AWARD.replace("เลิศรัฐ", "เ\u200bลิศ\u200bรัฐ").encode(),
    "award-with-mark.txt": b"\xef\xbb\xbf" + AWARD.encode(),
    "award-in-thai-digits.txt": AWARD.replace("2565", "๒๕๖๕").encode(),
    "news.txt": NEWS.encode(),
    "news in the old code page.txt": NEWS.encode("cp874"),
    'ข่าว "ที่ 1"\t.txt': NEWS.encode(),
    "sub/one.txt": NEWS.encode(),
    "sub-two.txt": NEWS.encode(),
    "sub/.hidden.txt": AWARD.encode(),
    "page.html": b"<html><body></body></html>",
    "empty.txt": b"",
    "numbers.txt": b"1234",
    "binary.txt": b"abc\0",
    "broken.txt": b"\xe0\xb8\xff\xfe",
    "picture.txt": b"\x89PNG",
    "table.xyz": b"a",
    "..txt": NEWS.encode(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of every sort, and more news than one batch holds."""
    path = tmp_path_factory.mktemp("texts")
    (path / "sub").mkdir()
    (path / "empty").mkdir()
    for name, data in FILES.items():
        (path / name).write_bytes(data)
    for number in range(2 * BATCH):
        (path / f"n{number}.txt").write_text(AWARD if number % 97 == 0 else NEWS, encoding="utf-8")
    return path


def read_plainly(*paths: Path) -> tuple[str, list[Refusal]]:
    """What `extract` printed before anything was made fast."""
    lines, refused = list[str](), list[Refusal]()
    for found in read_paths(paths):
        if isinstance(found, Document):
            findings = extract(found, load_names()).model_copy(update={"doc": found.name})
            lines.append(findings.model_dump_json() + "\n")
        else:
            refused.append(found)
    return "".join(lines), refused


def test_many_processes_and_the_glance_give_what_one_reader_gives(folder: Path) -> None:
    found = list(extract_lines(Given([str(folder), str(folder / "no-such-file.txt")])))
    lines, refused = read_plainly(folder, folder / "no-such-file.txt")
    assert len(found) > 1
    assert "".join(part.lines for part in found) == lines
    assert [refusal for part in found for refusal in part.refused] == refused
    assert sum(part.read for part in found) == lines.count("\n")


def test_files_come_in_the_order_of_their_paths(folder: Path) -> None:
    found = [path for part in read_paths([folder]) if (path := getattr(part, "name", None))]
    paths = [p for p in folder.rglob("*") if p.is_file() and p.name[0] != "."]
    assert found == [p.stem for p in sorted(paths, key=str) if p.stem in found]
    assert [name for name in found if name in {"one", "sub-two"}] == ["sub-two", "one"]


def test_standard_input_among_many_files_is_read_once_and_in_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(AWARD.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    lines = "".join(
        part.lines for part in extract_lines(Given([str(folder), "-", str(folder / "award.txt")]))
    )
    assert [line[8:22] for line in lines.splitlines()[-2:]] == ["standard-input", 'award","awards']


@settings(deadline=None, max_examples=300)
@given(st.data())
@pytest.mark.parametrize("name", ["scheme", "alone", "beside"])
def test_what_the_cues_can_find_is_never_lost_at_a_glance(name: str, data: st.DataObject) -> None:
    words = data.draw(st.from_regex(cue(name), fullmatch=True))
    for place in sorted(data.draw(st.sets(st.integers(0, len(words)))), reverse=True):
        words = words[:place] + data.draw(st.sampled_from(HIDDEN)) + words[place:]
    text = f"ก {words} ก.พ.ร."
    assert is_worth_reading(text)
    assert may_be_worth_reading(text.encode())
    assert not is_idle("a.txt", text.encode())


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=2)).map("".join))
def test_no_text_is_lost_at_a_glance(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    if is_worth_reading(text):
        assert may_be_worth_reading(data)
        assert not is_idle("a.txt", data)


@settings(deadline=None, max_examples=300)
@given(
    st.binary()
    | st.text().map(str.encode)
    | st.lists(st.sampled_from(PIECES)).map(lambda p: "".join(p).encode())
)
def test_what_is_idle_is_a_text_in_which_nothing_is_found(data: bytes) -> None:
    if is_idle("a.txt", data):
        document = read_bytes("a.txt", data)  # would raise for what is to be refused
        assert not is_worth_reading(document.text)


def test_what_is_too_large_or_no_file_is_left_to_the_readers(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(LARGEST_INPUT + 1)
    assert read_if_idle(str(huge)) is None
    assert read_if_idle(str(tmp_path / "missing.txt")) is None
    assert read_if_idle(f"{tmp_path}/a\0.txt") is None
    assert not is_idle("a.txt", b"a" * (LARGEST_INPUT + 1))
    with pytest.raises(RefusedInputError):
        read_bytes("a.txt", b"a" * (LARGEST_INPUT + 1))


def doubled(numbers: list[int]) -> list[int]:
    return [number * 2 for number in numbers]


def test_batches_grow_and_heavy_things_go_in_small_ones() -> None:
    lengths = list(map_batches(len, range(5 * BATCH)))
    assert lengths == sorted(lengths[:-1]) + lengths[-1:]
    assert max(lengths) == BATCH
    assert set(map_batches(len, range(7), size=lambda _: HEAVY)) == {1}


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1, 20 * BATCH + 7])
def test_a_pool_keeps_the_order(count: int) -> None:
    numbers = list(range(count))
    assert [n for batch in map_batches(doubled, numbers) for n in batch] == doubled(numbers)


def failing(numbers: list[int]) -> int:
    raise ValueError(f"no {numbers[0]}")


def dying(_: list[int]) -> NoReturn:
    os._exit(9)


@pytest.mark.parametrize(("work", "error"), [(failing, ValueError), (dying, PoolError)])
def test_what_goes_wrong_in_a_process_is_told(
    work: Callable[[list[int]], int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        list(map_batches(work, range(3 * BATCH)))


def test_a_pool_takes_no_more_than_it_can_work_on() -> None:
    taken = list[int]()

    def watch() -> Iterator[int]:
        for number in range(1000 * BATCH):
            taken.append(number)
            yield number

    next(iter(map_batches(doubled, watch())))
    assert len(taken) < 100 * BATCH
