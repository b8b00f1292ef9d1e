"""Thai writing: digits, years, dates, titles, and a normal form that knows its original."""

import datetime
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ontology import thai

SIGNS = st.text(st.sampled_from("กขคเแำาํ่้๑๒ \u200b\u00a0\r\n.abc1é\u0301"))


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2566", 2566),
        ("๒๕๖๖", 2566),
        ("66", 2566),
        ("2023", 2566),
        (" 2564 ", 2564),
        ("194", None),
        ("ปี", None),
        ("", None),
    ],
)
def test_a_year_is_read_in_either_era(written: str, year: int | None) -> None:
    assert thai.read_year(written) == year


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("วันที่ 7 กันยายน 2566 ณ", "2023-09-07"),
        ("(7 ก.ย. 66)", "2023-09-07"),
        ("๑๒ กันยายน พ.ศ. ๒๕๖๕", "2022-09-12"),
        ("21 ธันวาคม พ.ศ.2563", "2020-12-21"),
        ("18 September 2024", "2024-09-18"),
    ],
)
def test_a_date_is_found_however_it_is_written(written: str, date: str) -> None:
    assert [found.date.isoformat() for found in thai.find_dates(written)] == [date]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("7 - 8 กันยายน 2566", "2023-09-07"),
        ("๗ ถึง ๘ กันยายน ๒๕๖๖", "2023-09-07"),
        ("7 เดือนกันยายน พ.ศ. 2566", "2023-09-07"),
        ("7/9/2566", "2023-09-07"),
        ("September 7, 2023", "2023-09-07"),
        ("September 7-8, 2023", "2023-09-07"),
        ("7th September 2023", "2023-09-07"),
    ],
)
def test_the_first_of_several_days_is_read(written: str, date: str) -> None:
    assert [found.date.isoformat() for found in thai.find_dates(written)] == [date]


def test_a_day_without_a_year_is_read_with_one_alone() -> None:
    assert thai.find_dates("เมื่อวันที่ 7 ก.ย. ที่ผ่านมา") == []
    assert [found.date.isoformat() for found in thai.find_dates("เมื่อวันที่ 7 ก.ย. ที่ผ่านมา", "2566")] == [
        "2023-09-07"
    ]


def test_a_date_that_is_none_is_not_found() -> None:
    assert thai.find_dates("31 เมษายน 2566 และ 7 กันยายน 194") == []


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2080, 12, 31)))
def test_a_written_date_reads_as_itself(date: datetime.date) -> None:
    assert [found.date for found in thai.find_dates(thai.write_date(date))] == [date]


@given(SIGNS)
def test_every_place_of_the_normal_text_has_its_place_in_the_original(text: str) -> None:
    normal = thai.normalise_in_place(text)
    spans = [normal.original_span(place, place + 1) for place in range(len(normal.text))]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    if normal.text == text:
        assert spans == [(place, place + 1) for place in range(len(text))]


@pytest.mark.parametrize("run", ["  ", " \u00a0", "\u00a0 ", "\u2009\u00a0\u202f"])
def test_spaces_in_a_row_are_one_whichever_they_are(run: str) -> None:
    assert thai.normalise_in_place(f"1{run}รางวัล").text == "1 รางวัล"


@example("เ\u200bเ")
@example("ค\u0e4d\u200b\u0e49\u0e32")
@given(SIGNS)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = thai.normalise(text)
    assert thai.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("เเพทย์", "แพทย์"),
        ("ค\u0e4d\u0e32", "คำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("สป. พม.", "สป.พม"),
        ("ปี ๒", "ปี2"),
        ("ก\u200bข", "กข"),
    ],
)
def test_variants_of_one_name_have_one_key(one: str, other: str) -> None:
    assert thai.match_key(one) == thai.match_key(other)


def test_thai_words_sort_as_in_a_dictionary() -> None:
    words = ["ขา", "แก", "เก้า", "กข", "เก่า"]
    assert sorted(words, key=thai.sort_key) == ["กข", "เก่า", "เก้า", "แก", "ขา"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("นางสาวอ้อนฟ้า เวชชาชีวะ", ("นางสาว", "อ้อนฟ้า เวชชาชีวะ")),
        ("ศาสตราจารย์กิตติคุณ ดร.วิษณุ เครืองาม", ("ศาสตราจารย์กิตติคุณ ดร.", "วิษณุ เครืองาม")),
        ("วิษณุ เครืองาม", (None, "วิษณุ เครืองาม")),
        ("นาย", (None, "นาย")),
    ],
)
def test_titles_come_off_a_name(name: str, parts: tuple[str | None, str]) -> None:
    assert thai.split_title(name) == parts
