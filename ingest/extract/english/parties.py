"""How the bodies of an English text stand to what happened: who won, with whom, under whom, who gives."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from ingest.extract.english.cues import cue, ends_in, follows, words
from ingest.extract.english.placement import Marks, Placement, place_body
from ingest.extract.english.sentences import Sentences
from ingest.extract.english.units import FACULTY
from ingest.extract.english.verbs import Verb
from ingest.extract.signs import Role, Sign
from queries.names import Mention, Names

REACH = 200  # characters between a body and the verb that tells of it
BESIDE = 40  # characters between two bodies that belong together
BEHIND = 60  # characters between a verb and a winner that is told behind it
APPOSED = 160  # characters between a body and the last name in what is said of it between commas
_PLACED = frozenset({"other", "listed", "by", "subject"})
_LED_BY: tuple[tuple[Role, str], ...] = (("partner", "partner"), ("listed", "named_after"), ("from", "from"))


class Parties:
    """The bodies of a text as signs; each verb gives one of those before it its role."""

    def __init__(
        self, text: str, sentences: Sentences, names: Names, mentions: list[Mention], marks: Marks
    ) -> None:
        self.text, self.sentences, self.names, self.marks = text, sentences, names, marks
        self.signs: list[Sign] = []
        for mention in mentions:
            self._add(mention)
        self.starts = [sign.start for sign in self.signs]

    def _add(self, mention: Mention) -> None:
        before = self.signs[-1] if self.signs else None
        if self._is_giver(mention):
            return
        if before and before.mention and self._repeats(before, mention):
            self.signs[-1] = replace(before, end=self._end(mention))
            return
        role = self._role(mention, before)
        placement = self._placement(mention, before) if role in _PLACED else ""
        role = "listed" if placement else role
        end = self._end(mention)
        self.signs.append(Sign("body", mention.start, end, mention=mention, role=role, style=placement))

    def _placement(self, mention: Mention, before: Sign | None) -> Placement:
        """Where a body stands in a list; a ministry only heads one."""
        if self.names.is_ministry(mention.body):
            return ""
        since = before.end if before else 0
        placement = place_body(self.text, self.marks, mention.start, self._end(mention), since)
        unlisted = mention.kind == "unknown" and ends_in("given_to", self.text, mention.start)
        return "closes" if unlisted and not placement else placement

    def _repeats(self, before: Sign, mention: Mention) -> bool:
        """`Department of ... (DDC)`: the brackets say the same name again."""
        same = before.mention is not None and before.mention.body == mention.body is not None
        return same and self.text[before.end : mention.start].strip() == "("

    def _end(self, mention: Mention) -> int:
        """Behind a name and the bracket that closes behind it."""
        return mention.end + (1 if self.text[mention.end : mention.end + 1] == ")" else 0)

    def _is_giver(self, mention: Mention) -> bool:
        bodies = {candidate.body for candidate in mention.candidates}
        if bodies & {*words("giver_bodies")} or cue("giver").search(mention.surface):
            return True
        mistaken = bodies & {*words("mistaken_givers")}
        return bool(mistaken) and not follows("wins_itself", self.text, mention.end)

    def _role(self, mention: Mention, before: Sign | None) -> Role:
        """How a body stands to what is told around it; the first rule that fits."""
        start = mention.start
        rules: tuple[tuple[Role, bool], ...] = (
            ("subject", ends_in("label_of_body", self.text, start)),
            ("listed", follows("owns_a_work", self.text, mention.end) is not None),
            ("over", ends_in("above", self.text, start)),
            ("over", self._is_above(before, mention) or self._is_apposed(before, mention)),
            ("place", self._is_place(mention)),
            ("by", ends_in("work_from", self.text, start)),
            *((role, ends_in(name, self.text, start)) for role, name in _LED_BY),
            *self._shared(before, start),
            ("subject", self._heads_a_line(mention)),
            ("by", ends_in("in_brackets", self.text, start)),
            ("listed", self._is_elided(mention)),
            ("by", ends_in("by", self.text, start)),
        )
        return next((role for role, fits in rules if fits), "other")

    def _shared(self, before: Sign | None, start: int) -> Iterator[tuple[Role, bool]]:
        """`with A and B`: what is said of a body holds for the next one beside it."""
        if before and before.role in {"partner", "listed"}:
            yield before.role, cue("joins").fullmatch(self.text[before.end : start][:BESIDE]) is not None

    def _is_place(self, mention: Mention) -> bool:
        named = cue("place_name").fullmatch(mention.surface) is not None
        return named and ends_in("place", self.text, mention.start)

    def _is_above(self, before: Sign | None, mention: Mention) -> bool:
        """`Department of A of the Ministry of B`, `A, B`: the second only says where the first belongs."""
        ministry = self.names.is_ministry(mention.body) or mention.kind == FACULTY
        if ministry and ends_in("over", self.text, mention.start):
            return True
        if before is None or before.mention is None or (mention.body is None and mention.kind != FACULTY):
            return False
        gap = self.text[before.end : mention.start][: BESIDE + 1]
        above = ministry or self.names.parents.get(before.mention.body or "") == mention.body
        return above and cue("belongs").fullmatch(gap) is not None

    def _is_apposed(self, before: Sign | None, mention: Mention) -> bool:
        """`Hospital A, the teaching hospital of B, won`: B only says what A is."""
        if before is None or mention.start - before.end > APPOSED:
            return False
        told = cue("apposition").fullmatch(self.text, before.end, mention.start)
        return told is not None and follows("ends_apposition", self.text, mention.end) is not None

    def _is_elided(self, mention: Mention) -> bool:
        """`A won X, the Department of B Y`: the verb is told once."""
        brackets = follows("brackets", self.text, mention.end)
        end = brackets.end() if brackets else mention.end
        before = ends_in("elided_before", self.text, mention.start)
        return before and follows("elided_behind", self.text, end) is not None

    def _heads_a_line(self, mention: Mention) -> bool:
        """`Department of A: works that won`, or over the lines that tell of them."""
        begins = ends_in("head_of_line", self.text, mention.start)
        return begins and any(follows(name, self.text, mention.end) for name in ("heads", "heads_lines"))

    def told_by(self, verb: Verb) -> bool:
        """Whether a verb has somebody whom it tells of; a body before it becomes its subject."""
        if not verb.told_of:
            return True
        start, _ = self.sentences.around(verb.start)
        before = self.text[max(start, verb.start - REACH) : verb.start]
        if cue("of_none").search(before):
            return False
        if place := self._winner_before(verb, start):
            self._make_subject(place - 1)
            return True
        if self._winner_behind(verb):
            return True
        if cue("of_others").search(before):
            return False
        return not before.strip(" -–•*") or cue("stands_for_it").search(before) is not None

    def _winner_before(self, verb: Verb, start: int) -> int:
        """One more than the place of the last body before a verb that can be its subject; 0 for none."""
        place = bisect_left(self.starts, verb.start)
        while place and self.signs[place - 1].start >= max(start, verb.start - REACH):
            sign = self.signs[place - 1]
            if cue("another_subject").search(self.text, sign.end, verb.start):
                return 0
            if sign.role in {"other", "subject", "by", "listed"}:
                return place
            place -= 1
        return 0

    def _make_subject(self, place: int) -> None:
        """The body gets the role; of several side by side the first, and the others share with it."""
        first = place
        while first and self.signs[first - 1].role == "other" and self._are_beside(first - 1, first):
            first -= 1
        for at in range(first, place + 1):
            role: Role = "subject" if at == first else "partner"
            self.signs[at] = replace(self.signs[at], role=role, style="")

    def _are_beside(self, one: int, other: int) -> bool:
        return cue("joins").fullmatch(self.text[self.signs[one].end : self.signs[other].start]) is not None

    def _winner_behind(self, verb: Verb) -> bool:
        """`“A” earned the Department of B two awards`."""
        place = bisect_left(self.starts, verb.end)
        if place == len(self.signs) or self.signs[place].start - verb.end > BEHIND:
            return False
        sign = self.signs[place]
        if not ends_in("winner_behind", self.text, sign.start):
            return False
        self.signs[place] = replace(sign, role="listed")
        return True
