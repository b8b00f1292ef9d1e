"""The works that a text can mean: after their cue, in quotes, before their verb, or as points of a list."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ingest.extract.cues import cue, ends_in, follows
from ingest.extract.scanning import Scan
from ingest.extract.signs import Sign
from ingest.extract.titles import LONGEST, Title, read_title, skip_lead

AT_ONCE = 14  # characters behind `ได้แก่` or a list number within which a term or a name takes the word
INDENT = 20  # characters of white space before the first word of a line
SHORTEST_NAME = 4
MOST_NAMES = 40  # no text sets more names apart before it tells what they won
LONGEST_NAME = 60  # characters of a work's name at the head of a line
# Between a term and the words for a work: `ร่วมใจแก้จน (Participation) โครงการ ...`, `ระดับดี : ชุดฝึก ...`.
_BEHIND = re.compile(r"(?:\s?\([^()\n]{1,40}\))?(?P<colon>\s?[:：]\s?)?[ ]{0,2}")
_OWNER = re.compile(r"\s?(?:ของ|โดย)\s?")
PARAGRAPH = 600  # characters before `ผลงานนี้` in which the work that it means is named
FAR = 1_500  # characters before `จากผลงานดังกล่าว` in which that work is named
EDITION = 30  # characters between the name of a ceremony and its slogan: the year
_EDITION = " 0123456789๐๑๒๓๔๕๖๗๘๙ประจำปีพ.ศ."
SHORTEST_POINT, LONGEST_POINT = 8, 200


def find_works(text: str, signs: list[Sign]) -> list[Sign]:
    """Every title that `text` can mean; the walk through the signs decides which count."""
    return _Works(text, signs).find()


@cache
def _openings() -> Scan:
    """Where a title can begin: at its cue, at a quote, after `ได้แก่`."""
    return Scan(
        rf"(?P<cue>{cue('title_cue').pattern})|(?P<quote>[“\"‘'])|(?P<listed>(?:ได้แก่|คือ)\s(?=[^\s“\"])(?!{cue('quoted_later').pattern}))"
        r"|(?P<plain>โครงการ\s(?=\S)|จากโครงการ(?=[ก-๎]{8}))"
    )


class _Works:
    """One text's titles; `signs` say where bodies and terms stand, which are none."""

    def __init__(self, text: str, signs: list[Sign]) -> None:
        self.text = text
        self.signs = signs
        self.bodies = {sign.start: sign for sign in signs if sign.slot == "body"}
        self.terms = sorted(sign.start for sign in signs if sign.slot in _TERMS)

    def find(self) -> list[Sign]:
        found = list(self._told())
        led = [
            *self._called_elsewhere(found),
            *self._before_verbs(),
            *self._named_before(),
            *self._explained(),
            *self._behind_terms(),
            *self._in_brackets(),
        ]
        return [*found, *led, *self._points(found)]

    def _told(self) -> Iterator[Sign]:
        last = -1
        for match in _openings().finditer(self.text):
            if match.start() >= last and (sign := self._read(match)):
                yield sign
                last = sign.end if match["listed"] is None else last

    def _read(self, match: re.Match[str]) -> Sign | None:
        quote = match["quote"] is not None
        if quote and not _opens(self.text, match.start()):
            return None
        place = match.start() if quote else skip_lead(self.text, match.end())
        if match["listed"] and (place in self.bodies or self._is_term_near(place)):
            return None
        title = read_title(self.text, place, self._is_party)
        if title is None or not self._is_work(title, quote) or not self._is_led(match, title):
            return None
        names = any(title.start < body < title.end for body in self.bodies)
        told = follows("wins", self.text, title.end) is not None or (quote and self._heads_a_line(title))
        wins = quote and told and not names
        start = title.start if quote else match.start()
        style = "wins" if wins else match.lastgroup or ""
        if match[0] == "เรื่อง":
            style = "plain"
        if title.quoted and self._is_told_by_number(match[0], title):
            style = "wins"
        sure = title.quoted and (wins or not quote)
        sure = sure or (match["cue"] is not None and self._is_of_the_winner(match.start()))
        return Sign("title", start, title.end, sure, title=title, style=style)

    def _in_brackets(self) -> Iterator[Sign]:
        """`ปี 2564 กรม ก รางวัล ... ระดับดี (งาน ข)`: what ends a line of a list of years, in brackets."""
        for match in cue("work_of_line").finditer(self.text):
            title = Title(" ".join(match["work"].split()), *match.span("work"), quoted=False)
            if title.start not in self.bodies:
                yield Sign("title", title.start, title.end, True, title=title, style="cue")

    def _is_told_by_number(self, lead: str, title: Title) -> bool:
        """`เรื่องที่สอง “A” ... ได้รับรางวัล`: the award behind a work that the text counts is its own."""
        counted = cue("ordinal_work").fullmatch(lead) is not None
        return counted and follows("wins_by_itself", self.text, title.end) is not None

    def _is_of_the_winner(self, place: int) -> bool:
        """`ผลงานที่กรม ก ได้รับรางวัลในครั้งนี้ | มีชื่อว่า ...`."""
        return cue("the_winner").search(self.text, max(0, place - LONGEST), place) is not None

    def _heads_a_line(self, title: Title) -> bool:
        """`“น้องอารี” ... คว้ารางวัล`: a line begins with the work that won, and names no body before that."""
        verb = follows("wins_later", self.text, title.end)
        closed = self.text[title.end - 1] in '”’"'
        named = closed and len(title.name) <= LONGEST_NAME and not is_person(self.text, title.name)
        if verb is None or not self._begins_line(title) or not named:
            return False
        behind = sorted(body for body in self.bodies if title.end <= body < verb.end())
        maker = (
            behind[:1] if behind and cue("maker_behind").fullmatch(self.text, title.end, behind[0]) else []
        )
        return behind == maker

    def _begins_line(self, title: Title) -> bool:
        before = self.text[max(0, title.start - INDENT) : title.start]
        return not before.rpartition("\n")[2].strip() and ("\n" in before or title.start < INDENT)

    def _is_who_acts(self, title: Title) -> bool:
        """`“ก” ปลื้ม หน่วยงานในสังกัดกวาดรางวัล`: at the head of a line, what the press calls a person."""
        acts = follows("acts", self.text, title.end) is not None
        return acts and " " not in title.name and self._begins_line(title)

    def _is_led(self, match: re.Match[str], title: Title) -> bool:
        """Plain words follow `ผลงาน` only where that is a word of its own, not the end of another."""
        if title.quoted or not match[0].startswith("ผลงาน"):
            return True
        counted = self.text[max(0, match.start() - 3) : match.start()].rstrip(" ")[-1:].isdigit()  # `2 ผลงาน`
        return not counted and ends_in("plain_title_after", self.text, match.start())

    def _is_party(self, place: int) -> bool:
        """Whether a body stands here that is no part of a work's name: by its role, or alone behind it."""
        sign = self.bodies.get(place)
        if sign is None or sign.role in {"subject", "heading", "listed", "by", "from"}:
            return sign is not None
        is_place = sign.mention is not None and sign.mention.kind == "province"
        alone = sign.role == "other" and self.text[place - 1].isspace() and not is_place
        return alone and follows("before_term", self.text, sign.end) is not None

    def _is_term_near(self, place: int) -> bool:
        at = bisect_left(self.terms, place)
        near = at < len(self.terms) and self.terms[at] <= place + AT_ONCE
        return near and "\n" not in self.text[place : self.terms[at]]

    def _is_work(self, title: Title, bare: bool) -> bool:
        """Whether words can name a work: no award, no level, no body; bare quotes must be closed."""
        if follows("no_work", title.name, 0) or (bare and not title.closed):
            return False
        others = (self._is_speech, self._is_slogan, self._is_term, self._is_who_acts)
        if bare and any(is_other(title) for is_other in others):
            return False
        inside = (self.bodies.get(place) for place in (title.start, title.start + 1))
        return not any(body and self._is_all_named(body, title) for body in inside)

    def _is_all_named(self, body: Sign, title: Title) -> bool:
        """Whether a title is the name of a body, or begins a row of them: `“สป.สธ. – กรมวิทย์”`."""
        return body.end >= title.end - 1 or cue("row_of_names").match(self.text, body.end) is not None

    def _is_speech(self, title: Title) -> bool:
        """Whether quoted words are what somebody says: `“ผม ...” อธิบดีกล่าว`, `กล่าวว่า “...”`."""
        if follows("speech", title.name, 0) or ends_in("said_before", self.text, title.start):
            return True
        return len(title.name) > LONGEST_NAME and follows("said_behind", self.text, title.end) is not None

    def _is_slogan(self, title: Title) -> bool:
        """Whether quoted words are what a ceremony stood under: `พิธีมอบรางวัลเลิศรัฐ ประจำปี 2566 “...”`."""
        if ends_in("slogan_before", self.text, title.start):
            return True
        awards = (sign for sign in self.signs if sign.slot == "award" and not sign.sure)
        return any(
            0 <= title.start - sign.end <= EDITION and not self.text[sign.end : title.start].strip(_EDITION)
            for sign in awards
        )

    def _is_term(self, title: Title) -> bool:
        """Whether quoted words are a type, a branch or a level with no more than its lead word."""
        return any(
            title.start < sign.start <= min(title.start + AT_ONCE, title.end) and sign.end >= title.end - 2
            for sign in self.signs
            if sign.slot in {"type", "branch", "level"}
        )

    def _before_verbs(self) -> Iterator[Sign]:
        """`โครงการ ... ซึ่งเป็นโครงการที่ได้รับรางวัล`, `โครงการ ... รับรางวัล`: the work before the verb."""
        subjects = {sign.end for sign in self.bodies.values() if sign.role == "subject"}
        for verb in self.signs:
            if verb.slot != "verb" or verb.status != "won":
                continue
            window = max(0, verb.start - LONGEST)
            again = cue("same_work").search(self.text, window, verb.start)
            end = again.start() if again else self._behind_work(verb, window)
            while end > window and self.text[end - 1].isspace():
                end -= 1
            start = self.text.rfind("โครงการ", window, max(window, end - 8))
            told = self.text[start:end]
            owned = self._owner(start, end) if start >= 0 else None
            if owned is not None:
                end, told = owned, self.text[start:owned].rstrip()
            if (
                start < 0
                or (end in subjects and owned is None)
                or "\n" in told
                or cue("breaks_title").search(told)
            ):
                yield from self._that_won(verb)
                continue
            yield Sign("title", start, end, title=Title(" ".join(told.split()), start, end, False))

    def _behind_work(self, verb: Sign, window: int) -> int:
        """Where the words for a work end before a verb: `โครงการ ... ซึ่งได้รับ`, `โครงการ ... ซึ่งกรม ก ได้รับ`."""
        subject = next((s for s in self.bodies.values() if s.end == verb.start and s.role == "subject"), None)
        led = cue("before_verb").search(self.text, window, subject.start if subject else verb.start)
        return led.start() if led and (subject is None or led[0].strip()) else verb.start

    def _called_elsewhere(self, found: list[Sign]) -> Iterator[Sign]:
        """`ตู้ยาจ๊ะจ๋าได้รับรางวัล` in a text that sets the name in quotes elsewhere."""
        quoted = dict.fromkeys(s.title.name for s in found if s.title and self._is_set_apart(s.title))
        names = [name for name in quoted if SHORTEST_NAME <= len(name) <= LONGEST_NAME][:MOST_NAMES]
        for verb in self.signs:
            if verb.slot != "verb" or verb.status != "won":
                continue
            before = self.text[max(0, verb.start - LONGEST_NAME - AT_ONCE) : verb.start]
            for name in names:
                place = before.rfind(name)
                if place >= 0 and cue("between_name_and_verb").fullmatch(before, place + len(name)):
                    start = verb.start - len(before) + place
                    title = Title(name, start, start + len(name), True)
                    yield Sign("title", start, title.end, title=title, style="named")

    def _is_set_apart(self, title: Title) -> bool:
        """Whether a title stands between quotes, and names no body."""
        closed = title.quoted and self.text[title.end - 1] in '”’"'
        return closed and not self._names_a_body(title.start, title.end)

    def _owner(self, start: int, end: int) -> int | None:
        """Where the words end that name a work before `ของ` and whose it is."""
        for match in _OWNER.finditer(self.text, start, end):
            if match.end() in self.bodies or follows("unit", self.text, match.end()):
                return match.start()
        return None

    def _that_won(self, verb: Sign) -> Iterator[Sign]:
        """`จากระบบ e-Registration ที่เคยได้รับรางวัล`: words for a work, and that it won."""
        window = max(0, verb.start - LONGEST)
        cues = (
            cue(name).search(self.text, window, verb.start) for name in ("work_won", "that_won", "such_as")
        )
        told = next(filter(None, cues), None)
        if told and not _breaks(told["work"]) and not self._names_a_body(*told.span("work")):
            start, end = told.span("work")
            yield Sign("title", start, end, title=Title(" ".join(told["work"].split()), start, end, False))

    def _names_a_body(self, start: int, end: int) -> bool:
        return any(start <= place < end for place, sign in self.bodies.items() if sign.role != "place")

    def _named_before(self) -> Iterator[Sign]:
        """`ระบบ “...” ลดเวลา ... ผลงานนี้ได้รับรางวัล`: `ผลงานนี้` is the last work in quotes of the paragraph."""
        for match in cue("this_work").finditer(self.text):
            first = max(0, self.text.rfind("\n", 0, match.start()), match.start() - PARAGRAPH)
            behind = ends_in(
                "from_work", self.text, match.start()
            )  # `จากผลงานดังกล่าว`, told paragraphs before
            first = max(0, match.start() - FAR) if behind else first
            quote = max(self.text.rfind(sign, first, match.start()) for sign in "“‘")
            title = read_title(self.text, quote, self._is_party) if quote >= 0 else None
            title = title or self._project_before(first, match)
            if title and title.closed and self._is_work(title, bare=True):
                yield Sign(
                    "title",
                    match.start(),
                    match.end(),
                    title=replace(title, start=match.start()),
                    style="told" if behind else "same",
                )

    def _project_before(self, first: int, match: re.Match[str]) -> Title | None:
        """`โครงการดังกล่าว`: the last project that the paragraph names without quotes."""
        if not match[0].startswith("โครงการ"):
            return None
        told = list(cue("that_project").finditer(self.text, first, match.start()))
        return Title(" ".join(told[-1][0].split()), *told[-1].span(), True) if told else None

    def _explained(self) -> Iterator[Sign]:
        """`ชุดตรวจ ... คือผลงานที่กรม ... ได้รับรางวัล`: the words before say which work."""
        for match in cue("is_the_work").finditer(self.text):
            start, end = match.span(1)
            broken = cue("breaks_title").search(match[1]) or follows("no_title", self.text, start)
            if not broken and start not in self.bodies:
                title = Title(" ".join(match[1].split()), start, end, False)
                yield Sign("title", start, end, title=title, style="explained")

    def _behind_terms(self) -> Iterator[Sign]:
        """`ประเภท ... ระดับดี ชุดฝึก ... ของ สพร.`: plain words behind the term, up to whose work they are."""
        for sign in self.signs:
            gap = _BEHIND.match(self.text, sign.end)
            place = gap.end() if gap else sign.end
            if sign.slot not in {"type", "level"} or not sign.sure or place in self.bodies:
                continue
            if place == sign.end or self._is_term_near(place):
                continue
            title = read_title(self.text, place, self._is_party)
            told = gap is not None and gap["colon"] is not None
            if title and not title.quoted and len(title.name) <= LONGEST_POINT and self._is_told(title, told):
                yield Sign("title", place, title.end, title=title, style="plain")

    def _is_told(self, title: Title, behind_colon: bool) -> bool:
        """`ระดับดี : ชุดฝึก ...` is a work by its colon, `ระดับดี ชุดฝึก ... ของ สพร.` by whose it is."""
        if behind_colon:
            return cue("breaks_title").search(title.name) is None
        return follows("work_head", title.name, 0) is not None and self._is_owned(title)

    def _is_owned(self, title: Title) -> bool:
        """Whether a body follows plain words, and none of them tells of something else."""
        owner = cue("by").match(self.text, title.end)
        broken = cue("breaks_title").search(title.name)
        if owner is None or broken:
            return False
        return owner.end() in self.bodies or follows("unit", self.text, owner.end()) is not None

    def _points(self, titles: list[Sign]) -> Iterator[Sign]:
        """The plain words behind a list number, where no term, name or title stands."""
        taken = sorted(sign.start for sign in [*self.signs, *titles] if sign.slot not in _IN_POINTS)
        for sign in self.signs:
            if sign.slot != "number":
                continue
            gap = self.text[sign.end : sign.end + 4]
            place = sign.end + len(gap) - len(gap.lstrip())
            at = bisect_left(taken, place)
            if at < len(taken) and taken[at] <= place + AT_ONCE:
                continue
            title = read_title(self.text, place, self._is_party)
            if title and SHORTEST_POINT <= len(title.name) <= LONGEST_POINT:
                yield Sign("title", title.start, title.end, False, title=title, style="point")


_TERMS = frozenset({"branch", "type", "award", "level", "number"})
_IN_POINTS = frozenset({"line", "count", "verb"})


def _breaks(words: str) -> bool:
    """Whether words tell more than the name of a work."""
    return cue("breaks_title").search(words) is not None or follows("no_title", words.lstrip(), 0) is not None


def is_person(text: str, name: str) -> bool:
    """Whether quoted words are the name that the press calls a person by: `“เฉลิมชัย” ปลื้ม ...`."""
    place = text.find(name)
    while place >= 0:  # a pattern of the name would have to be compiled for it
        if ends_in("called", text, place):
            return True
        place = text.find(name, place + 1)
    return follows("nickname", name, 0) is not None


def _opens(text: str, place: int) -> bool:
    """Whether a quote opens: a word right behind it; before a straight one, nothing but space."""
    behind = text[place + 1 : place + 2]
    if text[place] in "“‘":
        return behind not in {"", "“", "”"} and (text[place] == "“" or not behind.isdigit())
    return bool(behind.strip()) and not text[max(0, place - 1) : place].strip(" \n(")
