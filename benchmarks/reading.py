"""How fast texts are read: `extract`, `ingest` and a second `ingest`, against reading the same bytes plainly.

    python3 benchmarks/reading.py FOLDER [COPIES]

FOLDER holds texts; they are copied COPIES times (default 1) into a temporary folder, for a long enough run.
Figures are of this machine, with files in the page cache and this program's start included, unless they are
called sustained: compare the ratios within a run. An award text takes a hundred times as long as news that
never names the award: say what FOLDER holds.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


def copy_texts(folder: Path, copies: int, place: Path) -> int:
    """Copy the texts, each copy with a last line of its own; gives how many there are."""
    texts = sorted(folder.rglob("*.txt"))
    for number in range(copies):
        part = place / f"{number:04}"
        part.mkdir(parents=True)
        for text in texts:
            tail = f"\n{number}\n".encode() if number else b""
            (part / text.name).write_bytes(text.read_bytes() + tail)
    return copies * len(texts)


def read_plainly(place: Path) -> float:
    """Seconds to read all bytes, one file after the other."""
    start = time.perf_counter()
    for path in place.rglob("*.txt"):
        with path.open("rb", buffering=0) as file:
            file.read()
    return time.perf_counter() - start


def run(*arguments: str) -> float:
    """Seconds that a command takes."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "lertrat", *arguments]
    subprocess.run(command, check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def tell(what: str, texts: int, seconds: float, plain: float, start: float = 0.0) -> None:
    """One line: seconds, texts a second, sustained ones, and how often the plain read goes into it."""
    sustained = texts / max(seconds - start, 0.001)
    sys.stdout.write(
        f"{what:24} {seconds:8.2f} s {texts / seconds:10,.0f} texts/s "
        f"(sustained {sustained:10,.0f}) {seconds / plain:8.1f} x plain\n"
    )


def measure(texts: int, place: Path, empty: Path, work: Path) -> None:
    """Measure and print; `empty` is a folder with one text that tells nothing."""
    plain = min(read_plainly(place) for _ in range(3))
    tell("plain read", texts, plain, plain)
    extract_start = run("extract", str(empty))
    tell("extract", texts, run("extract", str(place)), plain, extract_start)
    base = run("ingest", str(empty), "--home", str(work / "base"))
    again = run("ingest", str(empty), "--home", str(work / "base"))
    tell("ingest", texts, run("ingest", str(place), "--home", str(work / "home")), plain, base)
    tell("ingest, unchanged", texts, run("ingest", str(place), "--home", str(work / "home")), plain, again)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(
        f"sustained leaves out {extract_start:.2f} s (extract), {base:.2f} s (ingest: the shipped facts) and "
        f"{again:.2f} s (unchanged) of one text alone\nlargest process {largest:.0f} MB\n"
    )


def main() -> None:
    """Copy, measure, clean up."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    work = Path(tempfile.mkdtemp(prefix="lertrat-reading-"))
    try:
        copies = int(sys.argv[2]) if len(sys.argv) > 2 else 1
        texts = copy_texts(Path(sys.argv[1]), copies, work / "texts")
        (work / "one").mkdir()
        (work / "one" / "news.txt").write_text("ข่าววันนี้\n", encoding="utf-8")
        measure(texts, work / "texts", work / "one", work)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
