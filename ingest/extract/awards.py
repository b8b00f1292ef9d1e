"""Awards that a text individuates: each item of its lists becomes a record, one told twice is one."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import cast

from ingest.extract.cues import cue, follows
from ingest.extract.editions import Years, find_editions, find_years_told
from ingest.extract.individuation import find_individuated, is_bare, tells_of_the_scheme, with_tops
from ingest.extract.items import Item, find_items
from ingest.extract.own_contests import is_own_contest
from ingest.extract.reading import Reading
from ingest.extract.recipients import Recipient, Stage, find_recipient, set_stage
from ingest.extract.retelling import join
from ingest.extract.signs import TOP_OF_BRANCH, Sign
from ingest.extract.stream import find_signs
from ingest.extract.terms import CATEGORY_AWARD, FOUR_POINT_ZERO
from ingest.records import AwardRecord, Branch, Level, ProjectKind
from ontology.thai import match_key, normalise
from ontology.vocabulary import Concept, scheme

QUALITY = scheme("branch")["quality"].name
OVERALL = "overall-lertrat"
OVERALL_EDITION = 2561  # the one edition that had an award without branch or type
WHOLE_QUOTE = 190  # characters that still fit into a quote


def find_awards(reading: Reading) -> tuple[AwardRecord, ...]:
    """Every award of the scheme that the document individuates, in order of place."""
    signs = find_signs(reading)
    if is_own_contest(reading) or not tells_of_the_scheme(reading.text, signs):
        return ()
    years, stage = find_years_told(reading, signs), set_stage(reading, signs)
    items = find_individuated(reading.text, signs, find_items(reading.text, signs))
    items = with_tops(reading.text, items)
    told = join(record for item in with_makers(items) for record in _records(reading, stage, years, item))
    told = with_only_work(told, signs)
    return tuple(as_pmqa(record) if is_quality(record) else record for record in told)


def with_only_work(told: list[AwardRecord], signs: list[Sign]) -> list[AwardRecord]:
    """A text with one award and one work: the work is that of the award, however far apart they stand."""
    works = {match_key(s.title.name): s.title.name for s in signs if s.title and _is_surely_work(s)}
    if len(told) != 1 or len(works) != 1 or told[0].branch in {None, QUALITY} or told[0].project:
        return told
    (name,) = works.values()
    found = {"project": name, "project_kind": "title", "inferred": (*told[0].inferred, "project")}
    return [told[0].model_copy(update=found)]


def _is_surely_work(sign: Sign) -> bool:
    return sign.sure and sign.style == "cue" and sign.title is not None and sign.title.closed


def is_quality(record: AwardRecord) -> bool:
    """Whether only the quality branch of an award is told."""
    return record.branch == QUALITY and record.type is None


def as_pmqa(record: AwardRecord) -> AwardRecord:
    """A quality award of which cannot be told whether it is 4.0 or by category."""
    return record.model_copy(
        update={"type": scheme("type")["pmqa"].name, "inferred": (*record.inferred, "type")}
    )


def with_makers(items: list[Item]) -> list[Item]:
    """`ผลงาน “A” ผลงาน “B” จากสำนักงาน ...`: a work without a body has that of the next in its list."""
    return [*(_with_next_maker(item, following) for item, following in pairwise(items)), *items[-1:]]


def _with_next_maker(item: Item, following: Item) -> Item:
    title, next_title = item.first("title"), following.first("title")
    if title is None or next_title is None or item.first("body"):
        return item
    makers = [sign for sign in following.all("body") if sign.role in {"from", "by"}]
    if not 0 <= next_title.start - title.end <= 5:
        return item
    return replace(item, signs=(*item.signs, *makers), fresh=item.fresh + len(makers))


def _records(reading: Reading, stage: Stage, years: Years, item: Item) -> Iterator[AwardRecord]:
    recipient = find_recipient(reading, stage, item)
    if recipient is None or (reading.names.is_ministry(recipient.body) and not item.first("title")):
        return  # a ministry gets no award: its departments and its secretary's office do
    editions, sure = find_editions(reading, years, item)
    if sure or not is_bare(item):
        for edition in editions:
            yield to_record(reading, item, recipient, edition, sure)


def to_record(
    reading: Reading, item: Item, recipient: Recipient, edition: int | None, sure_edition: bool
) -> AwardRecord:
    """What an item tells, with its quote."""
    kind, level, title = item.first("type"), item.first("level"), item.first("title")
    concept = _type_of(item, kind, edition)
    branch = _branch_of(item, concept)
    scheme_wide = concept is not None and concept.branch is None
    inferred = {
        "recipient": not recipient.sure,
        "branch": branch is not None and item.first("branch") is None and not _names_its_branch(concept),
        "edition_year_be": not sure_edition,
    }
    return AwardRecord(
        recipient=recipient.name,
        recipient_surface=recipient.surface,
        recipient_id=recipient.body,
        unit=recipient.unit,
        partners=recipient.partners,
        edition_year_be=edition,
        branch=cast("Branch | None", branch),
        type=concept.name if concept else None,
        type_surface=normalise(reading.text[kind.start : kind.end]) if kind else None,
        pmqa_category=kind.category if kind else None,
        level=cast("Level", level.concept.name) if level and level.concept and not scheme_wide else None,
        project=title.title.name if title and title.title else None,
        project_kind=_project_kind(title),
        status=item.status,
        inferred=tuple(name for name, is_inferred in inferred.items() if is_inferred),
        rule=rule_of(item),
        **reading.quote(*with_lead(reading.text, *evidence_span(item))),
    )


def _project_kind(title: Sign | None) -> ProjectKind | None:
    """Words in quotes or behind their cue are a title; other plain words only describe the work."""
    if title is None or title.title is None:
        return None
    return "title" if title.title.quoted or follows("work_head", title.title.name, 0) else "description"


def _type_of(item: Item, kind: Sign | None, edition: int | None) -> Concept | None:
    level = item.first("level")
    if kind is None and level and level.is_level_of_four:
        return scheme("type")[FOUR_POINT_ZERO]
    if kind and kind.concept:
        return scheme("type")[CATEGORY_AWARD] if kind.category else kind.concept
    return scheme("type")[OVERALL] if is_bare(item) and item.listed and edition == OVERALL_EDITION else None


def _branch_of(item: Item, concept: Concept | None) -> str | None:
    """The branch that the type belongs to, or that is told; none for an award of the whole scheme."""
    if concept and concept.key != TOP_OF_BRANCH:
        return scheme("branch")[concept.branch].name if concept.branch else None
    told = item.first("branch")
    return told.concept.name if told and told.concept else None


def _names_its_branch(concept: Concept | None) -> bool:
    """Whether the name of a type holds that of its branch, as PMQA does."""
    return concept is not None and concept.branch == "quality"


def rule_of(item: Item) -> str:
    """The name of the rule that found an item: a list with headings, or a sentence."""
    return "awards.list" if item.listed or item.fresh < len(item.signs) else "awards.sentence"


def evidence_span(item: Item) -> tuple[int, int]:
    """The most specific words of an item: its own signs but for bodies, the title first of all."""
    own = [
        s for s in item.signs[-item.fresh :] if s.slot in {"type", "title", "level", "branch", "award"}
    ] or [*item.signs[-item.fresh :]]
    title = next((sign for sign in own if sign.slot == "title"), None)
    start, end = min(s.start for s in own), max(s.end for s in own)
    if end - start <= WHOLE_QUOTE:
        return start, end
    if title:
        return title.start, title.end
    core = next((s for s in own if s.slot == "type"), own[-1])
    return core.start, min(core.end, core.start + WHOLE_QUOTE)


def with_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the words right before it that belong to it: `คว้ารางวัล`."""
    lead = cue("evidence_lead").search(text, max(0, start - 25), start)
    return (lead.start() if lead else start), end
