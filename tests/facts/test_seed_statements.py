"""Every statement of the five seed texts is found by a question."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from queries.catalogue import find
from queries.engine import EmbeddedEngine, Term

STATEMENTS = yaml.safe_load((Path(__file__).parent / "seed_statements.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("statement", STATEMENTS, ids=[statement["says"] for statement in STATEMENTS])
def test_a_statement_is_found_by_its_question(statement: dict[str, Any], engine: EmbeddedEngine) -> None:
    rows = engine.rows(_text(statement))
    missing = [wanted for wanted in statement["expect"] if not any(_fits(wanted, row) for row in rows)]
    assert not missing, f"not among {[_plain(row) for row in rows]}"
    if statement.get("only"):
        assert len(rows) == len(statement["expect"])


def _text(statement: dict[str, Any]) -> str:
    asked = statement["ask"]
    text = asked["text"] if isinstance(asked, dict) else find(asked).bind(**statement.get("with", {}))
    return str(text)


def _fits(wanted: dict[str, str | None], row: dict[str, Term]) -> bool:
    plain = _plain(row)
    return all(plain.get(name) == value for name, value in wanted.items())


def _plain(row: dict[str, Term]) -> dict[str, str]:
    return {
        name: term.value
        for name, term in row.items()
        if not isinstance(term, bool) and hasattr(term, "value")
    }
