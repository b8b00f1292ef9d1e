"""Each real difficulty of the world of the award has a question that shows how it is handled."""

import csv
import io
from pathlib import Path

import pytest

from queries.engine import EmbeddedEngine

FOLDER = Path(__file__).parent / "competency"
QUESTIONS = sorted(FOLDER.glob("*.rq"))
DIFFICULTIES = 11


def answer(engine: EmbeddedEngine, path: Path) -> list[list[str]]:
    """The header and the rows, as in the expected CSV."""
    pieces: list[bytes] = []
    engine.serialise(path.read_text(encoding="utf-8"), "text/csv", pieces.append)
    return list(csv.reader(io.StringIO(b"".join(pieces).decode())))


@pytest.mark.parametrize("path", QUESTIONS, ids=[path.stem for path in QUESTIONS])
def test_a_competency_question_gives_its_rows(path: Path, engine: EmbeddedEngine) -> None:
    expected = list(csv.reader(path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()))
    found = answer(engine, path)
    if "# rows: exactly" in path.read_text(encoding="utf-8"):
        assert found == expected
    else:
        assert [row for row in expected if row not in found] == []


def test_every_difficulty_has_a_question() -> None:
    assert {path.stem[:2] for path in QUESTIONS} == {f"{n:02}" for n in range(1, DIFFICULTIES + 1)}


def test_every_question_says_what_it_asks_and_has_its_rows() -> None:
    for path in QUESTIONS:
        asks, rows = path.read_text(encoding="utf-8").splitlines()[:2]
        assert asks.startswith("# ")
        assert rows in ("# rows: exactly", "# rows: among others")
        assert path.with_suffix(".csv").exists()
