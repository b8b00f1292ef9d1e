"""A wrong cell is told by file, line, column and mend."""

from pathlib import Path

import pytest

from ingest.faults import TableError
from ingest.rows import AwardRow, BodyRow
from ingest.tables import read_table

HEADER = "id,kind,name_th,evidence\n"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "bodies.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_table_reads_with_and_without_excels_byte_order_mark(tmp_path: Path) -> None:
    row = "tisi,department,สำนักงานมาตรฐาน,knowledge\n"
    plain = read_table(write(tmp_path, HEADER + row), BodyRow)
    marked = read_table(write(tmp_path, HEADER + row, "utf-8-sig"), BodyRow)
    assert plain == marked
    assert plain[0].name_th == "สำนักงานมาตรฐาน"


def test_an_empty_cell_is_none(tmp_path: Path) -> None:
    path = write(tmp_path, "id,kind,name_th,name_en,evidence\nx,department,กรม,,knowledge\n")
    assert read_table(path, BodyRow)[0].name_en is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER + "A B,department,กรม,knowledge\n", "line 2, column id: .*a key has"),
        (HEADER + "x,ministery,กรม,knowledge\n", "line 2, column kind: .*known are"),
        (HEADER + "x,department\n", "line 2: the row has other cells"),
        (HEADER + "x,department,กรม,knowledge,more\n", "line 2: the row has other cells"),
        (HEADER + 'x,department,"กรม,knowledge\n', "line 1: .*quotation marks"),
        ("id,kind,name_th,evidence,colour\n", "line 1, column colour: nobody reads"),
        ("id,kind,evidence\n", "line 1, column name_th: the column is missing"),
        (HEADER + "x,department,,knowledge\n", "line 2, column name_th: must not be empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TableError, match=rf"bodies\.csv.*{told}"):
        read_table(write(tmp_path, text), BodyRow)


def test_a_table_that_is_not_utf_8_says_how_to_save_it(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="save it as CSV UTF-8"):
        read_table(write(tmp_path, HEADER + "x,department,กรม,knowledge\n", "cp874"), BodyRow)


def test_a_level_that_no_concept_has_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "awards.csv"
    path.write_text("recipient,status,level,documents\ntisi,won,ดีมาก,d\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"column level: .*ดีเด่น"):
        read_table(path, AwardRow)
