"""The lines of a PDF page with their places, without the letters and gaps that its engine sees twice."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

REAL_GAP: Final = 0.18
"""The least width of a space, in ems of its font."""
SAME_ROW: Final = 0.3
WIDEST_STEP: Final = 1.5
"""Ems up and to the right within which a sign still stands beside the one before."""

_BREAKS = "\r\n"
_ACTUAL_TEXT = "ActualText"


@dataclass(frozen=True, slots=True)
class Line:
    """Signs in one row of a page; points, from the page's lower left."""

    text: str
    left: float
    right: float
    base: float
    em: float
    """The size of its letters."""
    widest_gap: float
    """Between two of its signs."""


class _Word(NamedTuple):
    """Signs with no white space between them."""

    text: str
    left: float
    right: float
    base: float
    em: float


class _Gap(NamedTuple):
    """White space between two words: what the document drew, and what the engine made up."""

    spelled: bool
    """Whether the page spells glyphs out, beside which the engine makes up spaces and ends of lines."""
    drawn: str = ""
    made_up: str = ""

    def wider(self, sign: str, made_up: bool) -> "_Gap":
        """The gap with one more sign in it."""
        if made_up:
            return self._replace(made_up=self.made_up + sign)
        return self._replace(drawn=self.drawn + sign)

    def between(self, before: _Word, after: _Word) -> str:
        """A space, the end of a line (with the drawn space before it), or nothing."""
        away, step = after.left - before.right, abs(after.base - before.base)
        in_a_row = step < SAME_ROW * after.em and -after.em < away < WIDEST_STEP * after.em
        drawn = " " if self.drawn.strip(_BREAKS) else ""
        if self.spelled and in_a_row:
            return drawn or (" " if away >= REAL_GAP * after.em else "")
        ends = any(sign in _BREAKS for sign in self.drawn + self.made_up)
        return f"{drawn}\n" if ends else " "


def read_lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines of a page in the order of the document."""
    lines: list[Line] = []
    row: list[tuple[str, _Word]] = []
    for gap, word in _words(page):
        between = gap.between(row[-1][1], word) if row else ""
        if between.endswith("\n"):
            lines.append(_line(row, between[:-1]))
            row, between = [], ""
        row.append((between, word))
    return [*lines, _line(row)] if row else lines


class _Spellings:
    """Where a document spells out what several glyphs mean; the engine repeats that at each glyph."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._of_glyph: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self._place: dict[int, tuple[float, float]] = {}
        self._spells: dict[int, bool] = {}
        """Of each mark, by its address: many glyphs share one."""
        for glyph in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            if spelling := self._spelling_of(glyph.raw):
                self._add(_address(glyph.raw), spelling, glyph.get_bounds())

    @property
    def are_used(self) -> bool:
        return bool(self._of_glyph)

    def _spelling_of(self, glyph: raw.FPDF_PAGEOBJECT) -> int:
        """The address of the mark that spells a glyph out; 0 for none."""
        for number in range(raw.FPDFPageObj_CountMarks(glyph)):
            mark = raw.FPDFPageObj_GetMark(glyph, number)
            address = _address(mark)
            if address not in self._spells:
                self._spells[address] = _spells(mark)
            if self._spells[address]:
                return address
        return 0

    def _add(self, glyph: int, spelling: int, bounds: tuple[float, float, float, float]) -> None:
        self._of_glyph[glyph] = spelling
        left, right = self._place.get(spelling, (math.inf, -math.inf))
        self._place[spelling] = min(left, bounds[0]), max(right, bounds[2])

    def place(self, text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float] | None:
        """Left and right of all glyphs that a sign is spelled for; None for one that is not spelled."""
        spelling = self._spelling_at(text, index)
        return self._place[spelling] if spelling else None

    def is_repeated(self, text: pypdfium2.PdfTextPage, index: int) -> bool:
        spelling = self._spelling_at(text, index)
        if not spelling:
            return False
        glyph = _address(raw.FPDFText_GetTextObject(text, index))
        return self._first.setdefault(spelling, glyph) != glyph

    def _spelling_at(self, text: pypdfium2.PdfTextPage, index: int) -> int:
        if not self._of_glyph:
            return 0
        return self._of_glyph.get(_address(raw.FPDFText_GetTextObject(text, index)), 0)


def _spells(mark: raw.FPDF_PAGEOBJECTMARK) -> bool:
    count = max(0, raw.FPDFPageObjMark_CountParams(mark))
    return any(_key(mark, number) == _ACTUAL_TEXT for number in range(count))


def _key(mark: raw.FPDF_PAGEOBJECTMARK, parameter: int) -> str:
    buffer = (ctypes.c_ushort * 32)()
    used = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetParamKey(mark, parameter, buffer, ctypes.sizeof(buffer), used)
    return bytes(buffer)[: max(0, min(used.value, ctypes.sizeof(buffer)) - 2)].decode("utf-16-le", "replace")


def _address(pointer: object) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _words(page: pypdfium2.PdfPage) -> Iterator[tuple[_Gap, _Word]]:
    """Each word with the gap before it."""
    text = page.get_textpage()
    try:
        spellings = _Spellings(page)
        gap, word = _Gap(spelled=spellings.are_used), list[int]()
        for index in range(text.count_chars()):
            if spellings.is_repeated(text, index):
                continue
            sign = chr(raw.FPDFText_GetUnicode(text, index))
            if not sign.isspace():
                word.append(index)
                continue
            if word:
                yield gap, _measured(text, spellings, word)
                gap, word = _Gap(spelled=spellings.are_used), []
            made_up = raw.FPDFText_IsGenerated(text, index) == 1
            gap = (
                gap._replace(made_up=gap.made_up + sign) if made_up else gap._replace(drawn=gap.drawn + sign)
            )
        if word:
            yield gap, _measured(text, spellings, word)
    finally:
        text.close()


def _measured(text: pypdfium2.PdfTextPage, spellings: _Spellings, word: list[int]) -> _Word:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, word[-1], matrix)
    return _Word(
        "".join(chr(raw.FPDFText_GetUnicode(text, index)) for index in word),
        _sides(text, spellings, word[0])[0],
        _sides(text, spellings, word[-1])[1],
        matrix.f,
        raw.FPDFText_GetFontSize(text, word[-1]) * math.hypot(matrix.c, matrix.d),
    )


def _sides(text: pypdfium2.PdfTextPage, spellings: _Spellings, index: int) -> tuple[float, float]:
    if spelled := spellings.place(text, index):
        return spelled
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, index, box)
    return box.left, box.right


def _line(row: list[tuple[str, _Word]], tail: str = "") -> Line:
    words = [word for _, word in row]
    return Line(
        "".join(between + word.text for between, word in row) + tail,
        words[0].left,
        words[-1].right,
        words[0].base,
        max(word.em for word in words),
        max((after.left - before.right for before, after in pairwise(words)), default=0.0),
    )
