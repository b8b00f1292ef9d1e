"""The points of a list: what heads them, which number comes next, where one list leaves another."""

from abc import ABC, abstractmethod
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from ingest.extract.admission import SHORT, Styles, Telling
from ingest.extract.cues import follows
from ingest.extract.signs import Sign
from ingest.records import Status

LEAD = 30  # characters at the head of a line before its first term: `รางวัลเลิศรัฐ สาขา`
TIGHT = 4  # characters between signs with no word between them
_HEADS = frozenset({"branch", "type", "level", "year", "body"})
_ASKS_FOR_WORKS = frozenset({"count", "type", "level", "branch"})


@dataclass(frozen=True, slots=True)
class Paused:
    """A list as it was when a paragraph broke it off: its headings, and the last number of each style."""

    run: list[Sign]
    styles: Styles
    points: dict[str, int]
    told: Status | None

    def goes_on(self, sign: Sign) -> bool:
        """Whether a number is the next of the list."""
        return (
            sign.style in self.styles
            and (sign.number or 0) > 1
            and self.points[sign.style] + 1 == sign.number
        )


@dataclass(slots=True)
class Points(Telling, ABC):
    """A telling with its lists: how a number, a heading or a line changes what the next item inherits."""

    inherited: int = 0
    """So many signs of the run are those of headings."""
    pointed: int = -1
    """Where the last number stands."""
    opened: tuple[Sign, ...] = ()
    """What heads a list without numbers."""
    outside: set[str] = field(default_factory=set)
    """The list styles whose last point stood where no award was told."""
    paused: "Paused | None" = None
    """The list that a paragraph broke off."""

    @abstractmethod
    def close(self) -> None:
        """End the item."""

    def _keep(self, signs: list[Sign], inherited: int | None = None) -> None:
        """End the item and go on with these signs only."""
        self.close()
        self.run = signs
        self.inherited = len(signs) if inherited is None else inherited

    def _cut(self, heading: int) -> None:
        self._keep(self.run[:heading])

    def _number(self, sign: Sign) -> None:
        if self.paused and sign.style not in self.styles and self.paused.goes_on(sign):
            self._resume(self.paused)
        goes_on = sign.style in self.outside and self.points[sign.style] + 1 == sign.number
        self.points[sign.style] = sign.number or 0
        if not self.run and not self.told and self.past != "won":
            self.outside.add(sign.style)
            return
        if goes_on:
            self._leave_story()
            return
        self.outside.discard(sign.style)
        if sign.style in self.styles and sign.number != 1:
            self._next_point(sign.style)
        else:
            self._first_point(sign)
        self.status = self.told
        self.pointed = sign.start
        self.numbered, self.live, self.end = True, bool(self.told), sign.end

    def _leave_story(self) -> None:
        """`4.2.3` behind an award told within the point `4.2.2`: the next point is of something else."""
        self._cut(0)
        self.status = self.told = None
        self.live = False

    def _resume(self, paused: "Paused") -> None:
        """`2.` behind a paragraph about the first point: the list goes on."""
        self._keep(list(paused.run))
        self.styles, self.told, self.paused = dict(paused.styles), paused.told, None

    def _first_point(self, sign: Sign) -> None:
        self.close()
        if sign.style in self.styles:
            self._begin_list_again(sign.style)
        asked = sign.start - self.end <= SHORT and self.last_slot in _ASKS_FOR_WORKS
        (self.works.add if asked else self.works.discard)(sign.style)
        self.styles.pop(sign.style, None)
        self.styles[sign.style] = tuple(self.run), self.told

    def _begin_list_again(self, style: str) -> None:
        """`ระดับดี 1) ...` behind the points of `ระดับดีเด่น`: the old heading and the lines since the last."""
        since = self.text.find("\n", self.pointed)
        heading = self.styles[style][0]
        if any(sign not in self.run for sign in heading):
            return  # it is another list, of another story
        new = [sign for sign in self.run if sign.start > since >= 0 and sign not in heading]
        self._keep([*(self._upper(heading) if new else heading), *new])

    def _upper(self, heading: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """All lines of a heading but the last, whose place new lines take; one line stays."""
        last = self.text.rfind("\n", 0, heading[-1].start) if heading else 0
        return tuple(sign for sign in heading if sign.start < last) or heading

    def _next_point(self, style: str) -> None:
        self.close()
        heading, self.told = self.styles[style]
        self._keep(list(heading))
        while next(reversed(self.styles)) != style:  # points of points are over
            self.styles.popitem()

    def _leave_points(self, sign: Sign) -> None:
        """A line without a number that begins with a term which the points above inherit heads new ones."""
        reach = 0 if sign.slot == "body" else LEAD
        if sign.slot not in _HEADS or self.pointed >= self.line or sign.start - self.line > reach:
            return
        styles = list(self.styles)
        rivals = {"branch", "type"} if sign.slot == "branch" else {sign.slot}
        left = next((n for n, style in enumerate(styles) if has(self.styles[style][0], rivals)), None)
        if left is not None:
            self.close()
            heading, self.told = self.styles[styles[left]]
            self._keep(list(heading))
            self.styles = {style: self.styles[style] for style in styles[:left]}
        elif styles and sign.slot == "level" and self._heads_new_points(sign):
            self.close()
            heading, self.told = self.styles.pop(styles[-1])
            self._keep(list(self._upper(heading)))

    def _heads_new_points(self, sign: Sign) -> bool:
        """Whether a level alone on its line stands behind a point that was an award, not under a heading."""
        alone = follows("ends_heading", self.text, sign.end) is not None
        return alone and any(s.slot in {"title", "body"} for s in self.run if s.start > self.pointed)

    def _is_heading(self, place: int) -> bool:
        """Whether a sign stands in what heads the present list."""
        heading = next(reversed(self.styles.values()))[0] if self.styles else self.opened
        return self.run[place] in heading

    def _ends_point(self, place: int, sign: Sign) -> bool:
        """`กระทรวง ก ... 1) ระดับดี ผลงาน “...” กรม ข`: the point's own body, which comes behind its terms."""
        own = self.run[self.inherited :]
        closed = any(s.slot == "body" for s in own) or sign.start - self.end > TIGHT
        return self._is_heading(place) and bool(own) and not closed

    def _leave_heading_bodies(self) -> None:
        heading = [s for s in self.run[: self.inherited] if s.slot != "body"]
        self.run, self.inherited = [*heading, *self.run[self.inherited :]], len(heading)

    def _head_group(self, sign: Sign) -> None:
        """`กรม ก 2 รางวัล 1) ... 2) ... กรม ข 1 รางวัล ...`: the group before, and all its points, are over."""
        styles = list(self.styles)
        left = next((n for n, style in enumerate(styles) if _has_group(self.styles[style][0])), None)
        if left is not None:
            self.close()
            heading, self.told = self.styles[styles[left]]
            self._keep(list(heading))
            self.styles = {style: self.styles[style] for style in styles[:left]}
        place = next((n for n, s in enumerate(self.run) if s.role == "heading"), len(self.run))
        self._keep([s for s in self.run[:place] if s.slot != "body"])
        self.run.append(sign)


def has(signs: Iterable[Sign], slots: Container[str]) -> bool:
    """Whether one of the signs is of one of the slots."""
    return any(sign.slot in slots for sign in signs)


def _has_group(signs: Iterable[Sign]) -> bool:
    return any(sign.role == "heading" for sign in signs)
