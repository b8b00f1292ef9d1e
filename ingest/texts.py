"""The texts that a home keeps, each once, by its SHA-256: new rules can read them again."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.records import Document


def keep_texts(folder: Path, documents: Iterable[Document]) -> list[Document]:
    """Keep what is new, each under a key of its own; gives the new ones. Known bytes are passed over."""
    kept = []
    for document in documents:
        if not _place(folder, document).exists():
            own = document.model_copy(update={"key": f"{document.key}-{document.sha256[:8]}"})
            _write(_place(folder, own), own)
            kept.append(own)
    return kept


def forget_texts(folder: Path, documents: Iterable[Document]) -> None:
    """Undo `keep_texts`."""
    for document in documents:
        _place(folder, document).unlink(missing_ok=True)


def kept_texts(folder: Path) -> Iterator[Document]:
    """Every kept document, in the order of their hashes."""
    for place in sorted(folder.glob("*.json")):
        yield Document.model_validate(json.loads(place.read_text(encoding="utf-8")))


def _place(folder: Path, document: Document) -> Path:
    return folder / f"{document.sha256}.json"


def _write(place: Path, document: Document) -> None:
    unfinished = place.with_suffix(".new")
    unfinished.write_text(document.model_dump_json(indent=1) + "\n", encoding="utf-8")
    unfinished.replace(place)
