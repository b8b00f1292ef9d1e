"""From files, folders, archives and standard input to documents: each gives a Document or a Refusal."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.readers.confinement import confined
from ingest.readers.decoding import MINIMUM_THAI_SHARE, decode, share_of_thai
from ingest.readers.inputs import Input, find_inputs, open_file
from ingest.readers.jsonl import read_entry
from ingest.readers.kinds import (
    LARGEST_INPUT,
    MANIFOLD,
    STANDARD_INPUT,
    Kind,
    kind_of,
    kind_of_bytes,
    refuse_size,
)
from ingest.readers.refusal import Refusal, RefusedInputError, refuse
from ingest.readers.txt import host_of, keep_safe_url, read_heading
from ingest.records import Document
from ontology.thai import normalise

__all__ = [
    "LARGEST_INPUT",
    "Input",
    "Refusal",
    "RefusedInputError",
    "find_inputs",
    "key_of",
    "read_bytes",
    "read_document",
    "read_input",
    "read_paths",
]

LONGEST_KEY: Final = 80

_SAFE_KEY = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_UNSAFE = re.compile(r"[^a-z0-9._-]+")
_LINE = re.compile(r"(?i)\.(?:jsonl|ndjson):(\d+)$")


def read_document(path: Path) -> Document:
    """The document in one file; raises RefusedInputError, whose `refusal` says why and what mends it."""
    with open_file(path) as file:
        return read_bytes(str(path), file.read(LARGEST_INPUT + 1))


def read_bytes(name: str, data: bytes) -> Document:
    """The document in `data`; the suffix of `name` tells how to read it, `-` is standard input.

    Raises RefusedInputError.
    """
    kind = kind_of_bytes(data) if name == STANDARD_INPUT else kind_of(name)
    if kind in MANIFOLD:
        raise refuse(name, "holds many texts", "read it with read_paths, so that each of them is read")
    return read_input(Input(name, kind, data))


def read_paths(
    paths: Iterable[Path | Literal["-"]], stdin: BinaryIO | None = None
) -> Iterator[Document | Refusal]:
    """Every document of files, folders (all that is in them, sorted), archives and standard input, in order.

    What cannot be read is yielded as a Refusal; the rest goes on.
    """
    for found in find_inputs(paths, stdin):
        try:
            yield found if isinstance(found, Refusal) else read_input(found)
        except RefusedInputError as error:
            yield error.refusal


def read_input(found: Input) -> Document:
    """The document in one input; raises RefusedInputError."""
    name, kind, data = found
    if len(data) > LARGEST_INPUT:
        raise refuse_size(name)
    if not data.strip():
        raise refuse(name, "is empty", "give a text, or leave the file out")
    document = _READERS[kind](name, data)
    if share_of_thai(document.text) is None:
        raise refuse(name, "holds no Thai or English letters", "give a text in one of the two languages")
    return document


def key_of(name: str) -> str:
    """The key of a document: its stem; where an IRI cannot hold it, a short hash keeps it apart."""
    stem = stem_of(name)
    if len(stem) <= LONGEST_KEY and _SAFE_KEY.fullmatch(stem):
        return stem
    digest = hashlib.sha256(stem.encode()).hexdigest()[:8]
    readable = _UNSAFE.sub("-", stem.lower())[: LONGEST_KEY - 9].strip("-._")
    return f"{readable}-{digest}" if readable else digest


def stem_of(name: str) -> str:
    """The file's name without its suffix; signs that are no Unicode (of an old file system) as `?`.

    A line of a file has its number at the end: `news.jsonl:3` -> `news-3`.
    """
    line = _LINE.search(name)
    stem = Path(name[: line.start()]).name + f"-{line[1]}" if line else Path(name).stem
    return ("standard-input" if name == STANDARD_INPUT else stem).encode("utf-8", "replace").decode()


class _Reading(BaseModel):
    """What a confined reader may answer; it may have been taken over, so nothing is believed unseen."""

    model_config = ConfigDict(extra="forbid")

    text: str
    pages: tuple[int, ...] = ()
    title: str | None = None
    published: datetime.date | None = None
    url: str | None = None
    site: str | None = None


def _read_confined(function: str, name: str, data: bytes) -> _Reading:
    found = confined(function, data, name=name)
    try:
        return _Reading.model_validate(found)
    except ValidationError:
        raise refuse(name, "made its reader answer nonsense", "save its text as .txt") from None


def _document(
    name: str, data: bytes, text: str, known: dict[str, Any], media_type: str = "text/plain"
) -> Document:
    return Document(
        key=known.pop("key", None) or key_of(name),
        name=known.pop("name", None) or stem_of(name),
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        language=_language_of(text),
        **known,
    )


def _heading(text: str) -> dict[str, Any]:
    return read_heading(text)._asdict()


def _read_txt(name: str, data: bytes) -> Document:
    text = decode(name, data)
    return _document(name, data, text, _heading(text))


def _read_html(name: str, data: bytes) -> Document:
    found = _read_confined("ingest.readers.html:read_article", name, data)
    url = keep_safe_url(found.url)
    own = {"title": (normalise(found.title) if found.title else None) or None, "published": found.published}
    return _document(
        name, data, found.text, {**own, "url": url, "publisher": found.site or host_of(url)}, "text/html"
    )


def _read_pdf(name: str, data: bytes) -> Document:
    found = _read_confined("ingest.readers.pdf:read_pages", name, data)
    document = _document(name, data, found.text, _heading(found.text), "application/pdf")
    return document.model_copy(update={"pages": found.pages})


def _read_docx(name: str, data: bytes) -> Document:
    found = _read_confined("ingest.readers.docx:read_paragraphs", name, data)
    return _document(name, data, found.text, _heading(found.text), _DOCX_TYPE)


def _read_line(name: str, data: bytes) -> Document:
    entry = read_entry(name, data)
    told = {field: value for field, value in entry._asdict().items() if value is not None}
    known = {**_heading(entry.text), **told}
    if entry.key:
        known |= {"key": key_of(f"{entry.key}.txt"), "name": entry.key}
    del known["text"]
    return _document(name, data, entry.text, known)


def _language_of(text: str) -> str:
    return "th" if (share_of_thai(text) or 0.0) >= MINIMUM_THAI_SHARE else "en"


_DOCX_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_READERS: Final[dict[Kind, Callable[[str, bytes], Document]]] = {
    "txt": _read_txt,
    "html": _read_html,
    "pdf": _read_pdf,
    "docx": _read_docx,
    "jsonl": _read_line,
}
