"""The text index over labels: finds inside Thai words, best first, from one SQLite file a version."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ontology.iri import Identity
from ontology.thai import match_key, normalise

SHORTEST_TRIGRAM = 3
LIMIT = 20

_WORD_TABLE = "CREATE TABLE {} (word TEXT, rank INTEGER, PRIMARY KEY (word, rank)) WITHOUT ROWID"

_WHOLE = "SELECT kind, key, label FROM whole JOIN thing USING (rank) WHERE word = ? ORDER BY rank LIMIT ?"
_SHORT = "SELECT kind, key, label FROM short JOIN thing USING (rank) WHERE word = ? ORDER BY rank LIMIT ?"
_INSIDE = (
    "SELECT kind, key, label FROM name JOIN thing ON thing.rank = name.rowid"
    " WHERE words MATCH ? ORDER BY name.rowid LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found: its names (the first is shown), and a weight that says how much it is sought."""

    identity: Identity
    names: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found, and the name that is shown for it."""

    identity: Identity
    label: str


def write_index(path: Path, entries: Iterable[Entry]) -> int:
    """Write the index and give its size; the row id is the rank, so that finding is reading in order."""
    ranked = sorted(entries, key=lambda entry: (-entry.weight, entry.names[0], entry.identity))
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE thing (rank INTEGER PRIMARY KEY, kind TEXT, key TEXT, label TEXT)")
        base.execute("CREATE VIRTUAL TABLE name USING fts5 (words, tokenize='trigram', content='')")
        for table in ("whole", "short"):
            base.execute(_WORD_TABLE.format(table))
        for rank, entry in enumerate(ranked, start=1):
            _write_entry(base, rank, entry)
    return len(ranked)


def _write_entry(base: sqlite3.Connection, rank: int, entry: Entry) -> None:
    keys = [match_key(name) for name in entry.names]
    row = (rank, entry.identity.kind, entry.identity.key, normalise(entry.names[0]))
    base.execute("INSERT INTO thing VALUES (?, ?, ?, ?)", row)
    base.execute("INSERT INTO name (rowid, words) VALUES (?, ?)", (rank, " ".join(keys)))
    starts = {key[:length] for key in keys for length in (1, 2) if key}
    base.executemany("INSERT INTO short VALUES (?, ?)", [(word, rank) for word in sorted(starts)])
    base.executemany("INSERT INTO whole VALUES (?, ?)", [(word, rank) for word in sorted(set(keys)) if word])


class SearchIndex:
    """An index opened for reading; safe to share between threads that take turns."""

    def __init__(self, path: Path) -> None:
        place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._base = sqlite3.connect(place, uri=True, check_same_thread=False)

    def find(self, words: str, limit: int = LIMIT) -> list[Hit]:
        """The things with `words` in a name (spaces, dots, digits and variants aside): whole names first."""
        key = match_key(words).replace("\0", "")[:200]
        if not key:
            return []
        found = dict.fromkeys(self._read(_WHOLE, key, limit))
        if len(key) < SHORTEST_TRIGRAM:
            found |= dict.fromkeys(self._read(_SHORT, key, limit))
        else:
            found |= dict.fromkeys(self._read(_INSIDE, '"' + key.replace('"', '""') + '"', limit))
        return list(found)[:limit]

    def _read(self, question: str, words: str, limit: int) -> list[Hit]:
        rows = self._base.execute(question, (words, limit))
        return [Hit(Identity(kind, key), label) for kind, key, label in rows]

    def close(self) -> None:
        self._base.close()
