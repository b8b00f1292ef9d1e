"""What the README shows is what happens: its tour is played in an empty folder, command by command.

python tests/house/test_readme.py     writes the real output into the README
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_api.settings import Settings
from queries.versions import Home

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
ADDRESS = "127.0.0.1:8000"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
VERSION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


class Tour:
    """An empty folder in which the commands run one after the other, and a server once it is needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = os.environ | {"LERTRAT_HOME": str(folder / "home"), "PATH": path, "COLUMNS": "120"}

    def run(self, command: str) -> str:
        """The output of a command, both streams."""
        words = ["bash", "-c", command.replace(ADDRESS, self.address)]
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            stdout=-1,
            stderr=-2,
            text=True,
            timeout=180,
            check=False,
        )
        return done.stdout.replace(self.address, ADDRESS)

    @contextmanager
    def served(self) -> Iterator[None]:
        """The graph of the tour at `address`."""
        port = self.address.rpartition(":")[2]
        command = [sys.executable, "-m", "lertrat", "serve", "--port", port]
        server = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=-3, stderr=-3)
        try:
            while server.poll() is None and not self.run(f"curl -s http://{ADDRESS}/health"):
                time.sleep(0.1)
            yield
        finally:
            server.terminate()
            server.wait(timeout=60)


def play(text: str, tour: Tour) -> str:
    """The README with the real output under each command."""
    before, after = text.split("$ curl", 1)
    before = BLOCK.sub(lambda block: _played(block[1], tour), before.rstrip() + "\n```").removesuffix("```")
    opening = before.rindex("```console")
    with tour.served():
        return before[:opening] + BLOCK.sub(
            lambda block: _played(block[1], tour), "```console\n$ curl" + after
        )


def _played(block: str, tour: Tour) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return (
        "```console\n"
        + "".join(f"{command}\n{_output(tour.run(command[2:]))}" for command in commands)
        + "```"
    )


def _output(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    return "".join(f"{line}\n" for line in lines)


needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="the tour shows curl, which is not here")


@needs_curl
def test_the_tour_shows_what_happens(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    played = play(text, Tour(tmp_path))
    assert VERSION.sub("VERSION", played) == VERSION.sub("VERSION", text), (
        "run: python tests/house/test_readme.py"
    )


@needs_curl
def test_the_lines_of_python_run(own_home: Home, tmp_path: Path) -> None:
    found = PYTHON.search(README.read_text(encoding="utf-8"))
    assert found
    tour = Tour(tmp_path)
    assert tour.environment["LERTRAT_HOME"] == str(own_home.path)
    (tmp_path / "shown.py").write_text(found[1].replace(ADDRESS, tour.address), encoding="utf-8")
    with tour.served():
        shown = tour.run("python shown.py").splitlines()
    assert len(shown) == 8
    assert all(line.startswith("2567 ") for line in shown)


def test_every_setting_is_documented() -> None:
    text = README.read_text(encoding="utf-8")
    assert {name for name in Settings.model_fields if f"`LERTRAT_{name.upper()}`" not in text} == set()


def test_every_command_is_documented() -> None:
    text = README.read_text(encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "lertrat", "--help"], capture_output=True, text=True, check=True
    )
    commands = re.findall(r"^│ (\w+)  ", told.stdout, re.MULTILINE)
    assert len(commands) >= 12
    assert [name for name in commands if f"`lertrat {name}" not in text] == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(play(README.read_text(encoding="utf-8"), Tour(Path(folder))), encoding="utf-8")
