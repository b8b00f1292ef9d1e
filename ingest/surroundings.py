"""The words around a finding: the sentence of its text, and in it the words that the rule went by."""

import re
from typing import NamedTuple

from ingest.records import Document, Record

BEFORE, AFTER = 160, 120  # characters that are shown at most
OPENS, CLOSES = "【", "】"
_SPACES = re.compile(r" {2,}")


class Passage(NamedTuple):
    """Words before, the words that count, and words after; one line each."""

    before: str
    words: str
    after: str

    def marked(self) -> str:
        """The passage with its words in brackets that no text has."""
        return f"{self.before}{OPENS}{self.words}{CLOSES}{self.after}" if self.words else ""


def passage_of(record: Record, document: Document | None) -> Passage:
    """The passage of a record; where the text is not at hand the words alone."""
    text = document.text if document else ""
    start = record.start if record.start is not None else -1
    if start < 0 or not text.startswith(record.evidence, start):
        start = text.find(record.evidence)
    if start < 0 or not text or not record.evidence:
        return Passage("", one_line(record.evidence), "")
    end = start + len(record.evidence)
    before = text[max(0, start - BEFORE) : start].rpartition("\n\n")[2]
    after = text[end : end + AFTER].partition("\n\n")[0]
    return Passage(one_line(before), one_line(record.evidence), one_line(after))


def one_line(words: str) -> str:
    """Words without line breaks and signs that a terminal would obey."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return _SPACES.sub(" ", shown)
