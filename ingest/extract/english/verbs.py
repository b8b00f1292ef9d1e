"""What an English text says happened, sentence by sentence: won, applied, examined, or nothing at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from ingest.extract.english.cues import cue, status_cue
from ingest.extract.english.sentences import Sentences
from ingest.extract.signs import Sign
from ingest.records import Status

_STATUSES = frozenset(get_args(Status))


@dataclass(frozen=True, slots=True)
class Verb:
    """A cue of what happened; one that is `told_of` needs its winner before it."""

    start: int
    end: int
    status: Status | None
    told_of: bool

    @property
    def sign(self) -> Sign:
        return Sign("verb", self.start, self.end, status=self.status)


def find_verbs(text: str, sentences: Sentences) -> list[Verb]:
    """Every verb about an award, in order; `took part` and `received praise` are about none."""
    return [verb for verb in _all_verbs(text) if verb.status is None or _is_about_award(text, sentences, verb)]


def _all_verbs(text: str) -> Iterator[Verb]:
    for match in status_cue().finditer(text):
        group = match.lastgroup or "none"
        status = next((status for status in _STATUSES if status == group), "won" if group == "given" else None)
        yield Verb(match.start(), match.end(), status, group not in {"given", "none"})


def _is_about_award(text: str, sentences: Sentences, verb: Verb) -> bool:
    start, end = sentences.around(verb.start)
    return cue("of_an_award").search(text, start, end) is not None
