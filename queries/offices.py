"""Field offices, hospitals, local governments: what is called after its place, and where that name ends."""

import re
from dataclasses import dataclass

HOSPITAL = "โรงพยาบาล"  # an ordinary word too: only what is glued to it is its name
_PLACE = re.compile(r"\s?[ก-๎]{2,40}")
_GLUED_PLACE = re.compile(r"[ก-๎]{2,40}")
_AREA = re.compile(r"\s?\d{1,3}(?!\d)")
_AREA_OF_OFFICE = re.compile(r"\s?\d{1,2}(?!\d|\s?(?:รางวัล|ผลงาน|คน|หน่วยงาน|โครงการ|แห่ง|เรื่อง))")
# Where the unspaced name of a place ends: words that a sentence goes on with.
_GOES_ON = re.compile(
    r"(?:ได้รับ|ได้|รับรางวัล|ขึ้นรับ|นำ(?=เรื่อง|ผลงาน|ที)|ส่ง(?=เรื่อง|ผลงาน)|คว้า|เข้ารับ|ร่วม|จาก|ผลงาน|โดย|ซึ่ง|และ|เป็น|สังกัด|จังหวัด|อำเภอ|ตำบล|จัด|ให้|ประจำ|เพื่อ|กับ|หรือ|จำนวน|ประเภท|ระดับ|รางวัล|เรื่อง|พร้อม|กล่าว|ตาม|ต่าง|ใน|มี|ต้อง|ถึง|ของ|เพื่อน)(?![ะ-ฺ็-๎])"
)
_NO_NAME = re.compile(
    r"\s?(?:ใน|ของ|และ|ที่(?!\s?\d)|ทั่ว|รัฐ|เอกชน|ต่าง|แห่ง|ทุก|ขนาด|ได้|จะ|ให้|นี้|เป็น|กับ|หรือ|ซึ่ง|โดย|เพื่อ|สู่|ไปสู่|ชุมชน|จำนวน|รวม|สังกัด|มี|ด้วย|แล้ว|อื่น|จาก|หลาย|ทั้ง|จึง|ถึง|ก็|ต้อง|สามารถ|ร่วม|เข้า|พร้อม|แต่ละ|ดังกล่าว|ซ้ำ|ไม่|อย่าง|เพิ่ม|ลด|แม่ข่าย|ลูกข่าย|ตัวอย่าง|นำร่อง)"
)


@dataclass(frozen=True, slots=True)
class OfficePattern:
    """How field offices of a body are called: `สำนักงานพัฒนาชุมชนจังหวัด`, of the body `cdd`.

    `full` is what a short prefix (`สนง.พัฒนาชุมชนจังหวัด`, `สอจ.`) stands for; empty: it is full itself.
    """

    prefix: str
    parent: str
    full: str = ""
    numbered: bool = False
    """Whether it counts only with a number behind it: `สพร.20`."""

    def is_named(self, text: str, end: int) -> bool:
        """Whether a name goes on behind `text[:end]`, which is this prefix."""
        if _NO_NAME.match(text, end):
            return False
        needs_place = self.prefix == HOSPITAL or bool(self.full)
        return not needs_place or self._place().match(text, end) is not None or bool(_AREA.match(text, end))

    def end_of_name(self, text: str, end: int) -> int:
        """Where the name ends whose prefix ends at `end`."""
        return end_of_place(text, end, self._place())

    def full_name(self, written: str) -> str:
        """The name as written, with the full prefix instead of a short one."""
        if not self.full:
            return written
        place = written.removeprefix(self.prefix).strip()
        return f"{self.full}{' ' if place[:1].isdigit() else ''}{place}"

    def _place(self) -> re.Pattern[str]:
        return _GLUED_PLACE if self.prefix == HOSPITAL else _PLACE


def has_number(text: str, end: int) -> bool:
    """Whether the number of an office follows, which counts no awards."""
    return _AREA_OF_OFFICE.match(text, end) is not None


def end_of_place(text: str, start: int, place: re.Pattern[str]) -> int:
    """Where the name of the place ends that begins at `start`: at a space, or where the sentence goes on."""
    if match := _AREA.match(text, start):
        return match.end()
    match = place.match(text, start)
    if not match:
        return start
    goes_on = _GOES_ON.search(text, match.start() + 3, match.end())
    return goes_on.start() if goes_on else match.end()
