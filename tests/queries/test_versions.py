"""The home: a version is there whole or not at all, and readers keep theirs whatever happens."""

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from pyoxigraph import Literal, NamedNode, Quad

from queries.engine import EmbeddedEngine, write_dump, write_store
from queries.versions import (
    BrokenVersionError,
    Home,
    HomeBusyError,
    HomeMissingError,
    Version,
    measure_dump,
    verify,
)

NODE = NamedNode("http://example.org/x")


def build(home: Home, *words: str | BaseException, stored: list[Quad] | None = None) -> Version:
    """A version with these words; a build that fails after its dump; or one with another store."""
    quads = [Quad(NODE, NODE, Literal(str(word))) for word in words]
    with home.new_version() as new:
        write_dump(quads, new.dump)
        for word in words:
            if isinstance(word, BaseException):
                raise word
        write_store(new.store_folder, quads if stored is None else stored)
        new.facts.update(lertrat="0.1.0", sources=("registry",), documents=3)
    assert new.finished
    return new.finished


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_a_home_without_a_version_says_what_to_run(home: Home) -> None:
    with pytest.raises(HomeMissingError, match="lertrat build"):
        home.current()


def test_a_new_version_becomes_current_with_its_manifest(home: Home) -> None:
    version = build(home, "a", "b")
    assert home.current() == version
    assert version.manifest.quads == 2
    assert version.manifest.sha256 == measure_dump(version.dump)[0]
    assert version.name.endswith(version.manifest.sha256[:8])
    assert version.manifest.sources == ("registry",)
    assert verify(version) == version.manifest


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()]
)
def test_a_build_that_fails_leaves_the_home_as_it_was(home: Home, error: BaseException) -> None:
    version = build(home, "a")
    with pytest.raises(type(error)):
        build(home, error)
    assert home.versions() == [home.current()] == [version]
    assert list(home.versions_folder.iterdir()) == [version.path]


def test_a_store_that_differs_from_its_dump_is_never_switched_to(home: Home) -> None:
    version = build(home, "a")
    with pytest.raises(BrokenVersionError, match="holds 0 quads, its dump 1"):
        build(home, "a", stored=[])
    assert home.current() == version


def test_what_a_killed_build_left_behind_is_swept_up_by_the_next(home: Home) -> None:
    home.create()
    (home.versions_folder / ".new-killed").mkdir()
    version = build(home, "a")
    assert list(home.versions_folder.iterdir()) == [version.path]


def test_an_unfinished_version_is_not_listed(home: Home) -> None:
    with home.new_version() as new:
        assert home.versions() == []
        write_dump([], new.dump)
        write_store(new.store_folder, [])
    assert len(home.versions()) == 1


def test_two_builds_within_a_second_have_two_names(home: Home) -> None:
    assert len({build(home, "a").name for _ in range(3)}) == 3


def test_going_back_is_switching_back(home: Home) -> None:
    first, second = build(home, "a"), build(home, "b")
    assert home.switch(first.name) == home.current() == first
    assert home.versions() == [first, second]


@pytest.mark.parametrize("name", ["../versions", "20200101T000000Z-00000000", "", "."])
def test_a_version_that_is_not_there_cannot_be_switched_to(home: Home, name: str) -> None:
    version = build(home, "a")
    with pytest.raises(HomeMissingError, match=version.name):
        home.switch(name)
    assert home.current() == version


def test_a_flipped_bit_in_current_says_what_is_there(home: Home) -> None:
    version = build(home, "a")
    pointer = home.path / "current"
    whole = pointer.read_bytes()
    for place in range(len(whole)):
        pointer.write_bytes(whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :])
        with pytest.raises(HomeMissingError, match=version.name):
            home.current()


def test_a_current_that_names_a_lost_version_says_what_is_there(home: Home) -> None:
    first, second = build(home, "a"), build(home, "b")
    shutil.rmtree(second.path)
    with pytest.raises(HomeMissingError, match=f"lertrat versions use NAME.*{first.name}"):
        home.current()


def test_a_second_writer_is_told_at_once(home: Home) -> None:
    home.create()
    with FileLock(home.path / "lock"), pytest.raises(HomeBusyError, match="another lertrat is writing"):
        build(home, "a")


def test_pruning_keeps_the_newest_and_the_current(home: Home) -> None:
    first, second, third = build(home, "a"), build(home, "b"), build(home, "c")
    home.switch(first.name)
    assert home.prune(keep=1) == [second.name]
    assert home.versions() == [first, third]


def test_a_reader_keeps_the_version_it_opened(home: Home) -> None:
    engine = EmbeddedEngine.on_disk(build(home, "a").store_folder)
    build(home, "b", "c")
    assert engine.rows("SELECT ?o { ?s ?p ?o }") == [{"o": Literal("a")}]


def test_verify_finds_one_flipped_bit_in_the_dump(home: Home) -> None:
    version = build(home, "a", "b")
    damaged = bytearray(version.dump.read_bytes())
    damaged[-6] ^= 1
    version.dump.write_bytes(damaged)
    with pytest.raises(BrokenVersionError, match="damaged"):
        verify(version)


def test_verify_finds_one_flipped_bit_in_any_table_of_the_store(home: Home, tmp_path: Path) -> None:
    version = build(home, *(f"word {n}" for n in range(2000)))
    for table in version.store_folder.glob("*.sst"):
        damaged = tmp_path / table.name
        shutil.copytree(version.path, damaged / version.name)
        content = bytearray(table.read_bytes())
        content[len(content) // 3] ^= 1
        (damaged / version.name / "store" / table.name).write_bytes(content)
        with pytest.raises(BrokenVersionError, match="store"):
            verify(Version(damaged / version.name))


def test_verify_finds_a_missing_table_of_the_store(home: Home) -> None:
    version = build(home, "a", "b")
    for table in version.store_folder.glob("*.sst"):
        table.unlink()
    with pytest.raises(BrokenVersionError, match="lertrat build"):
        verify(version)


def test_a_version_without_manifest_is_named(home: Home) -> None:
    version = build(home, "a")
    (version.path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(BrokenVersionError, match=version.name):
        verify(Version(version.path))
