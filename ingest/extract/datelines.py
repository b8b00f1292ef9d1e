"""The day of a text, and what it makes of `เมื่อวานนี้`, `12 กันยายนที่ผ่านมา` and a weekday."""

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ingest.extract.reading import Reading
from ontology.thai import BUDDHIST_ERA_OFFSET, MONTHS, FoundDate, find_dates, read_year

TOP: Final = 600
BOTTOM: Final = 300
"""Characters at a text's ends where its day stands in a line of its own."""
LONGEST_DATELINE: Final = 100
MONTH_LINE: Final = 150

WEEKDAYS: Final = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_STORY = re.compile(r"รางวัล|พิธี|เข้ารับ|ประชุม|เมื่อวัน|เวลา \d+[.:]\d+ น\.\s?(?:ณ|ที่)|ระหว่าง")
_MONTHS = "|".join(map(re.escape, sorted(MONTHS, key=len, reverse=True)))
_MONTH_LINE = re.compile(rf"(?:{_MONTHS})\s?(?:พ\.\s?ศ\.\s?)?(?P<year>25\d\d|[5-7]\d)(?!\d)")
_RELATIVE = re.compile(
    rf"(?P<yesterday>(?:เมื่อ)?วานนี้|เมื่อวาน(?!ซืน))|(?P<today>วันนี้)(?!\s?\()"
    rf"|เมื่อวัน(?P<weekday>{'|'.join(WEEKDAYS)})(?:บดี)?(?:ที่ผ่านมา|ที่แล้ว|ก่อน)"
    rf"|วันที่\s?(?P<day>\d{{1,2}})\s?(?:เดือนนี้|ที่ผ่านมา)"
)
_LAST_YEAR = re.compile(r"\s?(?:ของ)?(?:ปีก่อน|ปีที่แล้ว|ปีที่ผ่านมา)")


@lru_cache(maxsize=1)
def find_dateline(reading: Reading) -> datetime.date | None:
    """The day on which a text was written: as published, else a date in a line of its own at either end."""
    return reading.document.published or next(_own_lines(reading.text), None)


def _own_lines(text: str) -> Iterator[datetime.date]:
    for part in (text[:TOP], text[-BOTTOM:]):
        for line in part.split("\n"):
            if len(line) <= LONGEST_DATELINE and not _STORY.search(line):
                yield from (found.date for found in find_dates(line)[:1])


def year_of(reading: Reading, day: FoundDate, edition: int | None) -> int | None:
    """The common year of a day told without one: the last such day before the text, else of the edition."""
    dateline = find_dateline(reading)
    if dateline is None:
        month = _MONTH_LINE.search(reading.text, 0, MONTH_LINE)
        era = edition or (read_year(month["year"]) if month else None)
        return era - BUDDHIST_ERA_OFFSET if era else None
    if _LAST_YEAR.match(reading.text, day.end):
        return dateline.year - 1
    later = (day.date.month, day.date.day) > (dateline.month, dateline.day)
    return dateline.year - later


def find_relative(reading: Reading, start: int, end: int) -> Iterator[FoundDate]:
    """Every day in `text[start:end]` that is told by its distance from the day of the text."""
    dateline = find_dateline(reading)
    if dateline is None:
        return
    for match in _RELATIVE.finditer(reading.text, start, end):
        if date := _date_of(match, dateline):
            yield FoundDate(date, match.start(), match.end())


def _date_of(match: re.Match[str], dateline: datetime.date) -> datetime.date | None:
    if match["day"]:
        return _day_before(int(match["day"]), dateline)
    if match["weekday"]:
        back = (dateline.weekday() - WEEKDAYS.index(match["weekday"])) % 7 or 7
        return dateline - datetime.timedelta(days=back)
    return dateline - datetime.timedelta(days=1 if match["yesterday"] else 0)


def _day_before(day: int, dateline: datetime.date) -> datetime.date | None:
    """The last such day of a month before a date."""
    first = dateline.replace(day=1)
    month = first if day <= dateline.day else (first - datetime.timedelta(days=1)).replace(day=1)
    try:
        return month.replace(day=day)
    except ValueError:
        return None
