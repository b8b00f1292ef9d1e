"""Persons that a text names in a row, and the headings over their names that tell what they did."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ingest.extract.deed_words import (
    CLOSES,
    JOINED,
    LIST_END,
    LIST_TITLE,
    LISTS,
    NEW_ITEM,
    SENTENCE_END,
    WRAPPED_VERB,
)
from ingest.extract.person_names import PersonMention
from ingest.records import Action

WINDOW: Final = 350
"""Characters behind a name in which its verb is looked for."""
NEXT_LINE: Final = 40
"""Characters of the line behind a name that may still tell what the person did."""
LONGEST_LIST: Final = 800
AT_ONCE: Final = 6
"""Characters between a heading and its first name."""
_LISTED_FAR: Final = frozenset({"examined", "received"})
"""Of these deeds a list goes on to the end of its clause; of others it is one row."""


@dataclass(frozen=True, slots=True)
class Group:
    """Persons named in a row: what is said behind the last holds for all of them."""

    members: tuple[PersonMention, ...]
    window: tuple[int, int]

    @property
    def start(self) -> int:
        return self.members[0].start


class Listing(NamedTuple):
    """A list of names under a heading (at `place`) that tells what they did."""

    start: int
    end: int
    action: Action
    place: int


def find_groups(text: str, mentions: list[PersonMention]) -> list[Group]:
    """The persons of a text, those in a row together."""
    rows: list[list[PersonMention]] = []
    closed = False
    for mention in mentions:
        gap = JOINED.fullmatch(text, rows[-1][-1].end, mention.start) if rows else None
        closed_by_and = closed and gap is not None and not gap[0].strip()
        told_again = gap is not None and "\n" in gap[0] and not mention.full and not gap[0].strip()
        if gap and not (closed_by_and or told_again):
            rows[-1].append(mention)
            closed = CLOSES.search(gap[0]) is not None
        else:
            rows.append([mention])
            closed = False
    starts = [*(row[0].start for row in rows), len(text)]
    return [
        Group(tuple(row), _window(text, row[-1], following))
        for row, following in zip(rows, starts[1:], strict=True)
    ]


def _window(text: str, last: PersonMention, following: int) -> tuple[int, int]:
    """From behind a name to the next name or the end of the line; a break right behind the name is none."""
    start, limit = last.end, min(following, last.end + WINDOW)
    if NEW_ITEM.match(text, start, limit):
        return start, start
    first = start + (len(text[start:limit]) - len(text[start:limit].lstrip()))
    if "\n" in text[start:first]:  # a verb in the next line stands at its beginning
        limit = min(limit, first + NEXT_LINE)
    line = text.find("\n", first, limit)
    end = limit if line < 0 else line
    if line >= 0 and WRAPPED_VERB.match(text, line + 1, limit):
        end = min(limit, line + 1 + NEXT_LINE)
    sentence = SENTENCE_END.search(text, first, end) if last.person.name < "ก" else None
    return start, sentence.start() if sentence else end


def find_listings(text: str) -> list[Listing]:
    """Where a heading (`ผู้รับคือ`, `คณะผู้ตรวจประเมิน ประกอบด้วย`) tells what the names behind it did."""
    return sorted(
        Listing(match.end(), _end_of_list(text, match.end(), action), action, match.start())
        for action, pattern in LISTS.items()
        for match in pattern.finditer(text)
    )


def _end_of_list(text: str, start: int, action: Action) -> int:
    """Examiners and receivers are listed to the end of the clause, others in one row."""
    if action not in _LISTED_FAR:
        return start + AT_ONCE
    end = LIST_END.search(text, start, start + LONGEST_LIST)
    return end.start() if end else min(len(text), start + LONGEST_LIST)


def listing_at(listings: list[Listing], place: int) -> Listing | None:
    """The list that a place in the text lies in."""
    at = bisect_right(listings, place, key=lambda item: item.start)
    return listings[at - 1] if at and place < listings[at - 1].end else None


def head_of_row(text: str, group: Group) -> Group:
    """Of a row the first, and whoever a word joins to it: one without a word between begins a sentence."""
    return replace(group, members=group.members[: _length_of_head(text, group)])


def behind_head(text: str, group: Group) -> Group | None:
    """The rest of a row behind its head; None if there is none."""
    length = _length_of_head(text, group)
    return replace(group, members=group.members[length:]) if length < len(group.members) else None


def _length_of_head(text: str, group: Group) -> int:
    pairs = zip(group.members, group.members[1:], strict=False)
    gaps = (text[one.end : other.start].strip(" ,\n") for one, other in pairs)
    return next((n for n, gap in enumerate(gaps, start=1) if not gap), len(group.members))


def titled_by_list(text: str, group: Group, listing: Listing) -> Group:
    """Examiners without an office of their own are what their list calls them."""
    called = LIST_TITLE.match(text, listing.place)
    members = (
        member
        if called is None or (member.person.role and not member.person.shares_role)
        else _with_role(member, called["title"].rstrip(":"))
        for member in group.members
    )
    return replace(group, members=tuple(members))


def _with_role(mention: PersonMention, role: str) -> PersonMention:
    return replace(mention, person=replace(mention.person, role=role, role_start=0))
