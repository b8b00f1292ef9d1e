"""The titles of works in an English text: quoted words that something leads to, plain ones in capitals."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ingest.extract.english.cues import cue, ends_in, follows
from ingest.extract.signs import Sign
from ingest.extract.titles import Title
from queries.names import Mention

LONGEST = 250  # characters of a quoted title
SHORTEST = 3
ABBREVIATION = 12  # characters of a body's name that a title may begin with
BETWEEN = 100  # characters between two titles that are told side by side

_TERMS = frozenset({"branch", "type", "level"})
_CLOSES = {"“": '”"', '"': '"”', "‘": "’", "'": "'"}


def find_titles(text: str, mentions: list[Mention], taken: list[Sign]) -> list[Sign]:
    """Every title that `text` can mean, in order; `taken` are the signs of terms, awards and numbers."""
    quoted = list(_find_quoted(text, mentions, taken))
    covered = {place for sign in [*quoted, *taken] for place in range(sign.start, sign.end)}
    covered |= {place for m in mentions if m.end - m.start > ABBREVIATION for place in range(m.start, m.end)}
    plain = [sign for sign in _find_plain(text, taken) if covered.isdisjoint(range(sign.start, sign.end))]
    covered -= {place for m in mentions if m.kind == "unknown" for place in range(m.start, m.end)}
    plain += [sign for sign in _find_cells(text, mentions) if covered.isdisjoint((sign.start, sign.end - 1))]
    return sorted([*quoted, *plain], key=lambda sign: sign.start)


def _find_quoted(text: str, mentions: list[Mention], taken: list[Sign]) -> Iterator[Sign]:
    place, last = 0, -1
    named = {mention.start: mention.end for mention in mentions if mention.kind != "unknown"}
    terms = {sign.start for sign in taken if sign.slot in _TERMS}
    points = {sign.end for sign in taken if sign.slot == "number"}
    told = {gap.end() for sign in taken if sign.slot in _TERMS and (gap := _gap_behind(text, sign))}
    told |= {gap.end() for mention in mentions if (gap := follows("title_behind_body", text, mention.end))}
    while (start := _next_quote(text, place)) is not None:
        end = _closing(text, start)
        place = end or start + 1
        if end is None or not (title := _titled(text, start, end)):
            continue
        if not _is_work(text, title, named, terms):
            continue
        led = title.start in told or _is_led(text, title, last, points)
        if led or follows("wins_behind", text, end):
            yield Sign("title", start, end, title=title, style="cue" if led else "wins")
            last = end


def _gap_behind(text: str, term: Sign) -> re.Match[str] | None:
    """The signs between a term and the work behind it: `Good level, “A”`."""
    return follows("title_behind_term", text, term.end)


def _next_quote(text: str, place: int) -> int | None:
    """The next sign that opens a quotation: a curly one, or a straight one between a space and a word."""
    match = cue("quote_opens").search(text, place)
    return match.start() if match else None


def _closing(text: str, start: int) -> int | None:
    """Behind the sign that closes the quotation at `start`; None where none does near enough."""
    limit = min(len(text), start + LONGEST)
    paragraph = text.find("\n\n", start, limit)
    limit = limit if paragraph < 0 else paragraph
    ends = (_find_closing(text, sign, start + 1, limit) for sign in _CLOSES[text[start]])
    found = [end for end in ends if end is not None]
    return min(found) + 1 if found else None


def _find_closing(text: str, sign: str, place: int, limit: int) -> int | None:
    """The first `sign` that no letter follows: an apostrophe closes nothing."""
    while (place := text.find(sign, place, limit)) >= 0:
        if sign not in "’'" or not text[place + 1 : place + 2].isalpha():
            return place
        place += 1
    return None


def _titled(text: str, start: int, end: int) -> Title | None:
    inside = " ".join(text[start + 1 : end - 1].split()).strip(" ,")
    return Title(inside, start, end, True) if len(inside) >= SHORTEST else None


def _is_work(text: str, title: Title, named: dict[int, int], terms: set[int]) -> bool:
    """Whether quoted words can name a work: no award, no body, nothing that somebody says."""
    body = named.get(title.start + 1, -1) >= title.end - 1
    if body or title.start + 1 in terms or cue("scheme").search(title.name):
        return False
    if ends_in("speech_before", text, title.start) or cue("speech").search(title.name):
        return False
    if ends_in("work_cue", text, title.start):
        return True
    spoken = title.name[-1] in ".!?" or text[title.end - 2] == ","
    return not (spoken and follows("speech_after", text, title.end))


def _is_led(text: str, title: Title, last: int, points: set[int]) -> bool:
    """Whether something leads to a title: its cue, a title beside it, a list, a verb behind it."""
    gap = text[last : title.start] if last >= 0 and title.start - last <= BETWEEN else None
    listed = ends_in("listed_after", text, title.start) or cue("joins_titles").fullmatch(gap or "-")
    beside = gap is not None and "\n" not in gap and ". " not in gap and listed
    before = text[max(0, title.start - 3) : title.start].rstrip(" ")
    heads = not before or before.endswith("\n") or not points.isdisjoint((title.start, title.start - 1))
    told = follows("told_as_work", text, title.end - 1)
    return bool(beside or heads or told or ends_in("leads_to_title", text, title.start))


def _find_cells(text: str, mentions: list[Mention]) -> Iterator[Sign]:
    """The cell of a table in text that is neither a term nor a body, behind the cell of a body."""
    known = [mention.start for mention in mentions if mention.kind != "unknown"]
    for match in cue("cell_title").finditer(text):
        line = text.rfind("\n", max(0, match.start() - LONGEST), match.start())
        before = bisect_left(known, match.start())
        if line >= 0 and before and known[before - 1] > line:
            yield _plain(match)


def _title_of_point(text: str, sign: Sign) -> re.Match[str] | None:
    """The plain title behind a list number, or behind the terms of a point: `- Good level: Bicycle Town`."""
    if sign.slot == "number":
        return follows("point_title", text, sign.end)
    if sign.slot not in _TERMS:
        return None
    line = text.rfind("\n", max(0, sign.start - LONGEST), sign.start) + 1
    return follows("tail_title", text, sign.end) if line and cue("number").match(text, line) else None


def _find_plain(text: str, taken: list[Sign]) -> Iterator[Sign]:
    """`for Traffy Fondue and for ...`: words in capitals; the words of a point up to its first term."""
    yield from map(_plain, cue("label_of_work").finditer(text))
    yield from (_plain(match, "wins") for match in cue("own_work").finditer(text))
    cues = ("plain_title", "named_system")
    plain = [(match, "plain") for name in cues for match in cue(name).finditer(text)]
    points = ((_title_of_point(text, sign), "point") for sign in taken)
    for match, style in [*plain, *points]:
        if match and not cue("other_award").search(match["title"]):
            yield _plain(match, style)


def _plain(match: re.Match[str], style: str = "plain") -> Sign:
    name = match["title"].strip()
    title = Title(name, match.start("title"), match.start("title") + len(name), False)
    return Sign("title", title.start, title.end, title=title, style=style)
