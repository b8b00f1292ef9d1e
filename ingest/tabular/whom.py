"""Whose award a row tells: by its cells, by the words over the table, and who did the work for them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.extract.terms import find_terms
from ingest.tabular.context import LONGEST_GROUP, Context
from ingest.tabular.entries import split_list
from ingest.tabular.facts import read_facts
from ingest.tabular.layouts import Column, Layout
from ingest.tabular.winners import (
    Item,
    Winner,
    bodies_of_lines,
    is_part_of,
    read_item,
    read_winner,
    whole_body,
)
from ingest.tabular.words import begins, is_nothing, pattern, plain, role_of, says, tells, without_number
from queries.names import Names, settled

_OF_OTHERS: Final = frozenset({"ministry", "province"})
"""Bodies whose lists name the winners of their own: those in the ministry, those in the province."""

_OF_KNOWN_KIND: Final = frozenset({"hospital", "field-office"})
"""Mentions whose names show what they are, though the registry does not list them one by one."""

LONGEST_TITLE: Final = 300
"""Characters of a work's name before the words of its award."""
_OF_THE_BODY: Final = frozenset({"PMQA 4.0", "PMQA"})
"""Types that a body wins as a whole, not for a work."""

Told = tuple[Winner | None, Item | None, int | None]
"""The winner of a row, the item that its words are, and the column of them."""


def read_owner(text: str, names: Names) -> Winner | None:
    """`รางวัลเลิศรัฐที่กรม ก ได้รับ`, `ทำเนียบรางวัลเลิศรัฐของกรม ก`: whose awards stand under these words."""
    words = plain(text)
    if whose := pattern("whose_awards").search(words):
        winner = read_winner(whose["body"], names)
        return winner if winner and winner.body else None
    if of := pattern("awards_of").search(words):
        return _first_body(words[of.end() :], names)
    if pattern("has_won").search(words) and (mention := next(iter(names.find(words)), None)):
        won = pattern("has_won").match(words, mention.end)
        return _first_body(words, names) if won and mention.start == 0 else None
    title = pattern("title_of").match(words)
    return _first_body(words[title.end() :], names, whole=True) if title else None


def read_ministry(text: str, names: Names) -> str | None:
    """`รางวัลเลิศรัฐของหน่วยงานในสังกัดกระทรวง ก`: the one ministry that the bodies below are of."""
    words = plain(text)
    if len(words) > LONGEST_GROUP or not (tells("of_ministry", words) and tells("scheme_itself", words)):
        return None
    found = {mention.name for mention in names.find(words) if names.is_ministry(mention.body)}
    return found.pop() if len(found) == 1 else None


def _first_body(words: str, names: Names, *, whole: bool = False) -> Winner | None:
    """The body that some words begin with; who gives the award, or the ministry of others, is no winner.

    `whole`: nothing but years and brackets may stand behind it.
    """
    mention = next(iter(names.find(words)), None)
    if mention is None or mention.start > 0 or not (mention.body or mention.kind in _OF_KNOWN_KIND):
        return None
    if whole and not says("behind_body", words[mention.end :]):
        return None
    if begins("giver", mention.name) or names.is_ministry(mention.body):
        return None
    return Winner(mention.name, mention.surface, mention.body)


def of_owner(item: Item, text: str, owner: Winner | None) -> Item:
    """`โฉนดทันใจ ประเภทพัฒนาการบริการ ระดับดี` in a list of one body's awards: the award is its.

    Without a work it must be one that needs none, for a category of PMQA or 4.0: else it may be a heading.
    """
    if item.winner or owner is None or not any(facts.type for facts in item.facts):
        return item
    project = item.project or _title_before(text)
    needs_none = all(facts.category or facts.type in _OF_THE_BODY for facts in item.facts)
    return replace(item, winner=owner, project=project) if project or needs_none else item


def bodies_of_item(text: str, names: Names) -> list[str]:
    """The bodies that an item lists; `PMQA 4.0 : กรม ก, กรม ข` names the award of each before them."""
    words = without_number(text)
    award, colon, listed = words.partition(":")
    told = read_facts(award) if colon and begins("award_words", award) else ()
    if len(told) != 1 or not told[0].names_award:
        return bodies_of_lines(words, names)
    bodies = bodies_of_lines(listed, names) or ([listed.strip()] if whole_body(listed, names) else [])
    return [f"{body} ({award.strip()})" for body in bodies]


def _title_before(text: str) -> str | None:
    """The words before those of the award, if they are a title."""
    words = plain(without_number(text))
    first = min((term.start for term in find_terms(words)), default=0)
    if first > LONGEST_TITLE:
        return None
    title = pattern("lead_of_award").sub("", words[:first]).strip(' -–—:,(“”"')
    return title if len(title) > 3 and not begins("award_words", title) else None


def who_won(texts: Sequence[str], layout: Layout, context: Context, names: Names) -> Told:
    """Who a row tells of; where it names nobody, whose the table is."""
    ministry = _first(texts, layout, "ministry") or context.ministry
    items = [column for column in layout.of("recipient_and_project") if not is_nothing(texts[column.index])]
    item = read_item(texts[items[0].index], names, ministry) if items else None
    for column in layout.of("recipient"):
        if not is_nothing(text := texts[column.index]):
            winner = _under_whom(read_winner(text, names, ministry), column, context.winner, names)
            return _with_details(winner, texts, layout, names), item, column.index
    if item is not None:
        return item.winner or context.winner, item, items[0].index
    return _who_did_it(texts, layout, context, names, ministry)


def _first(texts: Sequence[str], layout: Layout, role: str) -> str | None:
    told = (texts[column.index] for column in layout.columns if column.role == role)
    return next((plain(text) for text in told if not is_nothing(text)), None)


def _who_did_it(
    texts: Sequence[str], layout: Layout, context: Context, names: Names, ministry: str | None
) -> Told:
    """Without a winner in the row: whose the table is, or else the unit of the row."""
    if context.winner is not None:
        return _with_details(context.winner, texts, layout, names), None, None
    for column in layout.of("unit"):
        if not is_nothing(texts[column.index]):
            return read_winner(texts[column.index], names, ministry), None, column.index
    return None, None, None


def _under_whom(winner: Winner | None, column: Column, whose: Winner | None, names: Names) -> Winner | None:
    """Whose awards the words over the table say these are, where a cell names their part."""
    if winner is None or whose is None or (winner.body and winner.body == whose.body):
        return winner
    part = _names_parts(column.header) and not _is_of_others(whose, names)
    if not part and not is_part_of(winner, whose, names):
        return winner
    return replace(whose, surface=winner.surface, unit=winner.name)


def _names_parts(header: str) -> bool:
    """Whether a column is of those who did the work, or of places, and so of nobody else."""
    last = header.rpartition(" / ")[2]
    role = role_of(header) or role_of(last)
    return role in ("unit", "place") or tells("did_the_work", header) or says("place_names", last)


def _is_of_others(whose: Winner, names: Names) -> bool:
    return whose.body is not None and names.kind_of(whose.body) in _OF_OTHERS


def _with_details(winner: Winner | None, texts: Sequence[str], layout: Layout, names: Names) -> Winner | None:
    """The winner with its unit and its partners, where columns tell them; its English name is no unit."""
    if winner is None:
        return None
    told = (texts[column.index].replace(",", "\n") for column in layout.of("partners"))
    partners = [partner.strip() for cell in told for partner in split_list(cell)]
    unit = _first(texts, layout, "unit") or winner.unit
    if unit and winner.body and settled(names.resolve(unit)) == winner.body:
        unit = winner.unit
    return replace(winner, unit=unit, partners=(*winner.partners, *partners))
