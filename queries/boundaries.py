"""Whether a name that an automaton hit stands alone in a text, or is a part of other words."""

import re

from ontology.thai import MONTHS, normalise
from queries.candidates import ABBREVIATIONS, NameEntry

_DEPENDENT_SIGN = re.compile(r"[ะ-ฺ็-๎]")
_THAI = re.compile(r"[ก-๎.]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_AFTER_DOT = re.compile(r"\.\s")
# Words that may stand right before an abbreviation, without a space.
_GLUE = re.compile(
    r"(?:ของ|โดย|ที่|และ|กับ|จาก|ให้|ใน|เป็น|ว่า|ซึ่ง|สำหรับ|ต่อ|ร่วม|แก่|ด้วย|คือ|ได้แก่|ส่วน|หรือ|สังกัด|กระทรวง|กรม|สำนักงาน|ปลัด|อธิบดี"
    r"|เลขาธิการ|ผู้อำนวยการ|ผู้บริหาร|ผู้แทน|เจ้าหน้าที่|บุคลากร|รมว\.|รมช\.|สนง\.)$"
)
_LONGEST_GLUE = 12


def stands_alone(text: str, start: int, end: int, pattern: str, told: tuple[NameEntry, ...]) -> bool:
    """Whether a hit is a name of its own and no part of a longer word, of a date, or of two paragraphs."""
    found = text[start:end]
    if len(found) != len(pattern) and not whole(found, pattern, told):
        return False
    after = text[end : end + 1]
    if pattern[0] <= "z":
        return not (_LATIN.match(text[max(0, start - 1) : start]) or _LATIN.match(after))
    if _DEPENDENT_SIGN.match(after):
        return False
    if "." not in pattern and all(entry.kind not in ABBREVIATIONS for entry in told):
        return True
    return starts_freely(text, start, pattern) and (pattern.endswith(".") or not _THAI.match(after))


def whole(found: str, pattern: str, told: tuple[NameEntry, ...]) -> bool:
    """Whether a hit with spaces in it is one name: it is written so, or long enough to be no accident."""
    written = _AFTER_DOT.sub(".", normalise(found))  # `สป. พม.`
    if any(written == entry.surface for entry in told) or any(normalise(found) == e.surface for e in told):
        return True
    return len(pattern) >= 10 and "\n\n" not in found and not re.search(r"\s{3}", found)


def starts_freely(text: str, start: int, pattern: str) -> bool:
    """Whether an abbreviation begins here: after a space, a sign or a glue word, and not inside a date."""
    before = text[max(0, start - _LONGEST_GLUE) : start]
    if pattern in MONTHS and re.search(r"\d\s?$", before):
        return False
    return not before or not _THAI.match(before[-1]) or bool(_GLUE.search(before))
