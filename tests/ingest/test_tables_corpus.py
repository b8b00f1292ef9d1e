"""Winner lists beside the corpus, in six nasty layouts: a floor under the score; skips where none is."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.readers import read_document

KINDS = {".xlsx", ".pdf", ".docx", ".html", ".csv"}


@pytest.fixture(scope="module")
def told(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the scorer beside the corpus says of our findings."""
    folder, scorer = corpus / "tables", corpus.parent / "eval" / "score.py"
    if not folder.is_dir() or not scorer.exists():
        pytest.skip("no winner lists, or no scorer, beside the corpus")
    answers = tmp_path_factory.mktemp("tables") / "answers.jsonl"
    with answers.open("w", encoding="utf-8") as file:
        for path in sorted(path for path in folder.iterdir() if path.suffix in KINDS):
            findings = extract(read_document(path), load_names())
            file.write(findings.model_copy(update={"doc": path.stem}).model_dump_json() + "\n")
    agencies = corpus.parent / "domain" / "agencies.csv"
    run = subprocess.run(
        [sys.executable, scorer, folder / "gold", answers, "--agencies", agencies, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(run.stdout)
    return result


def test_winner_lists_are_read_as_well_as_measured(told: dict[str, Any]) -> None:
    assert told["strict"]["f1"] >= 0.98
    assert told["strict"]["precision"] >= 0.98


def test_their_bodies_are_linked_and_their_totals_are_counts(told: dict[str, Any]) -> None:
    linked, of_all = told["linked"].split("/")
    assert linked == of_all
    assert told["counts_in_scope"]["f1"] >= 0.9
    assert told["ceremonies"]["f1"] >= 0.9
