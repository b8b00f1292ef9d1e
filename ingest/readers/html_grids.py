"""A web page as grids: tables with their spans, lists with their depth, without what frames the article."""

import re
from collections.abc import Iterator
from typing import Any, Final

import lxml.html
from lxml import etree

from ingest.grids import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, Grid, Line, Row
from ingest.readers.decoding import decode
from ingest.readers.rows import without_blank

ITEMS: Final = 10
"""List items stand below all headings (h1 to h6)."""
DEEPEST: Final = 60
_FRAME: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "select",
        "svg",
        "iframe",
        "head",
    ]
)
_FRAME_NAMES = re.compile(
    r"\b(?:nav|navbar|menu|breadcrumbs?|sidebar|cookies?|footer|related|share|widget)\b", re.I
)
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "hr",
        "address",
        "center",
        "details",
        "summary",
        "body",
    ]
)
_FOOTNOTE = re.compile(r"[\d*†‡,\s\[\]]{1,5}")
_HEADING = re.compile(r"h([1-6])")


def read_html_grids(data: bytes) -> list[Grid]:
    """Every table with the lines before it, and the lines after the last; empty for what is no page."""
    try:
        root = lxml.html.document_fromstring(decode("", data))
    except (etree.ParserError, ValueError):
        return []
    main = [*root.iter("main"), *root.iter("article"), *root.iter("body")]
    body = next((element for element in main if _holds_list(element)), None)
    return _Walk().read(body) if body is not None else []


def _holds_list(element: Any) -> bool:
    return next(element.iter("table", "ul", "ol", "dl"), None) is not None


class _Walk:
    """The blocks of a page in order; text between them is a line."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.lines: list[Line] = []
        self.words: list[str] = []

    def read(self, body: Any) -> list[Grid]:
        self._enter(body, None, 0)
        self._end_line("", None)
        return [*self.grids, Grid("after the tables", (), tuple(self.lines))]

    def _enter(self, element: Any, depth: int | None, nesting: int) -> None:
        place = f"line {element.sourceline}"
        self.words.append(element.text or "")
        for child in element:
            self._child(child, depth, nesting, place)
            self.words.append(child.tail or "")
        if element.tag in _BLOCKS:
            self._end_line(place, depth)

    def _child(self, child: Any, depth: int | None, nesting: int, place: str) -> None:
        if not isinstance(child.tag, str) or _frames(child) or nesting > DEEPEST:
            return
        if child.tag == "br":
            self.words.append("\n")
        elif child.tag == "table" and not _is_layout(child):
            self._end_line(place, depth)
            self._table(child)
        elif not _is_footnote(child):
            if child.tag in _BLOCKS:
                self._end_line(place, depth)
            self._enter(child, _depth(child, depth), nesting + 1)

    def _table(self, table: Any) -> None:
        for caption in table.iter("caption"):
            self.lines.append(Line(" ".join(_text(caption).split()), f"line {caption.sourceline}", ITEMS - 1))
        name = f"table {1 + len(self.grids)}"
        rows = without_blank(_read_rows(table))
        self.grids.append(Grid(name, rows, tuple(line for line in self.lines if line.text)))
        self.lines = []

    def _end_line(self, place: str, depth: int | None) -> None:
        text = " ".join("".join(self.words).split())
        self.words = []
        if text:
            item = depth is not None and depth >= ITEMS
            self.lines.append(Line(text[:LONGEST_CELL], place, depth, item))


def _frames(element: Any) -> bool:
    """Whether it is navigation, a menu, a notice: what stands around an article."""
    named = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    hidden = element.get("hidden") is not None or "display:none" in element.get("style", "").replace(" ", "")
    return element.tag in _FRAME or hidden or _FRAME_NAMES.search(named) is not None


def _is_footnote(element: Any) -> bool:
    return element.tag == "sup" and _FOOTNOTE.fullmatch(_text(element).strip()) is not None


def _is_layout(table: Any) -> bool:
    """A table that only arranges others, or that holds a single cell."""
    nested = next((inner for inner in table.iter("table") if inner is not table), None)
    return nested is not None or len(list(table.iter("td", "th"))) <= 1


def _depth(element: Any, above: int | None) -> int | None:
    if found := _HEADING.fullmatch(element.tag):
        return int(found[1])
    if element.tag == "dt":
        return ITEMS - 1 if above is None or above < ITEMS else above
    if element.tag in ("li", "dd"):
        return ITEMS if above is None or above < ITEMS else above + 1
    return above


def _read_rows(table: Any) -> Iterator[Row]:
    """The rows with every span filled; spans are cut to what the table has."""
    pending: dict[int, tuple[str, int, bool]] = {}  # column -> words, rows still to fill, across
    for number, row in enumerate(table.iter("tr"), start=1):
        if number > MOST_ROWS:
            return
        yield Row(tuple(_fill_row(row, pending)), f"row {number}")


def _fill_row(row: Any, pending: dict[int, tuple[str, int, bool]]) -> Iterator[Cell]:
    column = 0
    cells = iter([cell for cell in row if cell.tag in ("td", "th")])
    for cell in cells:
        while column in pending:
            yield _from_above(pending, column)
            column += 1
        text = _cell_words(cell)
        down = _span(cell, "rowspan", MOST_ROWS)
        for step in range(min(_span(cell, "colspan", MOST_COLUMNS), MOST_COLUMNS - column)):
            if down > 1:
                pending[column] = (text, down - 1, step > 0)
            yield Cell(text, across=step > 0)
            column += 1
    while column in pending and column < MOST_COLUMNS:
        yield _from_above(pending, column)
        column += 1


def _from_above(pending: dict[int, tuple[str, int, bool]], column: int) -> Cell:
    text, left, across = pending.pop(column)
    if left > 1:
        pending[column] = (text, left - 1, across)
    return Cell(text, across=across, down=True)


def _span(cell: Any, name: str, most: int) -> int:
    value = str(cell.get(name, "1")).strip()
    if not (value.isascii() and value.isdigit()) or len(value) > 6:
        return 1
    return min(int(value) or most, most)


def _cell_words(cell: Any) -> str:
    lines = (" ".join(line.split()) for line in _text(cell).split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST_CELL]


def _text(element: Any) -> str:
    """The words of an element; a line break only where the page shows one."""
    words = [" ".join((element.text or "").split("\n"))]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _FRAME and not _is_footnote(child):
            around = "\n" if child.tag == "br" or child.tag in _BLOCKS else ""
            words += [around, _text(child), around]
        words.append(" ".join((child.tail or "").split("\n")))
    return "".join(words)
