"""Records of one award from many documents become one award; what contradicts waits for a person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import Literal, NamedTuple

from ingest.faults import Place
from ingest.likeness import (
    INDIVIDUATING_FIELDS,
    VAGUE_TYPES,
    agree,
    branch_of_type,
    contradict,
    disagreements,
    may_tell_the_same,
    same_work,
    stand,
    tells_more,
)
from ingest.precedence import UNKNOWN_DAY, Standing, Told, ranked
from ingest.records import AwardRecord

Judgement = Literal["reviewed", "machine", "proposed"]

SURE = 0.7  # below this confidence a finding of the machine waits for a person
CONTRADICTS = "it contradicts an award of the same work"
DESCRIBING_FIELDS = (*INDIVIDUATING_FIELDS, "unit")
TOLD_FIELDS = ("edition_year_be", *DESCRIBING_FIELDS, "project_kind")
UNKNOWN = Standing(99, UNKNOWN_DAY, "")


@dataclass(frozen=True, slots=True)
class Curation:
    """What people wrote beside a record: which award it tells of, and what no rule reads."""

    key: str | None = None
    led_to: str | None = None
    may_mean: tuple[str, ...] = ()
    project_key: str | None = None
    person_name: str | None = None
    unit: str | None = None
    partners: tuple[str, ...] = ()
    named_as: str | None = None
    note: str | None = None


NOTHING_WRITTEN = Curation()


class Acceptance(NamedTuple):
    """Who judged a finding of a rule, on which day (2026-11-25), and what the rule had read."""

    who: str
    day: str
    read: AwardRecord
    alone: bool = False
    """Whether the person said that it is none of the awards that it may mean."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One record of one document, and who stands behind it."""

    record: AwardRecord
    document: str
    judgement: Judgement
    doubt: str | None = None
    standing: Standing = UNKNOWN
    curation: Curation = NOTHING_WRITTEN
    found_at: Place | None = None
    """Where people keep it; None for what a rule found."""
    acceptance: Acceptance | None = None
    """Of a finding that a person judged."""
    about: tuple["Settled", ...] = field(default=(), compare=False, repr=False)
    """The awards for whose sake it waits: those it may mean, or contradicts."""

    @property
    def detail(self) -> int:
        """How many describing fields it states."""
        return sum(getattr(self.record, name) is not None for name in DESCRIBING_FIELDS)


@dataclass(slots=True)
class Settled:
    """One award or candidacy with all its tellings, the reviewed and the most detailed first."""

    tellings: list[Telling]
    _record: AwardRecord | None = None

    def add(self, telling: Telling) -> None:
        """Join one more telling."""
        self.tellings.append(telling)
        self._record = None

    @property
    def judgement(self) -> Judgement:
        return "reviewed" if any(t.judgement == "reviewed" for t in self.tellings) else "machine"

    @property
    def key(self) -> str | None:
        """The key that people gave it."""
        return self.tellings[0].curation.key

    @property
    def record(self) -> AwardRecord:
        """Of each field the value that the rule of precedence puts first."""
        if self._record is None:
            self._record = self._settle()
        return self._record

    def _settle(self) -> AwardRecord:
        first = self.tellings[0].record
        stated = {name: self._first_stated(name) for name in TOLD_FIELDS}
        if stated["type"] in VAGUE_TYPES:
            stated["type"] = self._precise_type() or stated["type"]
        stated["branch"] = branch_of_type(stated["type"]) or stated["branch"]
        partners = dict.fromkeys(partner for t in self.tellings for partner in t.record.partners)
        return first.model_copy(update={**stated, "partners": tuple(partners)})

    def _first_stated(self, name: str) -> str | int | None:
        values: dict[str | int, list[Told]] = {}
        for telling in self.tellings:
            value = getattr(telling.record, name)
            if value is not None:
                values.setdefault(value, []).append(_told(telling))
        return next(iter(ranked(values)), None)

    def _precise_type(self) -> str | None:
        return next((t.record.type for t in self.tellings if t.record.type not in (None, *VAGUE_TYPES)), None)


def _told(telling: Telling) -> Told:
    return Told(telling.judgement == "machine", [telling.standing])


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two tellings of which not both can be right of one award, and in what they differ."""

    one: Telling
    other: Telling
    fields: tuple[str, ...]


@dataclass(slots=True)
class Merged:
    """What came of all tellings: the settled, and those that wait with the reason why."""

    settled: list[Settled] = field(default_factory=list)
    waiting: list[Telling] = field(default_factory=list)

    def contradictions(self) -> list[Contradiction]:
        """Every pair that stands side by side: within an award, of two awards of one work, of what waits."""
        awards = self.settled
        within = (pair for award in awards for pair in combinations(_unlike(award.tellings), 2))
        beside = (
            (one.tellings[0], other.tellings[0])
            for group in _by_stand(awards)
            for one, other in combinations(group, 2)
            if contradict(one.record, other.record) and not _share_document(one, other)
        )
        waiting = (
            (award.tellings[0], telling)
            for telling in self.waiting
            if telling.doubt == CONTRADICTS
            for award in telling.about
        )
        return list(_disagreeing(chain(within, beside, waiting)))


def _disagreeing(pairs: Iterable[tuple[Telling, Telling]]) -> Iterator[Contradiction]:
    """Those that differ in more than the title: one work is called many things."""
    for one, other in pairs:
        told = disagreements(one.record, other.record)
        if fields := tuple(name for name in told if name != "project"):
            yield Contradiction(one, other, fields)


def _unlike(tellings: Iterable[Telling]) -> list[Telling]:
    """The first of those that tell the same but for the title."""
    first: dict[tuple[object, ...], Telling] = {}
    for telling in tellings:
        record = telling.record
        told = (record.branch, record.type, record.pmqa_category, record.level)
        first.setdefault(told, telling)
    return list(first.values())


def _by_stand(awards: Iterable[Settled]) -> Iterable[list[Settled]]:
    """The awards and candidacies of one winner in one edition."""
    groups: dict[tuple[object, ...], list[Settled]] = {}
    for award in awards:
        groups.setdefault(stand(award.record), []).append(award)
    return groups.values()


def _share_document(one: Settled, other: Settled) -> bool:
    """A document that tells of both means two."""
    return not {t.document for t in one.tellings}.isdisjoint(t.document for t in other.tellings)


def judge(record: AwardRecord, standing: Standing) -> Telling:
    """A finding of the machine: settled by a strong rule with all checks passed, or doubtful and why."""
    doubts = (
        ("the recipient is not in the registry", record.winner is None),
        ("the edition is not told", record.edition_year_be is None),
        (f"the rule is not sure ({record.confidence:.2f})", record.confidence < SURE),
    )
    doubt = "; ".join(reason for reason, holds in doubts if holds) or None
    judgement: Judgement = "proposed" if doubt else "machine"
    return Telling(record, standing.document, judgement, doubt, standing)


def merge(tellings: Iterable[Telling]) -> Merged:
    """Join tellings of the same award. The order of the input does not matter.

    What people said of which award a row tells stands; the others join where a single award can be meant.
    """
    ordered = _vaguest_last(sorted(tellings, key=_order))
    merged = Merged(settled=_keyed(ordered))
    stands: dict[tuple[object, ...], list[Settled]] = {}
    for award in merged.settled:
        stands.setdefault(stand(award.record), []).append(award)
    for telling in ordered:
        if telling.judgement == "proposed":
            merged.waiting.append(telling)
        elif telling.curation.key is None:
            _place(telling, merged, stands.setdefault(stand(telling.record), []))
    merged.settled.sort(key=_told_at)
    return merged


def _vaguest_last(ordered: Sequence[Telling]) -> list[Telling]:
    """Reviewed ones behind the findings that tell more: else the first of these would decide for them."""
    found: dict[tuple[object, ...], list[Telling]] = {}
    for telling in ordered:
        if telling.judgement == "machine":
            found.setdefault(stand(telling.record), []).append(telling)

    def comes_last(telling: Telling) -> bool:
        more = found.get(stand(telling.record), ()) if telling.judgement == "reviewed" else ()
        return any(t.document != telling.document and tells_more(t.record, telling.record) for t in more)

    return sorted(ordered, key=comes_last)


def _keyed(ordered: Iterable[Telling]) -> list[Settled]:
    """One award a key that people gave, for each side of the line between won and not won."""
    groups: dict[tuple[str, bool], Settled] = {}
    for telling in ordered:
        if telling.curation.key is not None:
            place = (telling.curation.key, telling.record.status == "won")
            groups.setdefault(place, Settled([])).add(telling)
    return list(groups.values())


def _order(telling: Telling) -> tuple[bool, int, str, int, str, str]:
    """Reviewed before machine, detailed before vague; the rest only makes the order a total one."""
    record = telling.record
    return (
        telling.judgement != "reviewed",
        -telling.detail,
        telling.document,
        record.start or 0,
        record.model_dump_json(),
        telling.curation.key or "",
    )


def _told_at(award: Settled) -> tuple[int, str, int, str]:
    """The order in which keys are minted: the edition, then the place in the first document."""
    first = award.tellings[0].record
    year = award.record.edition_year_be or 9999
    return year, award.tellings[0].document, first.start or 0, first.model_dump_json()


def _place(telling: Telling, merged: Merged, same_stand: list[Settled]) -> None:
    """Join a telling to an award of its stand, or make it one of them."""
    rivals = [award for award in same_stand if not _tells_already(award, telling)]
    meant = [award for award in rivals if may_tell_the_same(award.record, telling.record)]
    exact = [award for award in meant if same_work(award.record, telling.record)]
    choice = [] if telling.acceptance and telling.acceptance.alone else exact or meant
    undecided = telling.judgement == "machine" or (telling.acceptance is not None and len(choice) > 1)
    if len(choice) == 1:
        choice[0].add(telling)
    elif undecided and (doubted := _doubted(telling, choice, rivals)):
        merged.waiting.append(doubted)
    else:
        same_stand.append(Settled([telling]))
        merged.settled.append(same_stand[-1])


def _doubted(telling: Telling, choice: Sequence[Settled], rivals: Sequence[Settled]) -> Telling | None:
    """Why a finding of the machine waits, and for which awards; None where it is an award of its own."""
    record = telling.record
    doubts = (
        (f"it may mean any of {len(choice)} awards", choice),
        (CONTRADICTS, [award for award in rivals if contradict(award.record, record)]),
        ("each tells what the other does not", [award for award in rivals if agree(award.record, record)]),
    )
    return next((_waiting(telling, doubt, tuple(about)) for doubt, about in doubts if about), None)


def _waiting(telling: Telling, doubt: str, about: tuple[Settled, ...]) -> Telling:
    record, document, acceptance = telling.record, telling.document, telling.acceptance
    return Telling(record, document, "proposed", doubt, telling.standing, acceptance=acceptance, about=about)


def _tells_already(award: Settled, telling: Telling) -> bool:
    """A document that individuates two awards means two, however alike they look."""
    return any(told.document == telling.document for told in award.tellings)


def link_candidacies(settled: Sequence[Settled]) -> dict[int, int]:
    """Which candidacy led to which award, by place in `settled`: only where a single award can be meant."""
    won: dict[tuple[object, ...], list[int]] = {}
    for i, award in enumerate(settled):
        if award.record.status == "won" and award.record.edition_year_be is not None:
            won.setdefault(stand(award.record)[:2], []).append(i)
    links: dict[int, int] = {}
    for i, candidacy in enumerate(settled):
        record = candidacy.record
        same = won.get(stand(record)[:2], ()) if record.status != "won" else ()
        meant = [j for j in same if agree(record, settled[j].record)]
        if len(meant) == 1:
            links[i] = meant[0]
    return links
