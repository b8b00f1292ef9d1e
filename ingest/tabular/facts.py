"""What the words of a cell, a header or a group tell of an award: branch, type, category, level, year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Literal, get_args

from ingest.extract.reading import find_years
from ingest.extract.terms import CATEGORY_AWARD, FOUR_POINT_ZERO, Term, find_terms
from ingest.records import Branch, Level, Status
from ingest.tabular.words import branch_in_full, is_nothing, pattern, plain, says, tells, without_number
from ontology.iri import Kind
from ontology.thai import find_dates, read_year
from ontology.vocabulary import Concept, scheme

Field = Literal["branch", "type", "category", "level", "year", "status"]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
QUALITY: Final = "quality"
TOP_OF_BRANCH: Final = "รางวัลเลิศรัฐ สาขา"
OVERALL: Final = "รางวัลเลิศรัฐ"
LATEST_YEAR: Final = 2600
"""A number of two digits above it is a day: `15` of a month would be 2615."""
YEAR_OF_OVERALL: Final = 2561
"""The one edition in which the overall award was given; elsewhere its name is that of the scheme."""

_LEAD = re.compile(r"^(?:ประเภท(?:รางวัล)?|ชื่อรางวัล|รางวัล|สาขา(?:รางวัล)?|ด้าน|ระดับ(?:รางวัล)?|ราย)\s?[:：]?\s?")
_GOOD = re.compile(r"(?:^|[\s(/,:|-])ดี(?=$|[\s)/,|-])")
_BETWEEN_PARTS = re.compile(r"\s*[/>|»›]\s*|\s+[-–—]\s+")
_WITHOUT_QUOTES = re.compile(r"[“”\"]")
_ENGLISH_LEVELS = {
    "advance": "advance", "advanced": "advance", "good": "good",
    "significance": "significance", "significant": "significance",
    "outstanding": "excellent", "excellent": "excellent",
}  # fmt: skip
_NUMBERS = re.compile(r"[1-7](?:\s?(?:,|และ|/|\s)\s?[1-7])*")
_ENGLISH_CATEGORY = re.compile(r"^(?:PMQA\s)?cat(?:egory|\.)?\s?", re.IGNORECASE)
_ENGLISH_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Facts:
    """Fields of an award; those in `told` are told, be it that there is none."""

    branch: str | None = None
    type: str | None = None
    category: int | None = None
    level: str | None = None
    year: int | None = None
    status: Status | None = None
    told: frozenset[Field] = field(default=frozenset())

    def __bool__(self) -> bool:
        return bool(self.told)

    @property
    def names_award(self) -> bool:
        """Whether it is about an award of the scheme, not only about a year or a status."""
        return bool(self.told & {"branch", "type", "category", "level"})

    @property
    def kinds(self) -> frozenset[Field]:
        return self.told

    def over(self, base: "Facts") -> "Facts":
        """These facts, and those of `base` that they leave open; a type of another branch ends the branch."""
        merged = {name: getattr(self if name in self.told else base, name) for name in FIELDS}
        told = self.told | base.told
        if "branch" in self.told and "type" not in self.told and _conflict(self.branch, base.type):
            merged["type"], told = None, told - {"type"}
        if "type" in self.told and "category" not in self.told and self.type != category_award():
            merged["category"], told = None, told - {"category"}
        return Facts(**merged, told=told)

    def under(self, group: "Facts") -> "Facts":
        """These facts of a row and those of the groups over it: a dash under a type is not "no type"."""
        dash = "type" in self.told and self.type is None and group.type is not None
        return (replace(self, told=self.told - {"type"}) if dash else self).over(group)


NOTHING: Final = Facts()


def tell(**told: object) -> Facts:
    """Facts of these fields."""
    return replace(Facts(), **told, told=frozenset(name for name in FIELDS if name in told))  # type: ignore[arg-type]


def _conflict(branch: str | None, type_: str | None) -> bool:
    concept = scheme("type").find(type_) if type_ else None
    return bool(concept and branch and concept.branch and scheme("branch")[concept.branch].name != branch)


def of_type(concept: Concept) -> Facts:
    """A type tells its branch, or that it has none."""
    if concept.name == TOP_OF_BRANCH:
        return tell(type=concept.name)
    branch = scheme("branch")[concept.branch].name if concept.branch else None
    return tell(type=concept.name, branch=branch)


def category_award() -> str:
    """The type of an award for one category of PMQA."""
    return scheme("type")[CATEGORY_AWARD].name


def of_category(number: int) -> Facts:
    return replace(of_type(scheme("type")[CATEGORY_AWARD]).over(tell(category=number)), category=number,
                   told=frozenset({"type", "branch", "category"}))  # fmt: skip


@cache
def read_facts(text: str) -> tuple[Facts, ...]:
    """Every award that a text of any cell tells, in order; its year and its status are not among them."""
    words = plain(text)
    told = _explicit(words)
    if is_nothing(words):
        return (told,) if told else ()
    whole = _whole(words) or _by_parts(words)
    if whole:
        return (whole,)
    found: list[Facts] = []
    for piece in _pieces(words):
        _add(piece, found)
    if not found:
        return (told,) if told else ()
    return tuple(told.over(facts) if told else facts for facts in found)


def _whole(words: str) -> Facts | None:
    """A cell that is nothing but the name of a concept."""
    named = without_number(words)
    if says("further_type", named):
        return tell(type=_WITHOUT_QUOTES.sub("", named), branch=None)
    if tells("overall", named):
        return tell(type=OVERALL, branch=None)
    bare = _LEAD.sub("", _LEAD.sub("", named))
    found = (_named(name) for name in dict.fromkeys((words, named, bare)))
    branch = branch_in_full(bare) if named.startswith("สาขา") else None
    return next(filter(None, found), tell(branch=branch) if branch else None)


def _by_parts(words: str) -> Facts | None:
    """`สาขา ก / ประเภท ข`: names from end to end, each of something else; one that says more is none."""
    parts = [_whole(part) for part in _BETWEEN_PARTS.split(words)]
    if len(parts) < 2 or not all(parts):
        return None
    merged = Facts()
    for part in filter(None, parts):
        if any(getattr(part, name) != getattr(merged, name) for name in part.told & merged.told):
            return None
        merged = part.over(merged)
    return merged


def _named(name: str) -> Facts | None:
    """The facts of a name that some concept has, from end to end; the scheme's own name tells nothing."""
    if name.isdigit():  # a key of a category is no name
        return None
    kinds: tuple[Kind, ...] = ("level", "type", "branch", "pmqa-category")
    concept = next(filter(None, (_concept(kind, name) for kind in kinds)), None)
    if concept is None or concept.name == OVERALL:
        return None
    if concept.scheme == "type":
        facts = of_type(concept)
        return replace(facts, type=name) if tells("as_written", name) else facts
    if concept.scheme == "pmqa-category":
        return of_category(int(concept.key))
    return tell(level=concept.name) if concept.scheme == "level" else tell(branch=concept.name)


def _concept(kind: Kind, name: str) -> Concept | None:
    if kind == "branch" and name.upper() == "PMQA":
        return None
    found = scheme(kind).find(name)
    if found is None and kind == "level":
        before = name.split("(", maxsplit=1)[0].strip()
        key = _ENGLISH_LEVELS.get(before.casefold())
        return scheme("level")[key] if key else scheme(kind).find(before)
    return found


def _explicit(words: str) -> Facts:
    """What the words say that there is none of."""
    missing: dict[Field, str] = {"type": "no_type", "branch": "no_branch", "level": "no_level"}
    return tell(**{name: None for name, cue in missing.items() if tells(cue, words)})


def _pieces(words: str) -> list[Facts]:
    """The terms of a text as facts, each alone, in order."""
    terms = find_terms(words)
    named = [(term.start, _of_term(term, words)) for term in terms]
    good = [(m.start(), tell(level="ดี")) for m in _GOOD.finditer(words) if not _inside(m.start() + 1, terms)]
    alone = [
        (m.start(), tell(type="PMQA", branch=scheme("branch")[QUALITY].name))
        for m in pattern("pmqa_alone").finditer(words)
        if not _has_quality_type(terms) and not words.startswith("สาขา")
    ]
    return [facts for _, facts in sorted([*named, *good, *alone], key=lambda found: found[0])]


def _inside(place: int, terms: Iterable[Term]) -> bool:
    return any(term.start <= place < term.end for term in terms)


def _has_quality_type(terms: Iterable[Term]) -> bool:
    return any(t.category or t.concept.key in (CATEGORY_AWARD, FOUR_POINT_ZERO) for t in terms)


def _of_term(term: Term, words: str) -> Facts:
    if term.category:
        return of_category(term.category)
    if term.concept.scheme == "type":
        written = plain(words[term.start : term.end])
        facts = of_type(term.concept)
        return replace(facts, type=written) if tells("as_written", written) else facts
    if term.concept.scheme == "branch":
        return tell(branch=term.concept.name)
    return tell(level=term.concept.name)


def _add(piece: Facts, found: list[Facts]) -> None:
    """Put a term to the award before it, or begin the next one where that has told this already."""
    if not found:
        found.append(piece)
        return
    last = found[-1]
    if _fits(piece, last):
        found[-1] = piece.over(last) if _narrows(piece, last) else last.over(piece)
    else:
        found.append(piece.over(_shared(piece, last)))


def _fits(piece: Facts, last: Facts) -> bool:
    for name in piece.told & last.told:
        mine, its = getattr(piece, name), getattr(last, name)
        if mine != its and not (name == "branch" and its is None) and not _narrows(piece, last):
            return False
    return True


def _narrows(piece: Facts, last: Facts) -> bool:
    """`รายหมวด` then `หมวด 1`; `PMQA` then `4.0`."""
    quality = scheme("branch")[QUALITY].name
    if piece.branch != quality:
        return False
    loose = last.type in ("PMQA", None) and last.branch in (quality, None)
    return bool(piece.type) and loose and ("level" not in last.told or "level" not in piece.told)


def _shared(piece: Facts, last: Facts) -> Facts:
    """What goes over to the next award of a cell: its branch, and the type where only a category differs."""
    if piece.told <= {"level"} or "branch" in piece.told:
        return Facts()
    return tell(branch=last.branch) if "branch" in last.told else Facts()


def read_value(role: str, text: str) -> tuple[Facts, ...]:
    """What a cell tells in a column of this role."""
    words = plain(text)
    if is_nothing(words):
        return (tell(**{role: None}),) if role in FIELDS and words else ()
    if role == "category" and (numbers := _NUMBERS.fullmatch(_ENGLISH_CATEGORY.sub("", words))):
        return tuple(of_category(int(n)) for n in re.findall(r"[1-7]", numbers[0]))
    found = read_facts(text)
    if role == "branch" and not found and (branch := branch_in_full(without_number(words))):
        return (tell(branch=branch),)
    if role == "type" and not any("type" in facts.told for facts in found):
        return _unknown_type(words, found)
    return found


def _unknown_type(words: str, found: tuple[Facts, ...]) -> tuple[Facts, ...]:
    if found or tells("other_award", words) or len(words) > 80:
        return found
    name = re.sub("^ประเภท(?:รางวัล)?\\s?", "", without_number(words))
    known = scheme("type").find(name)
    return (of_type(known) if known else tell(type=name),) if name else ()


def read_year_told(text: str) -> int | None:
    """The one edition that a title, a heading or a sheet's name tells; None for none or several."""
    words = plain(text)
    dates = [(found.start, found.end) for found in find_dates(words)]
    years = [year for year in find_years(words) if not any(s <= year.start < e for s, e in dates)]
    annual = {year.year_be for year in years if year.annual} or {year.year_be for year in years}
    if not years:
        annual = {read_year(match[0]) or 0 for match in _ENGLISH_YEAR.finditer(words)}
    since_until = re.search(r"25\d\d\s?[-–]\s?(?:25)?\d\d", words)
    return annual.pop() if len(annual) == 1 and not since_until else None


def read_years(text: str) -> tuple[int, ...]:
    """The editions of a cell in a column of years."""
    numbers = re.findall(r"\d{4}|\d{2}", plain(text).replace(".0", ""))
    years = [year for number in numbers if (year := read_year(number)) and 2540 <= year <= LATEST_YEAR]
    return tuple(dict.fromkeys(years))


def read_status(text: str) -> Status | None:
    """What happened to the works under these words: the weaker word counts, a list of winners says so.

    `ยังไม่ประกาศผล` is no word of winners.
    """
    text = pattern("not_yet").sub(" ", plain(text))
    if tells("lost", text):
        return None
    for status in ("expected", "finalist", "applied"):
        if tells(status, text):
            return status
    return "won" if tells("winners", text) else None


def branch_of(name: str | None) -> Branch | None:
    return next((branch for branch in get_args(Branch) if branch == name), None)


def level_of(name: str | None) -> Level | None:
    return next((level for level in get_args(Level) if level == name), None)
