"""The stream of signs of a text: everything that says something about an award, in order of place."""

import re
from collections.abc import Container, Iterator, Mapping

from ingest.extract.cues import cue, ends_in, find_status_cues, follows
from ingest.extract.parties import find_parties
from ingest.extract.reading import Reading, YearMention
from ingest.extract.signs import LEADS, Sign, Slot
from ingest.extract.terms import find_terms
from ingest.extract.unknown_parties import with_unknown
from ingest.extract.works import find_works
from ontology.iri import Kind
from ontology.thai import MONTHS

WRAPPED = 80  # lines that are shorter on average were broken by hand ...
SHORTEST_WRAPPED, FEWEST_WRAPPED = 30, 8  # ... if there are so many, without headings and points ...
LONGEST_WRAPPED = 150  # ... unless one is longer than this: then they are points of lists
LEAD = 14  # characters before a term that is alone on its line: a bullet, `ประเภทรางวัล`
LABELS = 2  # so many labels make a page of labels and values

_COUNT = re.compile(
    r"(?<![\d,.])(?<!โควิด[ -])(?<!(?i:covid)[ -])"
    r"(\d{1,3})\s?(?:รางวัล|ผลงาน|โครงการ|ประเภท|หมวด(?!\s?\d))(?!\s?(?:ที่\s?\d))"
    r"|(?:จำนวน|รวม|ทั้งสิ้น)\s?(\d{1,3})\s?(?:กรม|หน่วยงาน|จังหวัด|แห่ง)"
)
_NUMBER = re.compile(
    r"(?:(?<=[\s(ก-๎”\"])|^)\(?(?!4\.0\))([1-3]?\d(?:\.\d{1,2})*)([.)])(?!\d)(?!\s?น\.)"
    r"|(?m:^)[ \t]{0,20}([-•*–—✅◦○●▪■➤►▶✓✔☑→·>\uf000-\uf0ff\U0001f300-\U0001faff]|o(?=\s[ก-๎]))\s"
    r"|\(([ก-ฮ])\)|(?m:^)[ \t]{0,20}([กขคงจฉ])\.\s"
    r"|(?m:^)[ \t]{0,20}(?!4\.0\s)(\d{1,2}(?:\.\d{1,2})+)\s(?=\S)"
)
_RANGE = re.compile(r"(25[5-9]\d|[5-7]\d)\s?[-–]\s?(25[5-9]\d|[5-7]\d)(?!\d)")
_MONTH = re.compile(rf"(?:{'|'.join(map(re.escape, MONTHS))})\s?(?:พ\.\s?ศ\.\s?)?$")
_YEAR_LINE = re.compile(r"(?:ประจำ)?(?:ปี|พ\.\s?ศ\.)?\s?(?:พ\.\s?ศ\.\s?)?25\d\d[ ]*:?[ ]*(?=\n)")
"""A line that is a year heads the lines below, and goes on with a list above."""
_SLOTS: dict[Kind, Slot] = {"branch": "branch", "type": "type", "level": "level", "pmqa-category": "type"}
_ORDER = {"line": 0, "number": 1, "verb": 1}


def find_signs(reading: Reading) -> list[Sign]:
    """Every sign of the award in a reading, in order of place."""
    text = reading.text
    awards = list(_award_signs(text))
    terms = find_terms(text)
    verbs = [Sign("verb", start, end, status=status) for status, start, end in find_status_cues(text)]
    if len(cue("label").findall(text)) >= LABELS:
        verbs += [Sign("verb", award.start, award.start, status="won") for award in awards]
    parties = with_unknown(text, find_parties(reading), verbs)
    signs = [
        *awards,
        *verbs,
        *parties,
        *(Sign(_SLOTS[t.concept.scheme], t.start, t.end, t.sure, t.concept, t.category) for t in terms),
        *_year_signs(reading),
        *(_count_sign(match) for match in _COUNT.finditer(text)),
        *(_number_sign(m) for m in _NUMBER.finditer(text)),
        *_line_signs(text, {term.end: term.start for term in terms}, set(_heading_lines(text, parties))),
        *(Sign("turn", m.start(), m.end(), True) for m in cue("foreign_award").finditer(text)),
        *(Sign("turn", m.start(), m.end(), False) for m in cue("turn").finditer(text)),
        *_break_signs(reading),
    ]
    works = find_works(text, signs)
    inside = {place for work in works if work.sure for place in range(work.start + 1, work.end)}
    kept = [sign for sign in signs if sign.slot == "line" or sign.start not in inside]
    return sorted([*kept, *works], key=lambda sign: (sign.start, _ORDER.get(sign.slot, 2), -sign.end))


def _award_signs(text: str) -> Iterator[Sign]:
    """The name of the scheme, where it is no look-alike and no hand-over."""
    for match in cue("scheme").finditer(text):
        if ends_in("lookalike_before", text, match.start()) or follows("lookalike_after", text, match.end()):
            continue
        sure = not ends_in("ceremony_before", text, match.start())
        yield Sign("award", match.start(), match.end(), sure)


def _break_signs(reading: Reading) -> Iterator[Sign]:
    """Where a story ends that no line break ends: at a goal, and at each heading of a long report."""
    headings = cue("section").finditer(reading.text) if reading.is_report else ()
    for match in [*headings, *cue("goal").finditer(reading.text)]:
        yield Sign("line", match.start(), match.start() + 1, style="break")


def _year_signs(reading: Reading) -> Iterator[Sign]:
    """Years, but for those of a date: `7 กันยายน 2566` is no edition. One that leads has its style."""
    text, leading = reading.text, -1
    for year in reading.editions:
        ranged = _RANGE.search(text, year.start, year.end + 10)
        if _is_no_edition(text, year, ranged is not None):
            continue
        end = max(year.end, ranged.end() if ranged else 0)
        if _leads(text, year.start, end, leading):
            leading = year.start
        style = LEADS if leading == year.start else ""
        yield Sign("year", year.start, end, year.annual, number=year.year_be, style=style)


def _is_no_edition(text: str, year: YearMention, ranged: bool) -> bool:
    """Whether a year is that of a day, or only says since when."""
    since = text[max(0, year.start - 8) : year.start].rstrip().endswith("ตั้งแต่")
    return _MONTH.search(text, max(0, year.start - 20), year.start) is not None or (since and not ranged)


def _leads(text: str, start: int, end: int, leading: int) -> bool:
    """`ปี 2562 เราได้รับรางวัล ก ปี 2564 เราได้รับรางวัล ข`: the first stands behind no award, the next go on."""
    if not (text.startswith("ปี", start) and follows("wins_in_year", text, end)):
        return False
    line = text.rfind("\n", 0, start) + 1
    anew = ends_in("before_that", text, start) or not ends_in("told_of_award", text, start)
    return leading >= line or anew


def _count_sign(match: re.Match[str]) -> Sign:
    """A total, of awards or works; of bodies where their number stands before the word for them."""
    awards, bodies = match.groups()
    style = "bodies" if bodies else ""
    return Sign("count", match.start(), match.end(), number=int(awards or bodies), style=style)


def _number_sign(match: re.Match[str]) -> Sign:
    digits, closing, bullet, letter, dotted, open_ended = match.groups()
    start = match.end() - len(match[0].lstrip())  # the white space before it is that of the line
    if letter or dotted:
        return Sign("number", start, match.end(), style="(ก)" if letter else "ก.")
    digits = digits or open_ended
    style = bullet or f"{digits.count('.')}{closing if '.' not in digits else ''}"
    first = int(digits.rpartition(".")[2]) if digits else None
    return Sign("number", start, match.end(), style=style, number=first)


def _heading_lines(text: str, parties: list[Sign]) -> Iterator[int]:
    """Where lines begin that a list goes on with: a body and its terms, or one with no more than its total.

    The latter heads the lines below: where it ends is told as well.
    """
    for sign in parties:
        line = text.rfind("\n", 0, sign.start) + 1
        if cue("line_lead").fullmatch(text, line, sign.start) is None:
            continue
        if sign.role == "heading":
            yield line
            if alone := follows("ends_heading_line", text, sign.end):
                yield alone.end()
        elif follows("heads_line", text, sign.end):
            yield line


def _line_signs(text: str, terms: Mapping[int, int], headings: Container[int]) -> Iterator[Sign]:
    """Line breaks; `sure` where a new story begins, not where one goes on or where lines are wrapped.

    `terms`: where a term ends -> where it begins. One that is alone on its line heads the lines below, as
    does a body: `headings` are the ends of its line.
    """
    wrapped = _is_wrapped(text)
    for match in re.finditer(r"\n\s*", text):
        goes_on = match[0].count("\n") < 3 and (wrapped or follows("goes_on", text, match.end()))
        asked = cue("asks_for_more").search(text, max(0, match.start() - 20), match.start())
        headed = _is_heading(text, match.start(), terms) or match.start() in headings
        headed = headed or _YEAR_LINE.match(text, match.end()) is not None
        headed = (headed or match.end() in headings) and match[0].count("\n") < 2
        yield Sign("line", match.start(), match.end(), not (goes_on or asked or headed))


def _is_wrapped(text: str) -> bool:
    """Whether somebody broke the lines of its sentences by hand; points of lists do not count."""
    told = (line for line in text.splitlines() if len(line) >= SHORTEST_WRAPPED)
    lines = [line for line in told if not _NUMBER.match(line.lstrip())]
    short = len(lines) >= FEWEST_WRAPPED and sum(map(len, lines)) / len(lines) < WRAPPED
    return short and max(map(len, lines)) <= LONGEST_WRAPPED


def _is_heading(text: str, end: int, terms: Mapping[int, int]) -> bool:
    """Whether a line is a term with no more than its lead word and a bullet."""
    line = text.rfind("\n", 0, end) + 1
    ended = next((terms[place] for place in range(end, end - 3, -1) if place in terms), None)
    return ended is not None and 0 <= ended - line <= LEAD
