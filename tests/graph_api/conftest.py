"""Fixture policy: the whole application over real HTTP and the shipped dataset, with real workers."""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from pyoxigraph import Quad

from graph_api.app import create_app
from graph_api.settings import Settings
from ingest.assembly import Assembled
from ingest.labels import search_entries
from queries.engine import write_dump, write_store
from queries.search import write_index
from queries.versions import Home


def write_version(home: Home, quads: Iterable[Quad]) -> str:
    """Make these quads the current version of a home; gives its name."""
    quads = list(quads)
    with home.new_version() as new:
        write_dump(quads, new.dump)
        write_store(new.store_folder, quads)
        write_index(new.search, search_entries(quads))
    assert new.finished
    return new.finished.name


@contextmanager
def serve_home(home: Path, **settings: object) -> Iterator[httpx.Client]:
    """A client of the application over a home, which is served in a thread of its own."""
    app = create_app(Settings.model_validate({"home": home, "poll_seconds": 0.05, **settings}))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=60) as client:
            try:
                yield client
            finally:
                server.should_exit = True
                thread.join()


AddVersion = Callable[[Home, Iterable[Quad]], str]
Serving = Callable[..., AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="session")
def add_version() -> AddVersion:
    """Makes quads the current version of a home."""
    return write_version


@pytest.fixture(scope="session")
def serving() -> Serving:
    """Serves a home, with settings of one's own."""
    return serve_home


@pytest.fixture(scope="session")
def shipped_home(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the shipped dataset."""
    home = Home(tmp_path_factory.mktemp("shipped"))
    write_version(home, assembled.quads)
    return home


@pytest.fixture(scope="session")
def site(shipped_home: Home) -> Iterator[httpx.Client]:
    """The application over the shipped dataset."""
    with serve_home(shipped_home.path) as client:
        yield client
