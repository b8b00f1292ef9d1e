"""A name as written, and a date -> the bodies it can mean, ranked, with reasons; never a guess."""

import datetime
import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from ontology.thai import MONTHS, match_key, normalise, to_arabic_digits

SETTLED = 0.9  # from this score on a candidate is taken, if no other comes near it
NEAR = 0.15
RISKY = "common-word"  # a surface that is an ordinary word too: counts only beside a safe name of its body
ABBREVIATIONS = frozenset({"abbr-th", "abbr-en", "abbr-th-nodot"})

_DEPENDENT_SIGN = re.compile(r"[ะ-ฺ็-๎]")
_THAI = re.compile(r"[ก-๎.]")
_LATIN = re.compile(r"[A-Za-z0-9]")
# Words that may stand right before an abbreviation, without a space.
_GLUE = re.compile(
    r"(?:ของ|โดย|ที่|และ|กับ|จาก|ให้|ใน|เป็น|ว่า|ซึ่ง|สำหรับ|ต่อ|ร่วม|แก่|ด้วย|คือ|ได้แก่|ส่วน|หรือ|สังกัด|กระทรวง|กรม|สำนักงาน|ปลัด|อธิบดี"
    r"|เลขาธิการ|ผู้อำนวยการ|ผู้บริหาร|ผู้แทน|เจ้าหน้าที่|บุคลากร|รมว\.|รมช\.|สนง\.)$"
)
_LONGEST_GLUE = 12
_WORD = re.compile(r"\S+")
_PLACE = re.compile(r"\s?[ก-๎]{2,40}")
_AREA = re.compile(r"\s?\d{1,3}(?!\d)")
# Where the unspaced name of a place ends: words that a sentence goes on with.
_GOES_ON = re.compile(
    r"ได้รับ|ได้|รับรางวัล|คว้า|เข้ารับ|ร่วม|จาก|ผลงาน|โดย|ซึ่ง|และ|เป็น|สังกัด|จังหวัด|อำเภอ|ตำบล|จัด|ให้|ประจำ|เพื่อ|กับ|หรือ|จำนวน|ประเภท|ระดับ|รางวัล|เรื่อง|พร้อม|กล่าว|ตาม|ต่าง|ใน|มี|ต้อง|ถึง|ของ|เพื่อน"
)
_SECRETARIAT = re.compile(r"(?:สำนักงาน|สนง\.?)\s?ปลัด(?:กระทรวง)?\s?$")
_IN_BRACKETS = re.compile(r"\s?\(\s?(?:หรือ\s)?([^()\s][^()]{0,28}?)\s?\)")
_NO_NAME = re.compile(
    r"\s?(?:ใน|ของ|และ|ที่(?!\s?\d)|ทั่ว|รัฐ|เอกชน|ต่าง|แห่ง|ทุก|ขนาด|ได้|จะ|ให้|นี้|เป็น|กับ|หรือ|ซึ่ง|โดย|เพื่อ|สู่|ไปสู่|ชุมชน|จำนวน|รวม|สังกัด|มี|ด้วย|แล้ว|อื่น|จาก|หลาย|ทั้ง|จึง|ถึง|ก็|ต้อง|สามารถ)"
)
_OPENS_LIST = re.compile(r"จังหวัด\s?(?:ได้แก่|คือ|ประกอบด้วย|:)\s?$")
_LIST_GAP = re.compile(r"\s?(?:,|และ|กับ|/)?\s?(?:จังหวัด|จ\.)?\s?")


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One way to write one body; dates are ISO, as precise as they are known."""

    body: str
    surface: str
    kind: str = "name"
    risk: str = ""
    valid_from: str = ""
    valid_to: str = ""
    body_kind: str = ""
    share: float | None = None
    """How often the news means this body by an abbreviation that others have too; None: not counted."""


@dataclass(frozen=True, slots=True)
class OfficePattern:
    """How field offices of a body are called: `สำนักงานพัฒนาชุมชนจังหวัด`, of the body `cdd`."""

    prefix: str
    parent: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that a surface can mean; `score` from 0 to 1, `reason` for people."""

    body: str
    score: float
    reason: str


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


def settled(candidates: Iterable[Candidate]) -> str | None:
    """The one body that is meant, or None where two are possible or none is sure."""
    first, second, *_ = [*candidates, Candidate("", 0, ""), Candidate("", 0, "")]
    return first.body if first.score >= SETTLED and first.score - second.score >= NEAR else None


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
            "".join(office.prefix.split()): office for office in self.offices
        }
        patterns.update((surface, tuple(entries)) for surface, entries in by_surface.items())
        return list(patterns.items())

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
        found = list(self._spot(text, on))
        known = {m.body for m, risky in found if m.body and not risky}
        defined = {
            match_key(inside[1]): m.body
            for m, risky in found
            if m.body and not risky and (inside := _IN_BRACKETS.match(text, m.end))
        }
        return tuple(self._kept(text, found, known, defined))

    def _spot(self, text: str, on: datetime.date | None) -> Iterable[tuple[Mention, bool]]:
        squeezed, places = squeeze(text)
        for index, first, last in self._automaton.find_matches_as_indexes(squeezed):
            pattern, told = self._patterns[index]
            start, end = places[first], places[last - 1] + 1
            if isinstance(told, OfficePattern):
                if not _NO_NAME.match(text, end):
                    yield self._field_office(text, start, end, told), False
            elif stands_alone(text, start, end, pattern, told):
                yield self._mention(text, start, end, told, on), all(self._is_risky(entry) for entry in told)

    def _is_risky(self, entry: NameEntry) -> bool:
        """Whether a surface is an ordinary word too, or only a part of the name without its head."""
        if entry.kind in ABBREVIATIONS or entry.kind == "name" or entry.surface.startswith("จ."):
            return False
        if entry.risk == RISKY or entry.body_kind == "province":
            return True
        return entry.surface != self.name_of(entry.body) and entry.surface in self.name_of(entry.body)

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
        end = end_of_place(text, end)
        name = normalise(text[start:end])
        entries = self._by_key.get(match_key(name), ())
        kind = "hospital" if office.prefix.startswith(("โรงพยาบาล", "รพ.")) else "field-office"
        name = re.sub(r"^รพ\.\s?(?!สต\.)", "โรงพยาบาล", name)
        return Mention(
            start, end, text[start:end], kind, tuple(rank(entries, None)), name, office.parent or None
        )

    def _kept(
        self,
        text: str,
        found: list[tuple[Mention, bool]],
        known: set[str],
        defined: dict[str, str],
    ) -> Iterable[Mention]:
        previous: Mention | None = None
        above = {self.parents[body] for body in known if body in self.parents} | known
        for mention, risky in found:
            if mention.kind == "province" and risky:
                follows = (
                    previous is not None and previous.kind == "province" and mention.start >= previous.end
                )
                listed = follows and previous and _LIST_GAP.fullmatch(text, previous.end, mention.start)
                if not listed and not _OPENS_LIST.search(text, max(0, mention.start - 20), mention.start):
                    continue
            elif risky and not (known & {candidate.body for candidate in mention.candidates}):
                continue
            previous = self._in_context(mention, known, above, defined)
            yield previous

    def _in_context(
        self, mention: Mention, known: set[str], above: set[str], defined: dict[str, str]
    ) -> Mention:
        """A mention that can mean several bodies, with those first that the text itself points to."""
        if len(mention.candidates) < 2 and mention.body:
            return mention
        candidates = mention.candidates
        bodies = {candidate.body for candidate in candidates}
        told = defined.get(match_key(mention.surface))
        if told is None and len(named := bodies & known) == 1:
            (told,) = named
        if told is None and len(under := {body for body in bodies if self.parents.get(body) in above}) == 1:
            (told,) = under
        if told is None:
            return mention
        rest = [replace(c, score=min(c.score, 0.3)) for c in candidates if c.body != told]
        settled_by_text = Candidate(told, 0.95, "the text itself tells it")
        return replace(mention, candidates=(settled_by_text, *rest), name=self.name_of(told))


@lru_cache(maxsize=2)
def squeeze(text: str) -> "tuple[str, array[int]]":
    """`text` without white space, and the place in `text` of each sign that is left."""
    places = array("I")
    for word in _WORD.finditer(text):
        places.extend(range(*word.span()))
    return "".join(text.split()), places


def rank(entries: Iterable[NameEntry], on: datetime.date | None) -> list[Candidate]:
    """The bodies of entries that share a surface, best first."""
    entries = tuple(entries)
    alone = len({entry.body for entry in entries}) == 1
    best: dict[str, Candidate] = {}
    for entry in entries:
        candidate = weigh(entry, alone, on)
        if entry.body not in best or best[entry.body].score < candidate.score:
            best[entry.body] = candidate
    return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.body))


def weigh(entry: NameEntry, alone: bool, on: datetime.date | None) -> Candidate:
    """How far an entry speaks for its body: official name, known abbreviation, one meaning of several."""
    if entry.kind == "name":
        score, reason = 1.0, "official name"
    elif alone:
        score, reason = 0.95, f"{entry.kind} of one body only"
    elif entry.share is not None:
        score, reason = entry.share * 0.95, f"{entry.kind}, meant so in {entry.share:.0%} of the news"
    else:
        score, reason = 0.5, f"{entry.kind} of several bodies"
    if on and not existed(entry, on):
        score, reason = score * 0.5, f"{reason}; not at that date"
    return Candidate(entry.body, round(score, 4), reason)


def existed(entry: NameEntry, on: datetime.date) -> bool:
    """Whether the body existed on a date, as far as the registry knows (dates may be year or month only)."""
    day = on.isoformat()
    return not (entry.valid_from and day < entry.valid_from) and not (
        entry.valid_to and day[: len(entry.valid_to)] > entry.valid_to
    )


def fits_free_text(entry: NameEntry) -> bool:
    """Whether an entry can be looked for in running text at all."""
    letters = len(match_key(entry.surface))
    if entry.kind == "name":
        return True
    if entry.body_kind == "province" and entry.kind in ABBREVIATIONS:
        return False
    if entry.body_kind == "ministry" and entry.kind == "alias" and "." not in entry.surface:
        return entry.surface.startswith(("กระทรวง", "สำนัก"))
    if "." not in entry.surface and entry.surface[0] > "z":  # Thai without dots
        return letters > (2 if entry.body_kind == "province" else 3)
    return letters > 1


def stands_alone(text: str, start: int, end: int, pattern: str, told: tuple[NameEntry, ...]) -> bool:
    """Whether a hit is a name of its own and no part of a longer word, of a date, or of two paragraphs."""
    found = text[start:end]
    if len(found) != len(pattern) and not whole(found, pattern, told):
        return False
    after = text[end : end + 1]
    if pattern[0] <= "z":
        return not (_LATIN.match(text[max(0, start - 1) : start]) or _LATIN.match(after))
    if _DEPENDENT_SIGN.match(after):
        return False
    if "." not in pattern and all(entry.kind not in ABBREVIATIONS for entry in told):
        return True
    return starts_freely(text, start, pattern) and (pattern.endswith(".") or not _THAI.match(after))


def whole(found: str, pattern: str, told: tuple[NameEntry, ...]) -> bool:
    """Whether a hit with spaces in it is one name: it is written so, or long enough to be no accident."""
    if any(normalise(found) == entry.surface for entry in told):
        return True
    return len(pattern) >= 10 and "\n\n" not in found and not re.search(r"\s{3}", found)


def starts_freely(text: str, start: int, pattern: str) -> bool:
    """Whether an abbreviation begins here: after a space, a sign or a glue word, and not inside a date."""
    before = text[max(0, start - _LONGEST_GLUE) : start]
    if pattern in MONTHS and re.search(r"\d\s?$", before):
        return False
    return not before or not _THAI.match(before[-1]) or bool(_GLUE.search(before))


def end_of_place(text: str, start: int) -> int:
    """Where the name of the place ends that begins at `start`: at a space, or where the sentence goes on."""
    if match := _AREA.match(text, start):
        return match.end()
    match = _PLACE.match(text, start)
    if not match:
        return start
    goes_on = _GOES_ON.search(text, match.start() + 3, match.end())
    return goes_on.start() if goes_on else match.end()
