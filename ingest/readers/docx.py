"""The text of a Word document: paragraphs and tables in their order. Runs in a confined child."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from ingest.readers.refusal import refuse

LARGEST_PART: Final = 30_000_000
"""Bytes of the unpacked text part; a thousand pages have about ten million."""

_TEXT_PART = "word/document.xml"
_DAMAGED = "open and save it anew, or save its text as .txt"
_UNSEEN = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "Fallback", "instrText", "delText", "sectPr", "tblPr", "tcPr"}
)
"""Settings, what was deleted or moved away, and the second copy of a drawing for old programs."""
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_paragraphs(data: bytes) -> dict[str, Any]:
    """`text`: a paragraph to the line; a row of a table is one line, its cells with tabs between them.

    Raises RefusedInputError for what is no such document, for a bomb, and for one without text.
    """
    text = "\n".join(_blocks(_parse(_unpack(data))))
    if not text.strip():
        raise refuse("", "is a document without text", "give its pictures to character recognition")
    return {"text": text.rstrip() + "\n"}


def _unpack(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(_TEXT_PART) as part:
            unpacked = part.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise refuse("", f"is damaged or no Word document ({type(error).__name__})", _DAMAGED) from None
    if len(unpacked) > LARGEST_PART:
        raise refuse("", f"unpacks to more than {LARGEST_PART // 1_000_000} MB", "split it")
    return unpacked


def _parse(part: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise refuse("", f"is damaged: {error.msg}", _DAMAGED) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refuse("", "declares entities, which no Word document does", _DAMAGED)
    return root


def _blocks(element: Any) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "p":
            yield from "".join(_inline(child)).split("\n")
        elif name == "tbl":
            yield from map(_row, (row for row in child.iter() if _name(row) == "tr" and _table(row) is child))
        elif name not in _UNSEEN:
            yield from _blocks(child)


def _table(row: Any) -> Any:
    return next(above for above in row.iterancestors() if _name(above) == "tbl")


def _row(row: Any) -> str:
    found = (cell for cell in row.iter() if _name(cell) == "tc" and _row_of(cell) is row)
    cells = [" ".join(filter(None, map(str.strip, _blocks(cell)))) for cell in found]
    if len(cells) == 2 and cells[0].endswith(":"):  # a form: its label and what was filled in
        return " ".join(cells)
    return "\t".join(cells)


def _row_of(cell: Any) -> Any:
    return next(above for above in cell.iterancestors() if _name(above) == "tr")


def _inline(element: Any) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "txbxContent":
            yield "\n" + "\n".join(_blocks(child)) + "\n"
        elif name not in _UNSEEN:
            yield from _inline(child)


def _name(element: Any) -> str:
    """Without its namespace, of which there are two; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
