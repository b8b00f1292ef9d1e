"""A text as a home keeps it: small, and without what its file is called, so that one text is kept once."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from ingest.readers import read_bytes
from ingest.records import Document


def pack(document: Document) -> bytes:
    """A document as JSON, squeezed; its key is kept beside it."""
    nameless = document.model_copy(update={"key": "", "name": None})
    return zlib.compress(nameless.model_dump_json().encode(), 1)


def pack_plain(data: bytes) -> bytes:
    """The bytes of a plain text, of which no document was made."""
    return zlib.compress(data, 1)


def unpack_bytes(body: bytes) -> bytes:
    """What was packed."""
    return zlib.decompress(body)


def unpack(body: bytes, key: str, plain: bool = False) -> Document:
    """The document that was packed, under `key`."""
    data = unpack_bytes(body)
    document = read_bytes("-.txt", data) if plain else Document.model_validate_json(data)
    return document.model_copy(update={"key": key, "name": None})


def forget_older_texts(folder: Path) -> None:
    """The register holds them by now."""
    for place in folder.glob("*.json"):
        place.unlink()


def older_texts(folder: Path) -> Iterator[Document]:
    """The texts of a home from before it had a register: each a JSON file with the full key."""
    for place in sorted(folder.glob("*.json")):
        document = Document.model_validate(json.loads(place.read_text(encoding="utf-8")))
        yield document.model_copy(update={"key": document.key.removesuffix(f"-{document.sha256[:8]}")})
