"""Who says the words in quotation marks that only `he said` or `the mayor said` follows."""

import re
from collections.abc import Iterator
from typing import Final

from ingest.extract.deed_words import SPOKEN_IN_ENGLISH
from ingest.extract.english.sentences import find_sentences
from ingest.extract.person_names import PersonMention

FAR: Final = 800
"""Characters before such words in which their speaker was named."""
MOST: Final = 50

_OFFICE = "(?P<{}>[A-Za-z]{{3,20}}(?:[ -][Gg]eneral)?)"
_SAID = re.compile(
    rf"[”\"]\s?(?:(?:[Hh]e|[Ss]he)\s(?:also\s)?{SPOKEN_IN_ENGLISH}"
    rf"|{SPOKEN_IN_ENGLISH}\sthe\s{_OFFICE.format('behind')}\b"
    rf"|[Tt]he\s{_OFFICE.format('before')}\s(?:also\s)?{SPOKEN_IN_ENGLISH})"
)
"""`he said`, `said the Governor`, `the director explains`, behind a quotation."""
_OPENS: Final = '“"'


def find_said(text: str, mentions: list[PersonMention]) -> Iterator[tuple[PersonMention, int]]:
    """The speaker of each such quotation, as last named before it, and where the words of speech end.

    It is the first person in the last sentence that names one: the others there are whom something was
    received from, or with.
    """
    told = list(_SAID.finditer(text))[:MOST]
    sentences = find_sentences(text) if told else None
    for match in told:
        opened = max(text.rfind(mark, 0, match.start()) for mark in _OPENS)
        office = match["behind"] or match["before"]
        if office:
            yield from _of_the_office(mentions, opened, office, match.end())
            continue
        before = [m for m in mentions if _paragraph(text, opened) <= m.start < opened]
        if before and sentences:
            first, _ = sentences.around(before[-1].start)
            yield next(m for m in before if m.start >= first), match.end()


def _of_the_office(
    mentions: list[PersonMention], place: int, office: str, end: int
) -> Iterator[tuple[PersonMention, int]]:
    """The one person before a place whose office is of that name."""
    told = {m.person.name: m for m in mentions if m.start < place and _has_office(m, office)}
    if len(told) == 1:
        yield next(iter(told.values())), end


def _has_office(mention: PersonMention, office: str) -> bool:
    return (mention.person.role or "").lower().startswith(office.lower())


def _paragraph(text: str, opened: int) -> int:
    """Where the paragraph begins in which a quotation stands; the one before, where it stands first."""
    start = text.rfind("\n", 0, opened) + 1
    if not text[start:opened].strip():
        start = text.rfind("\n", 0, len(text[:start].rstrip())) + 1
    return max(start, opened - FAR)
