"""Who is meant by the words of a cell or a list item, and which work: names are settled, never guessed."""

import re
from dataclasses import dataclass, replace
from typing import Final

from ingest.extract.recipients import is_above, is_unit
from ingest.extract.titles import read_title
from ingest.tabular.facts import Facts, read_facts, read_year_told, tell
from ingest.tabular.words import in_full, is_in_full, is_nothing, pattern, plain, without_number
from ontology.thai import match_key, normalise
from queries.names import Mention, Names, settled

LONGEST_ABBREVIATION: Final = 12
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<inside>[^()]+)\)\s*(?P<rest>.*)$", re.DOTALL)
_PUBLIC = "(องค์การมหาชน)"
_ABBREVIATION = re.compile(r"(?:[ก-ฮ]{1,4}\.?\s?){1,5}|[A-Z][A-Za-z.&-]{1,9}")
_TOGETHER = re.compile(r"\s*(?:และ|ร่วมกับ|ร่วมด้วย|กับ|,|/|\+|&|\n)\s*(?:\d[.)]\s*)?")
_COMMA = re.compile(r"\s*[,;]\s*")
_AND = re.compile(r"\s*(?<=[^ก-๎])และ\s*|\s+และ|และ(?=กรม|จังหวัด|โรงพยาบาล|สำนักงาน|มหาวิทยาลัย)")
_SECRETARY = re.compile(r"(?:สำนัก(?:งาน)?ปลัดกระทรวง(?:ฯ|ๆ)?|สป\.?)")
_UNIT_HEAD = re.compile(
    r"(?:สำนัก|กอง|ศูนย์|โรงพยาบาล|รพ\.|สถาบัน|แขวง|ด่าน|กลุ่ม|ฝ่าย|เขต(?!ข)|วิทยาลัย|โครงการชลประทาน|สถาน|นิคม|บ้านพัก|เรือ(?!น)|ท่าอากาศยาน|เรือนจำ|สวน|คณะ(?!กรรมการ|ทำงาน|อนุ|รัฐ))"
)
_DIVISION_HEAD = re.compile(
    r"กอง(?!ทุน|ทัพ)|สำนัก(?!งาน(?:คณะกรรมการ|ปลัด))|ศูนย์|กลุ่ม|ฝ่าย|คณะ(?!กรรมการ)|ภาควิชา|แขวง|ด่าน"
)
_OPENS = re.compile(r"[“\"]")
_TRIMMED = " \t\n:：-–—,;/|"


@dataclass(frozen=True, slots=True)
class Winner:
    """A body as it is meant: its name, its key in the registry if settled, and its part that did the work."""

    name: str
    surface: str
    body: str | None = None
    unit: str | None = None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """What a list item or a cell of free words tells."""

    winner: Winner | None
    project: str | None
    facts: tuple[Facts, ...]


def read_winner(text: str, names: Names, ministry: str | None = None) -> Winner | None:
    """The body that a cell of the winners' column means; None for an empty one."""
    flat = _clean(text)
    if is_nothing(flat):
        return None
    surface = " ".join(without_number(normalise(text)).split())
    found = _whole(flat, names, ministry) or _bracketed(flat, names, ministry)
    found = found or _by_lines(text, names, ministry) or _by_mentions(flat, names)
    found = found or _spelled_out(flat, names, ministry) or Winner(flat, flat)
    return replace(found, surface=surface)


def _spelled_out(flat: str, names: Names, ministry: str | None) -> Winner | None:
    """`ทต.บ้านกลาง จ.ลำพูน` is เทศบาลตำบลบ้านกลาง: the head in full, without the place where it is."""
    full = in_full(flat) or (flat if is_in_full(flat) else None)
    if full is None:
        return None
    name = pattern("seat").sub("", full)
    written = (words for words in dict.fromkeys((full, name)) if words != flat)
    known = (_whole(words, names, ministry) for words in written)
    return next(filter(None, known), Winner(name, name))


def is_body(text: str, names: Names) -> bool:
    """Whether a cell is the name of a body, known or of a known kind."""
    flat = _clean(text)
    if not 2 < len(flat) < 200 or "“" in flat:
        return False
    if settled(names.resolve(flat)) or in_full(flat):
        return True
    first = next(iter(names.find(flat)), None)
    return first is not None and first.start == 0 and first.kind != "abbr-th"


def is_part_of(winner: Winner, whose: Winner, names: Names) -> bool:
    """Whether a body is below another: in the registry, or as a division that it does not list."""
    if whose.body and names.kind_of(whose.body) == "province":
        return False
    if winner.body is None:
        return _DIVISION_HEAD.match(winner.name) is not None
    above = names.parents.get(winner.body)
    return above is not None and above == whose.body and not names.is_ministry(above)


def _clean(text: str) -> str:
    return " ".join(without_number(plain(text)).split()).strip(_TRIMMED)


def _known(body: str, names: Names, unit: str | None = None) -> Winner:
    return Winner(names.name_of(body), "", body, unit)


def _whole(flat: str, names: Names, ministry: str | None) -> Winner | None:
    if _SECRETARY.fullmatch(flat) and ministry:
        flat = "สำนักงานปลัด" + ministry
    candidates = names.resolve(flat)
    body = settled(candidates)
    if body is None and ministry and candidates:
        above = settled(names.resolve(ministry))
        under = [found.body for found in candidates if names.parents.get(found.body) == above]
        body = under[0] if len(under) == 1 else None
    if body is None and ministry and ministry.startswith("จังหวัด"):
        body = settled(names.resolve("จังหวัด" + flat))
    whole = body is not None and _covers(flat, body, names)
    return _known(body, names) if body and whole else None


def _covers(flat: str, body: str, names: Names) -> bool:
    """Whether a name is all there is: `กรม ก (กองหนึ่ง)` resolves too, and has a unit."""
    return "(" not in flat or match_key(flat) == match_key(names.name_of(body)) or flat.endswith(_PUBLIC)


def _bracketed(flat: str, names: Names, ministry: str | None) -> Winner | None:
    """`กรม ก (กก.)`, `กรม ก (สำนัก ข)`, `สำนัก ข (กรม ก)`."""
    found = _BRACKETS.match(flat)
    if found is None:
        return None
    name, inside = found["name"].strip(), found["inside"].strip()
    body, other = settled(names.resolve(name)), settled(names.resolve(inside))
    if body is None and other and len(inside) > LONGEST_ABBREVIATION:
        return _known(other, names, name)
    winner = _whole(name, names, ministry) or Winner(name, name)
    if found["rest"].startswith("("):
        return None
    abbreviation = _ABBREVIATION.fullmatch(inside) and len(inside) <= LONGEST_ABBREVIATION
    if winner.body is None and not abbreviation:
        return None
    other_name = abbreviation or other == body or names.is_ministry(other)
    return replace(winner, unit=found["rest"] or None if other_name else inside)


def _by_lines(text: str, names: Names, ministry: str | None) -> Winner | None:
    """The body in the first line, its part in the next; or the other way round; or several bodies."""
    lines = [_clean(line) for line in text.splitlines() if _clean(line)]
    if len(lines) < 2:
        return None
    first, *rest = lines
    winner = _whole(first, names, ministry) or _bracketed(first, names, ministry)
    if winner and winner.body:
        others = [found.body if (found := _of_line(line, names)) else None for line in rest]
        if all(others) and not any(names.parents.get(str(o)) == winner.body for o in others):
            return replace(winner, partners=tuple(names.name_of(str(other)) for other in others))
        return replace(winner, unit=winner.unit or " ".join(rest).strip("() "))
    last = _whole(rest[-1], names, ministry)
    return replace(last, unit=first) if last else None


def whole_body(text: str, names: Names) -> Winner | None:
    """A body of the registry or of a known kind, where a line says no more than how often it won."""
    line = pattern("times_won").sub("", plain(text))
    winner = _of_line(line, names) or _mentioned(_clean(line), names)
    return winner if winner and not names.is_ministry(winner.body) else None


def _mentioned(flat: str, names: Names) -> Winner | None:
    """`โรงพยาบาล ก`, which no registry needs to list: its name shows what it is."""
    mention = next(iter(names.find(flat)), None)
    whole = mention is not None and (mention.start, mention.end) == (0, len(flat))
    return Winner(mention.name, mention.surface, mention.body) if mention and whole else None


def bodies_of_lines(text: str, names: Names) -> list[str]:
    """The bodies of a cell on a line each or between commas, none of them part of another; else none."""
    lines = [words for line in _apart(text) if (words := without_number(line))]
    found = [winner.body for line in lines if (winner := _of_line(line, names))]
    above = {names.parents.get(body) for body in found if body}
    parts = [bool(_UNIT_HEAD.match(line)) for line in lines]
    if len(found) == len(lines) > 1 and all(found):
        return lines if not above & set(found) and len(set(parts)) == 1 else []
    return lines if _are_items(text.splitlines(), names) else []


def _are_items(lines: list[str], names: Names) -> bool:
    """Whether each of some lines names a body that is known and its work."""
    items = [read_item(line, names) for line in lines]
    return len(items) > 1 and all(item.winner and item.winner.body and item.project for item in items)


def _apart(text: str) -> list[str]:
    """Lines; or `กรม ก, กรม ข และกรม ค` in one line."""
    lines = text.splitlines()
    if len(lines) > 1:
        return lines
    *first, last = _COMMA.split(text)
    return [*first, *_AND.split(last, maxsplit=1)] if first else _AND.split(last, maxsplit=1)


def _of_line(line: str, names: Names) -> Winner | None:
    flat = _clean(line)
    winner = _whole(flat, names, None) or _bracketed(flat, names, None)
    return winner if winner and not winner.unit else None


def _by_mentions(flat: str, names: Names) -> Winner | None:
    """`สำนักงานเกษตรจังหวัดตรัง กรมส่งเสริมการเกษตร`, `กรม ก และกรม ข`, `กรม ก กระทรวง ข`."""
    mentions = [mention for mention in names.find(flat) if mention.body or mention.kind != "abbr-th"]
    bodies = [mention for mention in mentions if mention.body]
    if not bodies or mentions[0].start > 0:
        return None if not bodies or not _UNIT_HEAD.match(flat) else _unit_before(flat, bodies[0], names)
    first, *rest = mentions
    for mention in rest:
        if mention.body and is_unit(names, first) and is_above(names, mention, first):
            return _known(mention.body, names, first.name)
    if first.body is None:
        return None
    behind = flat[first.end :].strip(_TRIMMED)
    partners = tuple(
        m.name for m in rest if m.body and _TOGETHER.fullmatch(flat, m.start - _gap(flat, m), m.start)
    )
    unit = behind.strip("()") if behind and not partners and _UNIT_HEAD.match(behind.lstrip("(")) else None
    whole = (
        not behind or unit or partners or (rest and behind.startswith(rest[0].surface)) or behind[0] == "("
    )
    return replace(_known(first.body, names, unit), partners=partners) if whole else None


def _unit_before(flat: str, body: Mention, names: Names) -> Winner | None:
    unit = flat[: body.start].strip(_TRIMMED + "(")
    whole = not flat[body.end :].strip(_TRIMMED + ")") and body.kind != "province"
    return _known(body.body, names, unit) if body.body and whole else None


def _gap(flat: str, mention: Mention) -> int:
    before = flat[: mention.start].rstrip()
    words = re.search(r"(?:และ|ร่วมกับ|ร่วมด้วย|กับ|,|/|\+|&)\s*$", flat[: mention.start])
    return mention.start - words.start() if words else mention.start - len(before)


def read_item(text: str, names: Names, ministry: str | None = None) -> Item:
    """`ผลงาน “...” โดย กรม ก – สำนัก ข`, `กรม ก : ชื่องาน (ประเภท ...)`, `กรม ก ผลงาน “...”`."""
    words = "\n".join(" ".join(plain(line).split()) for line in without_number(text).splitlines())
    start, end, project = _find_title(words, names)
    rest = f"{words[:start]}\n{words[end:]}" if project else words
    winner, tail = _find_winner(rest, names, ministry)
    if project is None and winner is not None:
        project, tail = _title_behind(tail, names)
        winner, tail = _with_unit(winner, tail)
    elif winner is not None:
        winner, tail = _with_unit(winner, tail)
    return Item(winner, project, _dated(read_facts(tail), tail))


def _dated(found: tuple[Facts, ...], tail: str) -> tuple[Facts, ...]:
    """`PMQA 4.0 ปี 2564`: the awards of an item with the year that it tells of them."""
    year = read_year_told(tail)
    return tuple(tell(year=year).over(facts) for facts in found or (Facts(),)) if year else found


def _find_title(words: str, names: Names) -> tuple[int, int, str | None]:
    """Where a title begins (with the words before it) and ends, and the title."""
    lead = pattern("title_lead").search(words)
    quote = _OPENS.search(words)
    if quote and (lead is None or quote.start() <= lead.end() + 2):
        found = read_title(words, quote.start(), lambda _: False)
        if found:
            return (
                lead.start() if lead and lead.end() <= quote.start() else quote.start(),
                found.end,
                found.name,
            )
    if lead is None:
        return 0, 0, None
    line_end = words.find("\n", lead.end())
    end = line_end if line_end >= 0 else len(words)
    for by in pattern("by").finditer(words, lead.end(), end):
        if any(mention.start == 0 for mention in names.find(words[by.end() : end])):
            end = by.start()
            break
    title = words[lead.end() : end].strip(_TRIMMED + '“”"')
    return lead.start(), end, title if len(title) > 2 else None


def _find_winner(rest: str, names: Names, ministry: str | None) -> tuple[Winner | None, str]:
    """The body, and the words behind it."""
    lines = [re.sub(pattern("by").pattern, "", line, count=1) if pattern("by").match(line) else line
             for line in rest.splitlines()]  # fmt: skip
    flat = "\n".join(line.strip(_TRIMMED) for line in lines if line.strip(_TRIMMED))
    whole = _whole(_clean(flat), names, ministry)
    if whole:
        return replace(whole, surface=_clean(flat)), ""
    mentions = [m for m in names.find(flat) if m.body or m.kind != "abbr-th"]
    if not mentions or mentions[0].start > 0:
        first = _clean(flat.splitlines()[0]) if flat else ""
        return (Winner(first, first), "") if _UNIT_HEAD.match(first) else (None, flat)
    first_mention = mentions[0]
    end = _end_of_name(flat, first_mention)
    winner = read_winner(flat[:end], names, ministry)
    for mention in mentions[1:]:
        if mention.body and is_unit(names, first_mention) and is_above(names, mention, first_mention):
            return replace(_known(mention.body, names, first_mention.name), surface=mention.surface), flat[
                mention.end :
            ]
    return winner, flat[end:]


def _end_of_name(flat: str, mention: Mention) -> int:
    """Behind the abbreviation in brackets, and behind the ministry that stands after a department."""
    behind = re.match(r"\s?\((?:[ก-ฮ]{1,4}\.?\s?){1,5}\)|\s?\([A-Z]{2,8}\)", flat[mention.end :])
    return mention.end + (behind.end() if behind else 0)


def _title_behind(tail: str, names: Names) -> tuple[str | None, str]:
    """`: ชื่องาน (ประเภท ...)` behind a body; a unit, a ministry or the words of an award are no title."""
    lead = re.match(r"\s*[:：]\s*|\s+[-–—]\s+", tail)
    bracketed = re.fullmatch(r"\s*\(([^()]{8,})\)\s*", tail)
    if lead is None and bracketed is None:
        return None, tail
    words = bracketed[1] if bracketed else tail[lead.end() if lead else 0 :].strip()
    facts = re.search(r"\s*\(([^()]*)\)\s*$", words)
    behind = ""
    if facts and read_facts(facts[1]):
        words, behind = words[: facts.start()], facts[1]
    only_year = not pattern("part_words").sub("", words).strip(" 0123456789.-–")
    if only_year or _UNIT_HEAD.match(words) or is_body(words, names) or read_facts(words):
        return None, tail
    return words, behind


def _with_unit(winner: Winner, tail: str) -> tuple[Winner, str]:
    """`– สำนัก ข` behind a body is its part."""
    lead = pattern("unit_lead").match(tail) or re.match(r"\s*", tail)
    words = tail[lead.end() if lead else 0 :].splitlines()
    if not words or not _UNIT_HEAD.match(words[0]) or winner.unit:
        return winner, tail
    unit = re.split(r"\s\(|[)]|\sประเภท|\sระดับ|\sสาขา", words[0])[0].strip(_TRIMMED)
    return replace(winner, unit=unit), tail.replace(unit, "", 1)
