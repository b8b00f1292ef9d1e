"""Units that the press names by the body above them: `Nan's health office`, a faculty of a university."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache

from ingest.extract.english.cues import cue, ends_in, faculties, field_offices, follows
from queries.names import Mention, Names

NEAR = 45  # characters around the name of an office that hold the name of its province
FACULTY = "faculty"
"""The kind of a mention of a faculty with its university."""
_PROVINCIAL = "Provincial "
_SEVERAL = re.compile(r"\b[A-Z]\w+ (?:and [A-Z][\w ]{2,20} )?provinces\b")

Found = tuple[int, int, str]
"""Where an office is named, from where to where, and the Thai name of its province."""


def find_units(text: str, names: Names, known: list[Mention]) -> Iterator[Mention]:
    """Offices of provinces and faculties of universities; `known` are bodies of the registry, in order."""
    yield from _find_faculties(text, names, known)
    yield from _find_short_provinces(text, names)
    provinces = [mention for mention in known if names.kind_of(mention.body or "") == "province"]
    for match in _offices().finditer(text):
        found = _province_beside(text, names, match) or _province_told(text, provinces, match)
        if found:
            yield _office(text, names, match["core"].lower(), found)


@cache
def _cores() -> dict[str, str]:
    """`public health office` -> how the Thai name of such an office begins."""
    return {office.removeprefix(_PROVINCIAL).lower(): prefix for office, prefix in field_offices().items()}


@cache
def _offices() -> re.Pattern[str]:
    cores = "|".join(map(re.escape, sorted(_cores(), key=len, reverse=True)))
    return re.compile(rf"(?i:\b(?:provincial )?(?P<core>{cores})\b)")


def _office(text: str, names: Names, core: str, found: Found) -> Mention:
    (start, end, province), prefix = found, _cores()[core]
    parent = next((office.parent for office in names.offices if office.prefix == prefix), None)
    name = prefix + province.removeprefix("จังหวัด")
    return Mention(start, end, text[start:end], "field-office", (), name, parent)


@lru_cache(maxsize=4)
def _provinces(names: Names) -> dict[str, str]:
    """The short English name of each province -> its Thai name."""
    return {
        entry.surface.removesuffix(" Province"): names.name_of(entry.body)
        for entry in names.entries
        if entry.kind == "name-en" and names.kind_of(entry.body) == "province"
    }


def _province_beside(text: str, names: Names, match: re.Match[str]) -> Found | None:
    """`Nan Province's health office`, `the Provincial Health Office of Nan`."""
    before = text[max(0, match.start() - NEAR) : match.start()].rstrip()
    before = re.sub(r"['’]s?$", "", before).removesuffix(" Province").removesuffix(" province")
    behind = re.match(r"(?: of|,? in|,)(?: the)? ", text[match.end() : match.end() + NEAR])
    for short, name in _provinces(names).items():
        if before.endswith(short) and not before[: -len(short)][-1:].isalnum():
            return max(0, match.start() - NEAR) + len(before) - len(short), match.end(), name
        place = match.end() + behind.end() if behind else match.end()
        end = place + len(short)
        if behind and text.startswith(short, place) and not text[end : end + 1].isalnum():
            return match.start(), end + len(" Province") * (text[end : end + 9].lower() == " province"), name
    return None


def _province_told(text: str, provinces: list[Mention], match: re.Match[str]) -> Found | None:
    """`the province's health office`: that of the province that was named last."""
    if not ends_in("of_the_province", text, match.start()):
        return None
    place = bisect_left(provinces, match.start(), key=lambda mention: mention.start)
    return (match.start(), match.end(), provinces[place - 1].name) if place else None


def _find_short_provinces(text: str, names: Names) -> Iterator[Mention]:
    """`Nan and Yala provinces won two awards: Nan a Good one, Yala ...`."""
    if not _SEVERAL.search(text):
        return
    for match in _short_names(names).finditer(text):
        if follows("short_province", text, match.end()):
            thai = _provinces(names)[match[0]]
            found = names.resolve(thai)
            yield Mention(match.start(), match.end(), match[0], "name-en", tuple(found), thai)


@lru_cache(maxsize=4)
def _short_names(names: Names) -> re.Pattern[str]:
    longest_first = sorted(_provinces(names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b(?! [Pp]rovince)")


def _find_faculties(text: str, names: Names, known: list[Mention]) -> Iterator[Mention]:
    """`the Faculty of Nursing, University A`, `University A's Faculty of Nursing`."""
    for university in known:
        if names.kind_of(university.body or "") != "university":
            continue
        before = _faculty_before(text, university.start)
        behind = follows("faculty_behind", text, university.end)
        if match := before or behind:
            start, end = min(match.start("unit"), university.start), max(match.end("unit"), university.end)
            name = _name_of(match, university)
            yield Mention(start, end, text[start:end], FACULTY, (), name, university.body)


def _faculty_before(text: str, place: int) -> re.Match[str] | None:
    start = text.rfind("Faculty of", max(0, place - 2 * NEAR), place)
    return cue("faculty_before").match(text, start, place) if start >= 0 else None


def _name_of(faculty: re.Match[str], university: Mention) -> str:
    """Its Thai name, where the subject has one that all universities use; else as it is written."""
    thai = faculties().get(faculty["subject"])
    return f"{thai} {university.name}" if thai else f"{faculty['unit']}, {university.surface}"
