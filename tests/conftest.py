"""Fixture policy: real components only; what is costly is made once a session, what may be missing skips."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ingest.assembly import Assembled, assemble
from ingest.build import build
from ingest.ledger import Ledger
from ingest.report import Report
from ingest.shipped import LEDGER, read_sources
from queries.engine import EmbeddedEngine
from queries.versions import Home
from tests.production import Production, serve_by_command

ROOT = Path(__file__).parent.parent

# how long an example takes says how busy the machine is, and nothing of us
settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """Collected tests live to the end: to look for garbage among thousands of them takes time."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Report]:
    """A home that `build` made of the shipped facts alone, and what it told of it."""
    home = Home(tmp_path_factory.mktemp("built"))
    return home, build(home)


@pytest.fixture(scope="session")
def built_home(built: tuple[Home, Report]) -> Home:
    """That home; tests read it, and never change it."""
    return built[0]


@pytest.fixture
def own_home(built_home: Home, tmp_path: Path) -> Home:
    """A copy of that home, to be changed."""
    return Home(shutil.copytree(built_home.path, tmp_path / "home"))


@pytest.fixture(scope="session")
def production(built_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """The shipped facts, served by the command in a process of its own."""
    with serve_by_command(built_home.path, tmp_path_factory.mktemp("production") / "log") as served:
        yield served
