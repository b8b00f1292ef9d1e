"""Whether two records can tell of one award: what agrees, what contradicts, which of them is the vaguer."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from ingest.records import AwardRecord
from ontology.thai import match_key
from ontology.vocabulary import scheme

ALIKE = 93.0  # of 100: two spellings of one title; titles that differ in a province alone reach 90
SHORTEST_CORE = 12  # letters: what is shorter is in many titles
SHARED_FIELDS = ("branch", "type", "pmqa_category", "level")
INDIVIDUATING_FIELDS = (*SHARED_FIELDS, "project")
VAGUE_TYPES = {"PMQA": ("PMQA 4.0", "PMQA รายหมวด")}

_HEAD = re.compile(r"^(?:โครงการ|ผลงาน|งาน|เรื่อง)")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_NUMBER = re.compile(r"[0-9]+")
_QUOTES = "“”\"'‘’ "


def stand(record: AwardRecord) -> tuple[str | None, int | None, bool]:
    """Its winner, its edition, and on which side of the line between won and not won it stands."""
    return record.winner, record.edition_year_be, record.status == "won"


def agree(one: AwardRecord, other: AwardRecord) -> bool:
    """Whether nothing that both tell of the award is told differently."""
    if {_is_of_the_whole_scheme(one), _is_of_the_whole_scheme(other)} == {True, False} and (
        one.branch or other.branch
    ):
        return False
    return not disagreements(one, other)


def disagreements(one: AwardRecord, other: AwardRecord) -> tuple[str, ...]:
    """The fields that both tell, and tell differently."""
    return tuple(name for name in INDIVIDUATING_FIELDS if not _fits(name, one, other))


def may_tell_the_same(one: AwardRecord, other: AwardRecord) -> bool:
    """Whether they agree, and the same work or one being vaguer than the other makes them one award.

    Where each tells what the other does not, as a type here and a title there, they may be two awards.
    """
    return agree(one, other) and (same_work(one, other) or _is_vaguer(one, other) or _is_vaguer(other, one))


def tells_more(one: AwardRecord, other: AwardRecord) -> bool:
    """Whether `one` tells all that `other` tells, and more."""
    return agree(one, other) and _is_vaguer(other, one) and not _is_vaguer(one, other)


def _is_vaguer(one: AwardRecord, other: AwardRecord) -> bool:
    """Whether `one` tells no more than a part of what `other` tells."""
    return all(
        getattr(one, name) is None or getattr(other, name) is not None for name in INDIVIDUATING_FIELDS
    )


def _is_of_the_whole_scheme(record: AwardRecord) -> bool:
    """Whether its type stands above the branches: then no branch is told because there is none."""
    kind = scheme("type").find(record.type) if record.type else None
    return kind is not None and kind.branch is None and record.branch is None


def branch_of_type(label: str | int | None) -> str | None:
    """The branch that a type belongs to, whatever branch a text tells beside it."""
    kind = scheme("type").find(str(label)) if label else None
    return scheme("branch")[kind.branch].name if kind and kind.branch else None


def _fits(name: str, one: AwardRecord, other: AwardRecord) -> bool:
    a, b = getattr(one, name), getattr(other, name)
    if None in (a, b) or a == b:
        return True
    if name == "project":
        return same_title(a, b)
    return name == "type" and (b in VAGUE_TYPES.get(a, ()) or a in VAGUE_TYPES.get(b, ()))


def same_work(one: AwardRecord, other: AwardRecord) -> bool:
    """Whether both tell the work, and it is one."""
    return one.project is not None and other.project is not None and same_title(one.project, other.project)


def contradict(one: AwardRecord, other: AwardRecord) -> bool:
    """Whether they tell of the same work or kind what cannot both be true of one award."""
    if agree(one, other):
        return False
    return same_work(one, other) or _same_kind(one, other)


def _same_kind(one: AwardRecord, other: AwardRecord) -> bool:
    """The same type, category and branch, and no work that tells them apart: they differ in the level."""
    without_work = one.project is None and other.project is None
    return without_work and (one.type, one.pmqa_category, one.branch) == (
        other.type,
        other.pmqa_category,
        other.branch,
    )


def same_title(one: str, other: str) -> bool:
    """Two spellings of one title: alike after normalisation, or the one is the core of the other.

    Numbers count whole: the second phase of a work is not its third.
    """
    a, b = match_key(one), match_key(other)
    if _numbers(a) and _numbers(b) and _numbers(a) != _numbers(b):
        return False
    if fuzz.ratio(a, b, score_cutoff=ALIKE) >= ALIKE or _same_core(one, other):
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= SHORTEST_CORE and shorter in longer and len(shorter) >= 0.6 * len(longer)


def _same_core(one: str, other: str) -> bool:
    """Alike but for `โครงการ` before one of them and a translation in brackets behind one of them.

    Brackets behind both are what tells them apart: `... (จังหวัดเลย)` and `... (จังหวัดตาก)`.
    """
    if _IN_BRACKETS.search(one) and _IN_BRACKETS.search(other):
        return False
    a, b = _core(one), _core(other)
    return min(len(a), len(b)) >= SHORTEST_CORE and fuzz.ratio(a, b, score_cutoff=ALIKE) >= ALIKE


def _numbers(title: str) -> list[str]:
    return _NUMBER.findall(title)


@lru_cache(maxsize=8192)
def _core(title: str) -> str:
    return match_key(_HEAD.sub("", _IN_BRACKETS.sub("", title).strip(_QUOTES)))
