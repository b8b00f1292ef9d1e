"""Whether a page is a list of winners at all: looked at before its words are read as an article."""

from collections.abc import Iterable, Sequence
from typing import Final

from ingest.extract.cues import is_worth_reading
from ingest.grids import Grid, Line, Row
from ingest.tabular.cards import turn
from ingest.tabular.facts import read_facts
from ingest.tabular.layouts import ENTITIES, is_header
from ingest.tabular.words import begins, role_of, tells, without_number

LONGEST_GROUP: Final = 120
LONGEST_HEAD: Final = 80
FEWEST_ITEMS: Final = 2
"""List items below one that tells of an award; one alone is a menu, or a paragraph's bullet."""


def is_list_of_winners(grids: Sequence[Grid]) -> bool:
    """Whether the scheme is named, and a table has a header of winners, or items stand below awards."""
    if not is_worth_reading("\n".join(_words(grids))):
        return False
    return (
        any(_has_header(grid) for grid in grids)
        or any(_has_items(grid.lines) or _has_awards_of_bodies(grid.lines) for grid in grids)
        or _has_table_of_one(grids)
    )


def _words(grids: Sequence[Grid]) -> Iterable[str]:
    for grid in grids:
        yield from (line.text for line in grid.lines)
        yield from (" ".join(row.own) for row in grid.rows)


def _has_header(grid: Grid) -> bool:
    return bool(grid.rows) and any(_names_winners(row) for rows in turn(grid.rows) for row in rows)


def _names_winners(row: Row) -> bool:
    return is_header(row) and bool({role_of(text) for text in row.own} & ENTITIES)


def _has_table_of_one(grids: Sequence[Grid]) -> bool:
    """Whether a heading tells whose the awards are, and a table has any header: of years, of categories."""
    headings = (line.text for grid in grids for line in grid.lines if line.depth is not None)
    told = (tells("whose_awards", text) or tells("awards_of", text) for text in headings if _is_short(text))
    return any(told) and any(is_header(row) for grid in grids for row in grid.rows)


def _is_short(text: str) -> bool:
    return len(text) < LONGEST_GROUP


def _tells_award(text: str) -> bool:
    return _is_short(text) and any(facts.names_award for facts in read_facts(text))


def _has_items(lines: Sequence[Line]) -> bool:
    """Whether items stand below an item or a heading that is nothing but the words of an award.

    What stands below the name of a field, `หน่วยงาน :`, is its value on the page of one award.
    """
    below = 0
    under: int | None = None
    for line in lines:
        depth = line.depth if line.depth is not None else 0
        if begins("award_words", without_number(line.text)) and _tells_award(line.text):
            under = depth
        elif line.depth is not None and role_of(line.text):
            under = None
        elif under is not None and line.item and depth > under:
            below += 1
    return below >= FEWEST_ITEMS


def _has_awards_of_bodies(lines: Sequence[Line]) -> bool:
    """Whether items that are the words of an award stand below several heads of a few other words."""
    heads: set[int] = set()
    awards, head = 0, None
    for number, line in enumerate(lines):
        told = begins("award_words", without_number(line.text)) and _tells_award(line.text)
        if not told:
            head = number if line.depth is not None and len(line.text) <= LONGEST_HEAD else None
        elif line.item and head is not None and (line.depth or 0) > (lines[head].depth or 0):
            awards += 1
            heads.add(head)
    return awards > FEWEST_ITEMS and len(heads) >= FEWEST_ITEMS
