"""The words around a finding: the sentence of the kept text, and in it the words that the rule went by."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ingest.docket import Item

BEFORE, AFTER = 160, 120  # characters that are shown at most
_SPACES = re.compile(r" {2,}")
OPENS, CLOSES = "【", "】"


class Passage(NamedTuple):
    """Words before, the words that count, and words after; one line each."""

    before: str
    words: str
    after: str

    def marked(self) -> str:
        """The passage with its words in brackets that no text has."""
        return f"{self.before}{OPENS}{self.words}{CLOSES}{self.after}" if self.words else ""


@dataclass(slots=True)
class Surroundings:
    """Passages of the texts that a home keeps."""

    folder: Path
    _texts: dict[str, str] = field(default_factory=dict)

    def of(self, item: Item) -> Passage:
        """The passage of a finding; of a document whose text is not kept the words alone."""
        record = item.record
        text = self._text(item.source)
        start = record.start if record.start is not None else -1
        if not record.evidence or text[start : start + len(record.evidence)] != record.evidence:
            start = text.find(record.evidence) if record.evidence else -1
        if start < 0:
            return Passage("", _line(record.evidence), "")
        end = start + len(record.evidence)
        return Passage(
            _line(_last_line(text[max(0, start - BEFORE) : start])),
            _line(record.evidence),
            _line(text[end : end + AFTER].partition("\n\n")[0]),
        )

    def _text(self, source: str) -> str:
        if source not in self._texts:
            path = self.folder / f"{source}.json"
            found = json.loads(path.read_text(encoding="utf-8"))["text"] if path.is_file() else ""
            self._texts[source] = found
        return self._texts[source]


def _last_line(before: str) -> str:
    """From the paragraph's beginning on, where that is near."""
    return before.rpartition("\n\n")[2]


def _line(words: str) -> str:
    """Without line breaks and signs that a terminal would obey."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return _SPACES.sub(" ", shown)
