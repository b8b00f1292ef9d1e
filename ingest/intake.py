"""From paths to the register: only files that changed are read, many at a time, in all processors."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ingest.extract import extract
from ingest.extract.cues import is_worth_reading
from ingest.given import with_columns
from ingest.glance import PLAIN, is_idle, read_if_idle
from ingest.grids import TableColumns
from ingest.pool import map_batches
from ingest.readers import Refusal, key_of, read_paths
from ingest.readers.folders import walk
from ingest.readers.kinds import STANDARD_INPUT
from ingest.records import Document, Findings
from ingest.register import Kept, Register, Renewed, Seen, Text
from ingest.tabular.mapping import mapping_beside
from ingest.texts import pack, pack_plain, unpack, unpack_bytes
from queries.names import Names

Advance = Callable[[int, int], None]
"""Is told how many files are done, and how many there are; 0: nobody knows."""

_FEW = 500
_UNKNOWN = -1


class Delivery(NamedTuple):
    """What a file gave; `texts` is None where its bytes are those of before."""

    seen: Seen
    texts: tuple[Text, ...] | None
    refused: tuple[Refusal, ...] = ()
    known: bool = False
    """Whether the file was read before."""


@dataclass(slots=True)
class Intake:
    """What came of some paths."""

    unchanged: int = 0
    """Files that were read before and not again."""
    texts: int = 0
    """In the files that were read."""
    idle: int = 0
    """Of these, those that tell nothing of the award."""
    added: list[str] = field(default_factory=list)
    """Keys of the texts that are new and tell of the award."""
    refused: list[Refusal] = field(default_factory=list)
    replaced: bool = False
    """Whether a file that was read before has other texts now."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What texts are read with; another `version` may find something else in them."""

    version: str
    names: Names
    columns: tuple[TableColumns, ...] = ()
    """What the columns of lists hold, in place of the mappings beside them."""

    def extract(self, document: Document) -> Findings:
        return extract(with_columns(document, self.columns), self.names)


def take_in(
    register: Register, paths: Iterable[str], rules: Rules, advance: Advance = lambda *_: None
) -> Intake:
    """Read what is new or changed at `paths` into the register."""
    intake, given, done, total = Intake(), [*paths], 0, 0
    changed = _changed(register, _arrivals(given), intake)
    work = partial(_read_files, rules)
    for deliveries in map_batches(work, changed, _is_standard_input, size=lambda seen: seen.size):
        total = total or sum(1 for _ in _arrivals(given))
        for delivery in deliveries:
            _put(register, delivery, intake)
        done += len(deliveries)
        advance(done + intake.unchanged, total)
    if intake.replaced:
        register.sweep()
    return intake


def add_documents(register: Register, documents: Iterable[Document], rules: Rules) -> Intake:
    """Take in documents of no file, beside those that are held."""
    texts = [_text(document, rules) for document in documents]
    idle = sum(text.findings is None for text in texts)
    return Intake(texts=len(texts), idle=idle, added=register.add(texts))


def add_found(register: Register, found: Iterable[Document | Refusal], rules: Rules, intake: Intake) -> None:
    """Take in what stands at followed addresses, into what came of the paths."""
    for document in found:
        if isinstance(document, Refusal):
            intake.refused.append(document)
            continue
        more = add_documents(register, [document], rules)
        intake.texts, intake.idle = intake.texts + more.texts, intake.idle + more.idle
        intake.added += more.added


def renew(register: Register, rules: Rules) -> None:
    """Read everything again that other rules read."""
    if register.rules != rules.version:
        for some in map_batches(
            partial(_read_again, rules), register.texts(), size=lambda text: len(text.body)
        ):
            register.renew(some)
        register.mark_rules(rules.version)


def _is_standard_input(seen: Seen) -> bool:
    return seen.path == STANDARD_INPUT


def _arrivals(paths: Iterable[str]) -> Iterator[Seen]:
    """Every file, its size and time as they are before it is read: what is written later has another time."""
    for path in paths:
        whole = os.path.normpath(Path(path).absolute())
        if path == STANDARD_INPUT:
            yield Seen(STANDARD_INPUT, _UNKNOWN, _UNKNOWN, "")
        elif Path(whole).is_dir():
            yield from (_seen(entry.path, entry) for entry in walk(whole))
        else:
            yield _seen(whole, Path(whole))


def _seen(path: str, place: "Path | os.DirEntry[str]") -> Seen:
    try:
        kind, mapping = place.stat(), _mapping_of(path)
        since = max(kind.st_mtime_ns, mapping.stat().st_mtime_ns if mapping else 0)
        return Seen(path, kind.st_size, since, "")
    except (OSError, ValueError):  # the readers say what is wrong with it
        return Seen(path, _UNKNOWN, _UNKNOWN, "")


def _mapping_of(path: str) -> Path | None:
    """What a person settled of the columns of a list, if that is what the file is."""
    mapping = mapping_beside(path)
    return mapping if not path.endswith(PLAIN) and mapping.is_file() else None


def _changed(register: Register, files: Iterator[Seen], intake: Intake) -> Iterator[Seen]:
    """The files that are not as they were when they were read, each with the SHA-256 that it had then."""
    while some := list(islice(files, _FEW)):
        for file, before in zip(some, register.seen([file.path for file in some]), strict=True):
            if before and before[0] == file.size and before[1] == file.mtime:
                intake.unchanged += 1
            else:
                yield file._replace(sha256=before[2]) if before else file


def _put(register: Register, delivery: Delivery, intake: Intake) -> None:
    intake.refused += delivery.refused
    if delivery.texts is None:
        register.touch(delivery.seen)
        intake.unchanged += 1
    elif delivery.texts or not delivery.refused:  # what became unreadable leaves what is known of it
        intake.texts += len(delivery.texts)
        intake.idle += sum(text.findings is None for text in delivery.texts)
        if delivery.seen.path == STANDARD_INPUT:
            intake.added += register.add(delivery.texts)
        else:
            intake.added += register.put(delivery.seen, delivery.texts, delivery.known)
        intake.replaced |= delivery.known


def _read_files(rules: Rules, files: Sequence[Seen]) -> list[Delivery]:
    return [_read_file(file, rules) for file in files]


def _read_file(file: Seen, rules: Rules) -> Delivery:
    """A file's texts. The checksum is taken first: what is written meanwhile is read again another time."""
    data = read_if_idle(file.path)
    sha256 = hashlib.sha256(data).hexdigest() if data is not None else _checksum(file.path, rules.columns)
    known, seen = bool(file.sha256), file._replace(sha256=sha256)
    if known and file.sha256 == sha256:
        return Delivery(seen, None)
    if data is not None:
        idle = Text(sha256, "text/plain", key_of(file.path), pack_plain(data), True, None)
        return Delivery(seen, (idle,), (), known)
    found = list(read_paths([Path(file.path) if file.path != STANDARD_INPUT else STANDARD_INPUT]))
    texts = (_text(document, rules) for document in found if isinstance(document, Document))
    return Delivery(seen, tuple(texts), tuple(r for r in found if isinstance(r, Refusal)), known)


def _checksum(path: str, columns: tuple[TableColumns, ...]) -> str:
    """Of a file's bytes, and of what is known of its columns; empty for what cannot be read or has none."""
    try:
        if not Path(path).is_file():
            return ""
        with Path(path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        if mapping := _mapping_of(path):
            digest.update(mapping.read_bytes())
    except (OSError, ValueError):
        return ""
    if columns and not path.endswith(PLAIN):
        digest.update(repr(columns).encode())
    return digest.hexdigest()


def _text(document: Document, rules: Rules) -> Text:
    told = _told(document, rules)
    return Text(document.sha256, document.media_type, document.key, pack(document), False, told)


def _told(document: Document, rules: Rules) -> str | None:
    """Findings as the register keeps them; None for a document that has no place in the graph."""
    findings = rules.extract(document)
    tells = findings != Findings(doc=findings.doc) or is_worth_reading(document.text)
    return findings.model_copy(update={"doc": ""}).model_dump_json() if tells else None


def _read_again(rules: Rules, texts: Sequence[Kept]) -> list[Renewed]:
    return [Renewed(_find_again(text, rules), text.number) for text in texts]


def _find_again(text: Kept, rules: Rules) -> str | None:
    if text.plain and is_idle(f"{text.key}{PLAIN}", unpack_bytes(text.body)):
        return None
    return _told(unpack(text.body, text.key, text.plain), rules)
