"""What an entry of the registry says for its body: a way to write its name, and how far to trust it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from ontology.thai import match_key

SETTLED = 0.9  # from this score on a candidate is taken, if no other comes near it
NEAR = 0.15
RISKY = "common-word"  # a surface that is an ordinary word too: counts only beside a safe name of its body
ABBREVIATIONS = frozenset({"abbr-th", "abbr-en", "abbr-th-nodot"})


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One way to write one body; dates are ISO, as precise as they are known."""

    body: str
    surface: str
    kind: str = "name"
    risk: str = ""
    valid_from: str = ""
    valid_to: str = ""
    body_kind: str = ""
    share: float | None = None
    """How often the news means this body by an abbreviation that others have too; None: not counted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that a surface can mean; `score` from 0 to 1, `reason` for people."""

    body: str
    score: float
    reason: str


def settled(candidates: Iterable[Candidate]) -> str | None:
    """The one body that is meant, or None where two are possible or none is sure."""
    first, second, *_ = [*candidates, Candidate("", 0, ""), Candidate("", 0, "")]
    return first.body if first.score >= SETTLED and first.score - second.score >= NEAR else None


def rank(entries: Iterable[NameEntry], on: datetime.date | None) -> list[Candidate]:
    """The bodies of entries that share a surface, best first."""
    entries = tuple(entries)
    alone = len({entry.body for entry in entries}) == 1
    best: dict[str, Candidate] = {}
    for entry in entries:
        candidate = weigh(entry, alone, on)
        if entry.body not in best or best[entry.body].score < candidate.score:
            best[entry.body] = candidate
    return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.body))


def weigh(entry: NameEntry, alone: bool, on: datetime.date | None) -> Candidate:
    """How far an entry speaks for its body: official name, known abbreviation, one meaning of several."""
    if entry.kind == "name":
        score, reason = 1.0, "official name"
    elif alone:
        score, reason = 0.95, f"{entry.kind} of one body only"
    elif entry.share is not None:
        score, reason = entry.share * 0.95, f"{entry.kind}, meant so in {entry.share:.0%} of the news"
    else:
        score, reason = 0.5, f"{entry.kind} of several bodies"
    if on and not existed(entry, on):
        score, reason = score * 0.5, f"{reason}; not at that date"
    return Candidate(entry.body, round(score, 4), reason)


def existed(entry: NameEntry, on: datetime.date) -> bool:
    """Whether the body existed on a date, as far as the registry knows (dates may be year or month only)."""
    day = on.isoformat()
    return not (entry.valid_from and day < entry.valid_from) and not (
        entry.valid_to and day[: len(entry.valid_to)] > entry.valid_to
    )


def fits_free_text(entry: NameEntry) -> bool:
    """Whether an entry can be looked for in running text at all."""
    letters = len(match_key(entry.surface))
    if entry.kind == "name":
        return True
    if entry.body_kind == "province" and entry.kind in ABBREVIATIONS:
        return False
    if entry.body_kind == "ministry" and entry.kind == "alias" and "." not in entry.surface:
        return entry.surface.startswith(("กระทรวง", "สำนัก"))
    if "." not in entry.surface and entry.surface[0] > "z":  # Thai without dots
        return letters > (2 if entry.body_kind == "province" else 3)
    return letters > 1
