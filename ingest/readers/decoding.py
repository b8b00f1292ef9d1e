"""Bytes of unknown origin to text: UTF-8, or the old Thai code page where the result reads as Thai."""

import re
from string import ascii_letters
from typing import Final

from ingest.readers.refusal import refuse

MINIMUM_THAI_SHARE: Final = 0.3
"""The least part of all letters that must be Thai before bytes count as CP874 (TIS-620)."""

_BINARY_KINDS: Final = {
    b"%PDF-": ("a PDF", "name it .pdf"),
    b"PK\x03\x04": ("a ZIP archive or an Office document", "name it .zip or .docx"),
    b"\xd0\xcf\x11\xe0": ("an old Office document", "save its text as .txt"),
    b"\x89PNG": ("a PNG picture", "give the text of the page, not its picture"),
    b"\xff\xd8\xff": ("a JPEG picture", "give the text of the page, not its picture"),
    b"GIF8": ("a GIF picture", "give the text of the page, not its picture"),
    b"\x1f\x8b": ("a gzip archive", "name it .tar.gz, or unpack it first"),
    b"7z\xbc\xaf": ("a 7-Zip archive", "unpack it first"),
    b"Rar!": ("a RAR archive", "unpack it first"),
    b"\xff\xfe": ("text in UTF-16", "save it as UTF-8"),
    b"\xfe\xff": ("text in UTF-16", "save it as UTF-8"),
}

_TAG = re.compile(r"<[^<>]*>")
_THAI_CODES = "".join(map(chr, range(ord("ก"), ord("ฮ") + 1))).encode("cp874")
_LATIN_CODES = ascii_letters.encode()
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_MARK_IN_ITS_PLACE = re.compile(
    "(?<=[ก-ฮ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
)


def decode(name: str, data: bytes) -> str:
    """The text of `data` without a byte order mark, its newlines untouched; raises RefusedInputError."""
    refuse_binary(name, data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_thai_code_page(name, data)


def share_of_thai(text: str) -> float | None:
    """Thai consonants among Thai consonants and Latin letters, 0 to 1; None where there is neither."""
    codes = text.encode("cp874", "ignore")  # a byte a letter: counted thirty times as fast as signs
    thai, latin = (len(codes) - len(codes.translate(None, some)) for some in (_THAI_CODES, _LATIN_CODES))
    return thai / (thai + latin) if thai or latin else None


def language_of(text: str) -> str:
    """`th` or `en`: the one whose rules read it."""
    return "th" if (share_of_thai(text) or 0.0) >= MINIMUM_THAI_SHARE else "en"


def refuse_binary(name: str, data: bytes) -> None:
    """Raise RefusedInputError for what is no text."""
    for magic, (kind, mend) in _BINARY_KINDS.items():
        if data.startswith(magic):
            raise refuse(name, f"is {kind}", mend)
    if b"\0" in data:
        raise refuse(name, "is binary (it holds NUL bytes)", "give a text in UTF-8")


def _decode_thai_code_page(name: str, data: bytes) -> str:
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError:
        text = ""
    if _reads_as_thai(_TAG.sub("", text)):
        return text
    raise refuse(name, "is neither UTF-8 nor the Thai code page TIS-620/CP874", "save it as UTF-8")


def _reads_as_thai(text: str) -> bool:
    """Enough Thai letters, and its vowel and tone signs stand on letters: other code pages fail here."""
    marks = len(_MARK.findall(text))
    placed = len(_MARK_IN_ITS_PLACE.findall(text))
    return (share_of_thai(text) or 0.0) >= MINIMUM_THAI_SHARE and placed >= 0.95 * marks
