"""What a home holds depends on what lies in its files now, and on nothing that happened on the way there."""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.intake import Intake, Rules, add_documents, renew, take_in
from ingest.readers import read_bytes
from ingest.register import Register, open_register
from queries.versions import HomeError

AWARD = "กรมที่ดิน รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดี ประเภทนวัตกรรมการบริการ จากผลงาน “โฉนดถึงบ้าน”\n"
OTHER = AWARD.replace("กรมที่ดิน", "กรมสรรพากร").replace("โฉนด", "ภาษี")
MEETING = "การประชุมชี้แจงรางวัลเลิศรัฐ จัดขึ้นเมื่อวานนี้\n"
NEWS = "กรมที่ดินเปิดให้จองคิวล่วงหน้า ประชาชนพอใจ\n"
TEXTS = [AWARD, OTHER, MEETING, NEWS, NEWS + "วันนี้\n"]
PATHS = ["a.txt", "b.txt", "sub/a.txt", "sub/ข่าว.txt"]
RULES = Rules("first", load_names())
STATE = dict[str, str]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path / "texts.sqlite") as register:
        yield register


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "news"
    path.mkdir()
    return path


def write(folder: Path, files: STATE) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def held(register: Register) -> list[tuple[str, str, str]]:
    """Everything that a build is made of."""
    return [(r.document.key, r.document.text, r.findings.model_dump_json()) for r in register.readings()]


def held_of(files: STATE) -> tuple[list[tuple[str, str, str]], int]:
    """What is held of files that came at once into an empty register."""
    with TemporaryDirectory() as place, open_register(Path(place, "texts.sqlite")) as register:
        write(Path(place, "news"), files)
        take_in(register, [str(Path(place, "news"))], RULES)
        return held(register), register.count().texts_kept


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from([*TEXTS, None])), max_size=12))
def test_any_way_to_the_same_files_ends_in_the_same_texts(steps: list[tuple[str, str | None]]) -> None:
    now: STATE = {}
    with TemporaryDirectory() as place, open_register(Path(place, "texts.sqlite")) as register:
        folder = Path(place, "news")
        for path, text in steps:
            if text is not None:
                now[path] = text
                write(folder, {path: text})
                take_in(register, [str(folder / path)], RULES)
            elif path in now:
                del now[path]
                register.forget_path(str(folder / path))
                register.sweep()
        assert (held(register), register.count().texts_kept) == held_of(now)


@settings(deadline=None, max_examples=15)
@given(st.permutations(list(zip(PATHS, TEXTS, strict=False))), st.sets(st.integers(1, 3)))
def test_any_order_and_any_split_ends_in_the_same_texts(order: list[tuple[str, str]], cuts: set[int]) -> None:
    bounds = [0, *sorted(cuts), len(order)]
    with TemporaryDirectory() as place, open_register(Path(place, "texts.sqlite")) as register:
        for first, last in pairwise(bounds):
            write(Path(place, "news"), dict(order[first:last]))
            take_in(register, [str(Path(place, "news", path)) for path, _ in order[first:last]], RULES)
        assert held(register) == held_of(dict(order))[0]


def test_only_what_changed_is_read_again(register: Register, folder: Path) -> None:
    write(folder, {"a.txt": AWARD, "b.txt": OTHER})
    first = take_in(register, [str(folder)], RULES)
    (folder / "a.txt").chmod(0)  # would be refused, were it read
    write(folder, {"b.txt": AWARD.replace("2565", "2566")})
    again = take_in(register, [str(folder)], RULES)
    assert (len(first.added), first.unchanged) == (2, 0)
    assert (len(again.added), again.unchanged, again.refused) == (1, 1, [])
    assert [document[1] for document in held(register)] != [AWARD, OTHER]


def test_a_file_that_was_only_touched_has_no_new_text(register: Register, folder: Path) -> None:
    write(folder, {"a.txt": AWARD})
    take_in(register, [str(folder)], RULES)
    state = register.state
    os.utime(folder / "a.txt", (1, 1))
    assert take_in(register, [str(folder)], RULES) == Intake(unchanged=1)
    assert register.state == state


def test_other_rules_read_everything_again_though_the_files_are_gone(
    register: Register, folder: Path
) -> None:
    write(folder, {"a.txt": AWARD, "b.txt": NEWS})
    renew(register, RULES)
    take_in(register, [str(folder)], RULES)
    (folder / "a.txt").unlink()
    expected = held(register)
    register.renew([(None, 1), ("{}", 2)])  # type: ignore[list-item]  # what some older rules had found
    renew(register, Rules("second", RULES.names))
    assert held(register) == expected
    assert register.rules == "second"


def test_one_text_in_two_files_stays_while_one_of_them_does(register: Register, folder: Path) -> None:
    write(folder, {"a.txt": AWARD, "b.txt": AWARD})
    take_in(register, [str(folder)], RULES)
    assert [key[:2] for key, _, _ in held(register)] == ["a-"]
    register.forget_path(str(folder / "a.txt"))
    register.sweep()
    assert [key[:2] for key, _, _ in held(register)] == ["b-"]
    register.forget_path(str(folder))
    register.sweep()
    assert (held(register), register.count().texts_kept) == ([], 0)


def test_a_document_is_forgotten_by_its_key_and_no_other(register: Register) -> None:
    add_documents(register, [read_bytes("a.txt", text.encode()) for text in (AWARD, OTHER)], RULES)
    first, second = (key for key, _, _ in held(register))
    assert register.forget_key(first) == 1
    register.sweep()
    assert [key for key, _, _ in held(register)] == [second]
    assert register.forget_key(first) == 0


def test_what_is_not_committed_is_undone(tmp_path: Path) -> None:
    place = tmp_path / "texts.sqlite"
    documents = [read_bytes("a.txt", AWARD.encode())]
    with open_register(place) as register:
        add_documents(register, documents, RULES)
        register.commit()
        add_documents(register, [read_bytes("b.txt", OTHER.encode())], RULES)
    with open_register(place) as register:
        assert [key[:2] for key, _, _ in held(register)] == ["a-"]


def test_a_register_that_is_none_is_told(tmp_path: Path) -> None:
    place = tmp_path / "texts.sqlite"
    place.write_bytes(b"no database, but a text of some length" * 99)
    with pytest.raises(HomeError, match=r"texts\.sqlite"), open_register(place):
        pass


def test_names_that_are_no_unicode_are_held_and_forgotten(register: Register, folder: Path) -> None:
    name = os.fsdecode(os.fsencode(folder) + b"/\xff.txt")
    Path(name).write_text(AWARD, encoding="utf-8")
    assert len(take_in(register, [str(folder)], RULES).added) == 1
    assert take_in(register, [str(folder)], RULES).unchanged == 1
    assert register.forget_path(name) == 1
