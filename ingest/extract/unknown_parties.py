"""The bodies that no registry lists: named right before their verb, or as a point of a list of winners."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.extract.cues import cue
from ingest.extract.signs import Sign
from queries.names import Mention

SUBJECT = 110  # characters before a verb in which the name of its subject is looked for
STORY = 2_000  # characters before `เทศบาลแห่งนี้` in which its name is told
POINT = 250  # characters behind a name in which its work is told


def with_unknown(text: str, known: list[Sign], verbs: list[Sign]) -> list[Sign]:
    """The bodies of a text with those that no registry lists; a province right behind one is its place."""
    unknown = [*_find_subjects(text, known, verbs), *_find_points(text, known)]
    ends = {sign.end for sign in unknown}
    places = (replace(s, role="place") if _is_behind(s, ends) else s for s in known)
    return sorted([*places, *unknown], key=lambda sign: sign.start)


def _is_behind(sign: Sign, ends: set[int]) -> bool:
    province = sign.mention is not None and sign.mention.kind == "province"
    return province and bool(ends & {sign.start, sign.start - 1})


def _find_subjects(text: str, known: list[Sign], verbs: list[Sign]) -> Iterator[Sign]:
    """`ศูนย์ ... ได้รับรางวัล`: the name right before the verb."""
    won = (verb.start for verb in verbs if verb.status == "won")
    yield from filter(None, (find_subject_before(text, place, known) for place in won))


def find_subject_before(text: str, place: int, known: Sequence[Sign]) -> Sign | None:
    """The organisation of no registry whose name ends at a place, as the one that acts there."""
    if told := cue("this_body").search(text, max(0, place - SUBJECT), place):
        return _named_before(text, told)
    match = cue("unknown_body").search(text, max(0, place - SUBJECT), place)
    if match is None or cue("giver").search(match[1]):
        return None
    before = bisect_left(known, match.end(1), key=lambda sign: sign.start)
    if before and known[before - 1].end > match.start(1):
        return None
    name = " ".join(_spelled_out(text, match[1]).split())
    return Sign(
        "body", match.start(1), match.end(), mention=_mention(match.span(1), text, name), role="subject"
    )


def _named_before(text: str, told: re.Match[str]) -> Sign | None:
    """`เทศบาลแห่งนี้`: the last name that begins so."""
    names = re.compile(told["head"] + r"(?!แห่ง|ที่|นี้)[ก-๎]{3,40}")
    found = list(names.finditer(text, max(0, told.start() - STORY), told.start()))
    span = (told.start(), told.end())
    return Sign("body", *span, mention=_mention(span, text, found[-1][0]), role="subject") if found else None


def _find_points(text: str, known: list[Sign]) -> Iterator[Sign]:
    """`1) ศูนย์ ... ระดับดี ผลงาน “...”`: the name between the terms of a point that tells its work."""
    starts = [sign.start for sign in known]
    for match in cue("unknown_point").finditer(text):
        start, end = match.span("body")
        place = bisect_left(starts, end)
        within = known[place - 1] if place and known[place - 1].end > start else None
        if (within and not _is_its_place(within, start)) or not _tells_work(text, start, end):
            continue
        yield Sign("body", start, end, mention=_mention((start, end), text, text[start:end]), role="listed")


def _is_its_place(sign: Sign, start: int) -> bool:
    """`สำนักงาน ... จังหวัดสระแก้ว`: the name of a province within that of the office."""
    return sign.mention is not None and sign.mention.kind == "province" and sign.start > start


def _tells_work(text: str, start: int, end: int) -> bool:
    """Whether the point that names a body tells of a work, before the name or behind it."""
    furthest = max(0, start - POINT)
    points = [match.end() for match in cue("next_point").finditer(text, furthest, start)]
    after = cue("next_point").search(text, end, end + POINT)
    reach = ((points[-1] if points else furthest, start), (end, after.start() if after else end + POINT))
    return any(cue("quoted_work").search(text, *span) for span in reach)


def _mention(span: tuple[int, int], text: str, name: str) -> Mention:
    return Mention(*span, text[slice(*span)], "unknown", (), name)


def _spelled_out(text: str, short: str) -> str:
    """The name that the text gives an abbreviation: `ศูนย์ ... (ศพท.)`."""
    place = text.find(f"({short})") if "." in short else -1
    told = cue("spelled_out").search(text, max(0, place - SUBJECT), place) if place > 0 else None
    return told[1] if told else short
