"""How a list's columns are shown, kept beside it, corrected by a person, and then obeyed."""

import csv
from pathlib import Path

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.faults import TableError
from ingest.readers import read_document, read_paths
from ingest.tabular.mapping import mapping_beside, read_mapping
from ingest.tabular.proposal import keep_mapping, propose_columns_of

LIST = """รางวัลเลิศรัฐ ประจำปี 2565
ลำดับ,ผู้ส่ง,ประเภทรางวัล,ระดับ,ที่มาของงาน
1,กรมที่ดิน,พัฒนาการบริการ,ดีเด่น,โฉนดทันใจทั่วไทย
2,กรมป่าไม้,ร่วมใจแก้จน,ดี,ป่าชุมชนคนเมือง
"""


@pytest.fixture
def winners(tmp_path: Path) -> Path:
    path = tmp_path / "winners.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def change(path: Path, column: str, field: str, value: str) -> None:
    """Correct one cell of a mapping, as a person does in a spreadsheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update({field: value} if row["column"] == column else {})
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def projects(path: Path) -> list[str | None]:
    return [award.project for award in extract(read_document(path), load_names()).awards]


def test_each_column_is_shown_with_a_reason(winners: Path) -> None:
    shown = [(row.column, row.role, row.why) for row in propose_columns_of(winners)]
    assert shown[0] == ("A", "number", "the header says 'ลำดับ'")
    assert shown[1] == ("B", "recipient", "100% of its cells look like it")
    assert [role for _, role, _ in shown[2:4]] == ["type", "level"]


def test_what_a_person_corrects_is_obeyed(winners: Path) -> None:
    kept = keep_mapping(winners)
    assert kept == mapping_beside(str(winners))
    change(kept, "E", "role", "note")
    assert projects(winners) == [None, None]
    change(kept, "E", "role", "project")
    assert projects(winners) == ["โฉนดทันใจทั่วไทย", "ป่าชุมชนคนเมือง"]


def test_a_mapping_holds_for_the_columns_in_their_order(winners: Path) -> None:
    kept = keep_mapping(winners)
    change(kept, "B", "role", "note")
    change(kept, "E", "role", "recipient")
    found = extract(read_document(winners), load_names()).awards
    assert [award.recipient for award in found] == ["โฉนดทันใจทั่วไทย", "ป่าชุมชนคนเมือง"]


def test_a_mapping_in_the_folder_is_no_document(winners: Path) -> None:
    keep_mapping(winners)
    assert len(list(read_paths([winners.parent]))) == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("role", "winner", r"line 3.*choose one of number"), ("column", "D", r"line 3.*B comes here")],
)
def test_a_fault_of_a_mapping_is_told_with_its_line(winners: Path, field: str, value: str, told: str) -> None:
    kept = keep_mapping(winners)
    change(kept, "B", field, value)
    with pytest.raises(TableError, match=told):
        read_mapping(kept)


def test_a_mapping_of_other_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.columns.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(TableError, match="make it with"):
        read_mapping(path)
