"""`กรมฯ`, `ทำให้กรมได้รับรางวัล`: a head word stands for the body that the text has named with it before."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ECHO = re.compile(
    r"(?P<head>กรม|กระทรวง|จังหวัด|โรงพยาบาล|มหาวิทยาลัย|สถาบัน|สำนักงาน|เทศบาล(?:นคร|เมือง|ตำบล)?|องค์การ|การประปา|การไฟฟ้า|ธนาคาร)"
    r"(?:\s?ฯ|(?=(?:ก็|ยัง|จึง|เอง|ต่าง|สามารถ){0,2}(?:ได้รับ|ได้รางวัล|คว้า|ขึ้นรับ|เข้ารับรางวัล|มีชื่อ)))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text, as far as an echo needs it: where it begins, its full Thai name, what it means."""

    start: int
    name: str
    meaning: object


def find_echoes(text: str, named: Sequence[Named]) -> Iterator[tuple[int, int, Named]]:
    """(start, end, what is echoed) of every echo in `text`; `named` is in order of place.

    Of several bodies with the head that named most often before it is meant, of equals the first.
    """
    for echo in _ECHO.finditer(text):
        before = [n for n in named if n.start < echo.start() and n.name.startswith(echo["head"])]
        if before:
            times = Counter(n.meaning for n in before)
            yield echo.start(), echo.end(), max(before, key=lambda n: (times[n.meaning], -n.start))
