"""The signs of an English text: everything that says something about an award, in order of place."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from ingest.extract.english.bodies import find_mentions
from ingest.extract.english.cues import cue, ends_in, follows, number_of
from ingest.extract.english.listings import find_listings
from ingest.extract.english.parties import Parties
from ingest.extract.english.placement import LEADS, mark
from ingest.extract.english.sentences import Sentences, find_sentences
from ingest.extract.english.terms import find_terms
from ingest.extract.english.titles import find_titles
from ingest.extract.english.verbs import Verb, find_verbs
from ingest.extract.english.years import find_years
from ingest.extract.reading import Reading
from ingest.extract.signs import WHOLE_SCHEME, Sign, Slot
from ingest.extract.terms import Term
from ontology.iri import Kind
from queries.names import Mention

LABELS = 3  # so many labels make a page of labels and values
HEADING = 70  # characters of a line that only says which awards follow
MOST_BREAKS = 2  # a blank line may stand between a heading and its list
SHARED = "shared"
"""The style of a term that two awards before it have both."""
OF_THE_LAST = "of the last"
"""The style of a term that the last award before it has: `The award belongs to the Public Service branch`."""
HEAD = 3  # characters before the first term of such a line

_SLOTS: dict[Kind, Slot] = {"branch": "branch", "type": "type", "level": "level", "pmqa-category": "type"}
_ORDER = {"line": 0, "number": 1, "verb": 2}

Span = TypeVar("Span", Sign, Mention, Verb)


def find_signs(reading: Reading) -> tuple[list[Sign], Sentences]:
    """Every sign of the award in a reading, in order of place, and the sentences that they stand in."""
    text = reading.text
    sentences = find_sentences(text)
    awards = list(award_signs(text))
    named = list(_term_signs(text, sentences))
    honours = {term.start for term in named if term.branch == WHOLE_SCHEME}
    awards = [award for award in awards if award.start not in honours]
    terms = _outside(awards, named)
    numbers = _outside(terms, [_number_sign(match) for match in cue("number").finditer(text)])
    taken = [*awards, *terms, *numbers]
    mentions = find_mentions(reading)
    titles = find_titles(text, mentions, taken)
    mentions = _outside([*titles, *awards, *terms], mentions)
    told = _parties_and_verbs(reading, sentences, mentions, titles, taken)
    details = [
        *told,
        *_outside(taken, [*find_years(text), *_count_signs(text)]),
        *taken,
        *_turn_signs(text, taken),
        *find_listings(text, taken, titles),
    ]
    addresses = [Sign("line", match.start(), match.end()) for match in cue("address").finditer(text)]
    signs = [*_outside([*titles, *addresses], details), *titles, *_line_signs(text, terms, mentions, told)]
    return sorted(signs, key=lambda sign: (sign.start, _ORDER.get(sign.slot, 3), -sign.end)), sentences


def _outside(others: Iterable[Sign], spans: Iterable[Span]) -> list[Span]:
    """The spans that do not begin inside one of the others."""
    covered = {place for other in others for place in range(other.start, other.end)}
    return [span for span in spans if span.start not in covered]


def _parties_and_verbs(
    reading: Reading, sentences: Sentences, mentions: list[Mention], titles: list[Sign], taken: list[Sign]
) -> list[Sign]:
    """The verbs that tell of somebody, and the bodies with the roles that these verbs give them."""
    parties = Parties(reading.text, sentences, reading.names, mentions, mark([*titles, *taken]))
    labels = len(cue("label").findall(reading.text)) >= LABELS
    if labels:
        awards = (sign for sign in taken if sign.slot == "award")
        return [*parties.signs, *(Sign("verb", a.start, a.start, status="won") for a in awards)]
    verbs = [verb for verb in _outside(titles, find_verbs(reading.text, sentences)) if parties.told_by(verb)]
    return [*parties.signs, *(verb.sign for verb in verbs)]


def award_signs(text: str) -> Iterator[Sign]:
    """The name of the scheme, where it is no look-alike; unsure where it names a ceremony or a forum."""
    for match in cue("scheme").finditer(text):
        if ends_in("lookalike_before", text, match.start()) or follows("lookalike_after", text, match.end()):
            continue
        yield Sign("award", match.start(), match.end(), not follows("ceremony_after", text, match.end()))


def _term_signs(text: str, sentences: Sentences) -> Iterator[Sign]:
    """Branches, types, levels; those of `Both works were in ...` are of the awards told before."""
    told = {
        sentences.number_at(match.start()): (match.end(), style)
        for name, style in (("award_is", OF_THE_LAST), ("both_are", SHARED))
        for match in cue(name).finditer(text)
    }
    terms = find_terms(text)
    for term in sorted([*terms, *_same_types(text, terms)], key=lambda term: term.start):
        begun, style = told.get(sentences.number_at(term.start), (len(text), ""))
        style = style if term.start >= begun else ""
        slot = _SLOTS[term.concept.scheme]
        yield Sign(slot, term.start, term.end, term.sure, term.concept, term.category, style=style)


def _same_types(text: str, terms: list[Term]) -> Iterator[Term]:
    """`in the same category`: the type that was told last."""
    types = [term for term in terms if term.concept.scheme == "type"]
    for match in cue("same_type").finditer(text):
        place = bisect_left(types, match.start(), key=lambda term: term.start)
        if place:
            yield replace(types[place - 1], start=match.start(), end=match.end(), sure=True)


def _number_sign(match: re.Match[str]) -> Sign:
    digits = match["digits"] or match["inline"]
    style = match["bullet"] or match["closing"] or ")"
    return Sign("number", match.start(), match.end(), style=style, number=int(digits) if digits else None)


def _count_signs(text: str) -> Iterator[Sign]:
    for match in cue("count").finditer(text):
        yield Sign("count", match.start(), match.end(), number=number_of(match["number"]))


def _turn_signs(text: str, taken: list[Sign]) -> Iterator[Sign]:
    """Where the story turns away; `sure` where another scheme's award is named."""
    covered = {place for sign in taken for place in range(sign.start, sign.end)}
    for match in cue("other_award").finditer(text):
        ours = all(cue("own_words").match(word) for word in match[0].split())
        if not ours and covered.isdisjoint(range(match.start(), match.end())):
            yield Sign("turn", match.start(), match.end(), True)
    yield from (Sign("turn", match.start(), match.end(), False) for match in cue("turn").finditer(text))


def _line_signs(text: str, terms: list[Sign], mentions: list[Mention], told: list[Sign]) -> Iterator[Sign]:
    """Line breaks; `sure` where a new story begins, not where a list goes on."""
    leading = {sign.start for sign in told if sign.style == LEADS}
    heads = {place for term in terms for place in range(max(0, term.start - HEAD), term.start + 1)}
    over = [body for body in mentions if follows("heads_lines", text, body.end)]
    heads, ends = heads | {body.start for body in over}, {text.find("\n", body.end) for body in over}
    for match in re.finditer(r"\n\s*", text):
        breaks = match[0].count("\n")
        heading = match.end() in heads and "\n" in text[match.end() : match.end() + HEADING]
        heading = heading or match.start() in ends
        goes_on = follows("goes_on", text, match.end()) or heading or match.end() in leading
        asked = ends_in("asks_for_more", text, match.start())
        yield Sign("line", match.start(), match.end(), not (asked or (goes_on and breaks <= MOST_BREAKS)))
