"""Names as a picture can bear them: no hidden signs, short, broken where Thai may be broken; pure."""

import re
import unicodedata

# Marks that follow their consonant, and vowels that stand before theirs, never part from it.
_CLUSTER = re.compile(r"[เแโใไ]?[^\s][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f]*[ะาำๅๆฯ]*|\s")
# Zero-width signs and overrides of direction go without a trace, other hidden signs leave a space.
_HIDDEN = {"Cf": "", **dict.fromkeys(("Cc", "Cs", "Co", "Cn", "Zl", "Zp"), " ")}
ELLIPSIS = "…"


def clean(text: str) -> str:
    """`text` in one line without control signs, direction overrides and other hidden characters."""
    plain = text
    if not text.isprintable():  # most names are: looking at each sign is the slow part of a large picture
        plain = "".join(_HIDDEN.get(unicodedata.category(sign), sign) for sign in text)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", plain)).strip()


def clusters(text: str) -> list[str]:
    """The written syllable parts of `text`: what may stand alone at the end of a line."""
    return _CLUSTER.findall(clean(text))


def shorten(text: str, length: int) -> str:
    """At most `length` clusters, with an ellipsis where something is left out."""
    parts = clusters(text)
    return "".join(parts) if len(parts) <= length else "".join(parts[: length - 1]).rstrip() + ELLIPSIS


def wrap(text: str, width: int, lines: int) -> str:
    """`text` in at most `lines` lines of `width` clusters, broken at a space where one is near the end."""
    rest = clusters(text)
    written: list[str] = []
    while rest and len(written) < lines - 1 and len(rest) > width:
        end = _line_end(rest, width)
        written.append("".join(rest[:end]).strip())
        rest = rest[end:]
    last = shorten("".join(rest), width)
    return "\n".join([*written, last] if last else written)


def _line_end(parts: list[str], width: int) -> int:
    spaces = [place for place in range(width // 2, width + 1) if parts[place] == " "]
    return spaces[-1] if spaces else width
