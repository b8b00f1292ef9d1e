"""Numbers that a text states about the award: what they count, of what, how exactly."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract.counts import find_counts
from ingest.extract.reading import Reading, read
from ingest.readers import read_bytes
from ingest.records import Document

TOLD = yaml.safe_load((Path(__file__).parent / "told" / "counts.yml").read_text(encoding="utf-8"))
HEADLINE = "กรมประมงรับรางวัลเลิศรัฐ ประจำปี 2566\n"
LEAD = "ข่าวรางวัลเลิศรัฐ ประจำปี 2566\n"
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "รางวัลเลิศรัฐ",
                "คว้า ",
                "จำนวน ",
                "12 ",
                "1,946",
                " รางวัล",
                "ผลงาน",
                "1 ใน ",
                "๓๓",
                "ของผู้ได้รับรางวัล",
            ),
            *("กรมประมง", "ได้รับ", "ส่งผลงาน", "กว่า ", "\n", " ", "หน่วยงาน", "หมวด 2", "\u200b", "9" * 30),
        ]
    )
    | st.text(max_size=5)
).map("".join)


def reading_of(text: str) -> Reading:
    return read(Document(key="a", text="ก" + LEAD + text, sha256="0" * 64), load_names())


def counts(text: str) -> list[tuple[str, int, str]]:
    return [(count.what, count.value, count.scope) for count in find_counts(reading_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("กรมประมงคว้า 5 รางวัลเลิศรัฐ", ("recipient_total", 5, "recipient:กรมประมง")),
        ("กรมประมง ได้รับรางวัลเลิศรัฐ ประจำปี ๒๕๖๖ รวม ๕ รางวัล", ("recipient_total", 5, "recipient:กรมประมง")),
        ("25 รางวัลเลิศรัฐ ของกรมประมง", ("recipient_total", 25, "recipient:กรมประมง")),
        (
            "กรมประมง กระทรวงเกษตรและสหกรณ์ ได้รวม 7 รางวัล จาก ก.พ.ร.",
            ("recipient_total", 7, "recipient:กรมประมง"),
        ),
        ("ประกอบด้วย 2) กรมประมง จำนวน 3 รางวัล ได้แก่", ("recipient_total", 3, "recipient:กรมประมง")),
        ("มีหน่วยงานต่าง ๆ ส่งผลงานเข้าประกวดจำนวน 1,946 ผลงาน", ("entries", 1946, "edition")),
        ("โดยปีนี้มีหน่วยงานที่ได้รับรางวัลทั้งสิ้น 234 รางวัล", ("awards", 234, "edition")),
        ("มีผู้เข้าร่วมประชุม ประมาณ 150 คน", ("attendees", 150, "edition")),
        ("ผู้แทนร่วมรับรางวัลในสาขาต่าง ๆ มากกว่า 200 หน่วยงาน", ("agencies", 200, "edition")),
        ("กรมประมงเป็น 1 ใน 2 หน่วยงานที่คว้ารางวัลเกียรติยศเลิศรัฐ", ("winners", 2, "type:เกียรติยศเลิศรัฐ")),
    ],
)
def test_a_number_is_read_for_what_it_counts(text: str, expected: tuple[str, int, str]) -> None:
    assert counts(text) == [expected]


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["text"][:40])
def test_a_sentence_tells_its_numbers(told: dict[str, Any]) -> None:
    reading = read(Document(key="a", text=HEADLINE + told["text"], sha256="0" * 64), load_names())
    found = [[count.what, count.scope, count.value, count.qualifier] for count in find_counts(reading)]
    assert sorted(found) == sorted(told["counts"])


@pytest.mark.parametrize("text", ["กรมประมงคว้าทั้งสองรางวัลเลิศรัฐ", "มีผู้ส่งผลงาน 10-12 ผลงาน"])
def test_ranges_and_both_are_no_numbers(text: str) -> None:
    assert counts(text) == []


def test_who_attended_something_else_is_not_counted() -> None:
    far = "กรมเล่าถึงงานประจำปีและการดูแลประชาชนในหลายพื้นที่ " * 20
    text = f"{far}มีผู้เข้าร่วมงาน 150 คน กรมได้รับรางวัลเลิศรัฐ ประจำปี 2566"
    reading = read(Document(key="a", text=text, sha256="0" * 64), load_names())
    assert find_counts(reading) == ()


def test_winners_and_applicants_belong_to_the_type_of_their_list_item() -> None:
    item = "{}) รางวัล{} กรมประมงเป็น 1 ใน {} ของผู้ได้รับรางวัล จากจำนวนหน่วยงานที่สมัครทั้งสิ้น {} หน่วยงาน"
    text = item.format(1, "PMQA 4.0", 33, 194) + item.format(2, " PMQA หมวด 2", 4, 37)
    assert counts(text) == [
        ("winners", 33, "type:PMQA 4.0"),
        ("applicants", 194, "type:PMQA 4.0"),
        ("winners", 4, "type:PMQA หมวด 2"),
        ("applicants", 37, "type:PMQA หมวด 2"),
    ]


@pytest.mark.parametrize(("word", "qualifier"), [("กว่า ", "at_least"), ("ประมาณ ", "about"), ("", "exact")])
def test_how_exact_a_number_is(word: str, qualifier: str) -> None:
    (count,) = find_counts(reading_of(f"มีผู้เข้าร่วมงาน {word}300 คน"))
    assert count.qualifier == qualifier


def test_a_total_told_twice_is_one_count() -> None:
    assert len(counts("กรมประมงคว้า 5 รางวัลเลิศรัฐ\nกรมประมงได้รับรางวัลเลิศรัฐ จำนวน 5 รางวัล")) == 1


def test_a_total_over_several_years_has_no_edition() -> None:
    (count,) = find_counts(reading_of("กรมประมงได้รับรางวัลต่อเนื่อง 20 ปี รวม 100 รางวัล"))
    assert (count.value, count.edition_year_be) == (100, None)


@pytest.mark.parametrize(
    "text",
    [
        "แบ่งเป็น 3 สาขา",
        "สาขาบริการภาครัฐ จำนวน 2 รางวัล ได้แก่ ผลงานหนึ่งและผลงานสอง",
        "ดูแลผู้ป่วยแล้ว 750 คน ใน 39 จังหวัด",
        "ประจำปี 2566 รางวัลเลิศรัฐ",
        "กรมประมงนำเสนอ 3 ผลงาน",
    ],
)
def test_other_numbers_count_nothing(text: str) -> None:
    assert counts(text) == []


def test_a_text_without_the_award_counts_nothing() -> None:
    reading = read(read_bytes("a.txt", "กรมประมงได้รับ 5 รางวัล จากผลงาน".encode()), load_names())
    assert find_counts(reading) == ()


@pytest.mark.parametrize("number", range(5))
def test_the_counts_of_the_seeds_are_all_found_and_no_others(corpus: Path, number: int) -> None:
    name = f"seed-00{number}"
    gold = json.loads((corpus / "dev" / "gold" / f"{name}.json").read_text(encoding="utf-8"))["counts"]
    document = read_bytes(f"{name}.txt", (corpus / "dev" / "text" / f"{name}.txt").read_bytes())
    keys = ("what", "scope", "value", "qualifier", "edition_year_be", "unit")
    found = [count.model_dump() for count in find_counts(read(document, load_names()))]
    assert sorted(tuple(map(str, (c[k] for k in keys))) for c in found) == sorted(
        tuple(map(str, (c[k] for k in keys))) for c in gold
    )


@settings(deadline=None)
@given(PIECES)
def test_the_evidence_of_any_text_is_exact(text: str) -> None:
    reading = reading_of(text)
    for count in find_counts(reading):
        assert reading.document.text[count.start : count.end] == count.evidence != ""


@pytest.mark.parametrize(
    "piece",
    [
        "1 ใน 2",
        "สมัครเข้ารับ",
        "ได้รับรางวัล ",
        "1) ก จำนวน ",
        "12 ผลงาน",
        "มีการมอบรางวัล",
        "สิบ",
        "สาขาบริการภาครัฐ มี ",
        "จากปีที่แล้วซึ่งได้ ",
        "ประเภทก",
        "ผ่านเข้ารอบที่ 2 ",
        "กรมประมง 3 รางวัล ",
        "จังหวัดสมัคร",
        "1,203 ผลงาน จาก",
        "จัดการประกวด",
    ],
)
def test_a_hostile_text_costs_time_in_proportion_to_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        reading = reading_of(piece * (length // len(piece)))
        start = time.process_time()
        find_counts(reading)
        return time.process_time() - start

    assert seconds(120_000) < 20 * seconds(30_000) + 0.5
