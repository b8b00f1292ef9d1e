"""A PDF as grids: tables by their ruled lines, or by the gaps between columns where nothing is ruled."""

import io
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from ingest.grids import LONGEST_CELL, MOST_COLUMNS, Cell, Grid, Line, Row
from ingest.readers.pdf_columns import Word, find_unruled, glue_letters, in_lines, join_words
from ingest.readers.refusal import RefusedInputError, refuse
from ingest.readers.rows import without_blank
from ontology.thai import normalise

MOST_PAGES: Final = 300
MOST_MARKS: Final = 60_000
"""Letters, lines and rectangles of one page; more are a drawing."""
WORD_GAP: Final = 0.1
"""In sizes of the letters: what is wider parts two words, be it a space or the edge of a cell."""
_TOUCHING: Final = 3.0  # points by which two lines of one ruled table may miss each other
SARA_AM: Final = "\u0e33"
SARA_AA: Final = "\u0e32"
NIKHAHIT: Final = "\u0e4d"
TONES: Final = frozenset("\u0e48\u0e49\u0e4a\u0e4b")
_PAGE_NUMBER = re.compile(
    r"[-–—\s(]*(?:หน้า(?:ที่)?\s*)?[\d๐-๙]{1,3}(?:\s*(?:/|จาก|ของ)\s*[\d๐-๙]{1,3})?[-–—\s)]*"
)

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom; in points from the page's upper left corner."""


class Placed(NamedTuple):
    """A table of a page and where it begins and ends."""

    top: float
    bottom: float
    rows: list[tuple[Cell, ...]]


class Page(NamedTuple):
    """The words of a page, and its ruled tables."""

    words: list[Word]
    tables: list[Placed]


def read_pdf_grids(data: bytes) -> list[Grid]:
    """The tables of all pages with the lines between them; raises RefusedInputError."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise refuse("", f"has more than {MOST_PAGES} pages", "give the pages of the list alone")
            for page in document.pages:
                _refuse_drawing(page)
            lost = {letter for page in document.pages for letter in find_lost_letters(page.chars)}
            pages = [_read_page(page, lost) for page in document.pages]
    except (PdfminerException, PDFSyntaxError, ValueError, TypeError, KeyError, RecursionError) as error:
        if isinstance(error, RefusedInputError):
            raise
        raise refuse("", "is a PDF that cannot be read", "print it to a PDF anew") from error
    return list(_grids_of(pages))


def _grids_of(pages: Sequence[Page]) -> Iterator[Grid]:
    """The grids of all pages; columns that nothing rules are those of all pages together."""
    unruled = find_unruled([page.words for page in pages if not page.tables])
    for number, page in enumerate(pages, start=1):
        tables = page.tables or [Placed(*table) for table in next(unruled)]
        yield from _between(tables, page.words, number)


def _refuse_drawing(page: Any) -> None:
    if sum(len(page.objects.get(kind, ())) for kind in ("char", "line", "rect", "curve")) > MOST_MARKS:
        raise refuse("", f"has a page of more than {MOST_MARKS} marks", "give the list alone")


def _read_page(page: Any, lost: set[tuple[str, str]]) -> Page:
    mend_sara_am(page.chars, lost)
    found = page.extract_words(use_text_flow=True, x_tolerance_ratio=WORD_GAP, y_tolerance=3)
    words = glue_letters(
        Word(w["text"].replace("\0", ""), w["x0"], w["x1"], w["top"], w["bottom"]) for w in found
    )
    found = page.find_tables({"snap_tolerance": _TOUCHING})
    tables = [_ruled(boxes, words) for boxes in _side_by_side([table.cells for table in found])]
    page.close()
    kept = [table for table in tables if len(table.rows) > 1 or len(table.rows[0]) > 1]
    return Page(words, sorted(kept, key=lambda table: table.top))


def find_lost_letters(chars: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """(font, name) of the letter that is SARA AA, and that the office program left without its name.

    Programs write SARA AM as two glyphs. Some name the first "SARA AM" and the second not at all, and so
    no SARA AA of the document.
    """
    return {
        (letter["fontname"], letter["text"])
        for before, letter in pairwise(chars)
        if before["text"] == SARA_AM and letter["text"].startswith("(cid:")
    }


def mend_sara_am(chars: Sequence[dict[str, Any]], lost: set[tuple[str, str]]) -> None:
    """Give every lost SARA AA its name back, and make one letter of the two halves of SARA AM."""
    for letter in chars:
        if (letter["fontname"], letter["text"]) in lost:
            letter["text"] = SARA_AA
    for before, letter in pairwise(letter for letter in chars if letter["text"] not in TONES):
        if before["text"] in (SARA_AM, NIKHAHIT) and letter["text"] == SARA_AA:
            before["text"], letter["text"] = SARA_AM, ""
    for before, letter in pairwise(letter for letter in chars if letter["text"]):
        if before["text"] == SARA_AM and letter["text"] in TONES:
            before["text"], letter["text"] = letter["text"], SARA_AM


def _between(tables: Sequence[Placed], words: list[Word], page: int) -> Iterable[Grid]:
    """Each table with the lines over it; the lines under the last stand alone."""
    top = 0.0
    for number, table in enumerate(tables, start=1):
        rows = [Row(cells, f"row {n}") for n, cells in enumerate(table.rows, start=1)]
        name = f"page {page}" if len(tables) == 1 else f"page {page}, table {number}"
        yield Grid(name, without_blank(rows), _lines(words, top, table.top, page))
        top = table.bottom
    yield Grid(f"page {page}, below", (), _lines(words, top, float("inf"), page))


def _lines(words: list[Word], top: float, bottom: float, page: int) -> tuple[Line, ...]:
    inside = [word for word in words if top <= (word.top + word.bottom) / 2 < bottom]
    texts = (normalise(join_words(line)) for line in in_lines(inside))
    return tuple(Line(text, f"page {page}") for text in texts if not _PAGE_NUMBER.fullmatch(text))


def _side_by_side(tables: Iterable[list[Box]]) -> list[list[Box]]:
    """Tables beside each other are one: a merged cell that goes on over the page parts them."""
    joined: list[list[Box]] = []
    for boxes in sorted(tables, key=_top):
        if joined and _top(boxes) < _bottom(joined[-1]) - _TOUCHING:
            joined[-1] = [*joined[-1], *boxes]
        else:
            joined.append(list(boxes))
    return joined


def _top(boxes: list[Box]) -> float:
    return min(box[1] for box in boxes)


def _bottom(boxes: list[Box]) -> float:
    return max(box[3] for box in boxes)


def _ruled(cells: list[Box], words: list[Word]) -> Placed:
    """The cells of a ruled table in all the places that they cover."""
    boxes = sorted(set(cells), key=lambda box: (box[1], box[0]))
    lefts = _distinct(edge for box in boxes for edge in (box[0], box[2]))[:-1][:MOST_COLUMNS]
    tops = _distinct(box[1] for box in boxes)
    rows = [[Cell()] * len(lefts) for _ in tops]
    for box in boxes:
        text = _text_in(box, words)
        first, last = _covered(lefts, box[0], box[2])
        upper, lower = _covered(tops, box[1], box[3])
        for row in range(upper, lower):
            for column in range(first, last):
                rows[row][column] = Cell(text, across=column > first, down=row > upper)
    return Placed(_top(boxes), _bottom(boxes), [tuple(row) for row in rows])


def _distinct(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _TOUCHING:
            kept.append(place)
    return kept


def _covered(starts: list[float], low: float, high: float) -> tuple[int, int]:
    return bisect_left(starts, low - _TOUCHING), bisect_left(starts, high - _TOUCHING)


def _text_in(box: Box, words: list[Word]) -> str:
    inside = [
        word
        for word in words
        if box[0] - 1 <= (word.x0 + word.x1) / 2 <= box[2] + 1
        and box[1] <= (word.top + word.bottom) / 2 < box[3]
    ]
    return join_lines(in_lines(inside))[:LONGEST_CELL]


_OWN_LINE = re.compile(r"[-•●▪–*]\s|\(?[\d๐-๙]{1,2}[.)]\s?|ผลงาน|ประเภท|ระดับ|สาขา|รางวัล|โดย|เรื่อง|PMQA|หมวด")
_THAI_END = re.compile(r"[ก-๎]$")
_THAI_START = re.compile(r"^[ก-๎]")


def join_lines(lines: Iterable[list[Word]]) -> str:
    """The lines of a cell as one text: Thai words that were broken apart have no space between them."""
    text = ""
    for line in lines:
        words = normalise(join_words(line))
        if not text or _OWN_LINE.match(words):
            gap = "\n" if text else ""
        else:
            glued = (_THAI_END.search(text) and _THAI_START.match(words)) or text.endswith("(")
            gap = "" if glued else " "
        text += gap + words
    return text
