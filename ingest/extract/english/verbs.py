"""What an English text says happened, sentence by sentence: won, applied, examined, or nothing at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.english.cues import cue, status_cue
from ingest.extract.english.sentences import Sentences
from ingest.extract.signs import Sign
from ingest.records import Status

_STATUSES: dict[str, Status] = {
    "won": "won",
    "given": "won",
    "finalist": "finalist",
    "applied": "applied",
    "expected": "expected",
}


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
    told = {sentences.number_at(word.start()) for word in cue("of_an_award").finditer(text)}
    verbs = _all_verbs(text)
    return [v for v in verbs if v.status is None or sentences.number_at(v.start) in told]


def _all_verbs(text: str) -> Iterator[Verb]:
    denied = -1
    for match in status_cue().finditer(text):
        group = match.lastgroup or "none"
        if group != "none" and match.start() == denied:
            continue  # `hopes to be | named a winner`
        denied = match.end() + 1 if group == "none" else -1
        yield Verb(match.start(), match.end(), _STATUSES.get(group), group not in {"given", "none"})
