"""The bodies that an English text names: those of the registry as the press writes them, and strangers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from ingest.extract.english.cues import cue, ends_in, field_offices, follows, words
from ingest.extract.english.units import find_units
from ingest.extract.reading import Reading
from queries.names import Candidate, Mention, Names

ENGLISH = frozenset({"name-en"})
SHORTEST_UNKNOWN = 2  # words of a name that no registry lists

_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)} | {ord("’"): ord("'")}
_COMPANY = re.compile(
    r",?\s(?:Public )?(?:Company Limited|Co\.,? ?Ltd\.?|Limited)$|\s\(Public Organi[sz]ation\)$"
)


@dataclass(frozen=True, slots=True)
class Known:
    """A body that a surface names; `name` is Thai. An office without an id has the body above it."""

    name: str
    body: str | None = None
    parent: str | None = None


def find_mentions(reading: Reading) -> list[Mention]:
    """Every body that the text names, in order; where two overlap the longer one."""
    found = [m for m in reading.mentions if m.surface not in words("no_bodies") and _is_english(m)]
    known = _longest([*found, *_find_known(reading)])
    known = _longest([*known, *find_units(reading.text, reading.names, known)])
    return _longest([*known, *_find_unknown(reading.text, known)])


def _is_english(mention: Mention) -> bool:
    return mention.surface[:1].isascii() and mention.kind != "province"


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, m.body is None)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start and kept[-1].body is None:
            kept[-1] = mention
    return kept


def _find_known(reading: Reading) -> Iterator[Mention]:
    text = reading.text
    automaton, told = _lexicon(reading.names)
    folded = text.translate(_LOWER)
    for index, start, end in automaton.find_matches_as_indexes(folded):
        alone = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        written = text[start].isupper() or follows("small_names", text, start)
        if alone and written and not ends_in("deputies", text, start):
            yield _mention(text, start, end, told[index])


def _mention(text: str, start: int, end: int, known: Known) -> Mention:
    candidates = (Candidate(known.body, 0.95, "its English name"),) if known.body else ()
    kind = "name-en" if known.body else "field-office"
    return Mention(start, end, text[start:end], kind, candidates, known.name, known.parent)


@lru_cache(maxsize=4)
def _lexicon(names: Names) -> tuple[AhoCorasick, tuple[Known, ...]]:
    """The automaton over all English names in lower case, and what each of its patterns names."""
    told: dict[str, Known] = {}
    for surface, known in chain(_official(names), _offices_of_secretaries(names), _provinces(names)):
        for variant in _variants(surface):
            told.setdefault(variant.translate(_LOWER), known)
    automaton = AhoCorasick(
        list(told), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
    )
    return automaton, tuple(told.values())


def _variants(surface: str) -> Iterator[str]:
    """A name without its article and its legal form, with other spellings of its words."""
    plain = surface.removeprefix("The ")
    for name in {plain, _COMPANY.sub("", plain)}:
        for one, other in (
            ("", ""),
            ("&", "and"),
            (" and ", " & "),
            ("Labour", "Labor"),
            ("ization", "isation"),
        ):
            yield name.replace(one, other) if one else name
        yield name.replace("Centre", "Center") if "Centre" in name else name.replace("Center", "Centre")


def _official(names: Names) -> Iterator[tuple[str, Known]]:
    today = sorted(names.entries, key=lambda entry: bool(entry.valid_to))  # of namesakes the living one
    for entry in today:
        if entry.kind in ENGLISH and len(entry.surface.split()) > 1:
            yield entry.surface, Known(names.name_of(entry.body), entry.body)


def _offices_of_secretaries(names: Names) -> Iterator[tuple[str, Known]]:
    """`Office of the Permanent Secretary for Public Health`, `Permanent Secretary of Labour`."""
    for entry in names.entries:
        if entry.kind not in ENGLISH or not names.is_ministry(entry.body):
            continue
        office = names.resolve("สำนักงานปลัด" + names.name_of(entry.body))
        if office:
            known = Known(names.name_of(office[0].body), office[0].body)
            short = entry.surface.removeprefix("Ministry of ")
            yield from ((template.format(short), known) for template in words("secretary_office"))


def _provinces(names: Names) -> Iterator[tuple[str, Known]]:
    """`Governor of Phrae`, `Phrae Provincial Office`: the province; `Phrae Provincial Health Office`."""
    parents = {office.prefix: office.parent for office in names.offices}
    for entry in names.entries:
        if entry.kind not in ENGLISH or names.kind_of(entry.body) != "province":
            continue
        short = entry.surface.removesuffix(" Province")
        known = Known(names.name_of(entry.body), entry.body)
        yield from ((template.format(short), known) for template in words("province"))
        yield from ((template.format(short), _hospital(names, known.name)) for template in words("hospital"))
        for office, prefix in field_offices().items():
            thai = prefix + known.name.removeprefix("จังหวัด")
            yield f"{short} {office}", Known(thai, None, parents.get(prefix))


def _hospital(names: Names, province: str) -> Known:
    name = "โรงพยาบาล" + province.removeprefix("จังหวัด")
    found = names.resolve(name)
    return Known(name, found[0].body if len(found) == 1 else None)


def _find_unknown(text: str, known: list[Mention]) -> Iterator[Mention]:
    """Organisations that no registry lists, by how their names look: `Thung Kula Municipality`."""
    taken = {place for mention in known for place in range(mention.start, mention.end)}
    for run in cue("capitals").finditer(text):
        start = run.start() + len(run[0]) - len(run[0].removeprefix("The "))
        end = _end_of_organisation(text, start, run.end())
        name = " ".join(text[start:end].split())
        if len(name.split()) < SHORTEST_UNKNOWN or not taken.isdisjoint((start, end - 1)):
            continue
        if not cue("scheme").search(name) and not cue("giver").search(name):
            yield Mention(start, end, text[start:end], "unknown", (), name)


def _end_of_organisation(text: str, start: int, end: int) -> int:
    """Behind the last word for an organisation (`... Hospital` of `... Hospital Wins`), or `start`."""
    last = start
    for head in cue("unknown_head").finditer(text, start, end):
        last = end if follows("goes_by", text, head.end()) else head.end()
    return last
