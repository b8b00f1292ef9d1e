"""How long a newcomer waits from a fresh clone to the first answered request, and the disk it takes.

    python3 benchmarks/start.py [pip|uv]

Clones this repository into a temporary folder, runs the README's first command there with an empty home,
and asks the home page until it answers. Times are of this machine and its network: compare within a run.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALL = {
    "pip": "python3 -m venv .venv && .venv/bin/pip install -q -e .",
    "uv": "uv sync -q",
}
START = {"pip": ".venv/bin/lertrat", "uv": "uv run lertrat"}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for_answer(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Return as soon as the home page answers 200; raises RuntimeError when the server has ended."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as reply:
                if reply.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError("the server ended before it answered")


def seconds_to_answer(clone: Path, home: Path, how: str) -> float:
    """Seconds from `lertrat up` to the first answered request."""
    port = free_port()
    command = [*START[how].split(), "up", "--home", str(home), "--port", str(port)]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=clone, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_answer(port, process)
        return time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(timeout=20)


def megabytes(folder: Path) -> float:
    """The size of all files under a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink()) / 1e6


def main() -> None:
    """Measure and print."""
    how = sys.argv[1] if len(sys.argv) > 1 else "pip"
    folder = Path(tempfile.mkdtemp(prefix="lertrat-start-"))
    try:
        clone, home = folder / "clone", folder / "home"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        start = time.perf_counter()
        subprocess.run(
            INSTALL[how], shell=True, cwd=clone, check=True, env=os.environ | {"HOME": str(folder)}
        )
        installed = time.perf_counter() - start
        cold, warm = seconds_to_answer(clone, home, how), seconds_to_answer(clone, home, how)
        sys.stdout.write(
            f"install with {how}: {installed:.1f} s\nup, empty home, to the first answer: {cold:.1f} s\n"
            f"up, home there, to the first answer: {warm:.1f} s\n"
            f"disk: environment {megabytes(clone / '.venv'):.0f} MB, home {megabytes(home):.1f} MB\n"
        )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
