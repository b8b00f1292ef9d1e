"""A name as written, and a date -> the bodies it can mean, ranked, with reasons; never a guess."""

import datetime
import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from rapidfuzz import fuzz

from ontology.thai import match_key, normalise, to_arabic_digits
from queries.boundaries import stands_alone, starts_freely
from queries.candidates import (
    ABBREVIATIONS,
    RISKY,
    Candidate,
    NameEntry,
    fits_free_text,
    rank,
    settled,
)
from queries.echoes import Named, find_echoes
from queries.near_names import NearNames
from queries.offices import OfficePattern, has_number
from queries.shared_heads import SharedHeads

__all__ = ["Candidate", "Mention", "NameEntry", "Names", "OfficePattern", "settled", "squeeze"]

ALIKE = 75  # per cent of two names that can be one, written with a slip

_WORD = re.compile(r"\S+")
_SECRETARIAT = re.compile(r"(?:สำนักงาน|สนง\.?)\s?ปลัด(?:กระทรวง)?\s?$")
_IN_BRACKETS = re.compile(r"\s?\(\s?(?:หรือ\s)?([^()\s][^()]{0,28}?)\s?\)")
# How the name of a body begins: a name without its end is safe, one without this head is a word like others.
_HEADS = re.compile(
    r"กรม|กระทรวง|สำนัก|สถาบัน|องค์การ|มหาวิทยาลัย|ราชภัฏ|ราชมงคล|ธนาคาร|โรงพยาบาล|บริษัท|การ(?:ไฟฟ้า|ทาง|ท่าเรือ|ประปา|รถไฟ|เคหะ|บินไทย)"
)
# A name in full right before its abbreviation in brackets.
_SPELLED_OUT = re.compile(
    r"(?:^|[\s“ก-๎])((?:ศูนย์|สถาบัน|สำนัก|กอง|โรงเรียน|กลุ่ม|คณะกรรมการ|สมาคม|มูลนิธิ|บริษัท|สภา|ชมรม)[^\s()]{3,60})\s?\(\s?$"
)
_OPENS_LIST = re.compile(
    r"จังหวัด(?:ที่[^\n]{0,100}?|[^\s]{0,40})\s?(?:\d{1,2}\s?จังหวัด\s?)?(?:ได้แก่|คือ|ประกอบด้วย|:)\s?$"
)
_LIST_GAP = re.compile(r"\s?(?:,|และ|กับ|/)?\s?(?:จังหวัด|จ\.)?\s?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text. `name` is the full Thai name if known, `parent` the body of a field office."""

    start: int
    end: int
    surface: str
    kind: str
    candidates: tuple[Candidate, ...]
    name: str
    parent: str | None = None

    @property
    def body(self) -> str | None:
        """The registry id, if it is settled."""
        return settled(self.candidates)


class Names:
    """Every known name of every body, and the automaton that finds them in a text."""

    def __init__(
        self,
        entries: Iterable[NameEntry],
        offices: Iterable[OfficePattern] = (),
        parents: Mapping[str, str] | None = None,
    ) -> None:
        """`parents`: body -> the ministry above it, which helps to settle an abbreviation."""
        self.entries = tuple(entries)
        self.offices = tuple(offices)
        self.parents = dict(parents or {})
        self.official = {entry.body: entry for entry in reversed(self.entries) if entry.kind == "name"}
        self._by_key: dict[str, list[NameEntry]] = {}
        for entry in self.entries:
            self._by_key.setdefault(match_key(entry.surface), []).append(entry)

    def name_of(self, body: str) -> str:
        """The official Thai name of a body; its id where the registry has none."""
        return self.official[body].surface if body in self.official else body

    def kind_of(self, body: str) -> str:
        """The body's kind (`ministry`, `province` ...), empty where the registry does not know it."""
        return self.official[body].body_kind if body in self.official else ""

    def is_ministry(self, body: str | None) -> bool:
        """Whether a body of the registry is a ministry."""
        return body is not None and self.kind_of(body) == "ministry"

    def resolve(self, surface: str, on: datetime.date | None = None) -> list[Candidate]:
        """The bodies that `surface` can mean on a date, best first; empty when it is unknown."""
        plain = normalise(surface)
        entries = self._by_key.get(match_key(plain))
        if entries:
            return rank([entry for entry in entries if entry.surface == plain] or entries, on)
        return self._secretariat(plain, on) or self._first_name_in(plain, on)

    def _secretariat(self, surface: str, on: datetime.date | None) -> list[Candidate]:
        """`ปลัด พม.`, `สำนักงานปลัดกระทรวง พม.`: the permanent secretary's office of a ministry."""
        match = re.match(r"(?:สำนักงาน|สนง\.?)?\s?ปลัด(?:กระทรวง)?\s?", surface)
        if not match or match.end() == len(surface):
            return []
        ministry = settled(
            self.resolve(surface[match.end() :], on) or self.resolve("กระทรวง" + surface[match.end() :], on)
        )
        office = self._office_of_secretary(ministry) if ministry else None
        return [Candidate(office, 0.95, f"{match[0].strip()} of {ministry}")] if office else []

    def _office_of_secretary(self, ministry: str) -> str | None:
        entries = self._by_key.get(match_key("สำนักงานปลัด" + self.name_of(ministry)), ())
        return entries[0].body if entries else None

    def _first_name_in(self, surface: str, on: datetime.date | None) -> list[Candidate]:
        """`กรมกิจการเด็กและเยาวชน (ดย.)`, `X หรือ ดีป้า`: the name that it starts with."""
        for mention in self.find(surface, on):
            if mention.start == 0 and mention.candidates:
                rest = surface[mention.end :].strip()
                if not rest or rest.startswith(("(", "หรือ", "/")) or mention.kind == "province":
                    return [replace(c, score=c.score * 0.95) for c in mention.candidates]
        return []

    @cached_property
    def _patterns(self) -> list[tuple[str, tuple[NameEntry, ...] | OfficePattern]]:
        by_surface: dict[str, list[NameEntry]] = {}
        for entry in self.entries:
            if fits_free_text(entry):
                by_surface.setdefault("".join(to_arabic_digits(entry.surface).split()), []).append(entry)
        patterns: dict[str, tuple[NameEntry, ...] | OfficePattern] = {
            "".join(office.prefix.split()): office for office in self.offices if not office.numbered
        }
        patterns.update((surface, tuple(entries)) for surface, entries in by_surface.items())
        return list(patterns.items())

    @cached_property
    def _numbered(self) -> dict[str, OfficePattern]:
        """Abbreviations that mean a body, but with a number behind them one of another body's offices."""
        return {office.prefix: office for office in self.offices if office.numbered}

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(
            [surface for surface, _ in self._patterns],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        )

    def find(self, text: str, on: datetime.date | None = None) -> tuple[Mention, ...]:
        """Every name in `text` (in normal form), leftmost and longest, settled by what the text tells.

        Linear in the length of the text. Spaces and line breaks inside a long name do not hide it.
        """
        found = self._with_near(text, list(self._spot(text, on)))
        known = {m.body for m, risky in found if m.body and not risky}
        defined = {
            match_key(inside[1]): m.body
            for m, risky in found
            if m.body and not risky and (inside := _IN_BRACKETS.match(text, m.end))
        }
        strangers = self._strangers(text, found)
        kept = [_as_stranger(m, strangers) for m in self._kept(text, found, known, defined)]
        kept += self._shared(text, kept, on)
        echoes = (self._with_secretariat(text, echo) for echo in _echoes(text, kept))
        return tuple(sorted([*kept, *echoes], key=lambda mention: mention.start))

    @cached_property
    def _heads(self) -> SharedHeads:
        return SharedHeads(entry.surface for entry in self.official.values())

    def _shared(self, text: str, kept: list[Mention], on: datetime.date | None) -> list[Mention]:
        """The names in lists that leave out the head of the one before them."""
        taken = {mention.start for mention in kept}
        return [
            Mention(
                s.start,
                s.end,
                text[s.start : s.end],
                mention.kind,
                self._ranked(s.name, on),
                s.name,
                mention.parent,
            )
            for mention in kept
            if mention.kind not in ABBREVIATIONS
            for s in self._heads.find(text, mention.start, mention.end, mention.name)
            if s.start not in taken
        ]

    def _ranked(self, name: str, on: datetime.date | None) -> tuple[Candidate, ...]:
        return tuple(rank(self._by_key.get(match_key(name), ()), on))

    def _with_secretariat(self, text: str, echo: Mention) -> Mention:
        """`สำนักงานปลัดกระทรวงฯ`: the office of the ministry that is echoed."""
        before = _SECRETARIAT.search(text, max(0, echo.start - 30), echo.start)
        office = self._office_of_secretary(echo.body) if before and echo.body else None
        if before is None or office is None or not self.is_ministry(echo.body):
            return echo
        candidates = (Candidate(office, 0.95, f"the secretary's office of {echo.body}"),)
        start = before.start()
        return replace(
            echo,
            start=start,
            surface=text[start : echo.end],
            candidates=candidates,
            name=self.name_of(office),
        )

    @cached_property
    def _near(self) -> NearNames:
        return NearNames({body: entry.surface for body, entry in self.official.items()})

    def _with_near(self, text: str, found: list[tuple[Mention, bool]]) -> list[tuple[Mention, bool]]:
        """The names found, and between them those that are cut off or misspelt."""
        taken = {place for mention, _ in found for place in range(mention.start, mention.end)}
        near = [
            (Mention(n.start, n.end, text[n.start : n.end], "near-name", (Candidate(n.body, 0.9, n.reason),),
                     self.name_of(n.body)), False)
            for n in self._near.find(text, taken)
        ]  # fmt: skip
        covered = [(n.start, n.end) for n, _ in near]
        kept = [(m, r) for m, r in found if not any(start <= m.start < end for start, end in covered)]
        return sorted([*kept, *near], key=lambda pair: pair[0].start)

    def _strangers(self, text: str, found: list[tuple[Mention, bool]]) -> dict[str, str]:
        """Abbreviations that the text itself gives to a body that nobody lists: `สถาบัน ... (สพร.)`."""
        ends = {mention.end for mention, _ in found if mention.body}
        told: dict[str, str] = {}
        for mention, _ in found:
            before = _SPELLED_OUT.search(text, max(0, mention.start - 100), mention.start)
            if before is None or mention.kind not in ABBREVIATIONS or before.end(1) in ends:
                continue
            name = normalise(before[1])
            if not any(fuzz.ratio(name, self.name_of(c.body)) >= ALIKE for c in mention.candidates):
                told[match_key(mention.surface)] = name
        return told

    def _spot(self, text: str, on: datetime.date | None) -> Iterable[tuple[Mention, bool]]:
        squeezed, places = squeeze(text)
        for index, first, last in self._automaton.find_matches_as_indexes(squeezed):
            pattern, told = self._patterns[index]
            start, end = places[first], places[last - 1] + 1
            if isinstance(told, OfficePattern):
                free = not told.full or starts_freely(text, start, pattern)
                if free and told.is_named(text, end):
                    yield self._field_office(text, start, end, told), False
            elif pattern in self._numbered and has_number(text, end):
                yield self._field_office(text, start, end, self._numbered[pattern]), False
            elif stands_alone(text, start, end, pattern, told):
                yield self._mention(text, start, end, told, on), all(self._is_risky(entry) for entry in told)

    def _is_risky(self, entry: NameEntry) -> bool:
        """Whether a surface is an ordinary word too, or only a part of the name without its head."""
        if entry.kind in ABBREVIATIONS or entry.kind == "name" or entry.surface.startswith("จ."):
            return False
        if entry.risk == RISKY or entry.body_kind == "province":
            return True
        whole = _HEADS.match(entry.surface) is not None  # `กรมอุทยาน`, `สถาบัน ...` without `(องค์การมหาชน)`
        return not whole and entry.surface != (name := self.name_of(entry.body)) and entry.surface in name

    def _mention(
        self, text: str, start: int, end: int, told: tuple[NameEntry, ...], on: datetime.date | None
    ) -> Mention:
        candidates = tuple(rank(told, on))
        body = settled(candidates)
        if (
            body
            and self.kind_of(body) == "ministry"
            and (before := _SECRETARIAT.search(text, max(0, start - 30), start))
        ):
            office = self._office_of_secretary(body)
            if office:
                start, candidates = (
                    before.start(),
                    (Candidate(office, 0.95, "the secretary's office of " + body),),
                )
                return Mention(start, end, text[start:end], "name", candidates, self.name_of(office))
        kind = self.kind_of(body) if body and self.kind_of(body) in {"province", "hospital"} else told[0].kind
        return Mention(
            start, end, text[start:end], kind, candidates, self.name_of(body) if body else text[start:end]
        )

    def _field_office(self, text: str, start: int, end: int, office: OfficePattern) -> Mention:
        end = self._end_of_province(text, end, office) or office.end_of_name(text, end)
        name = normalise(office.full_name(text[start:end]))
        entries = self._by_key.get(match_key(name), ())
        kind = "hospital" if office.prefix.startswith(("โรงพยาบาล", "รพ.")) else "field-office"
        name = re.sub(r"^รพ\.\s?(?!สต\.)", "โรงพยาบาล", name)
        return Mention(
            start, end, text[start:end], kind, tuple(rank(entries, None)), name, office.parent or None
        )

    def _end_of_province(self, text: str, end: int, office: OfficePattern) -> int | None:
        """Where the name of a province's office ends: with the province, whatever is glued to it."""
        if not (office.full or office.prefix).endswith("จังหวัด"):
            return None
        province = self._provinces.match(text, end)
        return province.end() if province else None

    @cached_property
    def _provinces(self) -> re.Pattern[str]:
        names = {e.surface.removeprefix("จังหวัด") for e in self.entries if e.body_kind == "province"}
        return re.compile(r"\s?(?:" + "|".join(sorted(filter(None, names), key=len, reverse=True)) + ")")

    def _kept(
        self,
        text: str,
        found: list[tuple[Mention, bool]],
        known: set[str],
        defined: dict[str, str],
    ) -> Iterable[Mention]:
        previous: Mention | None = None
        above = {self.parents[body] for body in known if body in self.parents} | known
        spelled = {m.body for m, risky in found if m.body and not risky and m.kind not in ABBREVIATIONS}
        for mention, risky in found:
            if mention.kind == "province" and risky:
                follows = (
                    previous is not None and previous.kind == "province" and mention.start >= previous.end
                )
                listed = follows and previous and _LIST_GAP.fullmatch(text, previous.end, mention.start)
                opens = _OPENS_LIST.search(text, max(0, mention.start - 120), mention.start)
                if not listed and not opens and not _is_label(text, mention):
                    continue
            elif risky and not (known & {candidate.body for candidate in mention.candidates}):
                continue
            previous = self._in_context(mention, spelled, above, defined)
            yield previous

    def _in_context(
        self, mention: Mention, spelled: set[str], above: set[str], defined: dict[str, str]
    ) -> Mention:
        """A mention that can mean several bodies, those first that the text spells out or points to."""
        candidates = mention.candidates
        bodies = {candidate.body for candidate in candidates}
        told = defined.get(match_key(mention.surface)) if mention.kind in ABBREVIATIONS else None
        if told not in bodies and told in {self.parents.get(body) for body in bodies}:
            told = None  # `กรม ก กระทรวง ข (กก.)`: the brackets are the department's
        if told is None and len(candidates) < 2 and mention.body:
            return mention
        if told is None and len(named := bodies & spelled) == 1:
            (told,) = named
        if told is None and len(under := {body for body in bodies if self.parents.get(body) in above}) == 1:
            (told,) = under
        if told is None:
            return mention
        rest = [replace(c, score=min(c.score, 0.3)) for c in candidates if c.body != told]
        settled_by_text = Candidate(told, 0.95, "the text itself tells it")
        return replace(mention, candidates=(settled_by_text, *rest), name=self.name_of(told))


def _echoes(text: str, kept: list[Mention]) -> list[Mention]:
    """The mentions by a head word with `ฯ`, where no name stands."""
    named = [Named(m.start, m.name, m.body or m.name) for m in kept]
    meant = {(m.start, m.name): m for m in kept}
    taken = [(m.start, m.end) for m in kept]
    return [
        replace(meant[(n.start, n.name)], start=start, end=end, surface=text[start:end], kind="echo")
        for start, end, n in find_echoes(text, named)
        if not any(first < end and start < last for first, last in taken)
    ]


def _as_stranger(mention: Mention, strangers: Mapping[str, str]) -> Mention:
    name = strangers.get(match_key(mention.surface)) if mention.kind in ABBREVIATIONS else None
    return replace(mention, kind="unknown", candidates=(), name=name) if name else mention


def _is_label(text: str, mention: Mention) -> bool:
    """`เชียงราย : หมวด 1`: a province at the head of a line, with a colon."""
    before = text[max(0, mention.start - 10) : mention.start]
    begins = not before.rpartition("\n")[2].strip(" \t•-") and ("\n" in before or mention.start < 10)
    return begins and re.match(r"\s?:", text[mention.end : mention.end + 2]) is not None


@lru_cache(maxsize=2)
def squeeze(text: str) -> "tuple[str, array[int]]":
    """`text` without white space, and the place in `text` of each sign that is left."""
    places = array("I")
    for word in _WORD.finditer(text):
        places.extend(range(*word.span()))
    return "".join(text.split()), places
