"""What an English text counts: entries, awards, winners, applicants, and what one body won in all."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from ingest.extract.english.bodies import find_mentions
from ingest.extract.english.cues import cue, ends_in
from ingest.extract.english.sentences import Sentences, find_sentences
from ingest.extract.english.stream import award_signs
from ingest.extract.english.terms import find_terms
from ingest.extract.english.years import find_years, read_editions
from ingest.extract.reading import Reading
from ingest.extract.story import load_words
from ingest.extract.terms import Term
from ingest.records import CountRecord, Qualifier, What
from queries.names import Mention

NEAR = 400  # characters around a number in which the award is named
HEADLINE = 300  # characters at the head of a text that say what it is about
BEHIND = 60  # characters behind a number in which its branch is named
_NUMBER = (
    r"(?:(?P<at_least>{})\s)?(?:(?P<about>{})\s)?(?<![\d,.–-])"
    r"(?P<n>\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,4}}|{})(?![\d,.]\d)\b"
)
_BRANCH = "(?i:[a-z ]{0,12}(?:public|participatory|participation|government|quality|management|PMQA))"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to state one kind of number."""

    what: What
    scope: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text names around its numbers."""

    places: tuple[int, ...]
    terms: tuple[Term, ...]
    bodies: tuple[Mention, ...]
    sentences: Sentences

    def is_near(self, place: int) -> bool:
        """Whether the award is named near a place, or at the head of the text."""
        head = bool(self.places) and self.places[0] < HEADLINE
        return head or any(abs(place - at) <= NEAR for at in self.places)


@cache
def _data() -> dict[str, Any]:
    return load_words(Path(__file__).with_suffix(".yml"))


@cache
def _rules() -> tuple[Rule, ...]:
    data = _data()
    number = _NUMBER.format(data["at_least"], data["about"], "|".join(data["words"]))
    parts = {"{n}": number, "{branch}": _BRANCH}
    parts |= {f"{{{name}}}": f"(?:{data[name]})" for name in ("things", "bodies", "prizes")}
    rules = []
    for rule in data["rules"]:
        pattern = rule["pattern"]
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        rules.append(Rule(_what(rule["what"]), rule["scope"], re.compile(pattern, re.IGNORECASE)))
    return tuple(rules)


def _what(name: str) -> What:
    return next(what for what in get_args(What) if what == name)


def find_english_counts(reading: Reading) -> tuple[CountRecord, ...]:
    """Every number that the text states about the award, each once for what it counts."""
    places = tuple(sign.start for sign in award_signs(reading.text))
    if not places:
        return ()
    text = reading.text
    bodies = tuple(m for m in find_mentions(reading) if _can_win(text, m))
    setting = Setting(places, tuple(find_terms(text)), bodies, find_sentences(text))
    records: dict[tuple[str, str, int], CountRecord] = {}
    for rule, match in _find(text, setting):
        record = _record(reading, setting, rule, match)
        if record:
            records.setdefault((record.what, record.scope.split(":")[0], record.value), record)
    return tuple(records.values())


def _find(text: str, setting: Setting) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Every number near the award by the first rule that fits it, in the order of the text."""
    found: dict[int, tuple[Rule, re.Match[str]]] = {}
    for rule in _rules():
        for match in rule.pattern.finditer(text):
            if setting.is_near(match.start()) and not _is_of_another(text, match):
                found.setdefault(match.start("n"), (rule, match))
    return (found[place] for place in sorted(found))


def _is_of_another(text: str, match: re.Match[str]) -> bool:
    """Whether what is counted is of another scheme: `four SOE Awards`."""
    return re.compile(_data()["other_scheme"]).search(match["unit"]) is not None


def _record(reading: Reading, setting: Setting, rule: Rule, match: re.Match[str]) -> CountRecord | None:
    scope = _scope(setting, rule, match)
    value = _value(match["n"])
    if scope is None or value < (1 if rule.what == "awards" else 2):
        return None
    return CountRecord(
        what=rule.what,
        scope=scope,
        edition_year_be=_edition(reading, match),
        value=value,
        qualifier=_qualifier(match),
        unit=" ".join(match["unit"].split()),
        rule="english.counts",
        **reading.quote(match.start(), match.end()),
    )


def _value(number: str) -> int:
    told: dict[str, int] = _data()["words"]
    return told.get(number.lower()) or int(number.replace(",", ""))


def _qualifier(match: re.Match[str]) -> Qualifier:
    return "at_least" if match["at_least"] else "about" if match["about"] else "exact"


def _scope(setting: Setting, rule: Rule, match: re.Match[str]) -> str | None:
    """What the number is of; None for a branch that is not named behind it."""
    if rule.scope == "branch":
        behind = [t for t in setting.terms if match.end() <= t.start + 2 and t.start - match.end() <= BEHIND]
        branch = next((term for term in behind if term.concept.scheme == "branch"), None)
        return f"branch:{branch.concept.name}" if branch else None
    if rule.scope == "type":
        told = [t for t in setting.terms if t.concept.scheme == "type" and t.start < match.start()]
        return f"type:{told[-1].concept.name}" if told else "type"
    if rule.scope == "recipient":
        return _recipient(setting, match)
    return rule.scope


def _can_win(text: str, mention: Mention) -> bool:
    """Whether a body is neither the one that gives the award nor a place."""
    named = cue("place_name").fullmatch(mention.surface) is not None
    place = named and ends_in("place", text, mention.start)
    return not place and not cue("giver").search(mention.surface)


def _recipient(setting: Setting, match: re.Match[str]) -> str:
    """The last body before the number in its sentence, else the one that the text names most."""
    start, _ = setting.sentences.around(match.start())
    told = [body.name for body in setting.bodies if start <= body.start < match.start()]
    before = [body.name for body in setting.bodies if body.start < match.start()]
    names = told[-1:] or [name for name, _ in Counter(before).most_common(1)]
    return f"recipient:{names[0]}" if names else "recipient"


def _edition(reading: Reading, match: re.Match[str]) -> int | None:
    """The year that the words tell, else that of the award's name nearest to them, else the text's own."""
    told = find_years(reading.text)
    own = [year.number for year in told if match.start() <= year.start < match.end()]
    sure = [year for year in told if year.sure]
    nearest = min(sure, key=lambda year: abs(year.start - match.start()), default=None)
    if own:
        return own[0]
    return nearest.number if nearest else read_editions(reading, []).dateline
