"""The server as a process of its own, started by the command as an operator would."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.queries.processes import is_running

PATIENCE = 60.0
"""Seconds that a busy machine may need."""


class ServerProcess:
    """A running `lertrat serve`; its standard error is kept in a file."""

    def __init__(self, process: "subprocess.Popen[bytes]", address: str, errors: Path) -> None:
        self.process, self.address, self._errors = process, address, errors

    def errors(self) -> str:
        """All that it has told on standard error."""
        return self._errors.read_text(encoding="utf-8")

    def events(self) -> list[dict[str, Any]]:
        """The events that it has told, where it tells JSON."""
        return [json.loads(line) for line in self.errors().splitlines()]

    def wait_for_event(self, event: str) -> dict[str, Any]:
        """The first event of that name, as soon as it is told."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for told in self.events():
                if told["event"] == event:
                    return told
            time.sleep(0.05)
        raise AssertionError(f"no event {event!r} in {self.errors()}")

    def children(self) -> set[int]:
        """The processes that descend from it, by their ids."""
        return descendants(self.process.pid)


def descendants(root: int) -> set[int]:
    """All processes below a process, by their ids."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    found, new = set[int](), {root}
    while new := {pid for pid, parent in parents.items() if parent in new} - found:
        found |= new
    return found


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return 0


def wait_until_gone(pids: set[int]) -> set[int]:
    """Those that are still there after a while."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and any(map(is_running, pids)):
        time.sleep(0.05)
    return {pid for pid in pids if is_running(pid)}


@contextmanager
def running_server(home: Path, errors: Path, **settings: object) -> Iterator[ServerProcess]:
    """`lertrat serve` over a home, with settings of one's own; killed in the end if it still runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"LERTRAT_LOG": "json", "LERTRAT_LOG_LEVEL": "info"}
    environment |= {f"LERTRAT_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "lertrat", "serve", "--home", str(home), "--port", str(port)]
    with errors.open("wb") as told:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=told)
    server = ServerProcess(process, f"http://127.0.0.1:{port}", errors)
    try:
        _wait_for_answer(server)
        yield server
    finally:
        process.kill()
        process.wait(PATIENCE)


def _wait_for_answer(server: ServerProcess) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        try:
            if httpx.get(f"{server.address}/health/ready", timeout=PATIENCE).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"the server does not answer: {server.errors()}")
