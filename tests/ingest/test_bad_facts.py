"""What is wrong in the facts is told by file, line, column, value and mend; what is odd warns."""

import csv
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.checks import check
from ingest.collection import Collection
from ingest.faults import Fault, TableError
from ingest.shipped import read_sources

HERE = Path(__file__).parent
CASES = yaml.load((HERE / "bad_facts.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # all texts
Rows = list[dict[str, str]]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """The folder of right facts, to be spoilt."""
    return shutil.copytree(HERE / "facts", tmp_path / "facts")


def warnings(facts: Path) -> tuple[Fault, ...]:
    """What the facts warn of; raises TableError where they have errors."""
    return check(Collection.of_sources(read_sources(facts)))


def change(facts: Path, table: str, change_rows: Callable[[Rows], None]) -> None:
    path = facts / "made-up" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    change_rows(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def spoil(facts: Path, case: Mapping[str, Any]) -> None:
    for place, cells in case.get("spoil", {}).items():
        table, line = place.split()
        change(facts, table, lambda rows: rows[int(line) - 2].update(cells))  # noqa: B023  # called at once
    for table, cells in case.get("add", {}).items():
        change(facts, table, lambda rows: rows.append(cells))  # noqa: B023  # called at once


def found(facts: Path) -> list[Fault]:
    """Errors if there are any, else warnings."""
    try:
        return list(warnings(facts))
    except TableError as error:
        return list(error.faults)


def test_the_right_facts_have_no_fault(facts: Path) -> None:
    assert warnings(facts) == ()


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_a_fault_is_told_with_its_place_and_its_mend(facts: Path, case: Mapping[str, Any]) -> None:
    spoil(facts, case)
    severity = "warning" if "warning" in case else "error"
    told = [
        [fault.place.path.stem, str(fault.place.line), fault.column, fault.value]
        for fault in found(facts)
        if fault.place and fault.severity == severity and case["mend"] in fault.told
    ]
    assert case[severity] in told


def test_every_fault_is_told_at_once(facts: Path) -> None:
    spoil(facts, {"spoil": {"placements 2": {"parent": "mmon"}, "awards 2": {"documents": "rumour"}}})
    assert {fault.column for fault in found(facts)} == {"parent", "documents"}


def test_a_body_may_come_back_to_where_it_stood_before(facts: Path) -> None:
    change(facts, "bodies", lambda rows: rows[1].update(valid_from=""))
    change(facts, "placements", lambda rows: rows[0].update({"parent": "dstar", "from": "2010"}))
    change(facts, "placements", lambda rows: rows[1].update(parent="dtide", to="2010"))
    assert warnings(facts) == ()


def test_the_same_mark_and_line_ends_that_a_spreadsheet_writes_change_nothing(facts: Path) -> None:
    before = [row for source in read_sources(facts) for rows in source.tables.values() for row in rows]
    for path in facts.glob("*/*.csv"):
        words = path.read_text(encoding="utf-8")
        path.write_bytes(words.replace("\n", "\r\n").encode("utf-8-sig"))
    after = [row for source in read_sources(facts) for rows in source.tables.values() for row in rows]
    assert after == before


@pytest.mark.parametrize(
    ("name", "encoding", "line", "told"),
    [
        ("กรมดวงดาว", "cp874", 2, "Windows Thai, TIS-620"),
        ("กรมดวงดาว", "utf-16", 1, "UTF-16"),
        ("Août ÿ", "latin-1", 2, "of no encoding that is known here"),
    ],
)
def test_another_encoding_is_named_with_its_line_and_how_to_save(
    facts: Path, name: str, encoding: str, line: int, told: str
) -> None:
    words = f"id,kind,name_th,evidence\ndstar,department,{name},gazette\n"
    (facts / "made-up" / "bodies.csv").write_bytes(words.encode(encoding))
    (fault,) = found(facts)
    assert fault.place
    assert (fault.place.path.name, fault.place.line) == ("bodies.csv", line)
    assert told in fault.told
    assert "save it as CSV UTF-8" in fault.told


@pytest.mark.parametrize("cut", ["rows", "header"])
def test_a_column_that_nobody_reads_is_an_error(facts: Path, cut: str) -> None:
    path = facts / "made-up" / "editions.csv"
    path.write_text("year_be,colour\n2566,red\n" if cut == "rows" else "colour\nred\n", encoding="utf-8")
    assert ("colour", 1) in [(fault.column, fault.place.line) for fault in found(facts) if fault.place]
