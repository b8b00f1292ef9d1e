"""The texts that a home keeps: each once, by its SHA-256, so that new rules can read it again."""

import json
from collections.abc import Iterator
from pathlib import Path

from ingest.records import Document


def keep_text(folder: Path, document: Document) -> bool:
    """Keep a document under its hash and a key of its own; False where its bytes are held already."""
    place = folder / f"{document.sha256}.json"
    if place.exists():
        return False
    kept = document.model_copy(update={"key": _free_key(document.key, {d.key for d in kept_texts(folder)})})
    unfinished = place.with_suffix(".new")
    unfinished.write_text(kept.model_dump_json(indent=1) + "\n", encoding="utf-8")
    unfinished.replace(place)
    return True


def _free_key(key: str, taken: set[str]) -> str:
    """Two texts of one name are told apart: `news`, `news-2`."""
    numbered = (key, *(f"{key}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in numbered if name not in taken)


def kept_texts(folder: Path) -> Iterator[Document]:
    """Every kept document, in the order of their hashes."""
    for place in sorted(folder.glob("*.json")):
        yield Document.model_validate(json.loads(place.read_text(encoding="utf-8")))
