"""Awards that a text individuates: each item of its lists becomes a record, and an award told twice is one."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.extract.cues import cue, ends_in
from ingest.extract.items import Item, find_items
from ingest.extract.reading import Reading
from ingest.extract.recipients import Recipient, find_recipient
from ingest.extract.retelling import join
from ingest.extract.signs import Sign, find_signs
from ingest.extract.terms import CATEGORY_AWARD
from ingest.records import AwardRecord
from ontology.thai import find_dates, normalise, to_buddhist_era
from ontology.vocabulary import Concept, scheme

QUALITY = scheme("branch")["quality"].name
OVERALL = "overall-lertrat"
OVERALL_EDITION = 2561  # the one edition that had an award without branch or type
REACH = 250  # characters before an award in which the words of its year are looked for


def find_awards(reading: Reading) -> tuple[AwardRecord, ...]:
    """Every award of the scheme that the document individuates, in order of place."""
    signs = find_signs(reading)
    if not tells_of_the_scheme(reading, signs):
        return ()
    years = edition_years(signs)
    several = tells_totals(reading.text, signs)
    items = [
        item
        for item in find_items(reading.text, signs)
        if individuates(item)
        and not (several and is_bare(item) and not is_point(item))
        and not is_total(reading.text, item)
    ]
    told = join([record for item in items for record in _records(reading, signs, years, items, item)])
    return tuple(record if record.type or record.branch != QUALITY else as_pmqa(record) for record in told)


def tells_of_the_scheme(reading: Reading, signs: list[Sign]) -> bool:
    """Whether the scheme is named, not only a contest that looks like it, or its award together with its giver."""
    if any(sign.slot == "award" for sign in signs):
        return True
    text = reading.text
    return bool(cue("alone").search(text) or (cue("beside").search(text) and cue("giver").search(text)))


def individuates(item: Item) -> bool:
    """Whether an item tells of one award: not a total (`21 รางวัล`), and more than a bare name without a body."""
    kind = item.first("type")
    if item.status != "won" and not kind and not item.first("title"):
        return False
    if kind and kind.concept and kind.concept.branch is None:
        return True
    total = max((sign.start for sign in item.all("count") if (sign.number or 0) > 1), default=-1)
    if total >= 0:
        return any(sign.slot in {"type", "title", "body"} and sign.start > total for sign in item.signs)
    if any(sign.slot in {"type", "branch", "level"} for sign in item.signs):
        return True
    award = item.first("award")
    return award is not None and award.sure


def is_bare(item: Item) -> bool:
    """Whether an item tells nothing of its award but the name of the scheme."""
    return not any(item.first(slot) for slot in ("type", "branch", "level", "title"))


def is_point(item: Item) -> bool:
    """Whether the name of the scheme is a point of a list: `1. รางวัลเลิศรัฐ ประจำปี 2561`."""
    return item.listed and item.signs[-item.fresh].slot == "award"


def as_pmqa(record: AwardRecord) -> AwardRecord:
    """A quality award of which cannot be told whether it is 4.0 or by category."""
    return record.model_copy(
        update={"type": scheme("type")["pmqa"].name, "inferred": (*record.inferred, "type")}
    )


def is_total(text: str, item: Item) -> bool:
    """`5 รางวัลเลิศรัฐ สาขา ...`: several awards in one breath, not told apart by type or work."""
    award = item.first("award")
    several = award is not None and ends_in("total_before", text, award.start)
    return several and not any(
        s.slot in {"type", "title"} or s.start < award.start for s in item.signs if award and s.slot != "body"
    )


def tells_totals(text: str, signs: list[Sign]) -> bool:
    """Whether the text counts the awards of somebody: then a bare `ได้รับรางวัลเลิศรัฐ` is all of them."""
    return any(
        (s.slot == "award" and ends_in("total_before", text, s.start))
        or (s.slot == "count" and (s.number or 0) > 1 and _is_near_award(signs, place))
        for place, s in enumerate(signs)
    )


def _is_near_award(signs: list[Sign], place: int) -> bool:
    around = signs[max(0, place - 4) : place + 4]
    return any(s.slot == "award" and abs(s.start - signs[place].start) <= 60 for s in around)


@dataclass(frozen=True, slots=True)
class Edition:
    """A year that the text gives the award; `process` where it only applies or is examined there."""

    year: int
    start: int
    process: bool


def edition_years(signs: list[Sign]) -> list[Edition]:
    """The years that stand right behind words of the award: the editions that the text speaks of."""
    found: list[Edition] = []
    verb: Sign | None = None
    for before, sign in pairwise(signs):
        verb = before if before.slot == "verb" else verb
        near = sign.start - before.end <= 12 and before.slot in {"award", "branch", "type", "level", "count"}
        if sign.slot == "year" and sign.sure and near and sign.number:
            process = verb is not None and verb.status != "won" and sign.start - verb.end <= 60
            found.append(Edition(sign.number, sign.start, process))
    return found


def _records(
    reading: Reading, signs: list[Sign], years: list[Edition], items: list[Item], item: Item
) -> Iterator[AwardRecord]:
    recipient = find_recipient(reading, signs, with_next_maker(items, item))
    if recipient is None:
        return
    editions, sure = find_editions(reading, signs, years, item)
    if not sure and is_bare(item):
        return
    for edition in editions:
        yield _record(reading, item, recipient, edition, sure)


def with_next_maker(items: list[Item], item: Item) -> Item:
    """`ผลงาน “A” ผลงาน “B” จากสำนักงาน ...`: a work without a body of its own has that of the next in its list."""
    title, place = item.first("title"), items.index(item)
    following = items[place + 1] if place + 1 < len(items) else None
    if title is None or item.first("body") or following is None:
        return item
    makers = [s for s in following.all("body") if s.role in {"from", "by"}]
    near = (next_title := following.first("title")) and next_title.start - title.end <= 5
    return replace(item, signs=(*item.signs, *makers)) if makers and near else item


def find_editions(
    reading: Reading, signs: list[Sign], years: list[Edition], item: Item
) -> tuple[list[int | None], bool]:
    """The editions of an item (`2564 - 2567` is four), and whether the text writes them with the award."""
    if own := item.all("year"):
        return _span(reading, own[-1]), True
    start = item.signs[-1].start
    before_it = reading.text[max(0, start - REACH) : start].rpartition("\n")[2]
    fitting = [year for year in years if not year.process or item.status != "won"]
    if not any(0 <= start - year.start <= REACH for year in fitting):
        if cue("past_years").search(before_it):
            return [None], False
        if cue("this_year").search(before_it) and (dates := find_dates(reading.text[:1500])):
            return [to_buddhist_era(dates[0].date.year)], True
    if fitting:
        place = bisect_right(fitting, start, key=lambda year: year.start)
        return [fitting[max(0, place - 1)].year], True
    if years:
        return [None], False
    before = [s for s in signs if s.slot == "year" and s.sure and 0 <= start - s.start <= 600]
    if before:
        return [before[-1].number], False
    dates = find_dates(reading.text[:1500])
    return [to_buddhist_era(dates[0].date.year) if dates else None], False


def _span(reading: Reading, year: Sign) -> list[int | None]:
    digits = [part for part in reading.text[year.start : year.end].replace("–", "-").split("-")]
    last = "".join(sign for sign in digits[-1] if sign.isdigit())[:4] if len(digits) == 2 else ""
    first = year.number or 0
    until = int(last) if len(last) == 4 else first // 100 * 100 + int(last or 0) if last else first
    return list(range(first, until + 1)) if first <= until <= first + 10 else [first]


def _record(
    reading: Reading, item: Item, recipient: Recipient, edition: int | None, sure_edition: bool
) -> AwardRecord:
    kind, branch, level, title = (item.first(slot) for slot in ("type", "branch", "level", "title"))
    concept = _type_of(item, kind, edition)
    branch_key = (concept.branch if concept else None) or (
        branch.concept.key if branch and branch.concept else None
    )
    scheme_wide = concept is not None and concept.branch is None
    inferred = [] if recipient.sure else ["recipient"]
    if branch_key and not branch and not scheme_wide and kind and concept and "PMQA" not in concept.name:
        inferred.append("branch")
    if not sure_edition:
        inferred.append("edition_year_be")
    return AwardRecord(
        recipient=recipient.name,
        recipient_surface=recipient.surface,
        recipient_id=recipient.body,
        unit=recipient.unit,
        partners=recipient.partners,
        edition_year_be=edition,
        branch=scheme("branch")[branch_key].name if branch_key and not scheme_wide else None,  # type: ignore[arg-type]  # the scheme's names are the literal's
        type=concept.name if concept else None,
        type_surface=normalise(reading.text[kind.start : kind.end]) if kind else None,
        pmqa_category=kind.category if kind else None,
        level=level.concept.name if level and level.concept and not scheme_wide else None,  # type: ignore[arg-type]  # as above
        project=title.title.name if title and title.title else None,
        project_kind="title" if title else None,
        status=item.status,
        inferred=tuple(inferred),
        rule=rule_of(item),
        confidence=confidence(item, recipient, edition, sure_edition),
        **reading.quote(*evidence_span(item)),
    )


def _type_of(item: Item, kind: Sign | None, edition: int | None) -> Concept | None:
    if kind and kind.concept:
        return scheme("type")[CATEGORY_AWARD] if kind.category else kind.concept
    return scheme("type")[OVERALL] if is_bare(item) and item.listed and edition == OVERALL_EDITION else None


def rule_of(item: Item) -> str:
    """The name of the rule that found an item: a list with headings, or a sentence."""
    return "awards.list" if item.listed or item.fresh < len(item.signs) else "awards.sentence"


def confidence(item: Item, recipient: Recipient, edition: int | None, sure_edition: bool) -> float:
    """How sure a record is: what is inferred, unknown or bare lowers it; below 0.7 a person looks first."""
    score = 0.95
    score -= 0 if recipient.sure else 0.15
    score -= 0 if recipient.body else 0.1
    score -= 0 if sure_edition else 0.2
    score -= 0.1 if edition is None else 0
    score -= 0 if item.first("type") or item.first("title") else 0.1
    return round(max(score, 0.3), 2)


def evidence_span(item: Item) -> tuple[int, int]:
    """The most specific words of an item: its own signs but for bodies, the title first of all."""
    own = [
        s for s in item.signs[-item.fresh :] if s.slot in {"type", "title", "level", "branch", "award"}
    ] or [*item.signs[-item.fresh :]]
    title = next((sign for sign in own if sign.slot == "title"), None)
    start, end = min(s.start for s in own), max(s.end for s in own)
    if end - start <= 190:
        return start, end
    if title:
        return title.start, title.end
    core = next((s for s in own if s.slot == "type"), own[-1])
    return core.start, min(core.end, core.start + 190)
