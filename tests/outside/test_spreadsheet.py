"""A real spreadsheet opens and saves the tables: as text nothing changes, else the damage is told."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.canonical import tidy
from ingest.faults import TableError
from ingest.shipped import SOURCES_FOLDER, read_sources

SAVE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
"""Commas, quotes, UTF-8; every cell as it is shown."""

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return shutil.copytree(SOURCES_FOLDER, tmp_path / "sources")


def open_and_save(table: Path, folder: Path, *, as_text: bool) -> None:
    """Put the table through LibreOffice Calc, and back in its place."""
    columns = table.read_text(encoding="utf-8").partition("\n")[0].count(",") + 1
    kinds = "/".join(f"{column}/2" for column in range(1, columns + 1)) if as_text else ""
    opened = f"--infilter=CSV:44,34,76,1,{kinds},1033,false,{str(not as_text).lower()},false"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    calc = ["soffice", profile, "--headless"]
    run(*calc, opened, "--convert-to", "xlsx", "--outdir", str(folder), str(table))
    run(*calc, "--convert-to", SAVE, "--outdir", str(folder), str(folder / f"{table.stem}.xlsx"))
    (saved,) = folder.glob(f"{table.stem}-*.csv")
    saved.replace(table)


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize("name", ["registry/bodies", "scheme/events", "pages/awards"])
def test_a_table_that_was_opened_as_text_comes_back_as_it_was(facts: Path, tmp_path: Path, name: str) -> None:
    table = facts / f"{name}.csv"
    before = table.read_bytes()
    open_and_save(table, tmp_path, as_text=True)
    tidy(facts)
    assert table.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "column", "mend"),
    [
        ("registry/bodies", "budget_code", "drops zeros in front"),
        ("scheme/events", "time", "set the column to text"),
    ],
)
def test_what_a_spreadsheet_guessed_wrong_is_told(
    facts: Path, tmp_path: Path, name: str, column: str, mend: str
) -> None:
    open_and_save(facts / f"{name}.csv", tmp_path, as_text=False)
    with pytest.raises(TableError) as told:
        read_sources(facts)
    assert any(fault.column == column and mend in fault.told for fault in told.value.faults)
