"""Tokens: told once, kept as hashes, known at once, and refused with a mend where the table is wrong."""

from pathlib import Path

import pytest

from graph_api.bearers import Bearers, TokenError


@pytest.fixture
def bearers(tmp_path: Path) -> Bearers:
    return Bearers(tmp_path / "tokens.csv")


def test_a_token_is_known_by_its_holder_alone(bearers: Bearers, tmp_path: Path) -> None:
    token = bearers.add("malee", "write")
    found = Bearers(tmp_path / "tokens.csv").find(token)
    assert found is not None
    assert (found.name, found.scope) == ("malee", "write")
    assert bearers.find(token + "x") is None
    assert token not in (tmp_path / "tokens.csv").read_text()


def test_a_new_token_of_a_name_ends_the_old_one(bearers: Bearers) -> None:
    old, other = bearers.add("malee", "write"), bearers.add("somchai", "read")
    new = bearers.add("malee", "admin")
    assert [bearers.find(token) is not None for token in (old, other, new)] == [False, True, True]


def test_a_token_that_was_removed_is_no_more(bearers: Bearers) -> None:
    token = bearers.add("malee", "write")
    bearers.remove("malee")
    assert (bearers.find(token), bearers.all()) == (None, [])
    with pytest.raises(TokenError, match="there is no token"):
        bearers.remove("malee")


@pytest.mark.parametrize("name", ["", "Malee", "มาลี", "a/b", "-a", "a" * 41])
def test_a_name_is_plain(bearers: Bearers, name: str) -> None:
    with pytest.raises(TokenError, match="a-z"):
        bearers.add(name, "write")


@pytest.mark.parametrize("table", ["name,sha256\nm,x\n", "name,scope,sha256,since\nm,all,x,2026-01-01\n"])
def test_a_table_that_is_wrong_is_told_with_its_line(bearers: Bearers, tmp_path: Path, table: str) -> None:
    (tmp_path / "tokens.csv").write_text(table)
    with pytest.raises(TokenError, match=r"tokens\.csv"):
        bearers.find("x")
