"""Which kind of input a name or its first bytes tell: the same for files, members of archives and pipes."""

import re
from pathlib import PurePath
from typing import Final, Literal

from ingest.readers.refusal import RefusedInputError, refuse

Kind = Literal["txt", "html", "pdf", "docx", "csv", "xlsx", "jsonl", "tar", "zip"]

LARGEST_INPUT: Final = 10_000_000
"""Bytes; a press text has a few thousand."""
MANIFOLD: Final = frozenset[Kind]({"jsonl", "tar", "zip"})
"""Kinds of input that hold many documents; they are read as streams, however large."""
STANDARD_INPUT: Final = "-"
HEAD_BYTES: Final = 1024
"""So many of the first tell what standard input is."""

_KINDS: Final[dict[str, Kind]] = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
    ".txz": "tar",
    ".tbz2": "tar",
    ".tzst": "tar",
    ".tar.gz": "tar",
    ".tar.xz": "tar",
    ".tar.bz2": "tar",
    ".tar.zst": "tar",
}
_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "tar"),
    (b"\xfd7zXZ\x00", "tar"),
    (b"BZh", "tar"),
    (b"\x28\xb5\x2f\xfd", "tar"),
)
_TAR_MAGIC, _TAR_PLACE = b"ustar", 257
_OBJECT_STARTS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')
_PAGE_STARTS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)


def kind_of(name: str) -> Kind:
    """The kind that the suffix of `name` tells; raises RefusedInputError for one that is not read."""
    suffixes = PurePath(name.lower()).suffixes
    kind = _KINDS.get("".join(suffixes[-2:])) or _KINDS.get(suffixes[-1] if suffixes else "")
    if kind is None:
        suffix = PurePath(name).suffix.lower()
        told = f"has the suffix {suffix!r}, which is not read" if suffix else "has no suffix"
        raise refuse(name, told, f"give it as one of {', '.join(_KINDS)}")
    return kind


def kind_of_bytes(head: bytes) -> Kind:
    """The kind that the first bytes of standard input tell; what tells nothing is text."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_TAR_MAGIC, _TAR_PLACE):
        return "tar"
    if _PAGE_STARTS.match(head):
        return "html"
    return "jsonl" if _OBJECT_STARTS.match(head) else "txt"


def refuse_size(name: object) -> RefusedInputError:
    """The exception to raise for an input of more than LARGEST_INPUT bytes."""
    return refuse(name, f"is larger than {LARGEST_INPUT // 1_000_000} MB", "split it into one file a text")
