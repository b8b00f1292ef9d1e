"""Lines of a page to its paragraphs: a line that fills its column goes on in the next."""

import re
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.pdf_lines import Line

NARROWEST_SHARE: Final = 0.88
"""Of the column's width that a line fills when it was broken for want of room: the next word was too long."""
INDENT_EMS: Final = 1.0
WIDEST_HOLE_EMS: Final = 3.0
"""Prose has no wider gap; the cells of a table's row have."""
WIDER_LEADING: Final = 1.35
"""Times the usual distance of two lines, and a new paragraph begins."""

_ITEM = re.compile(r"\s*(?:[-–•●○▪*]|\(?[\d๐-๙]{1,3}[.)]|\(?[ก-ฮa-zA-Z][.)]\s)")
_PAGE_NUMBER = re.compile(r"^\W*(?:หน้า|page)?\W*(\d{1,4}|[๐-๙]{1,4})\W*$", re.IGNORECASE)
_THAI_ENDS = re.compile("[\u0e01-\u0e4e]$")
_THAI_BEGINS = re.compile(r"(?![ก-ฮ]{1,5}\.)[\u0e01-\u0e4e]")
"""Of a word, that is: an abbreviation (`สมอ.`, `ดร.`) has a space before it."""
_HYPHEN = "\u0002"  # the engine's own sign for one at the end of a line


def join_lines(lines: list[Line], page: int, width: float) -> str:
    """The text of page number `page`, a paragraph or a table's row a line, without its printed number.

    `width` is the page's, in points: a page of short lines has its column too, between like margins.
    """
    lines = _without_page_number(lines, page)
    if not lines:
        return ""
    left = min(line.left for line in lines)
    right = max(width - left, *(line.right for line in lines))
    leading = _usual_leading(lines)
    text = lines[0].text
    for before, after in pairwise(lines):
        goes_on = _is_full(before, left, right) and _goes_on(before, after, left, leading)
        text = _joined(text, after.text) if goes_on else f"{text.rstrip()}\n{after.text}"
    return text.replace(_HYPHEN, "-")


def _without_page_number(lines: list[Line], page: int) -> list[Line]:
    for place in (0, -1):
        found = _PAGE_NUMBER.match(lines[place].text.strip()) if lines else None
        if found and int(found[1]) == page:
            lines = lines[1:] if place == 0 else lines[:-1]
    return lines


def _usual_leading(lines: list[Line]) -> float:
    steps = [before.base - after.base for before, after in pairwise(lines)]
    return median([step for step in steps if step > 0] or [0.0])


def _is_full(line: Line, left: float, right: float) -> bool:
    return (
        line.right - left >= NARROWEST_SHARE * (right - left) and line.widest_gap < WIDEST_HOLE_EMS * line.em
    )


def _goes_on(before: Line, after: Line, left: float, leading: float) -> bool:
    """Whether `after` looks like a next line of prose: not indented, no item of a list, as near as usual."""
    indented = after.left - min(before.left, left + INDENT_EMS * after.em) > INDENT_EMS * after.em
    near = 0 < before.base - after.base <= WIDER_LEADING * leading
    return near and not indented and not _ITEM.match(after.text) and abs(before.em - after.em) < 1.0


def _joined(text: str, line: str) -> str:
    """Thai has no spaces between words: where the document drew none at the line's end, there is none."""
    if text.endswith(_HYPHEN):
        return text.removesuffix(_HYPHEN) + line
    if text[-1:].isspace():
        return text.rstrip() + " " + line
    return text + ("" if _THAI_ENDS.search(text) and _THAI_BEGINS.match(line) else " ") + line
