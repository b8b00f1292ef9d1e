"""The server as the product runs it: a process of its own that the command started, with its log."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
QUICK = {"LERTRAT_DEADLINE": "3", "PYTHONUNBUFFERED": "1"}
"""Shorter than what the product allows a query, so that tests of it end soon."""


@dataclass(frozen=True)
class Production:
    """A server that runs: `address` without a slash at its end, the process's number, its log."""

    address: str
    pid: int
    log: Path

    @property
    def port(self) -> int:
        """The port on this machine."""
        return urlsplit(self.address).port or 80

    @property
    def sparql(self) -> str:
        """The address of the endpoint."""
        return f"{self.address}/sparql"

    def memory(self) -> int:
        """Megabytes that the process (not its workers) holds in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) >> 10


@contextmanager
def serve_by_command(home: Path, log: Path) -> Iterator[Production]:
    """`lertrat serve` over a home until the block ends; raises AssertionError where it does not start."""
    command = [sys.executable, "-m", "lertrat", "serve", "--port", "0", "--home", str(home)]
    with (
        log.open("wb") as said,
        subprocess.Popen(command, cwd=ROOT, env=os.environ | QUICK, stdout=-1, stderr=said) as process,
    ):
        assert process.stdout
        address = process.stdout.readline().decode().rpartition(" ")[2].strip().rstrip("/")
        try:
            _wait_for(f"{address}/health", process)
            yield Production(address, process.pid, log)
        finally:
            process.terminate()


def _wait_for(probe: str, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(probe):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server ended before it answered")
