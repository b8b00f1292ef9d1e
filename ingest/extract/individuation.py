"""Which items tell of one award: totals, bare names beside totals, and other contests do not."""

from dataclasses import replace

from ingest.extract.cues import cue, ends_in, follows, tells_without_name
from ingest.extract.items import HONOURS, Item
from ingest.extract.signs import TOP_OF_BRANCH, WHOLE_SCHEME, Sign
from ontology.vocabulary import scheme

AIMED = frozenset({"applied", "expected"})
AROUND = 200  # characters between a number and the award that it counts


def find_individuated(text: str, signs: list[Sign], items: list[Item]) -> list[Item]:
    """The items that tell of one award each."""
    several, headings, aims = tells_totals(text, signs), find_headings(items), only_aims(text, signs)
    return [
        item
        for item in items
        if individuates(item)
        and not heads_others(item, headings)
        and not (several and is_bare(item) and not is_point(item))
        and not is_total(text, item)
        and not (aims and item.status not in AIMED)
        and follows("nobody_won", text, item.signs[-1].end) is None
    ]


def only_aims(text: str, signs: list[Sign]) -> bool:
    """Whether the award is named, and everywhere as what somebody hopes for: `ยกระดับไปสู่รางวัลเลิศรัฐ`."""
    places = [sign.start for sign in signs if sign.slot == "award"]
    return bool(places) and all(_is_aim(text, place) for place in places)


def _is_aim(text: str, place: int) -> bool:
    before = text[max(0, place - AROUND) : place]
    return cue("aim_before").search(before) is not None and cue("won_before").search(before) is None


def find_headings(items: list[Item]) -> set[tuple[str, int]]:
    """Slot and place of the signs that an award inherits which tells a work or a body of its own."""
    told = (item for item in items if any(s.slot in {"title", "body"} for s in item.signs[-item.fresh :]))
    return {(s.slot, s.start) for item in told if item.listed for s in item.signs[: -item.fresh]}


def heads_others(item: Item, headings: set[tuple[str, int]]) -> bool:
    """Whether an item is but the heading of points: `2.1 ประเภท ก` over `(1) ผลงาน “...” กรม ข`."""
    own = item.signs[-item.fresh :]
    return (own[-1].slot, own[-1].start) in headings and not any(
        sign.slot in {"title", "body"} for sign in own
    )


def with_tops(text: str, items: list[Item]) -> list[Item]:
    """`รางวัลเกียรติยศเลิศรัฐ ได้แก่ ... รางวัลเลิศรัฐ สาขา A ได้แก่ กรม ข`: beside the honours, the top of a branch."""
    honoured = [
        item.signs[-1].end
        for item in items
        if any(sign.concept and sign.concept.key in HONOURS for sign in item.signs)
    ]
    return [_with_top(item) if _is_top(text, item, honoured) else item for item in items]


def _is_top(text: str, item: Item, honoured: list[int]) -> bool:
    branch = item.first("branch")
    more = any(item.first(slot) for slot in ("type", "level"))
    if branch is None or more or item.status != "won" or not item.first("body"):
        return False
    named = cue("branch_award").search(text, max(0, branch.start - AROUND), branch.start)
    return named is not None and any(0 < branch.start - end <= 2 * AROUND for end in honoured)


def _with_top(item: Item) -> Item:
    branch = next(sign for sign in item.signs if sign.slot == "branch")
    top = replace(branch, slot="type", concept=scheme("type")[TOP_OF_BRANCH])
    return replace(item, signs=(*item.signs, top), fresh=item.fresh + 1)


def tells_of_the_scheme(text: str, signs: list[Sign]) -> bool:
    """Whether the scheme is named, not only a contest that looks like it, or meant without its name."""
    if any(sign.slot == "award" for sign in signs):
        return True
    namings = cue("scheme").finditer(text)
    own_contest = any(ends_in("lookalike_before", text, naming.start()) for naming in namings)
    return not own_contest and tells_without_name(text)


def individuates(item: Item) -> bool:
    """Whether an item tells of one award: no total (`21 รางวัล`), and more than a bare name."""
    kind, award, title = item.first("type"), item.first("award"), item.first("title")
    if item.status != "won" and not kind and (title is None or title.style == "point"):
        return False
    if kind and kind.branch == WHOLE_SCHEME:
        return True
    total = max((sign.start for sign in item.all("count") if (sign.number or 0) > 1), default=-1)
    if total >= 0:
        return _is_told_apart(item, total)
    return not is_bare(item) or (award is not None and award.sure)


def _is_told_apart(item: Item, total: int) -> bool:
    """Whether something behind a total is one of what it counts: type, work, body, or point of a list."""
    if item.all("count")[-1].number == 1 and item.first("branch"):
        return True  # `สาขา A 6 ผลงาน และสาขา B 1 ผลงาน`: the one of B
    if is_bare(item) and is_point(item):
        return True
    return any(sign.slot in {"type", "title", "body"} and sign.start > total for sign in item.signs)


def is_bare(item: Item) -> bool:
    """Whether an item tells nothing of its award but the name of the scheme."""
    return not any(item.first(slot) for slot in ("type", "branch", "level", "title"))


def is_point(item: Item) -> bool:
    """Whether the name of the scheme is a point of a list: `1. รางวัลเลิศรัฐ ประจำปี 2561`."""
    return item.listed and item.signs[-item.fresh].slot == "award"


def is_total(text: str, item: Item) -> bool:
    """`5 รางวัลเลิศรัฐ สาขา ...`: several awards in one breath, not told apart by type or work."""
    award, body = item.first("award"), item.first("body")
    if body and is_bare(item) and ends_in("bodies_before", text, body.start):
        return True
    if award is None or not ends_in("total_before", text, award.start):
        return False
    branch = item.first("branch")
    if branch and item.first("level") and cue("lists").search(text, award.end, max(award.end, branch.start)):
        return False  # `2 รางวัลเลิศรัฐ ... คือ รางวัล A ระดับดีเด่น กับรางวัล B`
    told = (sign for sign in item.signs if sign.slot != "body")
    return not any(_tells_apart(sign) or sign.start < award.start for sign in told)


def _tells_apart(sign: Sign) -> bool:
    """Whether it is the type or the work of one award; quoted words without a cue may be a slogan."""
    return sign.slot == "type" or (sign.slot == "title" and sign.sure)


def tells_totals(text: str, signs: list[Sign]) -> bool:
    """Whether the text counts the awards of somebody: then a bare `ได้รับรางวัลเลิศรัฐ` is all of them."""
    return any(
        (s.slot == "award" and ends_in("total_before", text, s.start))
        or (s.slot == "count" and (s.number or 0) > 1 and _is_near_award(signs, place))
        for place, s in enumerate(signs)
    )


def _is_near_award(signs: list[Sign], place: int) -> bool:
    around = signs[max(0, place - 10) : place + 10]
    return any(s.slot == "award" and abs(s.start - signs[place].start) <= AROUND for s in around)
