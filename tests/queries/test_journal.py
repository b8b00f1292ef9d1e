"""The journal: an entry is whole or not there, damage is told, and all entries make one change."""

import json
import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.changes import Change, State, join
from queries.journal import Entry, Journal, JournalError, NoRoomError, read_entry
from queries.stream import OverloadedError

LINE = '<http://e/s> <http://e/p> "ก" .'


def entry(number: int, change: Change = Change((LINE,))) -> Entry:  # noqa: B008 - it is never changed
    return Entry(number, "2026-01-01T00:00:00Z", "malee", "INSERT ...", change)


def test_entries_come_back_as_they_were_and_in_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    assert (journal.last(), journal.after(0), bool(journal.whole())) == (0, [], False)
    for number in (1, 2, 10):
        journal.add(entry(number))
    assert journal.last() == 10
    assert [read_entry(path) for path in journal.after(1)] == [entry(2), entry(10)]


def test_a_number_is_given_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add(entry(1))
    with pytest.raises(OverloadedError, match="at the same time"):
        journal.add(entry(1, Change()))
    assert [read_entry(path) for path in journal.after(0)] == [entry(1)]
    assert len(list(tmp_path.iterdir())) == 1


def test_every_flipped_bit_in_an_entry_is_found_or_says_the_same(tmp_path: Path) -> None:
    path = Journal(tmp_path).add(entry(1))
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert _read_or_none(path) in (None, entry(1)), place


def _read_or_none(path: Path) -> Entry | None:
    try:
        return read_entry(path)
    except JournalError:
        return None


@pytest.mark.skipif(os.geteuid() != 0 or not hasattr(os, "fork"), reason="only root can mount a small disk")
def test_a_full_disk_leaves_no_trace(tmp_path: Path) -> None:
    if os.system(f"mount -t tmpfs -o size=64k tmpfs {tmp_path} 2>/dev/null"):  # noqa: S605 - a path of pytest's
        pytest.skip("no disk can be mounted here")
    try:
        journal = Journal(tmp_path / "journal")
        journal.add(entry(1))
        with pytest.raises(NoRoomError, match="full"):
            journal.add(entry(2, Change(tuple(f"{LINE}{n}" for n in range(9999)))))
        assert journal.last() == 1
        assert [path.name for path in (tmp_path / "journal").iterdir()] == ["0000000001.json"]
        journal.add(entry(2))
    finally:
        os.system(f"umount {tmp_path}")  # noqa: S605


def test_a_file_that_is_no_entry_is_told(tmp_path: Path) -> None:
    path = tmp_path / "0000000001.json"
    path.write_text(json.dumps({"sha256": ""}))
    with pytest.raises(JournalError, match="restore it from a backup"):
        Journal(tmp_path).whole()


states = st.builds(State, st.frozensets(st.sampled_from("abcd")), st.frozensets(st.sampled_from("gh")))


def applied(state: State, change: Change) -> State:
    lines = state.lines - set(change.removed) | set(change.added)
    return State(lines, state.graphs - set(change.dropped) | set(change.created))


@given(st.lists(states, min_size=1, max_size=5))
def test_changes_one_after_another_are_one_change(steps: list[State]) -> None:
    changes = [before.to(after) for before, after in pairwise(steps)]
    for before, change, after in zip(steps, changes, steps[1:], strict=False):
        assert applied(before, change) == after
    assert applied(steps[0], join(changes)) == steps[-1]
