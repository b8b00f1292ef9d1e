"""The tables of a document of any kind, as what JSON can say. Runs in a confined child."""

from collections.abc import Callable
from typing import Any, Final

from pydantic import TypeAdapter

from ingest.grids import Grid
from ingest.readers.csv_grids import read_csv_grids
from ingest.readers.docx_grids import read_docx_grids
from ingest.readers.html_grids import read_html_grids
from ingest.readers.pdf_grids import read_pdf_grids
from ingest.readers.xlsx_grids import read_xlsx_grids

GRIDS: Final = TypeAdapter(tuple[Grid, ...])


def _told(read: Callable[[bytes], list[Grid]]) -> Callable[[bytes], Any]:
    """The same reader; its grids are written so that they can leave the child."""
    return lambda data: GRIDS.dump_python(tuple(read(data)), mode="json")


tell_csv = _told(read_csv_grids)
tell_docx = _told(read_docx_grids)
tell_html = _told(read_html_grids)
tell_pdf = _told(read_pdf_grids)
tell_xlsx = _told(read_xlsx_grids)
