"""Names that no body of the registry answers to: how often, where, and the bodies that come nearest."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import LCSseq

from ingest.docket import Docket
from ontology.thai import match_key, normalise
from queries.candidates import ABBREVIATIONS
from queries.names import NameEntry, Names

SHOWN = 3
LOOKED_AT = 60  # names that are looked at closely for each unknown one
LEAST_SHARED = 4  # letters: shorter pieces are in every name
HEADS = (
    "สำนักงานปลัดกระทรวง", "สำนักงานคณะกรรมการ", "สำนักงาน", "กระทรวง", "โรงพยาบาล", "มหาวิทยาลัย",
    "องค์การบริหารส่วนตำบล", "องค์การ", "สถาบัน", "กรม", "กอง", "ศูนย์", "การ", "จังหวัด", "เทศบาล",
)  # fmt: skip
"""What kind of body a name says; that two names share it says little."""
SHORT_HEADS = {"สนง.": "สำนักงาน", "สนง": "สำนักงาน", "รพ.": "โรงพยาบาล", "มทร.": "มหาวิทยาลัยเทคโนโลยีราชมงคล"}
_IN_BRACKETS = re.compile(r"\(\s*([^()]{2,20}?)\s*\)")


class Nearest(NamedTuple):
    """A body that an unknown name may mean; `score` from 0 to 100, `reasons` for people."""

    body: str
    name: str
    score: int
    reasons: tuple[str, ...]


class Stranger(NamedTuple):
    """An unknown name, and the documents that have it, one for each time."""

    name: str
    places: tuple[str, ...]
    means: tuple[str, ...]
    """The bodies that it may be the name of by the registry, where it is the name of several."""
    nearest: tuple[Nearest, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.places))


def strangers(docket: Docket, names: Names, settled: Iterable[str] = ()) -> list[Stranger]:
    """The unknown names of a docket, the most frequent first, but for those that people settled."""
    known = {match_key(name) for name in settled}
    winners = [(item.unknown_name or "", item.document) for item in docket.of("waiting")]
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, document in (*winners, *docket.names):
        if name and match_key(name) not in known:
            groups.setdefault(match_key(name), []).append((name, document))
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    neighbours = Neighbours(names)
    return [_stranger(group, neighbours) for _, group in ordered]


def _stranger(heard: Sequence[tuple[str, str]], neighbours: "Neighbours") -> Stranger:
    name = heard[0][0]
    means = tuple(candidate.body for candidate in neighbours.names.resolve(name))
    return Stranger(name, tuple(document for _, document in heard), means, tuple(neighbours.nearest(name)))


@dataclass
class Neighbours:
    """Finds the bodies whose names come nearest to one that the registry does not know."""

    names: Names

    @cached_property
    def _entries(self) -> Mapping[str, NameEntry]:
        """The written names by what their spellings have in common; abbreviations are compared whole."""
        return {
            match_key(entry.surface): entry
            for entry in reversed(self.names.entries)
            if entry.kind not in ABBREVIATIONS
        }

    @cached_property
    def _abbreviations(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for entry in self.names.entries:
            if entry.kind in ABBREVIATIONS:
                found.setdefault(match_key(entry.surface), set()).add(entry.body)
        return found

    @cached_property
    def _provinces(self) -> list[tuple[str, str]]:
        """Each province without the word for province, and the body that it is."""
        bodies = [body for body in self.names.official if self.names.kind_of(body) == "province"]
        return [(match_key(self.names.name_of(body).removeprefix("จังหวัด")), body) for body in bodies]

    def nearest(self, name: str, shown: int = SHOWN) -> list[Nearest]:
        """The bodies that come nearest, the nearest first, each with what speaks for it."""
        key = match_key(_in_full(_IN_BRACKETS.sub("", normalise(name))))
        close = process.extract(
            key, list(self._entries), scorer=fuzz.WRatio, limit=LOOKED_AT, processor=utils.default_process
        )
        bodies = {self._entries[entry].body: entry for entry, _, _ in reversed(close)}
        bodies |= {body: match_key(self.names.name_of(body)) for body in self._same_abbreviation(name)}
        weighed = (self._weigh(name, key, body, entry) for body, entry in bodies.items())
        return sorted(weighed, key=lambda found: (-found.score, found.body))[:shown]

    def _same_abbreviation(self, name: str) -> set[str]:
        told = [match_key(inside) for inside in _IN_BRACKETS.findall(name)]
        return {body for key in told for body in self._abbreviations.get(key, ())}

    def _weigh(self, name: str, key: str, body: str, entry: str) -> Nearest:
        alike, shared = fuzz.ratio(key, entry), _shared(key, entry)
        score, reasons = 0.6 * alike, [f"spelled alike to {alike:.0f} of 100"]
        if len(shared) >= LEAST_SHARED:
            score += 40 * len(shared) / max(len(_body_of(key)), 1)
            reasons.append(f"shares the words “{shared}”")
        for points, reason in self._signs(name, key, body, entry):
            score, reasons = score + points, [*reasons, reason]
        return Nearest(body, self.names.name_of(body), round(max(0, min(100, score))), tuple(reasons))

    def _signs(self, name: str, key: str, body: str, entry: str) -> Iterator[tuple[int, str]]:
        if body in self._same_abbreviation(name):
            yield 40, "the same abbreviation in brackets"
        here, there = self._province_in(key), self._province_in(entry)
        if here and here == there:
            yield 10, f"the same province, {self.names.name_of(here)}"
        elif here and there:
            yield -30, f"another province, {self.names.name_of(there)}"
        if _head(key) != _head(entry):
            yield -10, "another kind of body by its name"

    def _province_in(self, key: str) -> str | None:
        found = [(len(name), body) for name, body in self._provinces if len(name) > 2 and name in key]
        return max(found)[1] if found else None


def _in_full(name: str) -> str:
    return next(
        (full + name[len(short) :] for short, full in SHORT_HEADS.items() if name.startswith(short)), name
    )


def _head(key: str) -> str:
    return next((head for head in HEADS if key.startswith(head)), "")


def _body_of(key: str) -> str:
    """A name without the words that say what kind of body it is."""
    return key.removeprefix(_head(key)) or key


def _shared(one: str, other: str) -> str:
    """The longest piece that both names have behind the word for their kind."""
    a, b = _body_of(one), _body_of(other)
    blocks = LCSseq.editops(a, b).as_matching_blocks()
    longest = max(blocks, key=lambda block: block.size, default=None)
    return a[longest.a : longest.a + longest.size] if longest else ""
