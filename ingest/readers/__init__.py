"""From files, folders, archives and standard input to documents: each gives a Document or a Refusal."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ingest.extract.cues import is_worth_reading
from ingest.grids import Grid, lay_out
from ingest.readers.confinement import confined
from ingest.readers.decoding import decode, language_of, share_of_thai
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
from ingest.readers.txt import LONGEST_TITLE, host_of, keep_safe_url, read_heading
from ingest.records import Document
from ingest.tabular.mapping import mapping_beside, read_mapping
from ingest.tabular.recognition import is_list_of_winners
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
GRIDS: Final = TypeAdapter(tuple[Grid, ...])

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
    return _with_mapping(document, mapping_beside(name))


def _with_mapping(document: Document, mapping: Path) -> Document:
    """What a person settled of the columns, beside the list, is obeyed. Raises TableError for its faults."""
    if not document.grids or not mapping.is_file():
        return document
    return document.model_copy(update={"columns": read_mapping(mapping)})


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
        language=language_of(text),
        **known,
    )


def _heading(text: str) -> dict[str, Any]:
    return read_heading(text)._asdict()


def _read_txt(name: str, data: bytes) -> Document:
    text = decode(name, data)
    return _document(name, data, text, _heading(text))


def _read_html(name: str, data: bytes) -> Document:
    """The article; of a page that is a list, its tables and lists, which may be all that it has."""
    try:
        article = _read_article(name, data)
    except RefusedInputError:
        empty = _document(name, data, decode(name, data), {}, "text/html")
        listed = _with_tables(empty, "ingest.readers.tables:tell_html", name, data)
        if not listed.grids:
            raise
        return listed
    worth = article.model_copy(update={"text": decode(name, data)})
    listed = _with_tables(worth, "ingest.readers.tables:tell_html", name, data)
    return listed if listed.grids else article


def _read_article(name: str, data: bytes) -> Document:
    found = _read_confined("ingest.readers.html:read_article", name, data)
    url = keep_safe_url(found.url)
    own = {"title": (normalise(found.title) if found.title else None) or None, "published": found.published}
    return _document(
        name, data, found.text, {**own, "url": url, "publisher": found.site or host_of(url)}, "text/html"
    )


def _read_pdf(name: str, data: bytes) -> Document:
    found = _read_confined("ingest.readers.pdf:read_pages", name, data)
    document = _document(name, data, found.text, _heading(found.text), "application/pdf")
    document = document.model_copy(update={"pages": found.pages})
    return _with_tables(document, "ingest.readers.tables:tell_pdf", name, data)


def _read_docx(name: str, data: bytes) -> Document:
    found = _read_confined("ingest.readers.docx:read_paragraphs", name, data)
    document = _document(name, data, found.text, _heading(found.text), _DOCX_TYPE)
    return _with_tables(document, "ingest.readers.tables:tell_docx", name, data)


def _read_sheets(function: str, media_type: str) -> Callable[[str, bytes], Document]:
    """A reader of files that are nothing but tables."""

    def read(name: str, data: bytes) -> Document:
        text, grids = lay_out(_confined_grids(function, name, data))
        if not text.strip():
            raise refuse(name, "holds no words", "give a file with a list, or leave it out")
        return _document(name, data, text, _title_of(text) | {"grids": grids}, media_type)

    return read


def _title_of(text: str) -> dict[str, Any]:
    """The first line of a file of tables, if it is one of words and no row."""
    first = text.lstrip("\n").partition("\n")[0].rstrip("\t")
    title = normalise(first) if "\t" not in first else ""
    return {"title": title} if 0 < len(title) <= LONGEST_TITLE else {}


def _with_tables(document: Document, function: str, name: str, data: bytes) -> Document:
    """The document as a list of winners, if it is one: its text is a line a row then. Else as it was."""
    if not is_worth_reading(document.text):
        return document
    try:
        grids = _confined_grids(function, name, data)
    except RefusedInputError:  # its prose can be read all the same
        return document
    if not is_list_of_winners(grids):
        return document
    text, placed = lay_out(grids)
    return document.model_copy(update={"text": text, "grids": placed, "pages": ()})


def _confined_grids(function: str, name: str, data: bytes) -> tuple[Grid, ...]:
    found = confined(function, data, name=name)
    try:
        return GRIDS.validate_python(found)
    except ValidationError:
        raise refuse(name, "made its reader answer nonsense", "save its table as .csv") from None


def _read_line(name: str, data: bytes) -> Document:
    entry = read_entry(name, data)
    told = {field: value for field, value in entry._asdict().items() if value is not None}
    known = {**_heading(entry.text), **told}
    if entry.key:
        known |= {"key": key_of(f"{entry.key}.txt"), "name": entry.key}
    del known["text"]
    return _document(name, data, entry.text, known)


_XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_READERS: Final[dict[Kind, Callable[[str, bytes], Document]]] = {
    "txt": _read_txt,
    "html": _read_html,
    "pdf": _read_pdf,
    "docx": _read_docx,
    "csv": _read_sheets("ingest.readers.tables:tell_csv", "text/csv"),
    "xlsx": _read_sheets("ingest.readers.tables:tell_xlsx", _XLSX_TYPE),
    "jsonl": _read_line,
}
