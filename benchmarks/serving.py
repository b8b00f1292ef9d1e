"""A real server for the benchmarks: a process of its own, started by the command that people use."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from start import free_port, wait_for_answer

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
STOP_SECONDS = 30


class Server(NamedTuple):
    """A server that answers: its port, and its main process."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def pid(self) -> int:
        """Its main process; all others are below it."""
        return self.process.pid

    @property
    def address(self) -> str:
        """The address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serve(home: Path, log: Path | None = None, **settings: object) -> Iterator[Server]:
    """Serve a home with these settings until the block ends; what the server says of errors goes to `log`."""
    port = free_port()
    variables = {f"LERTRAT_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "lertrat", "serve", "--home", str(home), "--port", str(port)]
    with (log or Path(os.devnull)).open("ab") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env=ENVIRONMENT | variables, stdout=subprocess.DEVNULL, stderr=errors
        )
        try:
            wait_for_answer(port, process)
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait(timeout=STOP_SECONDS)


def build_home(home: Path) -> Path:
    """Build the shipped facts into a home, which is given back."""
    command = [sys.executable, "-m", "lertrat", "build", "--home", str(home)]
    subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return home
