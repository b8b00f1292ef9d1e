"""A CSV file as a grid: its encoding and its delimiter are found out, broken quotes do not swallow it."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ingest.grids import MOST_COLUMNS, MOST_ROWS, Grid
from ingest.readers.decoding import decode
from ingest.readers.refusal import refuse
from ingest.readers.rows import row_of, without_blank

DELIMITERS: Final = (",", ";", "\t", "|")
MOST_LINES: Final = 200_000
"""Lines that are looked at, empty ones included."""
SWALLOWED_LINES: Final = 3
"""A field with more line breaks, each with delimiters around, is a quote that was never closed."""

_UTF_16: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_csv_grids(data: bytes) -> list[Grid]:
    """The one table of a CSV file; raises RefusedInputError."""
    text = decode_table(data)
    if text.count("\n") > MOST_LINES:
        raise refuse("", f"has more than {MOST_LINES} lines", f"split it: at most {MOST_ROWS} rows are read")
    delimiter = _find_delimiter(text)
    lines = list(_read_lines(text, delimiter))
    rows = (row_of(cells[:MOST_COLUMNS], f"line {line}") for line, cells in lines)
    return [Grid("csv", without_blank(rows))]


def decode_table(data: bytes) -> str:
    """Like `decode`, and UTF-16 with or without its mark, as spreadsheets write it ("Unicode Text")."""
    coding = _UTF_16.get(data[:2]) or _unmarked_utf_16(data)
    if coding is None:
        return decode("", data)
    try:
        return data.decode(coding)
    except UnicodeDecodeError:
        raise refuse("", "is broken UTF-16", "save it as UTF-8") from None


def _unmarked_utf_16(data: bytes) -> str | None:
    """Tabs and digits have a zero byte, Thai letters an 0x0E byte, always at the same side."""
    sides = [
        sum(byte in (0, 0x0E) for byte in data[side:4000:2]) / max(1, len(data[side:4000:2]))
        for side in (0, 1)
    ]
    if max(sides) < 0.9:
        return None
    return "utf-16-be" if sides[0] > sides[1] else "utf-16-le"


def _find_delimiter(text: str) -> str:
    """The one by which most lines have the same number of cells, more than one."""
    sample = "\n".join(text.splitlines()[:500])
    return max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: str, delimiter: str) -> tuple[int, int]:
    widths = Counter(len(cells) for _, cells in _read_lines(sample, delimiter) if len(cells) > 1)
    width, lines = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return lines, width


def _read_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line it begins in, cells); line by line without quotes where one of them is never closed."""
    try:
        found = list(_quoted(text, delimiter))
    except csv.Error:  # a field longer than the library's limit
        found = None
    if found is None or any(_swallows(cell, delimiter) for _, cells in found for cell in cells):
        return iter((n, line.split(delimiter)) for n, line in enumerate(text.splitlines(), start=1))
    return iter(found)


def _quoted(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    last = 0
    for cells in reader:
        yield last + 1, cells
        last = reader.line_num


def _swallows(cell: str, delimiter: str) -> bool:
    lines = cell.splitlines()
    return len(lines) > SWALLOWED_LINES and sum(delimiter in line for line in lines) > len(lines) // 2
