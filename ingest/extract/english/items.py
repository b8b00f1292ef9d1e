"""Lists of awards in English: the walk through the signs, where words come in another order than in Thai.

Thai tells branch, level, type and work from the left to the right. English turns them round
(`one Excellent award in Service Development for “A”`), tells at the end what several have
(`“A” and “B”, both at the Good level`), and ends its sentences with a full stop.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.extract.admission import NEAR
from ingest.extract.english.cues import cue, ends_in, follows
from ingest.extract.english.listings import LISTING
from ingest.extract.english.sentences import Sentences
from ingest.extract.english.stream import OF_THE_LAST, SHARED
from ingest.extract.items import Item, Walk
from ingest.extract.signs import WHOLE_SCHEME, Sign, Slot
from ingest.extract.terms import FOUR_POINT_ZERO
from ingest.records import Status

MANY = 12  # awards that one sentence behind them speaks of, at most
TOP_OF_A_BRANCH = "best-of-the-best"
_LEVELLED_OTHERWISE = frozenset({FOUR_POINT_ZERO, TOP_OF_A_BRANCH, "best"})
_DETAILS: tuple[Slot, ...] = ("branch", "type", "level", "year")
_TOLD = frozenset({"branch", "type", "level", "title"})
_BOUND = _TOLD | {"year"}  # what counts only in a sentence that tells of an award
_NAMES = frozenset({"award", "branch", "type", "level"})
_KEPT = frozenset({"body", "award", "year"})


def find_items(text: str, signs: Iterable[Sign], sentences: Sentences) -> list[Item]:
    """Every possible award in a text, in order."""
    signs = list(signs)
    verbs = _sentences_with_verbs(signs, sentences)
    walk = EnglishWalk(text, sentences=sentences, verbs=verbs, first_levels=_first_levels(signs, sentences))
    for sign in signs:
        walk.take(sign)
    walk.close()
    items = [without_others_level(without_count_behind(item)) for item in share_details(text, walk.items)]
    return [one for item in tell_apart(text, items, sentences) for one in each_winner(text, item)]


def _sentences_with_verbs(signs: list[Sign], sentences: Sentences) -> frozenset[int]:
    return frozenset(sentences.number_at(sign.start) for sign in signs if sign.slot == "verb" and sign.status)


def _first_levels(signs: list[Sign], sentences: Sentences) -> frozenset[int]:
    """The levels that an award begins with: `An Outstanding award in Service Innovation went to ...`."""
    told = [sign for sign in signs if sign.slot in _NAMES]
    return frozenset(
        one.start
        for one, other in pairwise(told)
        if one.slot == "level"
        and other.slot != "level"
        and other.start - one.end <= NEAR // 2
        and sentences.share(one.start, other.start)
    )


@dataclass(slots=True)
class EnglishWalk(Walk):
    """The walk, with the rules for sentences and for the order of English words.

    A dataclass with slots is made anew by its decorator, so that `super()` needs the class told.
    """

    sentences: Sentences = field(default_factory=lambda: Sentences((0,), 0))
    verbs: frozenset[int] = frozenset()
    """The sentences that say that something happened."""
    sentence: int = 0
    """The sentence of the sign that is taken."""
    by_form: bool = False
    """Whether the line is an award by its form alone: the next one has nothing of it."""
    first_levels: frozenset[int] = frozenset()
    """Where the levels stand that an award begins with."""
    heading: tuple[Sign, ...] | None = None
    """What heads a list of winners without numbers."""

    def take(self, sign: Sign) -> None:
        self.sentence = self.sentences.number_at(sign.start)
        self._begin_sentence(sign)
        self._begin_another(sign)
        if sign.slot in {"branch", "type"} and self.sentence in self.verbs and self.is_near(sign):
            sign = replace(sign, sure=True)  # its verb may come later in the sentence
        if sign.style == OF_THE_LAST and self._is_of_the_last(sign):
            self._complete(len(self.items) - 1, sign)
        elif sign.style == SHARED:
            self._share(sign)
        elif sign.slot not in _BOUND or self._is_in_telling(sign):
            super(EnglishWalk, self).take(sign)

    def _begin_sentence(self, sign: Sign) -> None:
        """What was won in another sentence says nothing of an award that is named now; a year begins anew."""
        apart = not self.numbered and not self.styles and not self.sentences.share(self.end, sign.start)
        told = self.run[-1].start if self.run else sign.start
        if sign.slot == "year" and not self.styles and not self.sentences.share(told, sign.start):
            apart = True  # its verb stands before it
        if apart and sign.slot == "award" and self.sentence not in self.verbs and not self._is_anchored():
            self.status = self.told = None
            self.live = False
        own = {s.slot for s in self.run[self.inherited :]}
        heads_line = not self.styles and ends_in("head_of_line", self.text, sign.start)
        next_one = heads_line or (self.sentence in self.verbs if apart else self._is_next_part(sign))
        if sign.slot == "year" and "title" in own and next_one:
            self._keep([s for s in self.run if s.slot in {"body", "award"}])

    def _begin_another(self, sign: Sign) -> None:
        """`... for “A”. It had won the Good level for “B”`: behind a whole award another one begins."""
        if sign.slot not in {"branch", "type", "level"} or self.sentence not in self.verbs:
            return
        house = self._of_no_work(sign)
        own = {} if self.styles else {s.slot: s for s in self.run[self.inherited :]}
        whole = "title" in own and ("type" in own or "level" in own) and sign.slot in own
        last = own["title"] if whole else house
        if last and not self.sentences.share(last.start, sign.start):
            place = (self.first("body") or 0) if whole else 0
            kept = {"award", "year", "body"}
            self._keep([s for n, s in enumerate(self.run) if n < place or s.slot in kept])

    def _of_no_work(self, sign: Sign) -> Sign | None:
        """The award of a house or of a branch that is told, where a level of works cannot be of it."""
        if sign.slot != "level" or sign.is_level_of_four:
            return None
        return next((s for s in self.run if s.concept and s.concept.key in _LEVELLED_OTHERWISE), None)

    def _is_next_part(self, sign: Sign) -> bool:
        """Whether `and` or a semicolon stands before a sign."""
        return cue("parts").search(self.text, max(0, self.end, sign.start - NEAR), sign.start) is not None

    def _is_anchored(self) -> bool:
        return any(s.slot in _TOLD | {"award"} for s in self.run)

    def is_told(self) -> bool:
        """`The Participatory Governance Award went to ...`: the verb comes later in the sentence."""
        return self.sentence in self.verbs or super(EnglishWalk, self).is_told()

    def _is_in_telling(self, sign: Sign) -> bool:
        """Whether the sentence of a sign tells of an award, or completes one that was told right before."""
        if self.numbered or self.sentences.share(self.end, sign.start) or self.sentence in self.verbs:
            return True
        if sign.slot == "year" or not self.run or self.first(sign.slot) is not None:
            return False
        return sign.slot != "title" or ends_in("definite_work", self.text, sign.start)

    def _is_of_the_last(self, sign: Sign) -> bool:
        """Whether the award that was told last lacks a detail that is now told of `the award`."""
        self.close()
        return bool(self.items) and self.items[-1].first(sign.slot) is None

    def _complete(self, place: int, sign: Sign) -> None:
        self.items[place] = replace(self.items[place], signs=(sign, *self.items[place].signs))

    def _share(self, sign: Sign) -> None:
        """`Both works were in the Public Service branch`: the awards of this paragraph have it all."""
        self.close()
        for place in range(max(0, len(self.items) - MANY), len(self.items)):
            item = self.items[place]
            if item.signs[-1].start >= self.line and item.first(sign.slot) is None:
                self._complete(place, sign)

    def _by_naming(self, own: list[Sign]) -> Status | None:
        """English has a verb where something was won, but for lists under the name of the award."""
        slots = {sign.slot for sign in self.run}
        named = bool(self.styles) and {"award", "level"} <= slots and bool(slots & {"title", "body"})
        return "won" if named and not self.denied else None

    def _tells(self, own: list[Sign]) -> bool:
        """A year alone tells only as `in 2020 and again in 2021`."""
        if any(sign.slot in _TOLD | {"award", "body"} for sign in own):
            return True
        last = self.items[-1].signs[-1].end if self.items else 0
        gap = self.text[max(last, own[0].start - NEAR) : own[0].start]
        return own[0].slot == "year" and "and" in gap and cue("list_of_years").fullmatch(gap) is not None

    def _line(self, sign: Sign) -> None:
        """A line that goes on is told with the one before: it is a sentence of its own."""
        if self.by_form and not follows("tail_of_listing", self.text, sign.start):
            sign, self.by_form = replace(sign, sure=True), False
        super(EnglishWalk, self)._line(sign)
        if sign.sure:
            self.heading = None
        if not sign.sure and self.live:
            self.end = max(self.end, sign.end)

    def _verb(self, sign: Sign) -> None:
        """A line that tells by its form begins anew where nothing leads to it."""
        if sign.style != LISTING:
            if self.told == sign.status == "won" and self._is_anothers(sign):
                self._begin_again()
            if sign.status == "applied" and self.past == "finalist":
                sign = replace(sign, status="finalist")  # what is being examined was entered before
            super(EnglishWalk, self)._verb(sign)
        elif self.told != "won":
            self._cut(0)
            super(EnglishWalk, self)._verb(sign)
            self.by_form, self.past = True, None

    def _is_anothers(self, verb: Sign) -> bool:
        """`won X, and its Citizen Portal received Y`: the second verb has a subject of its own."""
        own = {s.slot for s in self.run[self.inherited :]}
        gap = self.text[max(0, self.end, verb.start - NEAR) : verb.start]
        return bool(own & {"type", "level"}) and cue("other_winner").search(gap) is not None

    def _content(self, sign: Sign) -> None:
        """An award of the whole scheme is told `together with` the others that have it."""
        if sign.slot == "body" and sign.style and self._is_won_by(sign):
            self._win(sign)
            return
        if not self.live and sign.start in self.first_levels and self.sentence in self.verbs:
            self.live, self.end = True, sign.start
        whole = any(s.slot == "type" and s.branch == WHOLE_SCHEME for s in self.run)
        if whole and sign.role == "partner" and self.sentences.share(self.end, sign.start):
            self._add(sign)
        else:
            super(EnglishWalk, self)._content(sign)

    def _is_won_by(self, sign: Sign) -> bool:
        """Whether a body that stands among the words of an award is its winner, not a unit of the winner."""
        if sign.start < self.end or not (self.live or self.told):
            return False
        place = self.first("body")
        above = self.run[place].mention if place is not None else None
        known = sign.mention is not None and sign.mention.body is not None
        return known or above is None or above.name.startswith("กระทรวง")

    def _win(self, sign: Sign) -> None:
        """A winner of its own in a list: a new award begins, or the one that is told gets its body."""
        if sign.style in {"leads", "goes on"} and not self.numbered:
            self._begin_part(sign)
        self._leave_heading_bodies()
        self.run.append(sign)
        self.end, self.numbered, self.live = sign.end, False, True

    def _begin_part(self, sign: Sign) -> None:
        """`A won X for “1”, B Y for “2”`, `the winners: A, “1”; B, “2”`: what heads them holds for all."""
        self.close()
        place = self.first("body")
        if self.heading is None or sign.style == "goes on":
            before = self.run[: len(self.run) if place is None or self._opens(sign) else place]
            before = [s for s in before if s.category is None or (place and s.start < self.run[place].start)]
            rest = self.run[len(before) :]
            self.heading = (*before, *(s for s in rest if s.slot in {"award", "year"}))
        self._keep([s for s in self.heading if s.slot != "body"])

    def _opens(self, sign: Sign) -> bool:
        """Whether a list of winners begins with a body: behind a colon, or behind the line of its heading."""
        return follows("opens_winners", self.text, max(0, self.end)) is not None

    def _new_subject(self, sign: Sign) -> None:
        """`At the Awards, “A” by the Department of B won`: the work is of the body behind it."""
        own = {s.slot: s for s in self.run}
        title = own.get("title")
        alone = title is not None and set(own) <= {"title", "award", "year"} and title.style == "wins"
        if alone and title is not None and self.sentences.share(title.start, sign.start):
            self.run.append(sign)
        else:
            super(EnglishWalk, self)._new_subject(sign)

    def _turn(self, sign: Sign) -> None:
        styles = dict(self.styles)
        super(EnglishWalk, self)._turn(sign)
        if sign.sure:  # the next point is of the list again, however late this one names the other award
            self.status = self.told = None
            self.styles = styles

    def _add_count(self, sign: Sign) -> None:
        """`one in A and two in B`: a number begins the next part of a total."""
        own = {s.slot for s in self.run[self.inherited :]}
        if "title" in own or (own & _TOLD and self._is_next_part(sign)):
            self._keep([s for s in self.run if s.slot in _KEPT])
        super(EnglishWalk, self)._add_count(sign)

    def _repeats(self, sign: Sign) -> bool:
        """A detail before the work that it is of takes the place of an inherited one."""
        place = self.first(sign.slot)
        replaces = place is not None and (
            (sign.slot in _TOLD and self._is_unfinished(place)) or self._is_next_winner(place, sign)
        )
        if replaces and place is not None:
            self.run.pop(place)
            self.run.append(sign)
            self.inherited -= 1
            return True
        return super(EnglishWalk, self)._repeats(sign)

    def _is_next_winner(self, place: int, sign: Sign) -> bool:
        """`X was won by A and Y was won by B`: the body of the award before gives way."""
        own = {s.slot for s in self.run[self.inherited :]}
        given = sign.slot == "body" and ends_in("given_to", self.text, sign.start)
        return given and place < self.inherited and bool(own & _TOLD)

    def _drop_other_branch(self, sign: Sign) -> None:
        """The top award of a branch is told with its branch."""
        kinds = [s.concept.key for s in [*self.run, sign] if s.slot == "type" and s.concept]
        if TOP_OF_A_BRANCH not in kinds:
            super(EnglishWalk, self)._drop_other_branch(sign)
            self._drop_level_of_works(sign)

    def _drop_level_of_works(self, sign: Sign) -> None:
        """`Outstanding in Service Innovation and PMQA 4.0 at Advance level`: the first level is of works."""
        before = self.run[: self.inherited]
        if sign.branch == "quality" and any(s.slot == "level" for s in before):
            kept = [s for s in before if s.slot != "level" or s.is_level_of_four]
            self.run = [*kept, *self.run[self.inherited :]]
            self.inherited = len(kept)

    def _is_unfinished(self, place: int) -> bool:
        """Whether the item has begun and waits for its work, as the one before had one."""
        own = {s.slot for s in self.run[self.inherited :]}
        works = any(s.slot == "title" for s in self.run[: self.inherited])
        return place < self.inherited and works and bool(own & _TOLD) and "title" not in own


def without_others_level(item: Item) -> Item:
    """A PMQA category has no level: one that it inherits is of the award before."""
    kind, level = item.first("type"), item.first("level")
    if kind is None or kind.category is None or level is None or level in item.signs[-item.fresh :]:
        return item
    return replace(item, signs=tuple(sign for sign in item.signs if sign.slot != "level"))


def without_count_behind(item: Item) -> Item:
    """`Its PMQA 4.0 award made it the only one of three`: a number behind an award does not count it."""
    kind = item.first("type")
    behind = kind is not None and item.signs[-1].slot == "count" and item.signs[-1].start > kind.end
    return replace(item, signs=item.signs[:-1]) if behind else item


def tell_apart(text: str, items: list[Item], sentences: Sentences) -> list[Item]:
    """`A and B won for “C” and “D” respectively`: the first work is of the first body, and so on."""
    told = {sentences.number_at(match.start()) for match in cue("respectively").finditer(text)}
    groups: dict[tuple[int, int], list[int]] = {}
    for place, item in enumerate(items):
        bodies, title = item.all("body"), item.first("title")
        if title and len(bodies) > 1 and sentences.number_at(title.start) in told:
            groups.setdefault((bodies[0].start, len(bodies)), []).append(place)
    apart = list(items)
    for (_, winners), places in groups.items():
        for turn, place in enumerate(places if winners == len(places) else ()):
            apart[place] = _of_body(items[place], turn)
    return apart


def each_winner(text: str, item: Item) -> list[Item]:
    """An award that is for no work is no shared one: each body that is told with it has its own."""
    bodies = item.all("body")
    several = item.first("title") is None and len({body.value for body in bodies}) > 1
    if not several or not (_is_whole(item) or (item.is_of_quality and _are_listed(text, bodies))):
        return [item]
    return [_of_body(item, turn) for turn in range(len(bodies))]


def _is_whole(item: Item) -> bool:
    kind = item.first("type")
    return kind is not None and kind.branch == WHOLE_SCHEME


def _are_listed(text: str, bodies: list[Sign]) -> bool:
    """`A, B and C`: nothing says that the others only helped."""
    return all(cue("joins").fullmatch(text, one.end, other.start) for one, other in pairwise(bodies))


def _of_body(item: Item, turn: int) -> Item:
    """The item with one of its bodies only, as the one that won."""
    body = replace(item.all("body")[turn], role="subject")
    return replace(item, signs=(body, *(sign for sign in item.signs if sign.slot != "body")))


def share_details(text: str, items: list[Item]) -> list[Item]:
    """`“A” and “B”, both at the Good level`: what is told behind works side by side is told of each."""
    shared = list(items)
    for place in range(len(items) - 2, -1, -1):
        shared[place] = _with_details(text, shared[place], shared[place + 1])
    return shared


def _with_details(text: str, item: Item, following: Item) -> Item:
    title, next_title = item.first("title"), following.first("title")
    if title is None or next_title is None or next_title.start < title.end:
        return item
    gap = text[title.end : next_title.start]
    if "\n" in gap or not cue("joins_titles").fullmatch(gap):
        return item
    missing = [
        sign
        for sign in following.signs
        if sign.slot in (*_DETAILS, "body")
        and sign.start > next_title.start
        and item.first(sign.slot) is None
    ]
    return replace(item, signs=(*missing, *item.signs))
