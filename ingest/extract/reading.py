"""A document prepared for the finders: in normal form, its bodies and years marked, every span quotable."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import TypedDict

from ingest.extract.scanning import Scan
from ingest.records import Document
from ontology.thai import NormalText, normalise_in_place, read_year
from queries.names import Mention, Names

LONGEST_QUOTE = 200
PRESS = 12_000  # characters that no press text reaches

_YEAR = Scan(
    r"(?P<annual>ประจำ\s?)?ปี\s?(?:งบประมาณ\s?)?(?:พ\.\s?ศ\.\s?|ค\.\s?ศ\.\s?)?(?P<year>\d{4}|\d{2})(?![\d,.]\d|\d)"
    r"|พ\.\s?ศ\.\s?(?P<era>\d{4})(?!\d)"
    r"|\b(?P<bare>25[5-9]\d)(?![\d,.]\d|\d)"
)


class Quote(TypedDict):
    """The three fields of a record that hold its exact words and their place."""

    evidence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year in the text; `annual` says that it is written as an edition is (ประจำปี 2566, ปี 66)."""

    year_be: int
    start: int
    end: int
    annual: bool


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A document as the finders see it, equal to itself alone; places are those in `text`, normalised."""

    document: Document
    normal: NormalText
    mentions: tuple[Mention, ...]
    editions: tuple[YearMention, ...]
    names: Names

    @property
    def text(self) -> str:
        return self.normal.text

    @property
    def is_report(self) -> bool:
        """Whether it is too long for a press text: a report of many matters, of which its date tells none."""
        return len(self.text) >= PRESS

    def is_named(self, body: str) -> bool:
        """Whether the text names a body of the registry anywhere."""
        return any(mention.body == body for mention in self.mentions)

    def quote(self, start: int, end: int) -> Quote:
        """The exact words of the document at `text[start:end]`, at most 200 characters, and their place."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        first, last = self.normal.original_span(start, end)
        last = min(last, first + LONGEST_QUOTE)
        return {"evidence": self.document.text[first:last], "start": first, "end": last}

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin in `text[start:end]`, in order."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        last = bisect_left(self.mentions, end, key=lambda mention: mention.start)
        return self.mentions[first:last]


def read(document: Document, names: Names) -> Reading:
    """Prepare a document for the finders."""
    normal = normalise_in_place(document.text)
    mentions = names.find(normal.text, on=document.published)
    return Reading(document, normal, mentions, find_years(normal.text), names)


def find_years(text: str) -> tuple[YearMention, ...]:
    """Every year that `text` (in normal form) writes: `ประจำปี 2566`, `ปี 66`, `พ.ศ. 2566`, `2566`."""
    return tuple(
        YearMention(year, match.start(), match.end(), annual=match["year"] is not None)
        for match in _YEAR.finditer(text)
        if (year := read_year(match["year"] or match["era"] or match["bare"]))
    )
