"""What was written over HTTP is in every version that is built later, under the names it was given."""

from pathlib import Path

from ingest.build import build
from queries.changes import Change
from queries.engine import EmbeddedEngine, write_dump
from queries.journal import Entry, Journal
from queries.versions import Home, verify

GRAPH = "<https://w3id.org/lertrat/graph/user/malee>"
LINE = f'_:b7 <http://example.org/p> "ของมาลี" {GRAPH} .'
ASK = f"ASK {{ GRAPH {GRAPH} {{ ?s ?p 'ของมาลี' }} }}"


def write(home: Home, number: int, change: Change) -> None:
    Journal(home.journal).add(Entry(number, "2026-01-01T00:00:00Z", "malee", "INSERT ...", change))


def is_there(home: Home) -> bool:
    return EmbeddedEngine.on_disk(home.current().store_folder).ask(ASK)


def test_a_build_keeps_what_was_written(own_home: Home) -> None:
    before = set(own_home.current().dump.read_bytes().splitlines())
    write(own_home, 1, Change(added=(LINE,)))
    build(own_home)
    assert (is_there(own_home), own_home.current().manifest.more["journal"]) == (True, 1)
    verify(own_home.current())
    lines = own_home.current().dump.read_bytes().splitlines()
    assert [line for line in lines if line not in before] == [LINE.encode()]


def test_what_was_written_and_taken_out_again_leaves_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    write(home, 1, Change(added=(LINE,)))
    write(home, 2, Change(removed=(LINE,)))
    write_dump([], tmp_path / "dump.nq", Journal(home.journal).whole())
    assert (tmp_path / "dump.nq").read_bytes() == b""
