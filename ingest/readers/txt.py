"""Plain text as it was saved from the web: the text untouched, and what its own lines tell of it."""

import datetime
import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from ontology.thai import find_dates, normalise

HEAD_LINES: Final = 12
"""How many lines with words may hold title and date."""
TAIL_LINES: Final = 8
"""How many last lines with words may hold the address."""
LONGEST_TITLE: Final = 300
LONGEST_URL: Final = 2000
LONGEST_HEADING_LINE: Final = 2000
"""Lines that are longer are prose; they are not looked at for title, date and address."""

_SITE_LINE = re.compile("^รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-")
_NO_TITLE = re.compile(r"^(?:พิมพ์|TH\s+EN|•.{0,40}|https?://\S*|[\W\d]*)$")
_BEFORE_DATE = re.compile(r"^(?:(?:เผยแพร่|ประกาศ|โพสต์)?(?:เมื่อ)?\s?:?\s?)?(?:วัน\S{0,12}ที่)?\s?$")
_AFTER_DATE = re.compile(
    r"^[\d\s:.,|/น-]*(?:(?:เปิด|ผู้|จำนวน|ยอด){0,3}(?:อ่าน|เข้าชม)\s?:?[\s\d,]*(?:(?:ครั้ง|คน)\s?)?)?$"
)
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_SOURCE_LINE = re.compile(r"^(?:แหล่ง)?(?:ที่มา|อ้างอิง|ลิงก์|Source)[^:h]{0,20}:?\s*(?=https?://)")


class Heading(NamedTuple):
    """What a text's own lines tell of it; None is "not told"."""

    title: str | None
    published: datetime.date | None
    url: str | None
    publisher: str | None


def read_heading(text: str) -> Heading:
    """Title, date, address and publisher (the address's host) of a text saved from the web."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    head, tail = lines[:HEAD_LINES], lines[-TAIL_LINES:]
    url = _find_url(head, tail)
    return Heading(_find_title(head), find_date_line(head), url, host_of(url))


def keep_safe_url(found: str | None) -> str | None:
    """`found` if it is a web address that can stand in an IRI, else None."""
    match = _URL.match(found.strip()) if found else None
    url = match[0].rstrip(".,;:)]'") if match else None
    return url if url and len(url) <= LONGEST_URL and host_of(url) else None


def host_of(url: str | None) -> str | None:
    """`www.thaigov.go.th` of an address; None for none and for what is no address."""
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:  # http://[
        return None


def _find_url(head: list[str], tail: list[str]) -> str | None:
    named = [line[match.end() :] for line in tail if (match := _SOURCE_LINE.match(line))]
    bare = [line for line in head[:1] if _URL.fullmatch(line)]
    return next(filter(None, map(keep_safe_url, [*reversed(named), *bare])), None)


def find_date_line(head: list[str]) -> datetime.date | None:
    """The date of the first line that holds nothing but a date, a clock time and a count of visits."""
    return next(filter(None, map(_read_date_line, head)), None)


def _read_date_line(line: str) -> datetime.date | None:
    """The date of a line that holds nothing but a date (and a clock time or a count of visits)."""
    dates = find_dates(line) if len(line) <= 80 else []
    if len(dates) != 1 or not _BEFORE_DATE.match(line[: dates[0].start]):
        return None
    return dates[0].date if _AFTER_DATE.match(line[dates[0].end :]) else None


def _find_title(head: list[str]) -> str | None:
    site = next((line for line in head[:3] if _SITE_LINE.match(line)), None)
    if site is not None:
        return _keep_title(_SITE_LINE.sub("", site))
    first = next(
        (line for line in head if not (_NO_TITLE.match(line[:LONGEST_TITLE]) or _read_date_line(line))), ""
    )
    return _keep_title(first)


def _keep_title(line: str) -> str | None:
    if not 0 < len(line) <= LONGEST_HEADING_LINE:
        return None
    title = normalise(line)
    return title if title and len(title) <= LONGEST_TITLE else None
