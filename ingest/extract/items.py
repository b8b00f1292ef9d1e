"""Lists of awards: signs in order -> items, each with what its headings told before it.

One rule reads all kinds of list. An item is a run of signs. A kind of sign that comes a second
time ends the item; what stood before the first of its kind is the heading that the next inherits:

    สาขา A  ระดับดี  ประเภท X  “งาน 1”  และ  “งาน 2”      the second work inherits branch, level and type
    ประเภท Y  “งาน 3”                                     the second type inherits branch and level
    สาขา B ...                                            the second branch inherits nothing

Numbers (`1)`, `1.1)`) do the same: what stood before the first of a style heads all of that style.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.extract.admission import NEAR, SHORT, admits
from ingest.extract.belonging import (
    is_counted,
    is_partner,
    is_refined_by,
    is_still_meant,
    joins,
    place_of_level,
    says_again,
    terms_behind,
)
from ingest.extract.cues import cue, ends_in, follows
from ingest.extract.points import Paused, Points, has
from ingest.extract.signs import LEADS, OWNER, WHOLE_SCHEME, Sign, Slot
from ingest.records import Status

HONOURS = frozenset({"super-lertrat", "outstanding-lertrat"})  # for a body as a whole, never for a work
_ANCHORS = frozenset({"award", "branch", "type", "level"})
_STORY = frozenset({"award", "branch", "type", "year"})
_TELLING = _ANCHORS | {"title", "body"}
_LEADS_STORY = frozenset({"wins", "same"})  # styles of a work that its award is told behind
_OPEN = frozenset({"award", "branch", "year"})  # what may stand before the body that it is about


@dataclass(frozen=True, slots=True)
class Item:
    """The signs of one possible award and what happened; the last `fresh` are its own, others inherited."""

    signs: tuple[Sign, ...]
    status: Status
    fresh: int
    listed: bool

    def first(self, slot: str) -> Sign | None:
        return next((sign for sign in self.signs if sign.slot == slot), None)

    def all(self, slot: str) -> list[Sign]:
        return [sign for sign in self.signs if sign.slot == slot]

    @property
    def is_of_quality(self) -> bool:
        """Whether it is an award of the quality of management, which no work gets."""
        return any(sign.branch == "quality" for sign in self.signs)


def find_items(text: str, signs: Iterable[Sign]) -> list[Item]:
    """Every possible award in a text, in order."""
    signs = list(signs)
    walk = Walk(text, behind=dict(terms_behind(text, signs)))
    for sign in signs:
        walk.take(sign)
    walk.close()
    return walk.items


@dataclass(slots=True)
class Walk(Points):
    """The telling, and what comes of it sign by sign."""

    items: list[Item] = field(default_factory=list)
    behind: dict[int, frozenset[Slot]] = field(default_factory=dict)  # the terms told behind each work
    counted: bool = False  # whether the line says how many bodies it lists
    stories: dict[Status, list[Sign]] = field(default_factory=dict)  # the award last told, by what happened

    def take(self, sign: Sign) -> None:
        first = sign.title.start if sign.title else sign.start  # its cue may hold the verb
        if first < self.end and sign.slot != "verb" and sign.style != OWNER:
            return
        match sign.slot:
            case "line":
                self._line(sign)
            case "verb":
                self._verb(sign)
            case "turn":
                self._turn(sign)
            case "number":
                self._number(sign)
            case _:
                self._content(sign)

    def close(self) -> None:
        """End the item, if it tells of an award at all."""
        own = self.run[self.inherited :]
        status = self.status or self.told or self._by_naming(own)
        told = [*self._told_before(own, status), *self.run]
        if status != "won" and any(sign.branch == "quality" for sign in told):  # a house is examined, no work
            told, own = ([s for s in signs if s.slot != "title"] for signs in (told, own))
        if own and has(told, _ANCHORS) and status and self._tells(own):
            self.items.append(Item(tuple(told), status, len(own), bool(self.styles)))
            self.stories[status] = [sign for sign in told if sign.slot in _STORY]
            self.told = self.told or status  # what follows in the sentence is told as well
        self.inherited = len(self.run)

    def _told_before(self, own: list[Sign], status: Status | None) -> list[Sign]:
        """The award of a paragraph that does not say it, the one before: `2 ผลงาน ได้แก่ ผลงาน “A” ...`.

        A list of bodies with their number tells its winners too, whatever the award is.
        """
        if status not in {"finalist", "applied"} or has(self.run, _ANCHORS):
            return []
        story = self.stories.get(status, [])
        if self.counted and has(own, {"body"}):
            return story
        works = any(sign.slot == "title" and sign.sure and sign.style == "cue" for sign in own)
        return story if works and not any(sign.branch == "quality" for sign in story) else []

    def _by_naming(self, own: list[Sign]) -> Status | None:
        """`รางวัลเกียรติยศเลิศรัฐ ได้แก่ กรม ...`: who is named under an award of the whole scheme has won it.

        So has who is told with the award, its type and its level; a paragraph goes on with one before.
        """
        whole = any(sign.slot == "type" and sign.branch == WHOLE_SCHEME for sign in self.run)
        body = next((sign for sign in own if sign.slot == "body"), None)
        if whole and body and body.role in {"listed", "other"}:
            return "won"
        slots = {sign.slot for sign in self.run}
        typed = "type" in slots or any(sign.is_level_of_four for sign in self.run)
        category = any(sign.category for sign in self.run)
        listed = body is not None and (body.role == "listed" or (category and body.role == "subject"))
        described = typed and (listed or bool(slots & {"level", "title"}))
        told = {"award", "level"} <= slots or self.past == "won"
        return "won" if described and told and not self.denied else None

    def _tells(self, own: list[Sign]) -> bool:
        """Whether signs are more than a number; a year alone tells only as `ปี 2564 และปี 2565`."""
        if any(sign.slot in _TELLING for sign in own):
            return True
        before = self.run[-len(own) - 1].end if len(self.run) > len(own) else 0
        between = self.text[before : own[0].start]
        return own[0].slot == "year" and "และ" in between and not between.strip(" ,และใน")

    def _line(self, sign: Sign) -> None:
        self.line = sign.end
        if not sign.sure:
            touches = self.live and not self.text[self.end : sign.start].strip(' :,”")')
            self.end = max(self.end, sign.end) if touches else self.end
            return
        if self.styles:
            self.paused = Paused(list(self.run), dict(self.styles), dict(self.points), self.told)
        self._cut(0)
        self.styles.clear()
        if sign.style == "break":
            self.paused = self.past = None
        self.status = self.told = None
        self.live = self.numbered = self.denied = self.counted = False

    def _verb(self, sign: Sign) -> None:
        """What happened: nothing, the same as before, or something else, which begins a new story."""
        was_denied, self.denied = self.denied, sign.status is None
        if sign.status is None:
            if "\n" in self.gap(sign):
                self.close()  # it says nothing of the line before
            self.status = None
            if not self.styles:
                self._cut(0)
                self.told, self.live = None, False
            return
        if self._says_again(sign):
            return
        if was_denied and not self.told and sign.status == "won":
            # what was described is not what happened
            self._keep([s for s in self.run if s.slot not in _ANCHORS])
        if self.told and sign.status != self.told and sign.start >= self.end:
            bodies = [s for s in self.run if s.slot == "body"][:1]
            titles = [s for s in self.run if s.slot == "title" and is_still_meant(self, s, sign)][:1]
            years = [s for s in self.run if s.slot == "year" and sign.start - s.end <= NEAR]
            self._keep([*titles, *bodies, *years], inherited=0)
        self.status = self.told = self.past = sign.status
        self.live, self.end, self.begun = True, max(self.end, sign.end), sign.start

    def _says_again(self, verb: Sign) -> bool:
        """`ผลงาน “...” ผ่านเข้ารอบ ซึ่งเสนอขอรับรางวัล ...`: who is examined had applied."""
        applied = verb.status == "applied" and self.told == "finalist" and self.live
        return applied and self.last_slot in {"title", "body"} and verb.start - self.end <= SHORT

    def _turn(self, sign: Sign) -> None:
        """The story turns to something else; the name of another award breaks it off."""
        if sign.sure:
            self._cut(0)
            if sign.start - self.pointed > SHORT:
                self.styles.clear()  # else the next point is of the list again
            self.past = None
        self.live = False

    def _content(self, sign: Sign) -> None:
        if sign.slot == "count":
            self.counted = self.counted or sign.style == "bodies"
            self._count(sign)
        if self._opens_list(sign):
            self.close()
            self.opened = tuple(self.run)
        if self._begins_year(sign):
            self._begin_year(sign)
        elif admits(self, sign):
            self._leave_points(sign)
            self._add(sign)

    def _opens_list(self, sign: Sign) -> bool:
        """`ได้รับ 2 รางวัล ได้แก่ ...`: a list without numbers, headed by what stands before."""
        many = self.last_slot == "count" and (self.run[-1].number or 0) > 1
        return many and sign.slot != "number" and cue("opens_list").fullmatch(self.gap(sign)) is not None

    def _count(self, sign: Sign) -> None:
        """`... รวม 25 ผลงาน` is a total of a group: none of it was one award. `อีก 2 รางวัล` begins anew."""
        if self.live and ends_in("one_more", self.text, sign.start) and not is_counted(self, sign):
            self._begin_again()
        if (
            (sign.number or 0) < 2
            or sign.start - self.end > NEAR
            or not ends_in("in_all", self.text, sign.start)
        ):
            return
        while self.items and self.items[-1].signs[-1].end > self.begun:
            if self.items[-1].first("type") or self.items[-1].first("title"):
                break
            self.items.pop()

    def _add(self, sign: Sign) -> None:
        if sign.slot == "body" and sign.role == "subject" and not is_partner(self, sign):
            self._new_subject(sign)
        elif sign.role == "heading":
            self._head_group(sign)
        elif sign.slot == "count":
            self._add_count(sign)
        elif sign.style in _LEADS_STORY:
            self._begin_again()
            self.run.append(sign)
        elif self._leads_terms(sign):
            told = {"title", *self.behind[sign.start]}
            told |= {"type"} if "branch" in told else set()
            self._keep([s for s in self.run if s.slot not in told])
            self.run.append(sign)
        elif not self._repeats(sign):
            self._drop_other_branch(sign)
            self._leave_workless(sign)
            self.run.append(sign)
        self.end, self.numbered = max(self.end, sign.end), False
        self.live = self.live or sign.slot in {"award", "branch", "type"}

    def _leads_terms(self, sign: Sign) -> bool:
        """`... ส่วนผลงาน “B” ได้ระดับดี ...`: the terms behind a work are its own, those before are not."""
        terms = self.behind.get(sign.start, frozenset()) if sign.slot == "title" else frozenset()
        told_before = has(self.run, {"title"}) and has(self.run, terms)
        return told_before and follows("leads_terms", self.text, sign.end) is not None

    def _add_count(self, sign: Sign) -> None:
        if self.last_slot in {"body", "title", "count"} or (self.run and self.run[-1].end <= self.begun):
            self.close()
        if self.last_slot == "count":
            self.run.pop()
        self.run.append(sign)

    def _begins_year(self, sign: Sign) -> bool:
        """`... และในปี 2566 ได้รับ`: the year of the award that follows, not of the one told."""
        if sign.style == LEADS:
            return True
        next_one = ends_in("and_in", self.text, sign.start) and follows("then_won", self.text, sign.end)
        return sign.slot == "year" and bool(self.run) and next_one is not None and next_one is not False

    def _begin_year(self, sign: Sign) -> None:
        """The next award of the same body; `รางวัลเดียวกัน` is the one told before, once more."""
        again = follows("same_award", self.text, sign.end) is not None
        same = [s for s in self.run if again and s.slot in {"branch", "type"}]
        self._keep([s for s in self.run if s.slot in {"body", "award"}])
        self._add(sign)
        self.run += same
        self.inherited = len(self.run)

    def _begin_again(self) -> None:
        """A new award of the same body in the same edition: only those two are kept."""
        self._keep([sign for sign in self.run if sign.slot in {"body", "award", "year"}])

    def _new_subject(self, sign: Sign) -> None:
        """A body that acts: of the award that is being told, or of the next."""
        if self._is_of_this_award(sign):
            self.run.append(sign)
            return
        years = [s for s in self.run if s.style == LEADS]
        work = self._work_of_next(sign)
        if work:
            self.run.remove(work)  # it is no work of what was told before
        self._keep([*years, *([work] if work else []), sign], inherited=0)

    def _is_of_this_award(self, sign: Sign) -> bool:
        """`รางวัลเลิศรัฐ สาขา ก กรม ข ได้รับ`, `... ระดับดี ซึ่งกรม ข ได้รับ`: the terms stand before who won."""
        slots, gap = {s.slot for s in self.run}, self.gap(sign)
        if "branch" in slots and slots <= _OPEN | {"type"} and not gap.strip():
            return True
        if slots & {"award", "branch"} and slots <= _OPEN:
            return sign.start - self.end <= NEAR
        return self.live and "body" not in slots and cue("which").fullmatch(gap) is not None

    def _work_of_next(self, sign: Sign) -> Sign | None:
        """The work that was told before the body that won by it (`ผลงาน “...” ทำให้กรม ก ได้รับ`)."""
        own = self.run[self.inherited :]
        silent = not self.live and not has(own, _ANCHORS)
        works = [s for s in (own if silent else own[-1:]) if s.slot == "title"]
        led = silent or cue("by_which").fullmatch(self.gap(sign)) is not None
        return works[-1] if works and (led or works[-1].style == "same") else None

    def _repeats(self, sign: Sign) -> bool:
        """Apply the rule of this module; True where the sign says again what the item has already."""
        place = self.first(sign.slot)
        if place is None:
            return False
        old = self.run[place]
        if sign.slot == "year" and (self._is_of_next(place) or self._is_of_other_deed(old)):
            self.run[place] = sign
            return True
        if sign.slot == "award" or says_again(self, place, sign):
            return True
        if is_refined_by(old, sign):
            self.run[place] = sign
            self.inherited = min(self.inherited, place)
            return True
        if sign.slot == "body" and joins(self, sign):
            return False
        if sign.slot == "body" and self._ends_point(place, sign):
            self._leave_heading_bodies()
        elif sign.slot == "body" and self._is_asked_for(place, sign):
            self._replace_bodies(place)
        else:
            self._cut(place)
            self._drop_work_before(sign)
        return False

    def _is_of_next(self, place: int) -> bool:
        """`และ “B” รางวัลเลิศรัฐ ปี 2564`: a year behind the work that an award begins with is that award's."""
        own = self.run[self.inherited :]
        return place < self.inherited and bool(own) and all(sign.style in _LEADS_STORY for sign in own)

    def _is_of_other_deed(self, year: Sign) -> bool:
        """`ปี 2565 ได้รับรางวัล ก ... ผ่านเข้ารอบรางวัล ข ปี 2566`: the first year was told of what was won."""
        return self.told == "finalist" and year.style == LEADS and year.start < self.begun

    def _is_asked_for(self, place: int, sign: Sign) -> bool:
        """Whether a body is one of a list that the text opened: under a heading, behind `ได้แก่`."""
        return self._is_heading(place) or ends_in("asks_for_body", self.text, sign.start)

    def _replace_bodies(self, place: int) -> None:
        """Another body under the same headings: `รางวัล X ได้แก่ A และ B`, points of a ministry's list.

        One that was told before somebody was examined (`ยังมีจังหวัดที่ผ่านเข้ารอบ ได้แก่`) is none of them.
        """
        told_before = self.told == "finalist" and self.run[place].start < self.begun and not self.styles
        rest = [sign for sign in self.run if sign.slot != "body"]
        if told_before:
            self.run, self.inherited = rest, len(rest)
        else:
            self._keep(rest)

    def _drop_work_before(self, sign: Sign) -> None:
        """`“A” ได้ระดับดี ประเภท X และรางวัล Y`: a work has one award, with the terms behind it.

        An award of quality is that of no work, nor of the unit that did one.
        """
        work = self.first("title")
        if sign.slot not in {"type", "branch"} or work is None:
            return
        makers = [] if sign.branch == "quality" else [s for s in self.run[work:] if s.slot == "body"]
        self.run = [*self.run[:work], *makers]
        self.inherited = len(self.run)

    def _leave_workless(self, sign: Sign) -> None:
        """`PMQA 4.0 และผลงาน “...”`, `รางวัลเกียรติยศเลิศรัฐ ได้แก่ กรม ก ... ผลงาน “...”`: another award's work."""
        place = self.first("type")
        if place is None or sign.slot != "title":
            return
        kind = self.run[place]
        of_quality = bool(place) and kind.branch == "quality" and re.search("และ|กับ|\n\n", self.gap(sign))
        if of_quality or (kind.concept and kind.concept.key in HONOURS):
            levels = [s for s in self.run[place:] if s.slot == "level" and s.start > self.run[-2].start]
            self._keep([*self.run[:place], *levels], inherited=place)

    def _drop_other_branch(self, sign: Sign) -> None:
        """A branch that is not that of the item's type begins a new item, and the other way round."""
        if sign.branch is None:
            return
        for place, other in enumerate(self.run):
            if other.slot in {"branch", "type"} and other.slot != sign.slot and other.branch != sign.branch:
                self._cut(place_of_level(self, place, sign))
                return
