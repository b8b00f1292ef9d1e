"""`lertrat check` tells what is right and what is wrong, where it is, and the command that mends it."""

import shutil
from pathlib import Path

import pytest

from ingest.examination import ExaminationError, examine, examine_sources
from ingest.shipped import SOURCES_FOLDER
from queries.versions import BrokenVersionError, Home


def test_a_new_home_is_told_how_to_get_a_version(tmp_path: Path) -> None:
    lines = list(examine(Home(tmp_path)))
    assert lines[0].startswith("facts: 5 sources")
    assert lines[-1] == "version: none yet; run `lertrat build`"


def test_every_error_is_told_before_the_count(tmp_path: Path) -> None:
    facts = shutil.copytree(SOURCES_FOLDER, tmp_path / "sources")
    path = facts / "registry" / "bodies.csv"
    first, second = "tisi,department,", "Not A Key,nothing,"
    path.write_text(path.read_text(encoding="utf-8").replace(first, second), encoding="utf-8")
    lines: list[str] = []
    with pytest.raises(ExaminationError, match="run `lertrat check` again"):
        lines.extend(examine_sources(facts))
    assert [line.rpartition("column ")[2].partition(":")[0] for line in lines] == ["id", "kind"]
    assert all(line.startswith(f"error: {path}, line ") for line in lines)


def test_a_table_that_a_spreadsheet_saved_is_named_with_the_command(tmp_path: Path) -> None:
    facts = shutil.copytree(SOURCES_FOLDER, tmp_path / "sources")
    path = facts / "scheme" / "editions.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode("utf-8-sig"))
    lines = list(examine_sources(facts))
    assert lines[1:] == [f"  warning: {path}: not in canonical form; run `lertrat tidy`"]


def test_a_damaged_dump_is_refused_with_the_mend(own_home: Home) -> None:
    dump = own_home.current().dump
    dump.write_bytes(dump.read_bytes()[:-100])
    with pytest.raises(BrokenVersionError, match="lertrat build"):
        list(examine(own_home))
