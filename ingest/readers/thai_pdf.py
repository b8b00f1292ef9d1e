"""What makers of PDF do to Thai letters, undone: private code points, order of marks, broken SARA AM."""

import re
from typing import Final

_PLACED: Final = dict(
    zip(
        range(0xF700, 0xF71B),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
        "\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)
"""Signs that the Thai fonts of old Windows keep moved to the left or up, and whose they are."""
_NO_SIGN: Final = dict.fromkeys([*range(0x09), 0x0B, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])

_MARK_BEFORE_VOWEL = re.compile("([\u0e48-\u0e4c])([\u0e31\u0e34-\u0e3a\u0e4d])")
_TWO_SIGNS = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_LOST_NIKHAHIT = re.compile("(?<=[ก-ฮ])([\u0e48-\u0e4b]?) \u0e32")


def mend_thai(text: str) -> str:
    """The text as it would be typed: vowel before tone mark, SARA AM in one sign.

    Word writes `ส านัก` where the circle of SARA AM has no code: no word begins with SARA AA.
    """
    text = _MARK_BEFORE_VOWEL.sub(r"\2\1", text.translate(_PLACED).translate(_NO_SIGN))
    return _LOST_NIKHAHIT.sub("\\1\u0e33", _TWO_SIGNS.sub("\\1\u0e33", text))
