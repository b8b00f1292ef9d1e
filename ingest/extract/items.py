"""Lists of awards: signs in order -> items, each with what its headings told before it.

One rule reads all kinds of list. An item is a run of signs. A kind of sign that comes a second time ends the item,
and what stood before the first of its kind is the heading that the next item inherits:

    สาขา A  ระดับดี  ประเภท X  “งาน 1”  และ  “งาน 2”      the second work inherits branch, level and type
    ประเภท Y  “งาน 3”                                     the second type inherits branch and level
    สาขา B ...                                            the second branch inherits nothing

Numbers (`1)`, `1.1)`) do the same: what stood before the first number of a style is the heading of all of that style.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.extract.cues import cue, ends_in
from ingest.extract.signs import Sign
from ingest.records import Status

NEAR = 90  # characters that may lie between the signs of one item
SHORT = 20  # so near that nothing stands between
FAR = 260  # how long a work or a name waits for the award that it got


@dataclass(frozen=True, slots=True)
class Item:
    """The signs of one possible award, and what happened to it; `fresh` of them are its own, the rest inherited."""

    signs: tuple[Sign, ...]
    status: Status
    fresh: int
    listed: bool

    def first(self, slot: str) -> Sign | None:
        return next((sign for sign in self.signs if sign.slot == slot), None)

    def all(self, slot: str) -> list[Sign]:
        return [sign for sign in self.signs if sign.slot == slot]


def find_items(text: str, signs: Iterable[Sign]) -> list[Item]:
    """Every possible award in a text, in order."""
    walk = _Walk(text)
    for sign in signs:
        walk.take(sign)
    walk.close()
    return walk.items


@dataclass(slots=True)
class _Walk:
    """Where the reading of the signs has come to."""

    text: str
    items: list[Item] = field(default_factory=list)
    run: list[Sign] = field(default_factory=list)
    inherited: int = 0
    status: Status | None = None
    told: Status | None = None  # the last status of this story that was one
    end: int = -1  # where the last sign that counted ended
    live: bool = False  # the award is being told
    works: set[str] = field(default_factory=set)  # the list styles whose points are works
    begun: int = 0  # where the last verb stands
    numbered: bool = False  # a list number stands right before
    styles: dict[str, tuple[int, Status | None]] = field(default_factory=dict)
    """List style -> how many signs were its heading, and what had happened."""

    def take(self, sign: Sign) -> None:
        if sign.start < self.end and sign.slot != "verb":
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
                if self._counts(sign):
                    self._add(sign)

    def close(self) -> None:
        """End the item, if it tells of an award at all."""
        own = self.run[self.inherited :]
        anchored = any(sign.slot in {"award", "branch", "type", "level"} for sign in self.run)
        status = self.status or self.told
        if own and anchored and status and self._tells(own):
            self.items.append(Item(tuple(self.run), status, len(own), bool(self.styles)))
        self.inherited = len(self.run)

    def _tells(self, own: list[Sign]) -> bool:
        """Whether signs are more than a number; a year alone tells only as `ปี 2564 และปี 2565`."""
        if all(sign.slot in {"year", "count"} for sign in own):
            before = self.run[-len(own) - 1].end if len(self.run) > len(own) else 0
            between = self.text[before : own[0].start] if own[0].slot == "year" else "-"
            return not between.strip(" ,และใน") and "และ" in between
        return any(sign.slot in _TELLING for sign in own)

    def _cut(self, heading: int) -> None:
        self.close()
        del self.run[heading:]
        self.inherited = len(self.run)

    def _line(self, sign: Sign) -> None:
        if not sign.sure:
            self.end = max(self.end, sign.end) if self.live else self.end
            return
        self._cut(0)
        self.styles.clear()
        self.status = self.told = None
        self.live = self.numbered = False

    def _verb(self, sign: Sign) -> None:
        if sign.status is None:
            self.status = None
            if not self.styles:
                self._cut(0)
                self.told, self.live = None, False
            return
        if self.told and sign.status != self.told and sign.start >= self.end:
            bodies = [s for s in self.run if s.slot == "body"][:1]
            titles = [] if self.live else [s for s in self.run if s.slot == "title"][:1]
            years = [s for s in self.run if s.slot == "year" and sign.start - s.end <= SHORT]
            self._cut(0)
            self.run = [*titles, *bodies, *years]
            self.inherited = 0
        self.status = self.told = sign.status
        self.live, self.end, self.begun = True, max(self.end, sign.end), sign.start

    def _turn(self, sign: Sign) -> None:
        """The story turns to something else; the name of another award breaks it off."""
        if sign.sure:
            self._cut(0)
            self.styles.clear()
        self.live = False

    def _number(self, sign: Sign) -> None:
        if not self.run and not self.told:
            return
        if sign.style in self.styles and sign.number != 1:
            heading, self.told = self.styles[sign.style]
            self._cut(heading)
            keep = list(self.styles)[: list(self.styles).index(sign.style) + 1]
            self.styles = {style: self.styles[style] for style in keep}
        else:
            self.close()
            asked = sign.start - self.end <= SHORT and self._last_slot() in {
                "count",
                "type",
                "level",
                "branch",
            }
            (self.works.add if asked else self.works.discard)(sign.style)
            self.styles.pop(sign.style, None)
            self.styles[sign.style] = len(self.run), self.told
        self.status = self.told
        self.numbered, self.live, self.end = True, bool(self.told), sign.end

    def _counts(self, sign: Sign) -> bool:
        """Whether a sign belongs to the story of an award here, or only looks so."""
        near = self.live and sign.start - self.end <= NEAR
        match sign.slot:
            case "award":
                return sign.sure or near
            case "type" if sign.concept and sign.concept.branch is None:
                return not ends_in("ceremony_before", self.text, sign.start)
            case "branch" | "type":
                if not sign.sure and (not near or self.status is None or sign.is_criterion):
                    return False
                return self._is_told()
            case "level":
                return near and (sign.sure or self._touches(sign))
            case "count":
                self._retract(sign)
                if self.live and ends_in("one_more", self.text, sign.start):
                    self._begin_again()
                return near and bool(self.run)
            case "year":
                return near and bool(self.run)
            case "title":
                return self._is_title(sign, near)
            case "body":
                return self._is_recipient(sign, near)
        return False

    def _retract(self, sign: Sign) -> None:
        """`สาขา A สาขา B และสาขา C รวม 25 ผลงาน`: a total of a group, so that none of the group was one award."""
        if (
            (sign.number or 0) < 2
            or not ends_in("in_all", self.text, sign.start)
            or sign.start - self.end > NEAR
        ):
            return
        while self.items and self.items[-1].signs[-1].end > self.begun:
            if self.items[-1].first("type") or self.items[-1].first("title"):
                break
            self.items.pop()

    def _is_told(self) -> bool:
        return (self.status or (self.told if self.styles else None)) is not None or any(
            sign.slot == "award" for sign in self.run
        )

    def _touches(self, sign: Sign) -> bool:
        return bool(self.run) and not self.text[self.end : sign.start].strip(' “"(')

    def _is_title(self, sign: Sign, near: bool) -> bool:
        gap = self.text[max(0, self.end) : sign.start]
        linked = near and cue("title_links").fullmatch(gap) is not None
        if sign.sure:
            return True
        if sign.title and sign.title.quoted:
            return linked and self._last_slot() in {
                "type",
                "level",
                "count",
                "title",
                "body",
                "branch",
                "year",
            }
        if sign.style == "point":
            return self.numbered and list(self.styles)[-1:] != [] and list(self.styles)[-1] in self.works
        if sign.style in {"เรื่อง", "โครงการ "}:
            return (
                near
                and self._last_slot() in {"type", "level", "body", "count"}
                and sign.start - self.end <= 5
            )
        if sign.style.startswith(("ได้แก่", "คือ")):
            return near and self._last_slot() in {"type", "count", "level"} and sign.start - self.end <= 2
        return near or bool(cue("same_work").search(gap))

    def _last_slot(self) -> str:
        return self.run[-1].slot if self.run else ""

    def _is_recipient(self, sign: Sign, near: bool) -> bool:
        if sign.role == "subject":
            return True
        if sign.role in {"over", "place", "officer"}:
            return False
        if sign.role == "partner":
            return self._last_slot() == "body"
        title = next((s for s in reversed(self.run) if s.slot == "title"), None)
        if title and self._last_slot() in {"title", "body"} and cue("by").match(self.text, title.end):
            place = sign.mention is not None and sign.mention.kind == "province" and sign.role == "other"
            return sign.start - self.end <= NEAR and not self._breaks(sign) and not place
        if sign.role == "from":
            return False
        if sign.role == "by":
            return near and self._last_slot() in _OWNED and sign.start - self.end <= NEAR // 2
        follows_number = self.numbered and sign.start - self.end <= 3
        after_body = (
            near and self._last_slot() == "body" and len(self.text[self.end : sign.start].strip(" ,")) <= 5
        )
        works = cue("before_work").match(self.text, sign.end) is not None
        return follows_number or after_body or (sign.role == "listed" and (near or works))

    def _breaks(self, sign: Sign) -> bool:
        """Whether other words of the story stand between the work and a body."""
        return any(
            mark in self.text[self.end + 6 : sign.start] for mark in ("ผลงาน", "ได้รับ", "\n", " และ", "โดย")
        )

    def _add(self, sign: Sign) -> None:
        if sign.slot == "body" and sign.role == "subject" and not self._is_partner(sign):
            self._new_subject(sign)
        elif sign.slot == "count" and self._last_slot() in {"body", "title"}:
            self.close()
            self.run.append(sign)
        elif sign.style == "wins":
            self._begin_again()
            self.run.append(sign)
        elif not self._repeats(sign):
            self._drop_other_branch(sign)
            self.run.append(sign)
        self.end, self.numbered = sign.end, False
        if sign.slot in {"award", "branch", "type"}:
            self.live = True

    def _begin_again(self) -> None:
        """A new award of the same body in the same edition: only those two are kept."""
        self.close()
        self.run = [s for s in self.run if s.slot in {"body", "award", "year"}]
        self.inherited = len(self.run)

    def _is_partner(self, sign: Sign) -> bool:
        """`ผลงาน “...” ของ A B และ C ได้รับรางวัล`: C is no new subject."""
        gap = self.text[max(0, self.end) : sign.start].strip(' ,”"')
        return self._last_slot() in {"body", "title"} and gap in {"", "และ", "ของ", "โดย", "จาก"}

    def _new_subject(self, sign: Sign) -> None:
        bare = any(s.slot in {"award", "branch"} for s in self.run) and all(
            s.slot in {"award", "branch", "year"} for s in self.run
        )
        if bare and sign.start - self.end <= NEAR:
            self.run.append(sign)
            return
        titles = [s for s in self.run[self.inherited :] if s.slot == "title" and not self.live]
        self._cut(0)
        self.run = [*titles[-1:], sign]
        self.inherited = 0
        if not self.styles:
            self.status = None if self.status is None else self.status

    def _repeats(self, sign: Sign) -> bool:
        """Apply the rule of this module; True where the sign says again what the item has already."""
        if sign.slot in {"count", "award"}:
            return sign.slot == "award" and any(s.slot == "award" for s in self.run)
        place = next((n for n, s in enumerate(self.run) if s.slot == sign.slot), None)
        if place is None:
            return False
        if self._says_again(self.run[place], sign):
            return True
        if refined := self._refine(self.run[place], sign):
            self.run[place] = refined
            self.inherited = min(self.inherited, place)
            return True
        if sign.slot == "body" and self._joins(sign):
            return False
        if sign.slot == "body" and ends_in("asks_for_body", self.text, sign.start):
            self.close()
            self.run = [s for s in self.run if s.slot != "body"]
            self.inherited = len(self.run)
            return False
        self._cut(place)
        return False

    def _says_again(self, old: Sign, new: Sign) -> bool:
        if old.value != new.value:
            return False
        later = self.run[self.run.index(old) :]
        return (
            not self.numbered and not any(s.slot == "title" for s in later) and new.start - self.end <= NEAR
        )

    @staticmethod
    def _refine(old: Sign, new: Sign) -> Sign | None:
        """`รายหมวด ... หมวด 2`: the second type only says which."""
        same = old.concept and new.concept and old.concept.key == new.concept.key
        return new if old.slot == "type" and same and old.category is None and new.category else None

    def _joins(self, sign: Sign) -> bool:
        """A body behind a body that made the work: a partner, or the department of a unit."""
        last = self.run[-1]
        if sign.role == "partner" or _is_part_of(last, sign):
            return True
        title = next((place for place, s in enumerate(self.run) if s.slot == "title"), None)
        if title is None or not cue("by").match(self.text, self.run[title].end):
            return False
        later = self.run[title + 1 :]
        near = sign.start - self.end <= (NEAR if not later else 12)
        return (
            near
            and all(s.slot == "body" for s in later)
            and len(later) < 4
            and "และ" not in self.text[self.end : sign.start]
        )

    def _drop_other_branch(self, sign: Sign) -> None:
        """A branch that is not that of the item's type begins a new item, and the other way round."""
        if sign.slot not in {"branch", "type"} or sign.concept is None:
            return
        ours = sign.concept.key if sign.slot == "branch" else sign.concept.branch
        for place, other in enumerate(self.run):
            if other.slot in {"branch", "type"} and other.slot != sign.slot and other.concept:
                theirs = other.concept.key if other.slot == "branch" else other.concept.branch
                if ours != theirs:
                    self._cut(place)
                    return


def _is_part_of(unit: Sign, body: Sign) -> bool:
    """Whether the body before is a field office of this one: `สำนักงาน ... จังหวัดกระบี่ สำนักงานปลัดกระทรวง ...`."""
    parent = unit.mention.parent if unit.mention else None
    return parent is not None and body.mention is not None and parent == body.mention.body


_OWNED = frozenset({"award", "branch", "type", "level", "year", "title", "count"})
_TELLING = frozenset({"award", "branch", "type", "level", "title", "body"})


def turns(items: Iterable[Item]) -> Iterator[tuple[Item | None, Item]]:
    """Each item with the one before it."""
    previous: Item | None = None
    for item in items:
        yield previous, item
        previous = item
