"""Most texts tell nothing of the award: what can be said of one by its bytes, before it is a document."""

import os
import re
from stat import S_ISREG
from typing import Final

from ingest.extract.cues import is_worth_reading, may_be_worth_reading
from ingest.extract.english.cues import names_the_award
from ingest.readers import LARGEST_INPUT, RefusedInputError
from ingest.readers.decoding import language_of, refuse_binary

PLAIN: Final = ".txt"

_LETTER = re.compile("[A-Za-zก-ฮ]")


def plain_stem(path: str) -> str:
    """The stem of a plain text's file, as the readers give it; empty for files of other kinds."""
    file = path.rpartition("/")[2]
    return file[: -len(PLAIN)].encode("utf-8", "replace").decode() if file.endswith(PLAIN) else ""


def read_if_idle(path: str) -> bytes | None:
    """The bytes of a plain text that can be read and tells nothing of the award.

    None for all else: what is doubtful, of another kind, or to be refused is for the readers to say.
    """
    if not plain_stem(path):
        return None
    try:
        data = _read(path)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return None
    return data if data is not None and is_idle(path, data) else None


def _read(path: str) -> bytes | None:
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe is not waited for
    try:
        kind = os.fstat(file)
        if not S_ISREG(kind.st_mode) or kind.st_size > LARGEST_INPUT:
            return None
        data = os.read(file, kind.st_size + 1)
        return data if len(data) == kind.st_size else None  # somebody writes to it
    finally:
        os.close(file)


def is_idle(name: str, data: bytes) -> bool:
    """Whether these bytes are a text, in UTF-8, that tells nothing of the award."""
    try:
        refuse_binary(name, data)
        text = data.decode("utf-8-sig")
    except (RefusedInputError, UnicodeDecodeError):  # the old code page: the hints are other bytes there
        return False
    if len(data) > LARGEST_INPUT or not _LETTER.search(text):
        return False
    if not may_be_worth_reading(data):
        return True
    return not (is_worth_reading(text) or (language_of(text) == "en" and names_the_award(text)))
