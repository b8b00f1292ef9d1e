"""What was written over HTTP is in every version that is built later, under the names it was given."""

from ingest.build import build
from queries.changes import Change
from queries.engine import EmbeddedEngine, read_dump
from queries.journal import Entry, Journal
from queries.versions import Home, verify

GRAPH = "<https://w3id.org/lertrat/graph/user/malee>"
LINE = f'_:b7 <http://example.org/p> "ของมาลี" {GRAPH} .'
ASK = f"ASK {{ GRAPH {GRAPH} {{ ?s ?p 'ของมาลี' }} }}"


def write(home: Home, number: int, change: Change) -> None:
    Journal(home.journal).add(Entry(number, "2026-01-01T00:00:00Z", "malee", "INSERT ...", change))


def is_there(home: Home) -> bool:
    return EmbeddedEngine.on_disk(home.current().store_folder).ask(ASK)


def test_a_build_keeps_what_was_written_and_forgets_what_was_taken_out(own_home: Home) -> None:
    before = list(read_dump(own_home.current().dump))
    write(own_home, 1, Change(added=(LINE,)))
    build(own_home)
    assert (is_there(own_home), own_home.current().manifest.more["journal"]) == (True, 1)
    assert LINE.encode() in own_home.current().dump.read_bytes().splitlines()
    verify(own_home.current())
    write(own_home, 2, Change(removed=(LINE,)))
    build(own_home)
    assert not is_there(own_home)
    assert list(read_dump(own_home.current().dump)) == before
