"""How a server ends: what becomes of answers on their way, what probes are told, and what is left behind."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from queries.versions import Home
from tests.graph_api.server_process import PATIENCE, ServerProcess, running_server, wait_until_gone

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?i != ?f) }"


@contextmanager
def asking(server: ServerProcess, query: str) -> Iterator[list[httpx.Response | httpx.TransportError]]:
    """A query on its way within the block; behind it the list has what became of it."""
    outcome: list[httpx.Response | httpx.TransportError] = []

    def ask() -> None:
        try:
            outcome.append(httpx.post(f"{server.address}/sparql", data={"query": query}, timeout=PATIENCE))
        except httpx.TransportError as error:
            outcome.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while metric(server, 'lertrat_workers{state="busy"}') != 1:
        time.sleep(0.02)
    yield outcome
    thread.join(PATIENCE)


def metric(server: ServerProcess, name: str) -> float:
    lines = httpx.get(f"{server.address}/metrics", timeout=PATIENCE).text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))


def knock_for_long(server: ServerProcess) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        httpx.get(f"{server.address}/health/live", timeout=PATIENCE)
        time.sleep(0.05)


def test_told_to_stop_it_ends_with_all_its_processes_and_without_a_fault(
    shipped_home: Home, tmp_path: Path
) -> None:
    with running_server(shipped_home.path, tmp_path / "errors") as server:
        children = server.children()
        assert len(children) == 3  # one keeps the graph, two stand ready
        server.process.terminate()
        assert server.process.wait(PATIENCE) == 0
        assert wait_until_gone(children) == set()
        assert [told["event"] for told in server.events()] == ["serving", "stopped"]


@pytest.mark.parametrize(("file", "told"), [("manifest.json", "no readable"), ("dump.nq", "does not load")])
def test_a_version_that_does_not_load_is_one_clear_message(own_home: Home, file: str, told: str) -> None:
    (own_home.current().path / file).write_text("{", encoding="utf-8")
    command = [sys.executable, "-m", "lertrat", "serve", "--home", str(own_home.path), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert re.search(f"^lertrat: the version .* {told}.*`lertrat (check|build)`", done.stderr, re.MULTILINE)
    assert "uvicorn" not in done.stderr
    assert "starlette" not in done.stderr


def test_an_answer_on_its_way_is_finished(shipped_home: Home, tmp_path: Path) -> None:
    with (
        running_server(shipped_home.path, tmp_path / "errors", deadline=2, grace_seconds=50) as server,
        asking(server, LONG) as outcome,
    ):
        server.process.terminate()
        assert server.process.wait(PATIENCE) == 0
    assert isinstance(outcome[0], httpx.Response)
    assert outcome[0].status_code == 504  # the whole answer to a query of which the deadline is the end


def test_an_answer_that_takes_longer_than_the_grace_is_broken_off(shipped_home: Home, tmp_path: Path) -> None:
    with (
        running_server(shipped_home.path, tmp_path / "errors", deadline=600, grace_seconds=1) as server,
        asking(server, LONG) as outcome,
    ):
        children = server.children()
        server.process.terminate()
        assert server.process.wait(PATIENCE) == 0
        assert wait_until_gone(children) == set()
    assert not isinstance(outcome[0], httpx.Response) or outcome[0].status_code >= 500


def test_a_killed_server_leaves_no_process_behind(shipped_home: Home, tmp_path: Path) -> None:
    with (
        running_server(shipped_home.path, tmp_path / "errors", deadline=600) as server,
        asking(server, LONG) as outcome,
    ):
        children = server.children()
        assert len(children) == 3
        server.process.kill()
        assert wait_until_gone(children) == set()
    assert isinstance(outcome[0], httpx.TransportError)


def test_while_it_drains_it_answers_and_says_that_it_is_not_ready(shipped_home: Home, tmp_path: Path) -> None:
    with running_server(shipped_home.path, tmp_path / "errors", drain_seconds=600) as server:
        server.process.terminate()
        ready = httpx.get(f"{server.address}/health/ready", timeout=PATIENCE)
        for _ in range(100):  # a signal arrives a moment after it was sent
            if ready.status_code != 200:
                break
            time.sleep(0.05)
            ready = httpx.get(f"{server.address}/health/ready", timeout=PATIENCE)
        assert (ready.status_code, ready.json()["detail"]) == (503, "the server is stopping")
        assert httpx.get(f"{server.address}/health/live", timeout=PATIENCE).status_code == 200
        assert httpx.get(f"{server.address}/sparql?query=ASK%7B%7D", timeout=PATIENCE).json()["boolean"]
        server.process.terminate()  # a second order is obeyed at once
        assert server.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_a_door_that_is_closed_takes_nobody_in(shipped_home: Home, tmp_path: Path, order: int) -> None:
    with (
        running_server(shipped_home.path, tmp_path / "errors", deadline=600, grace_seconds=600) as server,
        asking(server, LONG),
    ):
        server.process.send_signal(order)
        with pytest.raises(httpx.ConnectError):
            knock_for_long(server)
        assert server.process.poll() is None
        server.process.kill()
