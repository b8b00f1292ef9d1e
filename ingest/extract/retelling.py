"""One award told several times in a text is one: tellings that agree are joined, vague ones give way."""

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio

from ingest.records import AwardRecord
from ontology.thai import match_key

RANKS = {"won": 3, "finalist": 2, "applied": 1, "expected": 0}
TOLD = ("branch", "type", "pmqa_category", "level", "project", "unit")
SAME_TITLE = 80  # per cent of two titles that are the same


def join(records: Iterable[AwardRecord]) -> list[AwardRecord]:
    """The awards of a text, each once, in order of place."""
    kept: list[AwardRecord] = []
    for record in sorted(records, key=lambda r: (-RANKS[r.status], -detail(r), r.start or 0)):
        match = next((n for n, other in enumerate(kept) if agrees(record, other)), None)
        if match is None:
            kept.append(record)
        else:
            kept[match] = complete(kept[match], record)
    kept = [record for record in kept if not is_only_the_whole(record, kept)]
    return sorted(kept, key=lambda record: record.start or 0)


def is_only_the_whole(record: AwardRecord, others: Iterable[AwardRecord]) -> bool:
    """A bare award of a body, beside told ones of others in the same edition: `the ministry got awards`."""
    if any(getattr(record, name) is not None for name in TOLD) or record.status != "won":
        return False
    return any(
        detail(other) > 1 and other.status == "won" and other.edition_year_be == record.edition_year_be
        for other in others
    )


def detail(record: AwardRecord) -> int:
    """How much a telling tells; a recipient that is written counts too."""
    told = sum(getattr(record, name) is not None for name in TOLD)
    return 2 * told + ("recipient" not in record.inferred)


def agrees(vague: AwardRecord, full: AwardRecord) -> bool:
    """Whether a telling can be the same award as one that tells as much or more."""
    if not same_recipient(vague, full) or not same_edition(vague, full):
        return False
    if vague.project and full.project:
        return same_title(vague.project, full.project) and _fits(
            vague, full, ("branch", "type", "pmqa_category")
        )
    if vague.project and not full.project:
        return False
    return _fits(vague, full, ("branch", "type", "pmqa_category", "level"))


def _fits(vague: AwardRecord, full: AwardRecord, fields: tuple[str, ...]) -> bool:
    return all(getattr(vague, name) is None or getattr(vague, name) == getattr(full, name) for name in fields)


def same_recipient(a: AwardRecord, b: AwardRecord) -> bool:
    if "recipient" in a.inferred or (a.recipient_id and a.recipient_id == b.recipient_id):
        return True
    return match_key(a.recipient) == match_key(b.recipient)


def same_edition(a: AwardRecord, b: AwardRecord) -> bool:
    return a.edition_year_be == b.edition_year_be or "edition_year_be" in a.inferred


def same_title(a: str, b: str) -> bool:
    """Whether two titles are one: the same but for signs, one inside the other, or nearly so."""
    a, b = match_key(a), match_key(b)
    if a in b or b in a:
        return True
    return ratio(a, b) >= SAME_TITLE


def complete(full: AwardRecord, vague: AwardRecord) -> AwardRecord:
    """The fuller telling, with what only the other one tells."""
    missing = {
        name: getattr(vague, name)
        for name in ("unit", "level", "branch", "type", "pmqa_category", "project", "project_kind")
        if getattr(full, name) is None and getattr(vague, name) is not None
    }
    if full.type and full.branch is None:
        missing.pop("branch", None)
        missing.pop("level", None)
    return full.model_copy(update=missing)
