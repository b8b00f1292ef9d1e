"""Records of one award from many documents become one award; what contradicts waits for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz

from ingest.faults import Place
from ingest.precedence import UNKNOWN_DAY, Standing, Told, ranked
from ingest.records import AwardRecord
from ontology.thai import match_key
from ontology.vocabulary import scheme

Judgement = Literal["reviewed", "machine", "proposed"]

SURE = 0.7  # below this confidence a finding of the machine waits for a person
ALIKE = 93.0  # of 100: two spellings of one title; titles that differ in a province alone reach 90
SHARED_FIELDS = ("branch", "type", "pmqa_category", "level")
DESCRIBING_FIELDS = (*SHARED_FIELDS, "project", "unit")
TOLD_FIELDS = ("edition_year_be", *DESCRIBING_FIELDS, "project_kind")
VAGUE_TYPES = {"PMQA": ("PMQA 4.0", "PMQA รายหมวด")}
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


@dataclass(slots=True)
class Merged:
    """What came of all tellings: the settled, and those that wait with the reason why."""

    settled: list[Settled] = field(default_factory=list)
    waiting: list[Telling] = field(default_factory=list)


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
    ordered = sorted(tellings, key=_order)
    merged = Merged(settled=_keyed(ordered))
    stands: dict[tuple[object, ...], list[Settled]] = {}
    for award in merged.settled:
        stands.setdefault(_stand(award.record), []).append(award)
    for telling in ordered:
        if telling.judgement == "proposed":
            merged.waiting.append(telling)
        elif telling.curation.key is None:
            _place(telling, merged, stands.setdefault(_stand(telling.record), []))
    merged.settled.sort(key=_told_at)
    return merged


def _keyed(ordered: Iterable[Telling]) -> list[Settled]:
    """One award a key that people gave, for each side of the line between won and not won."""
    groups: dict[tuple[str, bool], Settled] = {}
    for telling in ordered:
        if telling.curation.key is not None:
            place = (telling.curation.key, telling.record.status == "won")
            groups.setdefault(place, Settled([])).add(telling)
    return list(groups.values())


def _order(telling: Telling) -> tuple[bool, int, str, int, str]:
    """Reviewed before machine, detailed before vague; the rest only makes the order a total one."""
    record = telling.record
    return (
        telling.judgement != "reviewed",
        -telling.detail,
        telling.document,
        record.start or 0,
        record.model_dump_json(),
    )


def _told_at(award: Settled) -> tuple[int, str, int, str]:
    """The order in which keys are minted: the edition, then the place in the first document."""
    first = award.tellings[0].record
    year = award.record.edition_year_be or 9999
    return year, award.tellings[0].document, first.start or 0, first.model_dump_json()


def _place(telling: Telling, merged: Merged, rivals: list[Settled]) -> None:
    """Join a telling to one of its `rivals`, the awards of its stand, or make it one of them."""
    meant = [
        award
        for award in rivals
        if not _tells_already(award, telling) and _agree(award.record, telling.record)
    ]
    exact = [award for award in meant if _same_work(award.record, telling.record)]
    choice = exact or meant
    if len(choice) == 1:
        choice[0].add(telling)
    elif choice and telling.judgement == "machine":
        merged.waiting.append(_doubted(telling, f"it may mean any of {len(choice)} awards"))
    elif telling.judgement == "machine" and any(_contradict(award, telling) for award in rivals):
        merged.waiting.append(_doubted(telling, "it contradicts an award of the same work"))
    else:
        rivals.append(Settled([telling]))
        merged.settled.append(rivals[-1])


def _doubted(telling: Telling, doubt: str) -> Telling:
    return Telling(telling.record, telling.document, "proposed", doubt)


def _stand(record: AwardRecord) -> tuple[object, ...]:
    """Body, edition and side of the line between won and not won: no telling changes these of an award."""
    return record.winner, record.edition_year_be, record.status == "won"


def _tells_already(award: Settled, telling: Telling) -> bool:
    """A document that individuates two awards means two, however alike they look."""
    return any(told.document == telling.document for told in award.tellings)


def _agree(one: AwardRecord, other: AwardRecord) -> bool:
    if {_is_of_the_whole_scheme(one), _is_of_the_whole_scheme(other)} == {True, False} and (
        one.branch or other.branch
    ):
        return False
    return all(_fits(name, getattr(one, name), getattr(other, name)) for name in SHARED_FIELDS) and (
        one.project is None or other.project is None or same_title(one.project, other.project)
    )


def _is_of_the_whole_scheme(record: AwardRecord) -> bool:
    """Whether its type stands above the branches: then no branch is told because there is none."""
    kind = scheme("type").find(record.type) if record.type else None
    return kind is not None and kind.branch is None and record.branch is None


def _fits(name: str, one: object, other: object) -> bool:
    if None in (one, other) or one == other:
        return True
    return name == "type" and (
        other in VAGUE_TYPES.get(str(one), ()) or one in VAGUE_TYPES.get(str(other), ())
    )


def _same_work(one: AwardRecord, other: AwardRecord) -> bool:
    return one.project is not None and other.project is not None and same_title(one.project, other.project)


def _contradict(award: Settled, telling: Telling) -> bool:
    """The same work, told by another document with another branch, type or level."""
    if _tells_already(award, telling) or _agree(award.record, telling.record):
        return False
    one, other = award.record, telling.record
    same_pmqa = (
        one.project is None
        and other.project is None
        and (one.type, one.pmqa_category)
        == (
            other.type,
            other.pmqa_category,
        )
    )
    return _same_work(one, other) or (same_pmqa and one.branch == other.branch)


def same_title(one: str, other: str) -> bool:
    """Two spellings of one title: alike after normalisation, or the one is the core of the other."""
    a, b = match_key(one), match_key(other)
    if fuzz.ratio(a, b) >= ALIKE:
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= 12 and shorter in longer and len(shorter) >= 0.6 * len(longer)


def link_candidacies(settled: Sequence[Settled]) -> dict[int, int]:
    """Which candidacy led to which award, by place in `settled`: only where a single award can be meant."""
    won = [i for i, award in enumerate(settled) if award.record.status == "won"]
    links: dict[int, int] = {}
    for i, candidacy in enumerate(settled):
        if candidacy.record.status == "won":
            continue
        meant = [
            j
            for j in won
            if _same_body_and_edition(candidacy, settled[j]) and _agree(candidacy.record, settled[j].record)
        ]
        if len(meant) == 1:
            links[i] = meant[0]
    return links


def _same_body_and_edition(one: Settled, other: Settled) -> bool:
    a, b = one.record, other.record
    return (a.winner, a.edition_year_be) == (b.winner, b.edition_year_be) and a.edition_year_be is not None
