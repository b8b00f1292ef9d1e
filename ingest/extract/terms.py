"""The terms of the award in a text: branches, types, levels, categories, as the schemes write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from ingest.extract.cues import ends_in, words
from ontology.iri import Kind
from ontology.thai import to_arabic_digits
from ontology.vocabulary import Concept, scheme
from queries.names import squeeze

SCHEMES: tuple[Kind, ...] = ("branch", "type", "level", "pmqa-category")
CATEGORY_AWARD = "pmqa-category-award"
FOUR_POINT_ZERO = "pmqa-4-0"

_CATEGORY = re.compile(
    r"(?:ราย)?หมวด(?:ที่)?\s?(?P<numbers>[1-7](?:\s?(?:,|และ|และหมวด|หมวด)\s?(?:ที่\s?)?[1-7](?!\d))*)"
    r"(?!\s?[-–]\s?\d|\d|\s?(?:รางวัล|ผลงาน|หน่วยงาน))"
)
_BARE_FOUR = re.compile(r"(?<![\d.])4\.0(?![\d.])")
_LEVEL_SURE = re.compile(r"(?:(?<!ยก)ระดับ|รางวัล)\s?[:：]?\s?[“‘'\"(]?\s?$")
_CLIPPED = re.compile(r"(?:ประเภท|สาขา|ด้าน|รางวัล|[>/|]\s?)(?:รางวัล)?(?P<begun>[ก-ฮะ-ฺเ-๎]{6,40})\s?ฯ")
_BARE_GOOD = re.compile(r"[\s,(:>/|]{1,4}(ดี)(?=\s{0,2}(?:[)”\":\n]|$))")
_VERB_BEFORE = ("ที่", "ซึ่ง", "เพื่อ", "มุ่ง", "เน้น", "ต้อง", "จะ")  # `หน่วยงานที่พัฒนาการให้บริการ`: no type
_NO_LEVEL_BEHIND = ("ยก", "ชิง", "ลุ้น")
_NO_LEVEL_AFTER = re.compile(r"เด่น|มาก|ขึ้น|เยี่ยม|กว่า|ที่สุด|[ะ-ฺ็-๎]|ๆ")


@dataclass(frozen=True, slots=True)
class Term:
    """A concept in a text; `sure` where its lead word (ประเภท, สาขา, ระดับ ...) says that it is one."""

    concept: Concept
    start: int
    end: int
    sure: bool
    category: int | None = None


@cache
def _surfaces() -> tuple[tuple[str, Concept], ...]:
    """Each surface once, without spaces; a type's comes before a branch's that is written the same."""
    ours: dict[str, Concept] = {}
    for kind in ("type", "branch", "pmqa-category", "level"):
        for concept in scheme(kind).concepts:
            for surface in concept.surfaces:
                squeezed = "".join(to_arabic_digits(surface).split())
                if surface not in words("not_in_text") and squeezed not in {"PMQA", "ดี", "ยอดเยี่ยม", "Good"}:
                    ours.setdefault(squeezed, concept)
    ours["PMQA"] = scheme("branch")["quality"]
    ours["ระดับดี"] = scheme("level")["good"]
    return tuple(ours.items())


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(
        [surface for surface, _ in _surfaces()],
        matchkind=MatchKind.LeftmostLongest,
        implementation=Implementation.ContiguousNFA,
    )


def find_terms(text: str) -> list[Term]:
    """Every term in `text` (in normal form), in order; line breaks and spaces inside one do not hide it."""
    squeezed, places = squeeze(text)
    found = [
        term
        for index, first, last in _automaton().find_matches_as_indexes(squeezed)
        if (term := _term(text, _surfaces()[index][1], places[first], places[last - 1] + 1))
    ]
    found += [*_find_clipped(text), *_find_led(text)]
    numbered = _with_names(list(_find_categories(text)), found)
    taken = {place for term in numbered for place in range(term.start, term.end)}
    kept = [term for term in found if term.concept.scheme == "branch" or term.start not in taken]
    kept += [level for term in [*kept, *numbered] if (level := _good_behind(text, term))]
    spans = taken | {place for term in kept for place in range(term.start, term.end)}
    bare = (_four(match) for match in _BARE_FOUR.finditer(text) if match.start() not in spans)
    return sorted([*kept, *numbered, *bare], key=lambda term: (term.start, -term.end))


def _good_behind(text: str, term: Term) -> Term | None:
    """`(พัฒนาการบริการ ดี)`: the level without its lead word, right behind a type and before the end."""
    match = _BARE_GOOD.match(text, term.end) if term.concept.scheme == "type" else None
    return Term(scheme("level")["good"], match.start(1), match.end(1), True) if match else None


def _find_clipped(text: str) -> list[Term]:
    """`ประเภทสัมฤทธิผลฯ`: the beginning of the name of one type or branch only."""
    return [
        Term(concept, match.start("begun"), match.end(), True)
        for match in _CLIPPED.finditer(text)
        if (concept := _beginning(match["begun"]))
    ]


@cache
def led_types() -> re.Pattern[str]:
    """Types whose names are ordinary words too: sure only behind `ประเภท`."""
    ordinary = [concept.name for concept in scheme("type").concepts if concept.name in words("not_in_text")]
    return re.compile(f"ประเภท(?:รางวัล)?\\s?(?P<name>{'|'.join(map(re.escape, ordinary)) or '(?!)'})")


def _find_led(text: str) -> list[Term]:
    return [
        Term(scheme("type").named(match["name"]), match.start("name"), match.end(), True)
        for match in led_types().finditer(text)
    ]


@cache
def _beginning(begun: str) -> Concept | None:
    meant = {
        concept.key: concept
        for surface, concept in _surfaces()
        if concept.scheme in {"type", "branch"} and surface.startswith(begun) and surface != begun
    }
    return next(iter(meant.values())) if len(meant) == 1 else None


def _with_names(numbered: list[Term], found: list[Term]) -> list[Term]:
    """Numbered categories, each with the name that follows it: `หมวด 1 ด้านการนำองค์การ`."""
    names = {term.start: term for term in found if term.concept.scheme == "pmqa-category"}
    behind = (
        (term, next((names[p] for p in range(term.end, term.end + 8) if p in names), None))
        for term in numbered
    )
    return [replace(term, end=name.end) if name else term for term, name in behind]


def _term(text: str, concept: Concept, start: int, end: int) -> Term | None:
    if "\n\n" in text[start:end]:
        return None
    if concept.scheme == "level":
        return _level(text, concept, start, end)
    if ends_in("foreign", text, start):
        return None
    sure = ends_in("leads", text, start) or text.startswith(("รางวัล", "สาขา"), start)
    if not sure and concept.scheme == "type" and text[max(0, start - 6) : start].endswith(_VERB_BEFORE):
        return None
    return Term(concept, start, end, sure, int(concept.key) if concept.scheme == "pmqa-category" else None)


def _level(text: str, concept: Concept, start: int, end: int) -> Term | None:
    """A level; `ยกระดับ`, `ระดับดีมาก` and `ชิงระดับดีเด่น` are none."""
    if _NO_LEVEL_AFTER.match(text, end):
        return None
    if text.startswith("ระดับ", start):
        return (
            None
            if text[max(0, start - 4) : start].endswith(_NO_LEVEL_BEHIND)
            else Term(concept, start, end, True)
        )
    sure = bool(_LEVEL_SURE.search(text, max(0, start - 12), start))
    return Term(concept, start, end, sure)


def _find_categories(text: str) -> Iterator[Term]:
    concept = scheme("type")[CATEGORY_AWARD]
    for match in _CATEGORY.finditer(text):
        numbers = list(re.finditer(r"[1-7]", match["numbers"]))
        for position, number in enumerate(numbers):
            first = match.start() if position == 0 else match.start("numbers") + number.start()
            yield Term(concept, first, match.start("numbers") + number.end(), True, int(number[0]))


def _four(match: re.Match[str]) -> Term:
    return Term(scheme("type")[FOUR_POINT_ZERO], match.start(), match.end(), False)
