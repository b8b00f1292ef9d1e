"""Pages of labels and values, whatever tags they are written with, to lines of `label : value`."""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

LONGEST_LABEL: Final = 40

_LABEL = re.compile(rf"[^\d:|]{{2,{LONGEST_LABEL}}}")
_PAIR = re.compile(rf"\s*([^\d:|]{{2,{LONGEST_LABEL}}}?)\s*:\s*(\S.*)", re.DOTALL)
_KNOWN = re.compile("(?:ชื่อ)?(?:ผลงาน|โครงการ)|ระดับ|ประเภท|สาขา|หน่วยงาน|รางวัล|ปี|สังกัด|ผู้")
_FEWEST = 2


def write_pairs(tree: Any) -> None:
    """Turn, in place, each table of two columns, list of definitions and list of pairs into paragraphs.

    Only where every row is a short label without digits and its value: all other tables and lists stay.
    """
    for element in list(tree.iter("table", "dl", "ul", "ol")):
        pairs = list(_READERS[element.tag](element))
        if len(pairs) >= _FEWEST and None not in pairs and element.getparent() is not None:
            _replace(element, [f"{label} : {value}" for label, value in filter(None, pairs)])


def pair_of(label: str, value: str) -> tuple[str, str] | None:
    """The label without its colon, and the value; None where the first is no label."""
    name = label.strip().removesuffix(":").strip()
    return (name, value.strip()) if _LABEL.fullmatch(name) else None


def _of_table(table: Any) -> Iterator[tuple[str, str] | None]:
    """A table of two columns may also list bodies and works: its first column must look like labels."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if any(len(row) != 2 for row in rows) or 2 * sum(_is_label(row[0]) for row in rows) < len(rows):
        yield None
        return
    yield from (pair_of(_words(label), _words(value)) for label, value in rows)


def _is_label(cell: Any) -> bool:
    words = _words(cell)
    return cell.tag == "th" or words.endswith(":") or _KNOWN.match(words) is not None


def _of_definitions(definitions: Any) -> Iterator[tuple[str, str] | None]:
    parts = list(definitions.iter("dt", "dd"))
    if [part.tag for part in parts] != ["dt", "dd"] * (len(parts) // 2):
        yield None
        return
    for label, value in zip(parts[::2], parts[1::2], strict=True):
        yield pair_of(_words(label), _words(value))


def _of_list(items: Any) -> Iterator[tuple[str, str] | None]:
    for item in items:
        found = _PAIR.fullmatch(_words(item)) if isinstance(item.tag, str) else None
        yield (found[1], found[2]) if found else None


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _replace(element: Any, lines: list[str]) -> None:
    block = etree.Element("div")
    for line in lines:
        etree.SubElement(block, "p").text = line
    block.tail = element.tail
    element.getparent().replace(element, block)


_READERS: Final = {"table": _of_table, "dl": _of_definitions, "ul": _of_list, "ol": _of_list}
