"""The extractor on real press texts: a floor under its scores; skips where the corpus is missing."""

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.records import Document

SEEDS = ("seed-000", "seed-002", "seed-003", "seed-004")


def read_documents(folder: Path, pattern: str = "*") -> Iterator[Document]:
    for path in sorted(folder.glob(f"{pattern}.txt")):
        yield Document(key=path.stem, text=path.read_text(encoding="utf-8"), sha256="")


def score(corpus: Path, folder: Path, keys: tuple[str, ...], work: Path) -> dict[str, Any]:
    """What the scorer beside the corpus says of our findings in the texts of these keys (none: all)."""
    scorer = corpus.parent / "eval" / "score.py"
    if not scorer.exists():
        pytest.skip("no scorer beside the corpus")
    gold = work / "gold"
    gold.mkdir()
    for path in (folder / "gold").glob("*.json"):
        if not keys or path.stem in keys:
            (gold / path.name).write_bytes(path.read_bytes())
    answers = work / "answers.jsonl"
    with answers.open("w", encoding="utf-8") as file:
        for document in read_documents(folder / "text"):
            file.write(extract(document, load_names()).model_dump_json() + "\n")
    arguments = [
        "--agencies",
        str(corpus.parent / "domain" / "agencies.csv"),
        "--texts",
        str(folder / "text"),
    ]
    run = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(answers), *arguments, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_the_seeds_are_read_without_a_mistake(corpus: Path, tmp_path: Path) -> None:
    told = score(corpus, corpus / "dev", SEEDS, tmp_path)
    assert told["strict"]["f1"] == 1.0
    assert told["linked"] == "19/19"
    assert told["evidence_supports"] == "19/19"


def test_real_texts_are_read_as_well_as_measured(corpus: Path, tmp_path: Path) -> None:
    told = score(corpus, corpus / "dev", (), tmp_path)
    assert told["strict"]["f1"] >= 0.90
    assert told["strict"]["precision"] >= 0.90
    assert told["of_them_given_one"] == 0
    exact, of_all = told["evidence_is_in_text"].split("/")
    assert exact == of_all


@pytest.mark.parametrize("archive", ["hard-negatives.tar.xz", "news-sample.tar.xz"])
def test_texts_without_the_award_are_given_none(corpus: Path, tmp_path: Path, archive: str) -> None:
    if not (corpus / archive).exists():
        pytest.skip(f"no {archive} in the corpus")
    with tarfile.open(corpus / archive) as tar:
        tar.extractall(tmp_path, filter="data")
    names = load_names()
    given = [
        document.key
        for folder in {path.parent for path in tmp_path.rglob("*.txt")}
        for document in read_documents(folder)
        if extract(document, names).awards
    ]
    assert given == []
