"""One award told several times in a text is one: tellings that agree are joined, vague ones give way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from ingest.records import AwardRecord
from ontology.thai import match_key

RANKS = {"won": 3, "finalist": 2, "applied": 1, "expected": 0}
TOLD = ("branch", "type", "pmqa_category", "level", "project", "unit")
HEADLINE = 400  # characters at the start of a text whose awards are told again below
MANY = 100  # no text tells of more awards before it tells one again
SAME_TITLE = 80  # per cent of two titles that are the same


@dataclass(frozen=True, slots=True)
class Told:
    """A record with what it is compared by."""

    record: AwardRecord
    recipient: str
    title: str

    @classmethod
    def of(cls, record: AwardRecord) -> "Told":
        return cls(
            record, record.recipient_id or match_key(record.recipient), match_key(record.project or "")
        )


def join(records: Iterable[AwardRecord]) -> list[AwardRecord]:
    """The awards of a text, each once, in order of place.

    The fullest telling comes first; a later one is compared with the last `MANY` that are kept.
    """
    kept: list[Told] = []
    for told in sorted(map(Told.of, records), key=_by_fullness):
        first = max(0, len(kept) - MANY)
        match = next((n for n in range(first, len(kept)) if agrees(told, kept[n])), None)
        if match is None:
            kept.append(told)
        else:
            kept[match] = replace(kept[match], record=complete(kept[match].record, told.record))
    joined = [told.record for told in kept]
    wholes = _editions_told(joined)
    joined = [record for record in joined if not is_only_the_whole(record, wholes)]
    return sorted(joined, key=lambda record: record.start or 0)


def _by_fullness(told: Told) -> tuple[int, int, int]:
    """Of tellings that tell as much the last comes first: the story is told below its headline."""
    record = told.record
    return -RANKS[record.status], -detail(record), -(record.start or 0)


def _editions_told(records: Iterable[AwardRecord]) -> set[int | None]:
    """The editions of which an award is told with more than its name."""
    return {record.edition_year_be for record in records if record.status == "won" and detail(record) > 1}


def is_only_the_whole(record: AwardRecord, editions_told: set[int | None]) -> bool:
    """A bare award of a body, beside told ones of the same edition: `the ministry got awards`."""
    headline = (record.start or 0) < HEADLINE
    left_open = [name for name in TOLD if name != "level" or not headline]
    bare = all(getattr(record, name) is None for name in left_open) and record.status == "won"
    return bare and record.edition_year_be in editions_told


def detail(record: AwardRecord) -> int:
    """How much a telling tells; a recipient that is written counts too."""
    told = sum(getattr(record, name) is not None for name in TOLD)
    return 2 * told + ("recipient" not in record.inferred)


def agrees(vague: Told, full: Told) -> bool:
    """Whether a telling can be the same award as one that tells as much or more."""
    if not same_recipient(vague, full) or not same_edition(vague.record, full.record):
        return False
    if vague.title and full.title and not _only_describes(vague.record, full.record):
        return same_title(vague.title, full.title) and _fits(vague, full, ("branch", "type", "pmqa_category"))
    told_apart = vague.title and not _only_describes(vague.record, full.record)
    return not told_apart and _fits(vague, full, ("branch", "type", "pmqa_category", "level"))


def _only_describes(vague: AwardRecord, full: AwardRecord) -> bool:
    """Whether a headline says in other words what the story calls by its title."""
    described = vague.project_kind == "description" and full.project_kind == "title"
    return described and (vague.start or 0) < HEADLINE


def _fits(vague: Told, full: Told, fields: tuple[str, ...]) -> bool:
    told = ((getattr(vague.record, name), getattr(full.record, name)) for name in fields)
    return all(ours is None or ours == theirs for ours, theirs in told)


def same_recipient(a: Told, b: Told) -> bool:
    inferred = "recipient" in a.record.inferred
    return (
        inferred
        or a.recipient == b.recipient
        or ("recipient" in b.record.inferred and a.title == b.title != "")
    )


def same_edition(a: AwardRecord, b: AwardRecord) -> bool:
    return a.edition_year_be == b.edition_year_be or "edition_year_be" in a.inferred


def same_title(a: str, b: str) -> bool:
    """Whether two titles (as match keys) are one: one inside the other, or nearly the same."""
    return a in b or b in a or ratio(a, b, score_cutoff=SAME_TITLE) >= SAME_TITLE


def complete(full: AwardRecord, vague: AwardRecord) -> AwardRecord:
    """The fuller telling, with what only the other one tells, and with a recipient that is written."""
    missing = {
        name: getattr(vague, name)
        for name in ("unit", "level", "branch", "type", "pmqa_category", "project", "project_kind")
        if getattr(full, name) is None and getattr(vague, name) is not None
    }
    if (
        vague.project
        and full.project
        and len(vague.project) > len(full.project)
        and _is_short_for(full, vague)
    ):
        missing |= {name: getattr(vague, name) for name in ("project", "project_kind")}
    if full.type and full.branch is None:  # an award of the whole scheme has neither
        missing.pop("branch", None)
        missing.pop("level", None)
    if "recipient" in full.inferred and "recipient" not in vague.inferred:
        missing |= {name: getattr(vague, name) for name in _RECIPIENT}
        missing["inferred"] = tuple(name for name in full.inferred if name != "recipient")
    if facts(vague) >= facts(full) and (vague.start or 0) > (full.start or 0):
        missing |= {name: getattr(vague, name) for name in _QUOTE}  # the story is told below its headline
    return full.model_copy(update=missing)


def _is_short_for(full: AwardRecord, vague: AwardRecord) -> bool:
    """Whether a headline calls a work by the first word of its title: `“แม่ฮะ”`."""
    short, whole = match_key(full.project or ""), match_key(vague.project or "")
    return (full.start or 0) < HEADLINE and vague.project_kind == "title" and whole.startswith(short)


def facts(record: AwardRecord) -> int:
    """How many of the award's own facts a telling has."""
    return sum(getattr(record, name) is not None for name in TOLD if name != "unit")


_QUOTE = ("evidence", "start", "end", "rule")
_RECIPIENT = ("recipient", "recipient_id", "recipient_surface", "unit", "partners")
