"""The day of a text, and the days that it tells by their distance from it."""

import datetime

import pytest

from ingest.bodies import load_names
from ingest.extract.datelines import find_dateline, find_relative, year_of
from ingest.extract.own_contests import is_own_contest
from ingest.extract.reading import Reading, read
from ingest.records import Document
from ontology.thai import find_dates


def reading_of(text: str, published: datetime.date | None = None) -> Reading:
    return read(Document(key="a", text=text, sha256="0" * 64, published=published), load_names())


def test_the_day_of_a_text_stands_in_a_line_of_its_own() -> None:
    text = "กรมประมงเข้ารับรางวัลเมื่อวันที่ 7 กันยายน 2566\nวันศุกร์ที่ 8 กันยายน 2566\nกรมประมงได้รับรางวัลเลิศรัฐ"
    assert find_dateline(reading_of(text)) == datetime.date(2023, 9, 8)


def test_the_day_of_publication_goes_before_a_line() -> None:
    told = reading_of("8 กันยายน 2566\nข่าว", published=datetime.date(2023, 9, 9))
    assert find_dateline(told) == datetime.date(2023, 9, 9)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("เมื่อวานนี้", (2023, 9, 7)),
        ("วันนี้", (2023, 9, 8)),
        ("เมื่อวันพฤหัสบดีที่ผ่านมา", (2023, 9, 7)),
        ("เมื่อวันศุกร์ที่ผ่านมา", (2023, 9, 1)),
        ("เมื่อวันที่ 7 ที่ผ่านมา", (2023, 9, 7)),
        ("เมื่อวันที่ 30 ที่ผ่านมา", (2023, 8, 30)),
    ],
)
def test_a_day_is_counted_from_the_day_of_the_text(words: str, day: tuple[int, int, int]) -> None:
    text = f"8 กันยายน 2566\nกรมประมงรับรางวัล{words}"
    (found,) = find_relative(reading_of(text), 0, len(text))
    assert found.date == datetime.date(*day)


@pytest.mark.parametrize(
    ("dateline", "told", "year"),
    [
        ("8 กันยายน 2566", "7 กันยายน", 2023),
        ("8 มกราคม 2567", "7 กันยายน", 2023),
        ("8 ธันวาคม 2567", "7 กันยายนปีก่อน", 2023),
        ("ข่าวของกรม", "7 กันยายน", 2022),
    ],
)
def test_a_day_without_a_year_is_the_last_before_the_text_or_of_the_edition(
    dateline: str, told: str, year: int
) -> None:
    reading = reading_of(f"{dateline}\nรับรางวัลเมื่อ {told}")
    day = find_dates(reading.text, "2563")[-1]
    assert year_of(reading, day, 2565) == year


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("กรมประมงจัดประกวดรางวัลเลิศรัฐภายใน ประจำปี 2566", True),
        ("จังหวัดน่านจัดการประกวด “Mini เลิศรัฐ”", True),
        ("กรมประมงมอบโล่ “รางวัลเลิศรัฐ กปม.” เชิดชูสำนักงานต้นแบบ", True),
        ("กรมประมงเฟ้นหาสุดยอดผลงาน “รางวัลเลิศรัฐ กรมประมง ประจำปี 2566”", True),
        ("กรมประมงส่งผลงานเข้าประกวดรางวัลเลิศรัฐ", False),
        ("รัฐมนตรีมอบโล่ “รางวัลเลิศรัฐ ประจำปี 2566” แก่กรมประมง", False),
        ("สำนักงาน ก.พ.ร. จัดประกวดรางวัลเลิศรัฐ กรมประมงได้รับรางวัล", False),
    ],
)
def test_a_contest_of_one_house_is_known(text: str, *, own: bool) -> None:
    assert is_own_contest(reading_of(text)) is own
