"""Tables that nothing rules: columns are found by the gaps between words, rows by numbers and distances."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.grids import Cell
from ontology.thai import normalise

WIDE: Final = 0.75
"""Between two words of a line, in heights of the letters: it makes them two cells."""
NARROWEST_GAP: Final = 0.3
"""Between two columns, in heights of the letters."""
A_SPACE: Final = 0.06
"""Between two words, in heights of the letters; less is none: Thai signs stand over one another."""
FEWEST_LINES: Final = 3
_CROSSED: Final = 0.12  # of the lines with cells may have words in a gap between two columns
_NUMBERED: Final = 0.4  # of the lines begin with a number, where a column holds numbers
_SAME_LINE: Final = 0.5  # of a line's height
_CLOSE: Final = 1.9  # heights from a line to the next line of the same cell, at most
_NEW_ROW: Final = 1.35  # times the usual distance of lines
_NUMBER = re.compile(r"\(?[\d๐-๙]{1,4}[.)]{0,2}")
_THAI_END = re.compile(r"[ก-๎]$")
_THAI_START = re.compile(r"^[ก-๎]")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them, and their box in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def join_words(words: Iterable[Word]) -> str:
    """The words of one line; a space where the page shows one."""
    text, last = "", None
    for word in words:
        text += (" " if last is not None and word.x0 - last > A_SPACE * word.height else "") + word.text
        last = word.x1
    return text


def glue_letters(words: Iterable[Word]) -> list[Word]:
    """Words that touch are one: a sign over a letter breaks them apart, as far as the program can tell."""
    glued: list[Word] = []
    for word in words:
        last = glued[-1] if glued else None
        gap = word.x0 - last.x1 if last else 0.0
        same = last is not None and abs(word.top - last.top) < word.height * _SAME_LINE
        if last and same and -0.5 * word.height < gap <= A_SPACE * word.height:
            glued[-1] = Word(last.text + word.text, last.x0, max(last.x1, word.x1), last.top, last.bottom)
        else:
            glued.append(word)
    return glued


def in_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words line by line, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top, word.x0)):
        if lines and word.top - lines[-1][0].top < word.height * _SAME_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


Band = tuple[float, float]
"""Left and right edge of a column."""
Table = tuple[float, float, list[tuple[Cell, ...]]]
"""Top, bottom, rows."""


def find_unruled(pages: list[list[Word]]) -> Iterator[list[Table]]:
    """For each page its table, if it has one. A list goes on over pages: all its lines tell its columns."""
    lines = [in_lines(words) for words in pages]
    together = _columns_of([line for page in lines for line in page])
    for page in lines:
        alone = _columns_of(page)
        yield _read_table(page, together if len(together) >= len(alone) - 1 else alone)


def _columns_of(lines: list[list[Word]]) -> list[Band]:
    with_cells = [line for line in lines if len(_pieces(line)) > 1]
    return _find_columns(with_cells) if len(with_cells) >= FEWEST_LINES else []


def _read_table(lines: list[list[Word]], columns: list[Band]) -> list[Table]:
    with_cells = [number for number, line in enumerate(lines) if len(_pieces(line)) > 1]
    if len(columns) < 2 or not with_cells:
        return []
    first, last = with_cells[0], _last_line(lines, with_cells[-1])
    table = lines[first : last + 1]
    rows = [_row(group, columns) for group in _group_rows(table, columns)]
    return [(min(w.top for w in table[0]) - 1, max(w.bottom for w in table[-1]) + 1, rows)]


def _last_line(lines: list[list[Word]], last: int) -> int:
    """The last cell may wrap: lines close below that begin in a column behind the first one belong to it."""
    left = min(word.x0 for line in lines for word in line)
    while last + 1 < len(lines) and _wraps(lines[last], lines[last + 1], left):
        last += 1
    return last


def _wraps(above: list[Word], line: list[Word], left: float) -> bool:
    height = line[0].height
    return line[0].x0 - left > 2 * height and line[0].top - above[0].top < _CLOSE * height


def _pieces(line: Sequence[Word]) -> list[list[Word]]:
    """A line cut where the gap is wide."""
    pieces = [[line[0]]]
    for before, word in pairwise(line):
        if word.x0 - before.x1 >= WIDE * word.height:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _find_columns(lines: list[list[Word]]) -> list[Band]:
    """(left, right) of each column: what lies between the gaps that hardly a line crosses."""
    end = int(max(word.x1 for line in lines for word in line)) + 2
    crossed = [0] * end
    for line in lines:
        for piece in _pieces(line):
            for place in range(max(0, int(piece[0].x0)), min(end, int(piece[-1].x1) + 1)):
                crossed[place] += 1
    used = [count > len(lines) * _CROSSED for count in crossed]
    height = median(word.height for line in lines for word in line)
    bands = _bands(used, NARROWEST_GAP * height)
    bands = _with_numbers([(left, right) for left, right in bands if right - left > 1], lines)
    return _with_header(bands, lines)


def _bands(used: list[bool], gap: float) -> list[Band]:
    bands: list[Band] = []
    for place, covered in enumerate(used):
        if not covered:
            continue
        if bands and place - bands[-1][1] <= gap:
            bands[-1] = (bands[-1][0], place)
        else:
            bands.append((place, place))
    return bands


def _with_numbers(bands: list[Band], lines: list[list[Word]]) -> list[Band]:
    """Numbers set to the right stand close to the names behind them: they are a column of their own."""
    numbered = [line for line in lines if len(line) > 1 and _NUMBER.fullmatch(line[0].text)]
    if not bands or len(numbered) < len(lines) * _NUMBERED:
        return bands
    edge = max(line[0].x1 for line in numbered)
    close = [line for line in numbered if edge < line[1].x0 <= edge + line[1].height]
    if len(close) < len(numbered) / 2:
        return bands
    behind = [(max(left, edge + 0.1), right) for left, right in bands if right > edge + 1]
    return [(min(bands[0][0], edge), edge), *behind]


def _with_header(bands: list[Band], lines: list[list[Word]]) -> list[Band]:
    """Where two words of the header stand over one column, or one beside all: they tell the column's edge."""
    header = max(lines[:3], key=lambda line: len(_pieces(line)), default=[])
    taken: set[int] = set()
    for piece in _pieces(header) if header else ():
        edge = piece[0].x0
        index = next((n for n, (_, right) in enumerate(bands) if edge <= right), None)
        if index is None:
            continue
        left, right = bands[index]
        if edge < left:
            bands[index] = (edge, right)
        elif index in taken and _crossing(lines, edge) <= len(lines) * _CROSSED:
            bands[index : index + 1] = [(left, edge - 0.1), (edge, right)]
            index += 1
        taken.add(index)
    return bands


def _crossing(lines: list[list[Word]], edge: float) -> int:
    """How many lines have words that stand across this place."""
    return sum(any(word.x0 < edge - 1 and word.x1 > edge + 1 for word in line) for line in lines)


def _group_rows(lines: list[list[Word]], columns: list[Band]) -> Iterator[list[list[Word]]]:
    """Lines that make one row: up to the next number, or the next wider distance where rows have none."""
    numbered = sum(_has_number(line, columns) for line in lines) >= max(2, len(lines) // 8)
    usual = _usual_distance(lines)
    group: list[list[Word]] = []
    for line in lines:
        far = bool(group) and line[0].top - group[-1][0].top > usual * _NEW_ROW
        alone = _spans_columns(line, columns)
        begins = _has_number(line, columns) if numbered else far or _begins(line, columns)
        if group and (begins or alone or _spans_columns(group[-1], columns) or (far and not numbered)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _usual_distance(lines: list[list[Word]]) -> float:
    distances = sorted(below[0].top - above[0].top for above, below in pairwise(lines))
    return median(distances[: max(1, len(distances) // 2)]) if distances else 0.0


def _has_number(line: list[Word], columns: list[Band]) -> bool:
    first = [word for word in line if word.middle <= columns[0][1] + 1]
    return len(first) == 1 and _NUMBER.fullmatch(first[0].text) is not None


def _begins(line: list[Word], columns: list[Band]) -> bool:
    return line[0].middle <= columns[0][1] + 1 and len(_pieces(line)) > 1


def _spans_columns(line: list[Word], columns: list[Band]) -> bool:
    """A line of one piece that begins in the first column and is no number: a group's name."""
    pieces = _pieces(line)
    return len(pieces) == 1 and line[0].x0 <= columns[0][1] and not _NUMBER.fullmatch(line[0].text)


def _row(lines: list[list[Word]], columns: list[Band]) -> tuple[Cell, ...]:
    if len(lines) == 1 and _spans_columns(lines[0], columns):
        return (Cell(normalise(join_words(lines[0]))), *[Cell()] * (len(columns) - 1))
    texts = [""] * len(columns)
    for line in lines:
        for number, part in _by_column(line, columns).items():
            texts[number] = glue(texts[number], normalise(join_words(part)))
    return tuple(map(Cell, texts))


def _by_column(line: list[Word], columns: list[Band]) -> dict[int, list[Word]]:
    parts: dict[int, list[Word]] = {}
    for word in line:
        distance = [max(left - word.middle, word.middle - right, 0) for left, right in columns]
        parts.setdefault(distance.index(min(distance)), []).append(word)
    return parts


def glue(text: str, more: str) -> str:
    """Two lines of a cell; Thai words that were broken apart have no space between them."""
    if not text or not more:
        return text or more
    glued = (_THAI_END.search(text) and _THAI_START.match(more)) or text.endswith("(")
    return text + ("" if glued else " ") + more
