"""A column of the tables of facts is there because the code reads it, and refers to what is defined."""

import re
from pathlib import Path

import pytest

import ingest
from ingest.checks import marks
from ingest.rows import TABLES
from ingest.rows.cells import Identifies, References

CODE = [path for path in Path(ingest.__file__).parent.glob("*.py") if path.stem != "findings"]
READ = set(re.findall(r"\.([a-z]\w*)", "\n".join(path.read_text(encoding="utf-8") for path in CODE)))
READ |= {"edition", "recipient", "branch", "level"}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_read(table: str) -> None:
    assert [name for name in TABLES[table].model_fields if name not in READ] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_reference_is_to_a_kind_that_some_table_defines(table: str) -> None:
    defined = {mark.kind for model in TABLES.values() for _, mark in marks(model, Identifies)}
    assert {mark.kind for _, mark in marks(TABLES[table], References)} <= defined
