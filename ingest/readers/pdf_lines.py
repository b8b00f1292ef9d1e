"""The lines of a PDF page with their places, without the letters and gaps that its engine sees twice."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
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


class _Sign(NamedTuple):
    text: str
    made_up: bool
    """By the engine, which puts spaces where it sees gaps."""
    left: float
    right: float
    base: float
    em: float
    spelled: bool
    """Stands for several glyphs, whose letters the document spells out."""


def read_lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines of a page in the order of the document."""
    text = page.get_textpage()
    try:
        signs = list(_signs(text, _Spellings(page)))
    finally:
        text.close()
    if any(sign.spelled for sign in signs):
        signs = _without_seeming_gaps(signs)
    rows = (list(row) for is_break, row in groupby(signs, lambda sign: sign.text in _BREAKS) if not is_break)
    return [line for row in rows if (line := _line(row))]


class _Spellings:
    """Where a document spells out what several glyphs mean; the engine repeats that at each glyph."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._of_glyph: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self._place: dict[int, tuple[float, float]] = {}
        for glyph in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            if spelling := _spelling(glyph.raw):
                self._add(_address(glyph.raw), spelling, glyph.get_bounds())

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


def _spelling(glyph: raw.FPDF_PAGEOBJECT) -> int:
    """The address of the mark that spells a glyph out; 0 for none."""
    for number in range(raw.FPDFPageObj_CountMarks(glyph)):
        mark = raw.FPDFPageObj_GetMark(glyph, number)
        for parameter in range(max(0, raw.FPDFPageObjMark_CountParams(mark))):
            if _key(mark, parameter) == _ACTUAL_TEXT:
                return _address(mark)
    return 0


def _key(mark: raw.FPDF_PAGEOBJECTMARK, parameter: int) -> str:
    buffer = (ctypes.c_ushort * 32)()
    used = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetParamKey(mark, parameter, buffer, ctypes.sizeof(buffer), used)
    return bytes(buffer)[: max(0, min(used.value, ctypes.sizeof(buffer)) - 2)].decode("utf-16-le", "replace")


def _address(pointer: object) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _signs(text: pypdfium2.PdfTextPage, spellings: _Spellings) -> Iterator[_Sign]:
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for index in range(text.count_chars()):
        if spellings.is_repeated(text, index):
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetMatrix(text, index, matrix)
        spelled = spellings.place(text, index)
        left, right = spelled or (box.left, box.right)
        yield _Sign(
            chr(raw.FPDFText_GetUnicode(text, index)),
            raw.FPDFText_IsGenerated(text, index) == 1,
            left,
            right,
            matrix.f,
            raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d),
            spelled is not None,
        )


def _without_seeming_gaps(signs: list[_Sign]) -> list[_Sign]:
    """The engine makes up spaces and ends of lines beside spelled glyphs: there the places decide."""
    kept: list[_Sign] = []
    waiting: list[_Sign] = []
    for sign in signs:
        if sign.made_up:
            waiting.append(sign)
            continue
        if waiting and kept:
            kept += _gap(kept[-1], waiting, sign)
        waiting = []
        kept.append(sign)
    return kept


def _gap(before: _Sign, made_up: list[_Sign], after: _Sign) -> list[_Sign]:
    """What stands between two signs that are drawn: the end of a line, a space, or nothing."""
    away, step = after.left - before.right, abs(after.base - before.base)
    in_a_row = step < SAME_ROW * after.em and -after.em < away < WIDEST_STEP * after.em
    if not in_a_row:
        ends = [sign for sign in made_up if sign.text in _BREAKS]
        return (ends or made_up)[:1]
    return [made_up[0]._replace(text=" ")] if away >= REAL_GAP * after.em else []


def _line(row: list[_Sign]) -> Line | None:
    drawn = [sign for sign in row if not sign.made_up and not sign.text.isspace()]
    if not drawn:
        return None
    gaps = [after.left - before.right for before, after in pairwise(drawn)]
    return Line(
        "".join(sign.text for sign in row),
        drawn[0].left,
        drawn[-1].right,
        drawn[0].base,
        max(sign.em for sign in drawn),
        max(gaps, default=0.0),
    )
