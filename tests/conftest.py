"""Fixture policy: real components only; what is costly is made once a session, what may be missing skips."""

import os
from pathlib import Path

import pytest

from ingest.assembly import Assembled, assemble
from ingest.ledger import Ledger
from ingest.shipped import LEDGER, read_sources
from queries.engine import EmbeddedEngine

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real press texts with gold; they are not part of the repository (LERTRAT_CORPUS names the folder)."""
    folder = Path(os.environ.get("LERTRAT_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip("no corpus of real texts here; LERTRAT_CORPUS names its folder")
    return folder


@pytest.fixture(scope="session")
def assembled() -> Assembled:
    """The dataset of the shipped sources, without any text of a home."""
    return assemble(read_sources(), [], Ledger.read(LEDGER))


@pytest.fixture(scope="session")
def engine(assembled: Assembled) -> EmbeddedEngine:
    """An engine over the dataset of the shipped sources."""
    return EmbeddedEngine.of_quads(assembled.quads)
