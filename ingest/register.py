"""The texts that a home holds, each once by its SHA-256: from which files, and what the rules found in them.

One SQLite file, changed in one transaction, so that a kill at any moment leaves it as it was.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from ingest.records import Document, Findings
from ingest.texts import unpack
from queries.versions import HomeError

GIVEN = ""
"""The path of documents that no file holds: a program gave them, or standard input."""
SCHEMA = Path(__file__).with_name("register.sql").read_text(encoding="utf-8")
_FEW = 500


class Seen(NamedTuple):
    """A file as it was when it was read: its size and time (ns), and the SHA-256 of its bytes."""

    path: str
    size: int
    mtime: int
    sha256: str


class Text(NamedTuple):
    """A document on its way into the register; `findings` is None where it tells nothing of the award.

    `body` is packed: the document as JSON, or where `plain` the bytes of its file.
    """

    sha256: str
    media_type: str
    key: str
    body: bytes
    plain: bool
    findings: str | None


class Kept(NamedTuple):
    """A text as it is held, to be read again; see `Text` for the fields."""

    number: int
    key: str
    body: bytes
    plain: bool


class Renewed(NamedTuple):
    """What was found in a text when it was read again."""

    findings: str | None
    number: int


class Reading(NamedTuple):
    """A document, and what the rules found in it."""

    document: Document
    findings: Findings


class Counts(NamedTuple):
    """How many texts are held, and how many of them tell nothing of the award."""

    texts_kept: int
    texts_idle: int


@contextmanager
def open_register(path: Path) -> Iterator["Register"]:
    """The register at `path`, made where there is none; what was not committed in the block is undone.

    Raises HomeError where it cannot be used.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.executescript(SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            yield Register(connection)
        finally:
            connection.close()  # and with it goes what was not committed
    except sqlite3.Error as error:
        told = f"{path}: {error}; see whether the disk is full, then try again; the graph stays as it was"
        raise HomeError(told) from error


class Register:
    """What is held, within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._ask = connection.execute
        self._tell = connection.executemany
        self._changed = False

    def commit(self) -> None:
        """From here on the changes last."""
        self._ask("COMMIT")
        self._ask("BEGIN IMMEDIATE")
        self._changed = False

    @property
    def state(self) -> str:
        """A name of what is held now; another one after each change."""
        return self._fact("state")

    @property
    def rules(self) -> str:
        """The version of the rules that read all that is held."""
        return self._fact("rules")

    def _fact(self, name: str) -> str:
        row = self._ask("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _change(self) -> None:
        if not self._changed:
            self._changed = True
            self._ask("INSERT OR REPLACE INTO facts VALUES ('state', ?)", (uuid.uuid4().hex,))

    def seen(self, paths: Sequence[str]) -> list[tuple[int, int, str] | None]:
        """For each of `paths` size, time and SHA-256 of its file when it was read; None: it was not."""
        asked = paths if all(map(str.isascii, paths)) else [*map(as_kept, paths)]
        marks = ", ".join("?" * len(asked))
        rows = self._ask(f"SELECT path, size, mtime, sha256 FROM files WHERE path IN ({marks})", asked)  # noqa: S608
        known = {path: (size, mtime, sha256) for path, size, mtime, sha256 in rows}
        return [*map(known.get, asked)]

    def touch(self, file: Seen) -> None:
        """A file was read, or has another time and the bytes that it had."""
        self._ask("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (as_kept(file.path), *file[1:]))

    def put(self, file: Seen, texts: Iterable[Text]) -> list[str]:
        """Hold what is in a file now, in place of what was; gives the keys of new texts that tell."""
        kept = as_kept(file.path)
        self._let_go("path = ?", (kept,))
        self.touch(file)
        return self.add(texts, kept)

    def add(self, texts: Iterable[Text], path: str = GIVEN) -> list[str]:
        """Hold texts beside those that are held; gives the keys of new ones that tell."""
        new = list[str]()
        for text in texts:
            values = (text.sha256, text.media_type, text.plain, text.findings, text.body)
            added = self._ask("INSERT OR IGNORE INTO texts VALUES (NULL, ?, ?, ?, ?, ?)", values).rowcount
            if self._hold(path, text):
                self._change()
            if added and text.findings is not None:
                new.append(full_key(text.key, text.sha256))
        return new

    def _hold(self, path: str, text: Text) -> int:
        held = "SELECT ?, id, ? FROM texts WHERE sha256 = ? AND media_type = ?"
        values = (path, text.key, text.sha256, text.media_type)
        return self._ask(f"INSERT OR IGNORE INTO holdings {held}", values).rowcount

    def forget_path(self, path: str) -> int:
        """Let go of a file, or of all files in a folder; gives how many texts they held."""
        kept = as_kept(path)
        inside = kept.rstrip("/") + "/"
        return self._let_go("path = ? OR substr(path, 1, length(?)) = ?", (kept, inside, inside))

    def forget_key(self, key: str) -> int:
        """Let go of a document by its key; gives of how many files."""
        named = "key || '-' || (SELECT substr(sha256, 1, 8) FROM texts WHERE id = text) = ?"
        return self._let_go(named, (key,))

    def _let_go(self, which: str, values: tuple[str, ...]) -> int:
        """The files would be read again; the texts go with the last file that holds them: see `sweep`."""
        held = f"FROM holdings WHERE {which}"
        self._ask(f"INSERT OR IGNORE INTO loose SELECT text {held}", values)
        self._ask(f"DELETE FROM files WHERE path IN (SELECT path {held})", values)  # noqa: S608
        gone = self._ask(f"DELETE {held}", values).rowcount
        if gone:
            self._change()
        return gone

    def sweep(self) -> None:
        """Drop the texts that no file holds any more."""
        held = "SELECT 1 FROM holdings WHERE holdings.text = texts.id"
        self._ask(f"DELETE FROM texts WHERE id IN (SELECT text FROM loose) AND NOT EXISTS ({held})")  # noqa: S608

    def files_under(self, folder: str) -> Iterator[str]:
        """The files of a folder that were read."""
        inside = as_kept(folder).rstrip("/") + "/"
        rows = self._ask("SELECT path FROM files WHERE substr(path, 1, length(?)) = ?", (inside, inside))
        return (path for (path,) in rows)

    def count(self) -> Counts:
        telling = "SELECT count(*) FROM texts WHERE findings IS NOT NULL"
        every, told = self._ask(f"SELECT count(*), ({telling}) FROM texts").fetchone()  # noqa: S608
        return Counts(every, every - told)

    def readings(self) -> Iterator[Reading]:
        """Every document that tells of the award, in the order of checksums, under the first of its keys."""
        rows = self._ask(
            "SELECT sha256, min(key), plain, findings, body FROM texts JOIN holdings ON text = id"
            " WHERE findings IS NOT NULL GROUP BY id ORDER BY sha256, min(key), media_type"
        )
        for sha256, same in groupby(rows, key=lambda row: str(row[0])):
            _, key, plain, findings, body = next(same)
            yield Reading(unpack(body, full_key(key, sha256), plain), Findings.model_validate_json(findings))

    def texts(self) -> Iterator[Kept]:
        """Everything that is held; findings may be renewed on the way."""
        some = [Kept(0, "", b"", False)]
        while some:
            rows = self._ask(
                "SELECT id, min(key), body, plain FROM texts JOIN holdings ON text = id"
                " WHERE id > ? GROUP BY id ORDER BY id LIMIT ?",
                (some[-1].number, _FEW),
            )
            some = [Kept(number, key, body, bool(plain)) for number, key, body, plain in rows]
            yield from some

    def renew(self, found: Iterable[Renewed]) -> None:
        """Hold what other rules found."""
        self._tell("UPDATE texts SET findings = ? WHERE id = ?", found)

    def mark_rules(self, version: str) -> None:
        """All that is held was read with the rules of this version."""
        self._change()
        self._ask("INSERT OR REPLACE INTO facts VALUES ('rules', ?)", (version,))


def as_kept(path: str) -> str:
    """A path as SQLite can hold it: signs of an old file system that are no Unicode are written out."""
    return path if path.isascii() else path.encode("utf-8", "backslashreplace").decode()


def full_key(key: str, sha256: str) -> str:
    """The key of a document in the graph: two texts of one name keep apart."""
    return f"{key}-{sha256[:8]}"
