"""Where the sentences of an English text begin and end: what is told of an award keeps within them."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from ingest.extract.english.cues import words

_END = re.compile(r"[.!?][”\"’')\]]?\s+(?=[“\"‘'(]?[A-Z0-9฀-๿])|\n\s*")
_LONGEST_WORD = 12


@dataclass(frozen=True, slots=True)
class Sentences:
    """The places where sentences begin, in order; the first is 0."""

    starts: tuple[int, ...]
    length: int

    def around(self, place: int) -> tuple[int, int]:
        """Where the sentence at `place` begins and ends."""
        at = bisect_right(self.starts, place)
        return self.starts[at - 1], self.starts[at] if at < len(self.starts) else self.length

    def number_at(self, place: int) -> int:
        """Which sentence a place stands in."""
        return bisect_right(self.starts, max(0, place))

    def share(self, first: int, second: int) -> bool:
        """Whether two places stand in one sentence."""
        return self.number_at(first) == self.number_at(second)


def find_sentences(text: str) -> Sentences:
    """The sentences of `text`; a line break ends one too."""
    ends = (match.end() for match in _END.finditer(text) if not _is_short(text, match))
    return Sentences((0, *ends), len(text))


def _is_short(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation or an initial."""
    if match[0][0] != ".":
        return False
    before = text[max(0, match.start() - _LONGEST_WORD) : match.start()]
    word = re.split(r"\s", before)[-1].lstrip("(“\"‘'")
    return word.lower() in words("shortened") or (len(word) == 1 and word.isalpha())
