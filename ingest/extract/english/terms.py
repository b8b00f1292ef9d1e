"""The terms of the award in an English text: branches, types, categories, levels, as the press has them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from ingest.extract.english.cues import category_of, cue, ends_in, follows, surfaces, words
from ingest.extract.terms import CATEGORY_AWARD, FOUR_POINT_ZERO, Term
from ontology.iri import Kind
from ontology.vocabulary import Concept, scheme

_CAPITAL = re.compile(r"(?<!\w)[a-z]{4,}")
_UPPER = re.compile(r"[A-Z]")
NEAR = 60  # characters before a category that may hold the bracket which it stands in
BEHIND_A_TERM = 60  # characters before a type that may hold the branch or level which it stands behind
SHORT_CRITERION = 2  # words of a category's name that is common elsewhere


def find_terms(text: str) -> list[Term]:
    """Every term in `text` (in normal form), in order; none stands inside another."""
    numbered = [*_find_categories(text), *_find_four(text)]
    named = _outside(numbered, list(_find_named(text)))
    criteria = {term.start: term for term in named if term.concept.scheme == "pmqa-category"}
    numbered = [_with_name(text, term, criteria) for term in numbered]
    return sorted([*_outside(numbered, named), *numbered], key=lambda term: (term.start, -term.end))


def _outside(others: list[Term], terms: list[Term]) -> list[Term]:
    covered = {place for other in others for place in range(other.start, other.end)}
    return [term for term in terms if covered.isdisjoint((term.start, term.end - 1))]


def _find_categories(text: str) -> Iterator[Term]:
    """`Category 2`, `PMQA Categories 1, 3 and 4`: each number is a category."""
    concept = scheme("type")[CATEGORY_AWARD]
    for match in cue("category").finditer(text):
        if _is_a_point(text, match):
            continue
        for place, number in enumerate(re.finditer(r"[1-6]", match["numbers"])):
            first = match.start() if place == 0 else match.start("numbers") + number.start()
            yield Term(concept, first, match.start("numbers") + number.end(), True, int(number[0]))
    for match in cue("category_in_words").finditer(text):
        number_told = category_of(match["word"] or match["ordinal"])
        yield Term(concept, match.start(), match.end(), True, number_told)


def _is_a_point(text: str, match: re.Match[str]) -> bool:
    """`category 2) “...”`: the number is that of the next point of a list."""
    near = max(0, match.start() - NEAR)
    in_brackets = text.rfind("(", near, match.end()) > text.rfind(")", near, match.end())
    return text[match.end() : match.end() + 1] == ")" and not in_brackets


def _find_four(text: str) -> Iterator[Term]:
    for match in cue("four").finditer(text):
        if not follows("no_term_behind", text, match.end()):
            yield Term(scheme("type")[FOUR_POINT_ZERO], match.start(), match.end(), True)


def _with_name(text: str, term: Term, criteria: dict[int, Term]) -> Term:
    """A numbered category with the name that follows it: `Category 2 in Strategic Planning`."""
    if term.category is None or (gap := follows("category_name_gap", text, term.end)) is None:
        return term
    name = next((criteria[place] for place in range(term.end, gap.end() + 1) if place in criteria), None)
    return replace(term, end=name.end) if name else term


@cache
def _lexicon() -> tuple[AhoCorasick, tuple[Concept, ...]]:
    told: dict[str, Concept] = {}
    kinds: tuple[Kind, ...] = ("type", "branch", "pmqa-category", "level")
    for kind in kinds:
        for concept in scheme(kind).concepts:
            english = [surface for surface in concept.surfaces if surface.isascii()]
            for surface in (*english, *surfaces(kind).get(concept.key, ())):
                if surface not in words("not_in_text"):
                    told.setdefault(surface.lower(), concept)
    automaton = AhoCorasick(
        list(told), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
    )
    return automaton, tuple(told.values())


def _find_named(text: str) -> Iterator[Term]:
    automaton, told = _lexicon()
    folded = "".join(sign.lower() if sign.isascii() else sign for sign in text)
    for index, start, end in automaton.find_matches_as_indexes(folded):
        after = end + (text[end : end + 1] == "s")  # `Awards`
        if text[start - 1 : start].isalnum() or text[after : after + 1].isalnum():
            continue
        concept = told[index]
        found = (
            _level(text, concept, start, after)
            if concept.scheme == "level"
            else _term(text, concept, start, after)
        )
        if found:
            yield found


def _term(text: str, concept: Concept, start: int, end: int) -> Term | None:
    """A term with its lead word, in capitals where a name can stand, or in small letters behind `in the`."""
    if ends_in("foreign", text, start) or follows("no_term_behind", text, end):
        return None
    number = int(concept.key) if concept.scheme == "pmqa-category" else None
    if number:
        return Term(concept, start, end, True, number) if _is_criterion(text, start, end) else None
    behind = follows("term_behind", text, end) or cue("own_lead").search(text, start, end)
    cased = not _CAPITAL.search(text, start, end)
    if cased and not behind and follows("longer_name", text, end):
        return None  # `Public Service Commission`
    if behind or ends_in("term_before", text, start) or (cased and _is_name(text, concept, start)):
        return Term(concept, start, end, True)
    plain = ends_in("plain_before", text, start) or _is_between(text, concept, start)
    return Term(concept, start, end, False) if plain else None


def _is_between(text: str, concept: Concept, start: int) -> bool:
    """Whether a type in small letters stands in a list of terms, right behind another one."""
    if concept.scheme != "type":
        return False
    before = text[max(0, start - BEHIND_A_TERM) : start].lower()
    ended = (before.rfind(surface) + len(surface) for surface in _branches_and_levels() if surface in before)
    return any(cue("plain_between").fullmatch(before, place) for place in ended)


@cache
def _branches_and_levels() -> tuple[str, ...]:
    kinds: tuple[Kind, ...] = ("branch", "level")
    pressed = (names for kind in kinds for names in surfaces(kind).values())
    own = (concept.surfaces for kind in kinds for concept in scheme(kind).concepts)
    told = {surface.lower() for names in (*pressed, *own) for surface in names if surface.isascii()}
    return tuple(sorted(told - {""}))


def _is_name(text: str, concept: Concept, start: int) -> bool:
    """Whether words in capitals are a whole name: behind a sign or a small word; a type's behind any such."""
    if ends_in("cased_before", text, start):
        return True
    return concept.scheme == "type" and not ends_in("capital_before", text, start)


def _is_criterion(text: str, start: int, end: int) -> bool:
    """Whether the name of a PMQA category is led to; a short one, as `Leadership`, right before it."""
    if len(text[start:end].split()) > SHORT_CRITERION:
        return ends_in("criterion_before", text, start)
    return ends_in("short_criterion_before", text, start) and _UPPER.match(text, start) is not None


def _level(text: str, concept: Concept, start: int, end: int) -> Term | None:
    """A level with its lead word, or in capitals between signs: `(Excellent)`, `, Good,`."""
    if follows("no_level_behind", text, end):
        return None
    told = ends_in("level_before", text, start) or follows("level_behind", text, end)
    by_verb = ends_in("level_verb_before", text, start) and follows("level_by_verb_behind", text, end)
    if told or by_verb or (_is_alone(text, start, end) and _UPPER.match(text, start)):
        return Term(concept, start, end, True)
    return None


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether a level stands between signs, or before its type: `Good in Effective Change`."""
    between = ends_in("level_alone_before", text, start) and follows("level_alone_behind", text, end)
    return bool(between or follows("level_in_term", text, end))
