"""A real spreadsheet opens and saves the tables: as text nothing changes, else the damage is told."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.canonical import tidy
from ingest.faults import Fault, TableError
from ingest.shipped import SOURCES_FOLDER, read_sources

SAVE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
"""Commas, quotes, UTF-8; every cell as it is shown."""

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


def open_and_save(tables: Sequence[Path], folder: Path, *, as_text: bool) -> None:
    """Put tables through LibreOffice Calc, and back in their places."""
    widest = max(table.read_text(encoding="utf-8").partition("\n")[0].count(",") + 1 for table in tables)
    kinds = "/".join(f"{column}/2" for column in range(1, widest + 1)) if as_text else ""
    opened = f"--infilter=CSV:44,34,76,1,{kinds},1033,false,{str(not as_text).lower()},false"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    calc = ["soffice", profile, "--headless"]
    books = [str(folder / f"{table.stem}.xlsx") for table in tables]
    run(*calc, opened, "--convert-to", "xlsx", "--outdir", str(folder), *map(str, tables))
    run(*calc, "--convert-to", SAVE, "--outdir", str(folder), *books)
    for table in tables:
        (saved,) = folder.glob(f"{table.stem}-*.csv")
        saved.replace(table)


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def facts_with(names: Sequence[str], folder: Path, *, as_text: bool) -> Path:
    """A copy of the shipped facts of which a spreadsheet saved some tables."""
    facts = shutil.copytree(SOURCES_FOLDER, folder / "sources")
    open_and_save([facts / f"{name}.csv" for name in names], folder, as_text=as_text)
    return facts


AS_TEXT = ("registry/bodies", "scheme/events", "pages/awards")
GUESSED = {
    "registry/bodies": ("budget_code", "drops zeros in front"),
    "scheme/events": ("time", "set the column to text"),
}


@pytest.fixture(scope="module")
def tidied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts, opened as text, saved and made tidy."""
    facts = facts_with(AS_TEXT, tmp_path_factory.mktemp("text"), as_text=True)
    tidy(facts)
    return facts


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Fault]:
    """What is told of the facts when a spreadsheet guessed the kinds of columns."""
    with pytest.raises(TableError) as told:
        read_sources(facts_with([*GUESSED], tmp_path_factory.mktemp("guessed"), as_text=False))
    return told.value.faults


@pytest.mark.parametrize("name", AS_TEXT)
def test_a_table_that_was_opened_as_text_comes_back_as_it_was(tidied: Path, name: str) -> None:
    assert (tidied / f"{name}.csv").read_bytes() == (SOURCES_FOLDER / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", GUESSED)
def test_what_a_spreadsheet_guessed_wrong_is_told(faults: Sequence[Fault], name: str) -> None:
    column, mend = GUESSED[name]
    of_table = [fault for fault in faults if fault.place and fault.place.path.match(f"{name}.csv")]
    assert any(fault.column == column and mend in fault.told for fault in of_table)
