"""Programs of others that tests run: found on this machine, or the test skips and says what is missing."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--virtual-time-budget=4000", "--dump-dom",
)  # fmt: skip
"""It asks its maker for as little as it can, and prints what became of the page."""


def need(*names: str) -> str:
    """The path of the first of these programs that is here; skips where none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no {' or '.join(names)} here")
    return found


def run(*command: str | Path) -> "subprocess.CompletedProcess[bytes]":
    """A command run to its end, whatever that is."""
    return subprocess.run(command, capture_output=True, timeout=120, check=False)


def install_from_npm(folder: Path, cache: pytest.Cache) -> Path:
    """A copy of a folder with what its lock file names; skips where npm is missing or fetches nothing.

    It stays in pytest's cache until the lock file changes: some name hundreds of packages.
    """
    npm = need("npm")
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()[:16]
    copy = cache.mkdir(f"npm-{folder.name}-{lock}")
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("node_modules"), dirs_exist_ok=True)
    if not (copy / "node_modules" / ".package-lock.json").exists():  # npm writes it last
        install = [npm, "ci", "--ignore-scripts"]
        done = subprocess.run(install, cwd=copy, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip(f"npm cannot install what {folder.name} needs: {done.stderr.strip()[:200]}")
    return copy
