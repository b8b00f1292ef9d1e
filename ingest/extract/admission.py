"""Which signs belong to the award that is being told, and which only look so."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.extract.cues import cue, ends_in, follows
from ingest.extract.signs import Sign, Slot
from ingest.records import Status

NEAR = 90  # characters that may lie between the signs of one item
SHORT = 20  # so near that nothing stands between
MOST_PARTNERS = 20

_OWNED = frozenset({"award", "branch", "type", "level", "year", "title", "count"})
_BEFORE_QUOTES = frozenset({"type", "level", "count", "title", "body", "branch", "year"})
_BEFORE_PLAIN = frozenset({"type", "level", "body", "count", "year"})
_TERMS = frozenset({"branch", "type", "level", "title", "count"})
_BEFORE_LISTED = frozenset({"type", "level", "count"})


Styles = dict[str, tuple[tuple[Sign, ...], Status | None]]


@dataclass(slots=True)
class Telling:
    """How far a text has come in telling of an award."""

    text: str
    run: list[Sign] = field(default_factory=list)
    """The signs of the present item, those of its headings first."""
    status: Status | None = None
    told: Status | None = None
    """The last status of this story that was one."""
    past: Status | None = None
    """The last status of the text that was one: a paragraph may go on with it."""
    begun: int = 0
    """Where the last verb stands."""
    line: int = 0
    """Where the present line begins."""
    points: dict[str, int] = field(default_factory=dict)
    """The last number of each list style."""
    end: int = -1
    """Where the last sign that counted ended."""
    live: bool = False
    """Whether the award is being told."""
    denied: bool = False
    """Whether the last verb says that nothing happened."""
    numbered: bool = False
    """Whether a list number stands right before."""
    styles: Styles = field(default_factory=dict)
    """List style -> the signs of its headings, and what had happened; points of points come last."""
    works: set[str] = field(default_factory=set)
    """The list styles whose points are works."""

    @property
    def last_slot(self) -> Slot | None:
        return self.run[-1].slot if self.run else None

    def gap(self, sign: Sign) -> str:
        """The words between the last sign and this one."""
        return self.text[max(0, self.end) : sign.start]

    def is_near(self, sign: Sign, reach: int = NEAR) -> bool:
        return self.live and sign.start - self.end <= reach

    def is_told(self) -> bool:
        """Whether something happened to an award here, or its scheme is named."""
        status = self.status or (self.told if self.styles or self.live else None)
        named = any(sign.slot == "award" for sign in self.run)
        return status is not None or (named and not self.denied)

    def first(self, slot: Slot) -> int | None:
        """The place in the run of the first sign of a slot."""
        return next((place for place, sign in enumerate(self.run) if sign.slot == slot), None)


def admits(telling: Telling, sign: Sign) -> bool:
    """Whether a sign counts where the telling has come to."""
    rule = _RULES.get(sign.slot)
    return rule is not None and rule(telling, sign)


def _award(telling: Telling, sign: Sign) -> bool:
    return sign.sure or telling.is_near(sign)


def _term(telling: Telling, sign: Sign) -> bool:
    """A type that is an award of the scheme by name; else a term with its lead word, or near."""
    if sign.concept and sign.slot == "type" and sign.concept.branch is None and not sign.is_criterion:
        hand_over = ends_in("ceremony_before", telling.text, sign.start)
        return not hand_over and not follows("lookalike_after", telling.text, sign.end)
    silent = telling.status is None and telling.first("branch") is None
    unsure = not telling.is_near(sign) or silent or sign.is_criterion
    heads_point = telling.numbered and sign.start - telling.end <= 2
    return (telling.is_told() or _goes_on(telling, sign)) and (sign.sure or heads_point or not unsure)


def _goes_on(telling: Telling, sign: Sign) -> bool:
    """Whether a paragraph that begins with the terms of the award goes on with the wins of one before."""
    if telling.past != "won" or telling.begun >= telling.line or telling.denied:
        return False
    begun = any(s.slot in {"type", "branch"} and s.start >= telling.line for s in telling.run)
    return begun or sign.start - telling.line <= NEAR


def _level(telling: Telling, sign: Sign) -> bool:
    touches = bool(telling.run) and not telling.gap(sign).strip(' “"(>/|:-–,')
    return telling.is_near(sign) and (sign.sure or touches)


def _detail(telling: Telling, sign: Sign) -> bool:
    return telling.is_near(sign) and bool(telling.run)


def _year(telling: Telling, sign: Sign) -> bool:
    """A year beside the award; not one with which the story goes on: `จากนั้น ... จนถึงปี 2564`."""
    gap = telling.gap(sign)
    goes_on = cue("later").search(gap) is not None and cue("years_since").search(gap) is None
    return _detail(telling, sign) and not goes_on


def _title(telling: Telling, sign: Sign) -> bool:
    """A work after its cue counts anywhere; other words only where a list asks for a work."""
    if sign.sure:
        return True
    if sign.style == "point":
        of_quality = any(s.branch == "quality" for s in telling.run)
        return telling.numbered and not of_quality and next(reversed(telling.styles), "") in telling.works
    if sign.style == "plain":
        return telling.is_near(sign, 5) and telling.last_slot in _BEFORE_PLAIN
    if sign.style == "listed":
        return telling.is_near(sign, 2) and telling.last_slot in _BEFORE_LISTED
    if sign.title and sign.title.quoted:
        return _is_quoted_work(telling, sign)
    return telling.is_near(sign) or cue("same_work").search(telling.gap(sign)[-NEAR:]) is not None


def _is_quoted_work(telling: Telling, sign: Sign) -> bool:
    """Bare quotes are a work where a list asks for one, behind what made it, and right before its terms."""
    if telling.last_slot not in _BEFORE_QUOTES:
        return False
    maker = telling.last_slot == "body" or (telling.styles and telling.last_slot in {"level", "type"})
    gap = telling.gap(sign)
    linked = cue("behind_maker" if maker else "title_links").fullmatch(gap) is not None
    if telling.is_near(sign) and (linked or ends_in("asks_for_body", telling.text, sign.start)):
        return True
    before_terms = follows("term_behind", telling.text, sign.end) is not None
    return before_terms and telling.is_told() and len(gap) <= 2 * NEAR and "\n" not in gap


def _body(telling: Telling, sign: Sign) -> bool:
    """A body that gets an award or made a work; not one that is a place, or above the winner."""
    if sign.role in _FIXED:
        return _FIXED[sign.role]
    if sign.role == "heading":
        return telling.is_told() or telling.is_near(sign)
    if sign.role == "partner":
        return telling.last_slot == "body" and len(telling.run) < MOST_PARTNERS
    if telling.last_slot in {"title", "body"} and _is_owned_work(telling):
        is_place = sign.mention is not None and sign.mention.kind == "province" and sign.role == "other"
        return sign.start - telling.end <= NEAR and not is_place and not _is_cut_off(telling, sign)
    if sign.role in {"from", "by"}:
        return sign.role == "by" and telling.is_near(sign, NEAR // 2) and telling.last_slot in _OWNED
    return _is_listed(telling, sign) and not _is_place_of_work(telling, sign)


def _is_point_of_body(telling: Telling, sign: Sign) -> bool:
    """`(1) ผลงาน “...” โรงพยาบาล ก`, `หมวด 3 กรม ข`: a body that ends the line of a term or a work."""
    gap = telling.gap(sign)
    if not telling.styles or gap.strip(' ”"):-–—>') or "\n" in gap:
        return False
    ends = ":" in gap or follows("line_ends", telling.text, sign.end) is not None
    return telling.last_slot in {"title", "type", "level", "branch", "count"} and ends


def _is_place_of_work(telling: Telling, sign: Sign) -> bool:
    """`ธนาคาร ก ได้รับ 1) ผลงาน “...” จังหวัด ข`: where the bank did the work; a ministry lists who won."""
    if not telling.styles or telling.last_slot != "title" or telling.gap(sign).strip(' ”"'):
        return False
    owners = (s.mention.name for s in telling.run if s.slot == "body" and s.mention)
    owned = any(not name.startswith("กระทรวง") for name in owners)
    return owned and sign.mention is not None and sign.mention.kind == "province"


def _is_between_terms(telling: Telling, sign: Sign) -> bool:
    """`สาขา ก กรม ข ระดับดี`: a body with nothing between it and the terms on both sides."""
    gap = telling.gap(sign)
    if telling.last_slot not in _TERMS or "\n" in gap or gap.strip(' ”"):-–—>|/,') not in {"", "ได้แก่", "และ"}:
        return False
    return follows("before_term", telling.text, sign.end) is not None


def _is_owned_work(telling: Telling) -> bool:
    """Whether the last work is followed by `โดย`, `ของ`, `จาก`."""
    title = next((sign for sign in reversed(telling.run) if sign.slot == "title"), None)
    return title is not None and follows("by", telling.text, title.end) is not None


def _is_cut_off(telling: Telling, sign: Sign) -> bool:
    """Whether other words of the story stand between the work and a body."""
    return cue("cuts_off").search(telling.text, telling.end + 6, max(telling.end + 6, sign.start)) is not None


def _is_listed(telling: Telling, sign: Sign) -> bool:
    """Whether a body is the point of a list: behind its number, behind another body, behind `ได้แก่`."""
    if telling.numbered and sign.start - telling.end <= 3:
        return True
    if _is_point_of_body(telling, sign) or _is_between_terms(telling, sign):
        return True
    if telling.is_near(sign) and telling.last_slot == "body" and len(telling.gap(sign).strip(" ,")) <= 5:
        return True
    if sign.mention is not None and sign.mention.kind == "unknown":
        return False
    works = follows("before_work", telling.text, sign.end) is not None
    return sign.role == "listed" and (telling.is_near(sign) or works)


_FIXED = {"subject": True, "over": False, "place": False, "officer": False}
_RULES: dict[Slot, Callable[[Telling, Sign], bool]] = {
    "award": _award,
    "branch": _term,
    "type": _term,
    "level": _level,
    "count": _detail,
    "year": _year,
    "title": _title,
    "body": _body,
}
