"""A row whose cells list several bodies: as one row for each, with what the cells list for it."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ingest.tabular.layouts import Layout
from ingest.tabular.words import is_nothing, pattern, without_number
from ontology.thai import to_arabic_digits

MOST: Final = 200
"""Bodies in a cell; one that lists more is broken."""

Lines = Callable[[str], list[str]]
"""The bodies of a cell that stand on a line each; none where they go together."""


def apart(texts: Sequence[str], layout: Layout, lines_of: Lines) -> list[list[str]]:
    """The cells of a row for each body in it; the row as it is where there is one, or all share a work."""
    winners = layout.of("recipient") or layout.of("recipient_and_project")
    text = texts[winners[0].index] if winners else ""
    bodies = numbered_items(text) or lines_of(text)
    if not 2 <= len(bodies) <= MOST:
        return [list(texts)]
    lists = {column.index: _beside(texts[column.index], len(bodies)) for column in layout.columns}
    lists[winners[0].index] = bodies
    works = [column.index for column in layout.of("project")]
    if any(not lists[index] and not is_nothing(texts[index]) for index in works):
        return [list(texts)]
    return [_one(texts, lists, number) for number in range(len(bodies))]


def _one(texts: Sequence[str], lists: Mapping[int, list[str]], number: int) -> list[str]:
    return [lists[index][number] if lists.get(index) else text for index, text in enumerate(texts)]


def _beside(text: str, count: int) -> list[str]:
    """What a cell lists for so many bodies; none where it holds for all of them."""
    items = numbered_items(text)
    return items if len(items) == count else []


def numbered_items(text: str) -> list[str]:
    """`๑) กรม ก ๒) กรม ข`, in one line or several: the items, if their numbers go up from one."""
    items: list[str] = []
    for piece in (piece for line in text.splitlines() for piece in _pieces(line)):
        if _number_of(piece) == len(items) + 1:
            items.append(without_number(piece))
        elif items:
            items[-1] = f"{items[-1]}\n{piece}"
        else:
            return []
    return items if len(items) > 1 else []


def _pieces(line: str) -> list[str]:
    """A line, cut before each number of a list."""
    starts = (found.start() for found in pattern("list_number").finditer(to_arabic_digits(line)))
    cuts = sorted({0, len(line), *starts})
    return [piece for a, b in pairwise(cuts) if (piece := line[a:b].strip())]


def _number_of(piece: str) -> int | None:
    found = pattern("list_number").match(to_arabic_digits(piece))
    return int(found["n"]) if found else None
