"""How fast texts about the award go into a graph, where the time goes, and whether memory grows with them.

    python3 benchmarks/awards.py [TEXTS] [FOLDER]

TEXTS (default 500) and four times as many texts are made of those in FOLDER (default: the project's own for
tests), each with other titles, and ingested into a new home. What one text alone takes, the shipped facts, is
left out of the time; memory is of the largest process, CPU time of all together: compare within a run.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
STAGES = {
    "looking": "reading the texts",
    "reading": "what was found, into rows",
    "joining": "merging, and making quads",
    "checking": "shapes, dump, store, search",
}
"""What `ingest` is told to be at (its first word), and what that is."""
Used = dict[str, float]


def make_texts(number: int, folder: Path, place: Path) -> Path:
    """So many texts, no two of which tell the same."""
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]
    place.mkdir()
    for at in range(number):
        stem, text = texts[at % len(texts)]
        copy = at // len(texts)
        varied = re.sub("“([^“”\n]{8,90})”", rf"“\1 ระยะที่ {copy}”", text) + f"\nข่าวที่ {copy}\n"
        (place / f"{stem}-{copy:05}.txt").write_text(varied, encoding="utf-8")
    return place


def cpu() -> float:
    """Seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def ingest_here(folder: str, home: str) -> None:
    """Ingest, and print wall time, the CPU time of each stage, and the largest process."""
    from ingest.build import ingest
    from ingest.given import Given
    from queries.versions import Home

    marks = list[tuple[str, float]]()
    start = time.perf_counter()
    ingest(Home(Path(home)), Given([folder]), lambda stage: marks.append((stage.split()[0], cpu())))
    ends = [*(at for _, at in marks[1:]), cpu()]
    used = {f"cpu {stage}": end - at for (stage, at), end in zip(marks, ends, strict=True)}
    largest = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    for name, value in ({"wall": time.perf_counter() - start, "MB": largest / 1024} | used).items():
        sys.stdout.write(f"{name}={value}\n")


def measure(folder: Path, home: Path) -> Used:
    """What `ingest_here` prints, from a process of its own."""
    command = [sys.executable, __file__, "--here", str(folder), str(home)]
    told = subprocess.run(command, check=True, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True).stdout
    return {name: float(value) for name, _, value in (line.partition("=") for line in told.splitlines())}


def tell(number: int, used: Used, alone: Used) -> None:
    """Throughput, memory, and CPU time a text by stage."""
    seconds = used["wall"] - alone["wall"]
    sys.stdout.write(
        f"{number:,} texts: {number / seconds:,.0f} a second, largest process {used['MB']:.0f} MB\n"
    )
    for stage, what in STAGES.items():
        spent = (used[f"cpu {stage}"] - alone[f"cpu {stage}"]) / number * 1000
        sys.stdout.write(f"  {what:30} {spent:7.2f} ms CPU a text\n")


def main() -> None:
    """Make texts, measure, clean up."""
    if sys.argv[1:2] == ["--here"]:
        ingest_here(*sys.argv[2:])
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "tests" / "ingest" / "texts"
    work = Path(tempfile.mkdtemp(prefix="lertrat-awards-"))
    try:
        alone = measure(make_texts(1, folder, work / "one"), work / "home-one")
        sys.stdout.write(f"1 text: {alone['wall']:.2f} s, {alone['MB']:.0f} MB: the shipped facts\n")
        for texts in (number, 4 * number):
            place = make_texts(texts, folder, work / str(texts))
            tell(texts, measure(place, work / f"home-{texts}"), alone)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
