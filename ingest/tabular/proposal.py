"""What the columns of a document's tables seem to hold, for people to look at and to correct."""

from collections.abc import Iterator
from pathlib import Path

from ingest.bodies import load_names
from ingest.grids import Grid, letter_of
from ingest.readers import read_document
from ingest.readers.refusal import refuse
from ingest.records import Document
from ingest.tabular.cards import turn, with_bodies_as_rows
from ingest.tabular.layouts import Layout, find_layout, guess_layout, is_header
from ingest.tabular.mapping import FIELDS, ColumnRow, mapping_beside, write_mapping
from ingest.tabular.winners import is_body
from ingest.tabular.words import known_roles
from queries.names import Names

__all__ = ["FIELDS", "keep_mapping", "propose_columns", "propose_columns_of"]


def propose_columns_of(path: Path) -> list[ColumnRow]:
    """The same for a file; raises RefusedInputError for one that cannot be read, or that holds no table."""
    rows = propose_columns(read_document(path), load_names())
    if not rows:
        raise refuse(
            path, "holds no table of winners", "name its columns in a first row, as หน่วยงาน, ผลงาน, รางวัล"
        )
    return rows


def keep_mapping(path: Path) -> Path:
    """Write the mapping of a list beside it; gives where."""
    place = mapping_beside(str(path))
    place.write_text(write_mapping(propose_columns_of(path)), encoding="utf-8")
    return place


def propose_columns(document: Document, names: Names) -> list[ColumnRow]:
    """What each column of each table seems to hold, and why; a header that comes again is told once."""
    settled = {columns.table: known_roles(columns.roles) for columns in document.columns}
    rows: list[ColumnRow] = []
    seen: set[tuple[str, ...]] = set()
    for grid in document.grids:
        for layout in _layouts(grid, names):
            if tuple(layout.names) not in seen:
                shown = layout.with_roles(settled[grid.name]) if grid.name in settled else layout
                rows += (_row(grid, column.index, shown) for column in shown.columns)
            seen.add(tuple(layout.names))
    return rows


def _layouts(grid: Grid, names: Names) -> Iterator[Layout]:
    for laid in turn(grid.rows) if grid.rows else ():
        rows = with_bodies_as_rows(laid, lambda text: is_body(text, names))
        headers = [number for number, row in enumerate(rows) if is_header(row)]
        if headers:
            yield find_layout(rows, headers[0], lambda text: is_body(text, names))
        elif guessed := guess_layout(rows, lambda text: is_body(text, names)):
            yield guessed


def _row(grid: Grid, index: int, layout: Layout) -> ColumnRow:
    column = layout.columns[index]
    return ColumnRow(grid.name, letter_of(index), column.header, column.role, column.why)
