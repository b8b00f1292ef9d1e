"""From files, folders and standard input to documents: each gives a Document or a Refusal."""

import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Literal

from ingest.readers.decoding import MINIMUM_THAI_SHARE, decode, share_of_thai
from ingest.readers.folders import STANDARD_INPUT, expand
from ingest.readers.html import read_article
from ingest.readers.refusal import Refusal, RefusedInputError, refuse
from ingest.readers.txt import read_heading
from ingest.records import Document

__all__ = [
    "LARGEST_INPUT",
    "Refusal",
    "RefusedInputError",
    "key_of",
    "read_bytes",
    "read_document",
    "read_paths",
]

LARGEST_INPUT: Final = 10_000_000
"""Bytes; a press text has a few thousand."""
LONGEST_KEY: Final = 80

_SAFE_KEY = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_UNSAFE = re.compile(r"[^a-z0-9._-]+")
_PAGE_STARTS = re.compile(r"\s*(?:<\?xml[^<>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def read_document(path: Path) -> Document:
    """The document in one file; raises RefusedInputError, whose `refusal` says why and what mends it."""
    return read_bytes(str(path), _read_file(path))


def read_bytes(name: str, data: bytes) -> Document:
    """The document in `data`; the suffix of `name` tells how to read it, `-` is standard input.

    Raises RefusedInputError.
    """
    read = _reader_of(name)
    if len(data) > LARGEST_INPUT:
        raise _refuse_size(name)
    if not data.strip():
        raise refuse(name, "is empty", "give a text, or leave the file out")
    document = read(name, data)
    if share_of_thai(document.text) is None:
        raise refuse(name, "holds no Thai or English letters", "give a text in one of the two languages")
    return document


def read_paths(
    paths: Iterable[Path | Literal["-"]], stdin: BinaryIO | None = None
) -> Iterator[Document | Refusal]:
    """Every document of files, folders (with all that is in them, sorted) and standard input, in order.

    What cannot be read is yielded as a Refusal; the rest goes on.
    """
    for path in paths:
        for found in expand(path):
            try:
                yield _read_standard_input(stdin) if found == STANDARD_INPUT else read_document(Path(found))
            except RefusedInputError as error:
                yield error.refusal


def key_of(name: str) -> str:
    """The key of a document: its stem; where an IRI cannot hold it, a short hash keeps it apart."""
    stem = stem_of(name)
    if len(stem) <= LONGEST_KEY and _SAFE_KEY.fullmatch(stem):
        return stem
    digest = hashlib.sha256(stem.encode()).hexdigest()[:8]
    readable = _UNSAFE.sub("-", stem.lower())[: LONGEST_KEY - 9].strip("-._")
    return f"{readable}-{digest}" if readable else digest


def stem_of(name: str) -> str:
    """The file's name without its suffix; signs that are no Unicode (of an old file system) as `?`."""
    stem = "standard-input" if name == STANDARD_INPUT else Path(name).stem
    return stem.encode("utf-8", "replace").decode()


def _read_standard_input(stdin: BinaryIO | None) -> Document:
    return read_bytes(STANDARD_INPUT, (stdin or sys.stdin.buffer).read(LARGEST_INPUT + 1))


def _read_file(path: Path) -> bytes:
    try:
        kind = path.stat()
        _refuse_unread(path, kind)
        with path.open("rb") as file:
            return file.read(LARGEST_INPUT + 1)
    except RefusedInputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _refuse_error(path, error) from error


def _refuse_unread(path: Path, kind: os.stat_result) -> None:
    """Refuse before a byte is read: a pipe or a device could be read for ever."""
    if stat.S_ISDIR(kind.st_mode):
        raise refuse(path, "is a folder without files", "give a file, or a folder with files")
    if not stat.S_ISREG(kind.st_mode):
        raise refuse(path, "is no file", "give a file, a folder with files, or - for standard input")
    _reader_of(str(path))
    if kind.st_size > LARGEST_INPUT:
        raise _refuse_size(path)


def _refuse_error(path: Path, error: Exception) -> RefusedInputError:
    if isinstance(error, FileNotFoundError):
        return refuse(path, "does not exist", "check the path")
    if isinstance(error, PermissionError):
        return refuse(path, "may not be read by you", "change its permissions")
    return refuse(path, f"cannot be read ({getattr(error, 'strerror', None) or error})", "check the path")


def _refuse_size(path: object) -> RefusedInputError:
    return refuse(path, f"is larger than {LARGEST_INPUT // 1_000_000} MB", "split it into one file a text")


def _read_txt(name: str, data: bytes) -> Document:
    text = decode(name, data)
    if name == STANDARD_INPUT and _PAGE_STARTS.match(text):
        return _read_html(name, data)
    heading = read_heading(text)
    return Document(
        key=key_of(name),
        name=stem_of(name),
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        language=_language_of(text),
        **heading._asdict(),
    )


def _read_html(name: str, data: bytes) -> Document:
    article = read_article(name, decode(name, data))
    return Document(
        key=key_of(name),
        name=stem_of(name),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/html",
        language=_language_of(article.text),
        **article._asdict(),
    )


def _language_of(text: str) -> str:
    return "th" if (share_of_thai(text) or 0.0) >= MINIMUM_THAI_SHARE else "en"


_READERS: Final[dict[str, Callable[[str, bytes], Document]]] = {
    ".txt": _read_txt,
    ".html": _read_html,
    ".htm": _read_html,
}


def _reader_of(name: str) -> Callable[[str, bytes], Document]:
    if name == STANDARD_INPUT:
        return _read_txt
    suffix = Path(name).suffix.lower()
    if suffix not in _READERS:
        known = ", ".join(_READERS)
        raise refuse(name, f"has the suffix {suffix!r}, which is not read" if suffix else "has no suffix",
                     f"give it as one of {known}")  # fmt: skip
    return _READERS[suffix]
