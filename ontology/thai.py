"""Thai writing as programs need it: digits, the Buddhist era, months, titles, one normal form; pure."""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

BUDDHIST_ERA_OFFSET = 543

DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI_DIGIT = re.compile("[๐-๙]")

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "มกราคม ม.ค. January Jan",
            "กุมภาพันธ์ ก.พ. February Feb",
            "มีนาคม มี.ค. March Mar",
            "เมษายน เม.ย. April Apr",
            "พฤษภาคม พ.ค. May May",
            "มิถุนายน มิ.ย. June Jun",
            "กรกฎาคม ก.ค. July Jul",
            "สิงหาคม ส.ค. August Aug",
            "กันยายน ก.ย. September Sep",
            "ตุลาคม ต.ค. October Oct",
            "พฤศจิกายน พ.ย. November Nov",
            "ธันวาคม ธ.ค. December Dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH_NAMES_TH = tuple(name for name in MONTHS if name[0] > "z" and "." not in name)

# What stands before a name. Longer forms come first; several may follow one another.
_TITLES = """
นาย นาง นางสาว น.ส. เด็กชาย เด็กหญิง คุณ คุณหญิง ท่านผู้หญิง หม่อมหลวง ม.ล. หม่อมราชวงศ์ ม.ร.ว. หม่อมเจ้า ม.จ.
ศาสตราจารย์ ศาสตราจารย์เกียรติคุณ ศาสตราจารย์กิตติคุณ ศาสตราจารย์พิเศษ รองศาสตราจารย์ ผู้ช่วยศาสตราจารย์
ศ. รศ. ผศ. ศ.พิเศษ ศ.เกียรติคุณ ศ.กิตติคุณ ดร. อาจารย์ ดอกเตอร์
นายแพทย์ แพทย์หญิง นพ. พญ. ทันตแพทย์ ทันตแพทย์หญิง ทพ. ทพญ. เภสัชกร เภสัชกรหญิง ภก. ภญ.
นายสัตวแพทย์ สัตวแพทย์หญิง น.สพ. สพ.ญ.
พลเอก พลโท พลตรี พันเอก พันโท พันตรี ร้อยเอก ร้อยโท ร้อยตรี จ่าสิบเอก สิบเอก
พล.อ. พล.ท. พล.ต. พ.อ. พ.ท. พ.ต. ร.อ. ร.ท. ร.ต. จ.ส.อ. ว่าที่ร้อยตรี ว่าที่ร้อยโท ว่าที่ร้อยเอก ว่าที่ร.ต. ว่าที่พันตรี
พลเรือเอก พลเรือโท พลเรือตรี นาวาเอก นาวาเอกหญิง นาวาโท นาวาตรี เรือเอก เรือโท เรือตรี น.อ. น.ท. น.ต.
พลอากาศเอก พลอากาศโท พลอากาศตรี นาวาอากาศเอก นาวาอากาศโท นาวาอากาศตรี
พลตำรวจเอก พลตำรวจโท พลตำรวจตรี พันตำรวจเอก พันตำรวจโท พันตำรวจตรี ร้อยตำรวจเอก ร้อยตำรวจโท ร้อยตำรวจตรี
พล.ต.อ. พล.ต.ท. พล.ต.ต. พ.ต.อ. พ.ต.ท. พ.ต.ต. ร.ต.อ. ร.ต.ท. ร.ต.ต. ด.ต.
Mr. Mrs. Miss Ms. Dr. Prof. Professor
"""
TITLES: tuple[str, ...] = tuple(sorted(_TITLES.split(), key=len, reverse=True))
TITLE_PATTERN = re.compile(rf"(?:(?:{'|'.join(map(re.escape, TITLES))})\s*)+")

_REPLACED = {
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "\r\n": "\n",
    "\r": "\n",
    "เเ": "แ",
    "\u0e4d\u0e32": "\u0e33",  # SARA AM written as two signs
    **{f"\u0e4d{tone}\u0e32": f"{tone}\u0e33" for tone in "\u0e48\u0e49\u0e4a\u0e4b"},
}
_HARD_SPACES = frozenset("\u00a0\u2002\u2003\u2009\u202f")
_SPACES = r"(?<=\S)[ \u00a0\u2002\u2003\u2009\u202f]{2,}(?=\S)"  # between words, not at the head of a line
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SEEN = re.compile(f"[^{_INVISIBLE}]+")


def _written_apart(form: str) -> str:
    """A pattern for `form` that does not see invisible signs between its own."""
    return f"[{_INVISIBLE}]*".join(map(re.escape, form))


_REPLACED_PATTERN = re.compile(
    "|".join([_SPACES, *map(_written_apart, sorted(_REPLACED, key=len, reverse=True)), f"[{_INVISIBLE}]+"])
)


def _variants_in(text: str) -> re.Pattern[str]:
    """A pattern that finds in `text` what `_REPLACED_PATTERN` finds: few texts hold more than two forms."""
    if any(sign in text for sign in _INVISIBLE):  # they may stand within any form
        return _REPLACED_PATTERN
    forms = tuple(form for form in _REPLACED if form in text)
    spaced = "  " in text or not _HARD_SPACES.isdisjoint(forms)  # a hard one beside a soft one is a run too
    return _pattern_of(("  ", *forms) if spaced else forms)


@cache
def _pattern_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    written = (_SPACES if form == "  " else re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile("|".join(written) or "(?!)")


def _replacement(match: re.Match[str]) -> str:
    seen = "".join(_SEEN.findall(match[0]))
    return _REPLACED.get(seen, " " if seen else "")


def to_arabic_digits(text: str) -> str:
    """`ปี ๒๕๖๖` as `ปี 2566`."""
    return text.translate(DIGITS) if _THAI_DIGIT.search(text) else text


def to_common_era(year_be: int) -> int:
    """2566 -> 2023."""
    return year_be - BUDDHIST_ERA_OFFSET


def to_buddhist_era(year_ce: int) -> int:
    """2023 -> 2566."""
    return year_ce + BUDDHIST_ERA_OFFSET


def read_year(text: str) -> int | None:
    """The Buddhist year that `2566`, `๒๕๖๖`, `66` or `2023` means; None for what is no year."""
    digits = to_arabic_digits(text.strip())
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == 2:  # 40 to 99 are of the 2500s, 00 to 39 of the 2600s
        return 2500 + int(digits) if int(digits) >= 40 else 2600 + int(digits)
    year = int(digits)
    if 1900 <= year <= 2150:
        return to_buddhist_era(year)
    return year if 2400 <= year <= 2700 else None


_MONTH = "|".join(map(re.escape, sorted(MONTHS, key=len, reverse=True)))
_DATE_PATTERN = re.compile(
    rf"(?:(?P<first>\d{{1,2}})\s?(?:-|–|ถึง|และ|to|and)\s?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:เดือน\s?)?(?P<month>{_MONTH})"
    r"(?:,?\s*(?:พ\.\s*ศ\.|ค\.\s*ศ\.)?\s*(?P<year>\d{4}|\d{2})(?!\d))?"
    rf"|(?P<english_month>{_MONTH})\s(?P<english_first>\d{{1,2}})(?:\s?[-–]\s?\d{{1,2}})?,?\s(?P<english_year>\d{{4}})(?!\d)"
    r"|(?<![\d/])(?P<plain_day>\d{1,2})/(?P<plain_month>\d{1,2})/(?P<plain_year>\d{4})(?![\d/])"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where its words stand; of `7-8 กันยายน 2566` the first day."""

    date: datetime.date
    start: int
    end: int


def find_dates(text: str, year: str | None = None) -> list[FoundDate]:
    """Every day-month-year in `text` (Thai, English, `7/9/2566`; either era, Thai digits), in order.

    With a `year`, days that are told without one are days of it.
    """
    return [
        FoundDate(date, match.start(), match.end())
        for match in _DATE_PATTERN.finditer(to_arabic_digits(text))
        if (date := _date_in(match, year))
    ]


def _date_in(match: re.Match[str], year: str | None) -> datetime.date | None:
    told = match["year"] or match["english_year"] or match["plain_year"] or year
    day = match["first"] or match["day"] or match["english_first"] or match["plain_day"]
    name = match["month"] or match["english_month"]
    return _date_of(day, MONTHS[name] if name else int(match["plain_month"]), told) if told else None


def _date_of(day: str, month: int, year: str) -> datetime.date | None:
    year_be = read_year(year)
    if year_be is None:
        return None
    try:
        return datetime.date(to_common_era(year_be), month, int(day))
    except ValueError:  # 31 April, year 0
        return None


def write_date(date: datetime.date) -> str:
    """`2023-09-07` as `7 กันยายน 2566`."""
    return f"{date.day} {MONTH_NAMES_TH[date.month - 1]} {to_buddhist_era(date.year)}"


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text in normal form that still knows the original place of each of its signs."""

    text: str
    original: str
    _places: tuple[int, ...] | None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in `original`."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end]


def normalise_in_place(original: str) -> NormalText:
    """The normal form of `original` (see `normalise`; lines and indents stay), with its places kept."""
    variants = _variants_in(original)
    if not variants.search(original):
        return NormalText(to_arabic_digits(original), original, None)
    pieces: list[str] = []
    places: list[int] = []
    last = 0
    for match in variants.finditer(original):
        pieces.append(original[last : match.start()])
        places.extend(range(last, match.start()))
        new = _replacement(match)
        pieces.append(new)
        places.extend([match.start()] * len(new))
        last = match.end()
    pieces.append(original[last:])
    places.extend(range(last, len(original) + 1))
    return NormalText(to_arabic_digits("".join(pieces)), original, tuple(places))


_SPACE = re.compile(r"\s+")
_NAME = 300  # characters: what is as short is written again and again, so that its forms are kept


def normalise(text: str) -> str:
    """One spelling for display: no zero-width or hard spaces, `แ` for `เเ`, whole SARA AM, NFC.

    Thai digits stay as they are: they may belong to a title.
    """
    return _normal_name(text) if len(text) <= _NAME else _normal(text)


def _normal(text: str) -> str:
    plain = _REPLACED_PATTERN.sub(_replacement, text)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", plain)).strip()


_normal_name = lru_cache(maxsize=8192)(_normal)
_UNMATCHED = re.compile(r"[\s\"'“”‘’`()\[\]{}.,:;–—\-_/\\ฯ]+")


def match_key(text: str) -> str:
    """What two spellings of one name have in common: no spaces, marks, case, Thai digits or variant forms."""
    return _key_of_name(text) if len(text) <= _NAME else _key(text)


def _key(text: str) -> str:
    folded = to_arabic_digits(unicodedata.normalize("NFKC", normalise(text)))
    return _UNMATCHED.sub("", folded).replace("\u0e4d\u0e32", "\u0e33").casefold()


_key_of_name = lru_cache(maxsize=8192)(_key)
_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_TONES = re.compile("[\u0e47-\u0e4e]")


def sort_key(text: str) -> str:
    """A key whose code-point order is a Thai dictionary's: consonant before leading vowel, tones last."""
    swapped = _LEADING_VOWEL.sub(r"\2\1", normalise(text).casefold())
    return f"{_TONES.sub('', swapped)} {''.join(_TONES.findall(swapped))}".strip()


@cache
def split_title(name: str) -> tuple[str | None, str]:
    """`ศาสตราจารย์กิตติคุณ ดร.วิษณุ เครืองาม` as (`ศาสตราจารย์กิตติคุณ ดร.`, `วิษณุ เครืองาม`)."""
    match = TITLE_PATTERN.match(name.strip())
    if not match or match.end() == len(name.strip()):
        return None, name.strip()
    return match[0].strip(), name.strip()[match.end() :].strip()
