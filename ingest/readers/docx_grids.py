"""A Word document as grids: its tables in order, each with the headings and paragraphs before it."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from ingest.grids import LONGEST_CELL, MOST_COLUMNS, Cell, Grid, Line, Row
from ingest.readers.office import open_office_archive
from ingest.readers.refusal import refuse
from ingest.readers.rows import without_blank

MAIN: Final = "word/document.xml"
ITEMS: Final = 10
"""List items stand below all headings; Word has nine levels of these."""
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


def read_docx_grids(data: bytes) -> list[Grid]:
    """Every table with the lines before it, and the lines after the last; raises RefusedInputError."""
    open_office_archive(data, MAIN)
    try:
        return list(_read_blocks(docx.Document(io.BytesIO(data))))
    except (KeyError, ValueError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise refuse("", f"is a Word document that cannot be read ({error})", "save it anew") from error


def _read_blocks(document: Any) -> Iterator[Grid]:
    lines: list[Line] = []
    tables = 0
    paragraphs = 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            tables += 1
            yield Grid(f"table {tables}", without_blank(_read_rows(block)), tuple(lines))
            lines = []
            continue
        paragraphs += 1
        lines += _read_paragraph(block, f"paragraph {paragraphs}")
    yield Grid("after the tables", (), tuple(lines))


def _read_paragraph(paragraph: Paragraph, place: str) -> list[Line]:
    texts = [text.strip() for text in paragraph.text.replace("\t", " ").split("\n") if text.strip()]
    depth = _depth(paragraph)
    return [Line(text, place, depth, item=(depth or 0) >= ITEMS) for text in texts]


def _depth(paragraph: Paragraph) -> int | None:
    style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
    if found := _HEADING.fullmatch(style):
        return int(found[1])
    if style == "Title":
        return 0
    properties: Any = paragraph._p.pPr
    numbering = properties.numPr if properties is not None else None
    if numbering is not None and numbering.ilvl is not None:
        return ITEMS + int(numbering.ilvl.val)
    return ITEMS if style.startswith("List") else None


def _read_rows(table: Table) -> Iterator[Row]:
    above: list[object] = []
    for number, row in enumerate(table.rows, start=1):
        tops = [cell._tc for cell in row.cells[:MOST_COLUMNS]]
        texts = [_words(cell) for cell in row.cells[:MOST_COLUMNS]]
        cells = tuple(
            Cell(
                texts[column],
                across=column > 0 and tops[column - 1] is top,
                down=column < len(above) and above[column] is top,
            )
            for column, top in enumerate(tops)
        )
        yield Row(cells, f"row {number}")
        above = [*tops]


def _words(cell: Any) -> str:
    nested = (" ".join(_words(inner) for inner in row.cells) for table in cell.tables for row in table.rows)
    return "\n".join([str(cell.text), *nested]).replace("\t", " ").strip()[:LONGEST_CELL]
