"""A workbook as grids, one a sheet: values as they were last computed, merged cells in all their places."""

import datetime
import io
import mimetypes
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from ingest.grids import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, Grid, Row
from ingest.readers.office import open_office_archive
from ingest.readers.refusal import refuse
from ingest.readers.rows import without_blank
from ontology.thai import BUDDHIST_ERA_OFFSET, to_common_era

MAIN: Final = "xl/workbook.xml"
MOST_MERGES: Final = 20_000
FURTHEST_ROW: Final = MOST_ROWS * 2
"""Rows below are not looked at: a sheet "of a million rows" is formatted, not filled."""
LONGEST_GAP: Final = 2_000
"""Empty rows after which no list goes on."""
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_LATEST_COMMON_YEAR: Final = 2400 - BUDDHIST_ERA_OFFSET + 300  # a later year was typed as a Buddhist one

Box = tuple[int, int, int, int]
"""First column, first row, last column, last row; from 1."""


def read_xlsx_grids(data: bytes) -> list[Grid]:
    """Every visible sheet that holds words; raises RefusedInputError."""
    archive = open_office_archive(data, MAIN)
    try:
        book = _open(data)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        grids = [_read_sheet(archive, sheet) for sheet in sheets]
    except _BROKEN as error:
        raise refuse("", f"is a workbook that cannot be read ({error})", "save it anew") from error
    return [grid for grid in grids if grid.rows]


_BROKEN: Final = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
                  RuntimeError, NotImplementedError, SyntaxError)  # fmt: skip
"""What openpyxl raises for files that it does not understand (SyntaxError: ElementTree's ParseError)."""


def _open(data: bytes) -> Any:
    """The library asks for the system's list of media types when it is loaded; a child may not read it."""
    mimetypes.knownfiles.clear()
    import openpyxl  # noqa: PLC0415

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)


def _read_sheet(archive: zipfile.ZipFile, sheet: Any) -> Grid:
    cells = list(_read_cells(sheet))
    # The library reads merged ranges only together with the whole sheet, and then makes a cell for each
    # place in them: "A1:XFD1048576" would be 17 thousand million. So they are read here, and cut to size.
    for box in _read_merges(archive, sheet._worksheet_path):
        _fill(cells, box)
    rows = (Row(tuple(row), f"row {number}") for number, row in enumerate(cells, start=1))
    return Grid(sheet.title, without_blank(rows), apart=True)


def _read_cells(sheet: Any) -> Iterator[list[Cell]]:
    """The cells row by row, up to where nothing comes for long."""
    empty = 0
    for row in sheet.iter_rows(max_row=FURTHEST_ROW, max_col=MOST_COLUMNS, values_only=True):
        filled = [index for index, value in enumerate(row) if value is not None]
        empty = 0 if filled else empty + 1
        if empty > LONGEST_GAP:
            return
        yield [Cell(_words(value)) for value in row[: filled[-1] + 1]] if filled else []


def _read_merges(archive: zipfile.ZipFile, part: str) -> Iterator[Box]:
    from openpyxl.utils.cell import range_boundaries  # noqa: PLC0415 - as above

    words = archive.read(part.lstrip("/"))
    for found in islice(_MERGE.finditer(words), MOST_MERGES):
        left, top, right, bottom = range_boundaries(found[1].decode())
        if left and top and right and bottom:
            yield left, top, right, bottom


def _fill(cells: list[list[Cell]], box: Box) -> None:
    """Repeat the first cell of a merged range in the places of the others that the sheet has."""
    left, top, right, bottom = (limit - 1 for limit in box)
    if top >= len(cells) or left >= len(cells[top]) or not cells[top][left].text:
        return
    text = cells[top][left].text
    for number, row in enumerate(cells[top : bottom + 1], start=top):
        row.extend(Cell() for _ in range(min(right + 1, MOST_COLUMNS) - len(row)))
        for column in range(left, min(right + 1, len(row))):
            row[column] = Cell(text, across=column > left, down=number > top)


def _words(value: object) -> str:
    """A value as people see it: whole numbers without a point, a date as ISO, of the Common Era."""
    if value is None or isinstance(value, bool):
        return {True: "✓", False: ""}.get(bool(value), "") if value is not None else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value)
    return str(value).replace("_x000D_", "")[:LONGEST_CELL].strip()


def _date(value: datetime.datetime | datetime.date) -> str:
    year = value.year if value.year < _LATEST_COMMON_YEAR else to_common_era(value.year)
    return f"{year:04}-{value.month:02}-{value.day:02}"
