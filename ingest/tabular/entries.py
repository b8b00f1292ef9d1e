"""One row of a table as the awards that it tells: shared columns, and each block of columns or mark."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from ingest.grids import Row
from ingest.tabular.facts import (
    Facts,
    category_award,
    read_facts,
    read_value,
    read_year_told,
    read_years,
    tell,
)
from ingest.tabular.layouts import Column, Layout, says_yes
from ingest.tabular.words import Role, is_nothing, pattern, plain, says, tells, without_number
from ontology.thai import to_arabic_digits

AWARD_ROLES: Final[tuple[Role, ...]] = ("branch", "type", "award", "category", "level", "result")


_BETWEEN: Final = re.compile(r"[,;\n]|(?<=\))\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One award of a row, before it is known who is meant: its facts, and the columns of its words."""

    facts: Facts
    project: str | None = None
    project_column: int | None = None
    column: int | None = None
    """Where its award stands."""
    bodies: tuple[str, ...] = ()
    """Bodies that stand where a mark would."""
    lost: bool = False
    foreign: bool = False
    named: bool = False
    """Whether the row itself names the scheme."""
    own: bool = False
    """Whether the row itself, not only its header or its group, tells of the award."""
    count: int | None = None


def read_entries(row: Row, texts: Sequence[str], layout: Layout, is_winner_told: bool) -> list[Entry]:
    """The awards of a row; `texts` are its cells with ditto marks resolved."""
    shared = [column for column in layout.columns if not _in_block(column)]
    bases = _read_shared(texts, shared)
    found = [entry for base in bases for entry in _read_blocks(texts, layout, base, is_winner_told)]
    marks = [_text(texts, column) for column in layout.columns if column.role == "mark"]
    if not found and not any(plain(text).isdigit() for text in marks):
        told = [base for base in bases if base.own and base.facts.type]
        return told if marks else bases
    return found


def _in_block(column: Column) -> bool:
    return column.role == "mark" or bool(column.facts.told and column.role in (*AWARD_ROLES, "project"))


def _read_shared(texts: Sequence[str], columns: Sequence[Column]) -> list[Entry]:
    """What the columns outside of blocks tell; a cell may hold several awards."""
    entries = [Entry(_year_facts(texts, columns), *_project(texts, columns))]
    for role in AWARD_ROLES:
        for column in (column for column in columns if column.role == role):
            entries = _with_cell(entries, column, _text(texts, column))
    tells_level = any(column.role in {"level", "award", "result"} for column in columns)
    return entries if tells_level else [_with_told_behind(entry) for entry in entries]


def _with_told_behind(entry: Entry) -> Entry:
    """`ชื่องาน (ระดับดี)` in the column of works, where no other column tells the level."""
    told = read_told_behind(entry.project or "")
    if told is None or not told[1].told <= {"level", "type", "branch"}:
        return entry
    title, facts = told
    return replace(entry, project=title, facts=facts.over(entry.facts), own=True)


def _year_facts(texts: Sequence[str], columns: Sequence[Column]) -> Facts:
    for column in columns:
        years = read_years(_text(texts, column)) if column.role == "year" else ()
        if years:
            return tell(year=years[0])
    return Facts()


def _project(texts: Sequence[str], columns: Sequence[Column]) -> tuple[str | None, int | None]:
    for column in columns:
        if column.role == "project" and not is_nothing(_text(texts, column)):
            return _text(texts, column), column.index
    return None, None


def _text(texts: Sequence[str], column: Column) -> str:
    return texts[column.index] if column.index < len(texts) else ""


def _with_cell(entries: list[Entry], column: Column, text: str) -> list[Entry]:
    """Each entry with what a cell of a column of awards tells."""
    if is_nothing(text):
        found = read_value(column.role, text) or (Facts(),)
        return [replace(e, facts=facts.over(e.facts)) for e in entries for facts in found]
    if column.role == "result" or _tells_result(text):
        ticked = says_yes(text) and _status(column.header)
        return _with_result(entries, column, column.header if ticked else text)
    if _names_other_award(column, text):
        return [replace(entry, foreign=True) for entry in entries]
    if column.role == "award" and tells("title_in_award", text) and not any(e.project for e in entries):
        return [told for entry in entries for told in _with_titles(entry, column, text)]
    return _with_values(entries, column, text)


def _with_values(entries: list[Entry], column: Column, text: str) -> list[Entry]:
    """Each entry with each award of a cell; two lists of the same length go side by side."""
    found = _dated_values(column.role, text, entries) or (Facts(),)
    pairs = zip(entries, found, strict=True) if len(entries) == len(found) else (
        (entry, facts) for entry in entries for facts in found)  # fmt: skip
    return [_told_by(entry, facts, column, text) for entry, facts in pairs]


def _tells_result(text: str) -> bool:
    """`ผ่านเข้ารอบ`, `ไม่ได้รับรางวัล` in a column of levels or awards: how far the work got."""
    words = (cue for cue in ("lost", "finalist", "applied", "not_yet") if tells(cue, text))
    return any(words) and not tells("title_in_award", text)


def _dated_values(role: str, text: str, entries: Sequence[Entry]) -> tuple[Facts, ...]:
    """What a cell tells; `หมวด 1 (2563), หมวด 3 (2564)` tells the year of each, if the row tells none."""
    items = [item for item in _BETWEEN.split(text) if item.strip()]
    years = [read_year_told(item) for item in items]
    if not any(years) or any(entry.facts.year for entry in entries):
        return read_value(role, text)
    if not all(years):
        items, years = [text], [read_year_told(text)]
    dated = zip(items, years, strict=True)
    return tuple(_in_year(facts, year) for item, year in dated for facts in read_value(role, item))


def _in_year(facts: Facts, year: int | None) -> Facts:
    return tell(year=year).over(facts) if year else facts


def _with_titles(entry: Entry, column: Column, text: str) -> Iterator[Entry]:
    """`1. ประเภท ก ระดับดี ผลงาน “...” 2. ...`: the awards of a cell with their works."""
    for item in split_list(text):
        words = plain(item)
        title = pattern("title_in_award").search(words)
        rest = f"{words[: title.start()]} {words[title.end() :]}" if title else words
        place = column.index if title else None
        work = replace(entry, project=_title_of(title), project_column=place)
        found = _dated_values(column.role, rest, [entry]) or (Facts(),)
        yield from (_told_by(work, facts, column, text) for facts in found)


def _title_of(found: re.Match[str] | None) -> str | None:
    return (found["quoted"] or found["bare"] or "").strip() or None if found else None


def _told_by(entry: Entry, facts: Facts, column: Column, text: str) -> Entry:
    named = entry.named or tells("scheme_itself", text)
    own = entry.own or bool(facts) or named
    place = column.index if facts or named else entry.column
    return replace(entry, facts=facts.over(entry.facts), own=own, named=named, column=place)


def _names_other_award(column: Column, text: str) -> bool:
    if column.role == "type":
        return tells("other_award", text) and not tells("scheme_name", text) and not read_facts(text)
    return column.role == "award" and _is_foreign(text)


def _is_foreign(text: str) -> bool:
    """Whether an award is named that is none of this scheme, be it with a level that this scheme has too."""
    if tells("scheme_name", text) or says("further_type", text):
        return False
    if tells("other_award", text):
        return True
    found = read_facts(text)
    rest = pattern("award_filler").sub("", plain(text))
    return not any({"branch", "type", "category"} & facts.told for facts in found) and len(rest) > 3


def _with_result(entries: list[Entry], column: Column, text: str) -> list[Entry]:
    """A column of results tells who lost, who won with which level, and who only got so far."""
    if tells("lost", text):
        return [replace(entry, lost=True) for entry in entries]
    found = read_facts(text) or (Facts(),)
    status = _status(text) or (tell(status="won") if found[0] else Facts())
    return [_told_by(entry, status.over(facts), column, text) for entry in entries for facts in found]


def _status(text: str) -> Facts:
    for status in ("finalist", "applied"):
        if tells(status, text) and not tells("winners", text):
            return tell(status=status)
    if tells("not_yet", text):
        return tell(status="applied")
    return tell(status="won") if tells("winners", text) or says("tick", text) else Facts()


def _read_blocks(texts: Sequence[str], layout: Layout, base: Entry, is_winner_told: bool) -> Iterator[Entry]:
    blocks = [column for column in layout.columns if _in_block(column)]
    for facts, group in groupby(blocks, key=lambda column: column.facts):
        columns = list(group)
        for column in (column for column in columns if column.role == "mark"):
            yield from _read_mark(_text(texts, column), column, base, is_winner_told)
        others = [column for column in columns if column.role != "mark"]
        if any(not is_nothing(_text(texts, column)) for column in others):
            yield from _read_block(texts, others, facts, base)


def _read_block(texts: Sequence[str], columns: list[Column], facts: Facts, base: Entry) -> Iterator[Entry]:
    """The columns under one branch, say: together they tell one award, or several."""
    project, place = _project(texts, columns)
    start = replace(base, facts=facts.over(base.facts), own=True, column=columns[0].index)
    start = replace(start, project=project, project_column=place) if project else start
    entries = [start]
    for role in AWARD_ROLES:
        for column in (column for column in columns if column.role == role):
            entries = _with_cell(entries, column, _text(texts, column))
    yield from entries


def _read_mark(text: str, column: Column, base: Entry, is_winner_told: bool) -> Iterator[Entry]:
    """A cell under a header that tells of the award: a tick, a level, a category, a work, or who won."""
    if is_nothing(text) or (says("cross", text) and not says_yes(text)):
        return
    entry = replace(base, facts=column.facts.over(base.facts), own=True, column=column.index)
    if told := read_told_behind(text):
        yield from _named_and_told(text, told, column, entry, is_winner_told)
    elif found := _facts_under(column, text):
        told_here = (facts.over(column.facts).over(base.facts) for facts in found)
        yield from (replace(entry, facts=facts) for facts in told_here)
    else:
        yield from _read_plain_mark(text, column, entry, is_winner_told)


def _facts_under(column: Column, text: str) -> tuple[Facts, ...]:
    """What a marked cell tells; bare numbers under the award for one category are categories."""
    numbers = column.facts.type == category_award() and "category" not in column.facts.told
    return read_value("category", text) if numbers else read_facts(text)


def _read_plain_mark(text: str, column: Column, entry: Entry, is_winner_told: bool) -> Iterator[Entry]:
    """A cell that tells nothing of the award itself: a number, a tick, a body or a work."""
    words = plain(text)
    if words.isdigit():
        yield from _counted(int(words), column, entry)
    elif says_yes(text):
        yield entry
    elif not is_winner_told:
        yield from (replace(entry, bodies=(body,)) for body in _with_works(split_list(text)))
    elif not tells("other_award", text):
        yield replace(entry, project=text, project_column=column.index)


def read_told_behind(text: str) -> tuple[str, Facts] | None:
    """`ชื่องาน (ระดับดี)`: a name, and what the brackets behind it tell of its award."""
    found = pattern("told_behind").match(plain(text))
    told = read_facts(found["told"]) if found else ()
    if found is None or len(told) != 1 or read_facts(found["title"]):
        return None
    return found["title"], told[0]


def _named_and_told(
    text: str, told: tuple[str, Facts], column: Column, entry: Entry, is_winner_told: bool
) -> Iterator[Entry]:
    """The work of the row's winner, or a winner, with what is told behind it."""
    if not is_winner_told and not says_yes(told[0]):
        yield from (replace(entry, bodies=(body,)) for body in split_list(text))
        return
    title, facts = told
    told_entry = replace(entry, facts=facts.over(entry.facts))
    yield told_entry if says_yes(title) else replace(told_entry, project=title, project_column=column.index)


def _counted(value: int, column: Column, entry: Entry) -> Iterator[Entry]:
    """One is the award itself; more are a number of awards that nothing tells apart.

    Under a year a number only sums up what other tables tell, but for one category or one work.
    """
    if not (column.facts.names_award or entry.facts.category or entry.project):
        return
    if value == 1:
        yield entry
    elif value > 1:
        yield replace(entry, count=value)


def split_list(text: str) -> list[str]:
    """The items of a cell: a line each, or numbered in one line."""
    lines = [piece for line in text.splitlines() for piece in _numbered(line)]
    return [without_number(line) for line in lines if not is_nothing(line)]


def _with_works(lines: Sequence[str]) -> list[str]:
    """Bodies of a cell; a work in quotes on its own line goes to the body below, or above if bodies lead."""
    quoted = [says("quoted", line) for line in lines]
    if not any(quoted) or all(quoted):
        return list(lines)
    items: list[str] = []
    for line, work in zip(lines, quoted, strict=True):
        joins = bool(items) and (says("quoted", items[-1]) if quoted[0] else work)
        items[-1:] = [f"{items[-1]}\n{line}"] if joins else [*items[-1:], line]
    return items


def _numbered(line: str) -> Iterable[str]:
    starts = [match.start() for match in pattern("inner_number").finditer(to_arabic_digits(line))]
    return [
        line[a:b].strip()
        for a, b in zip([0, *starts], [*starts, len(line)], strict=True)
        if line[a:b].strip()
    ]
