"""Whether a server stays well for long: a mixed load for some minutes, while new versions are swapped in.

    python3 benchmarks/soak.py MINUTES [--swap SECONDS] [--workers N] [--deadline SECONDS]
                                       [--samples FILE]

Starts the real server over the shipped facts. Clients ask for points, lists, pages and questions of the
catalogue, read long answers slowly, run into the deadline (default 2 s) and leave early; every SWAP seconds
(default 60) a version is built anew and the oldest go. Prints what came back, how memory grew in the second
half (least squares, with the standard error of the slope) and whatever is not by design, for which the exit
code is 1. By design are 200, 304, 429, 503 with Retry-After, 504, 301 for an award that was joined to
another, and an answer that breaks off for the slow readers.
"""

import argparse
import asyncio
import csv
import math
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import httpx
from processes import find_tree, find_workers, measure_memory
from pyoxigraph import DefaultGraph, NamedNode
from serving import ENVIRONMENT, ROOT, Server, build_home, serve
from soak_clients import CLIENTS, KINDS, Diary, Soak, live

from queries.engine import read_dump
from queries.versions import Home

KEPT_VERSIONS = 2
_MB_AN_HOUR = 3600.0


class Sample(NamedTuple):
    """The server at one time: megabytes, and numbers of things that must not pile up."""

    seconds: float
    front_mb: float
    zygote_mb: float
    worker_mb: float
    workers: float
    processes: float
    front_files: float


class Slope(NamedTuple):
    """By least squares: growth an hour, and its standard error (at least: samples are not independent)."""

    an_hour: float
    error: float


def take_sample(server: Server, start: float) -> Sample:
    """The server now."""
    memory = measure_memory(server.pid)
    return Sample(
        time.monotonic() - start,
        *memory,
        len(find_workers(server.pid)),
        len(find_tree(server.pid)),
        sum(1 for _ in Path(f"/proc/{server.pid}/fd").iterdir()),
    )


def fit(times: Sequence[float], values: Sequence[float]) -> Slope:
    """The line through these points; needs three."""
    slope, level = statistics.linear_regression(times, values)
    mean = statistics.fmean(times)
    rest = sum((value - level - slope * at) ** 2 for at, value in zip(times, values, strict=True))
    spread = sum((at - mean) ** 2 for at in times)
    return Slope(slope * _MB_AN_HOUR, math.sqrt(rest / (len(times) - 2) / spread) * _MB_AN_HOUR)


def find_things(home: Path) -> list[str]:
    """Bodies and awards that something settled is said of."""
    starts = tuple(f"/id/{kind}/" for kind in KINDS)
    quads = (quad for quad in read_dump(Home(home).current().dump) if quad.graph_name == DefaultGraph())
    names = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    return sorted(name for name in names if any(start in name for start in starts))


async def swap_versions(home: Path, seconds: float, diary: Diary) -> None:
    """Build a version anew and remove the oldest, again and again."""
    commands = (["build"], ["versions", "prune", "--keep", str(KEPT_VERSIONS)])
    while True:
        await asyncio.sleep(seconds)
        for command in commands:
            done = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "lertrat", *command, "--home", str(home)),
                cwd=ROOT,
                env=ENVIRONMENT,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            code = await done.wait()
            diary.note("swap", f"{command[0]} exit {code}", code != 0)


async def soak(server: Server, home: Path, given: argparse.Namespace) -> tuple[Diary, list[Sample]]:
    """Let all clients ask for the whole time."""
    diary, samples, start = Diary(), list[Sample](), time.monotonic()
    every = max(1.0, given.minutes * 60 / 600)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(
        base_url=server.address, timeout=60, trust_env=False, limits=limits
    ) as client:
        shared = Soak(client, diary, find_things(home))
        tasks = [
            asyncio.create_task(live(kind, rest, shared))
            for kind, (number, rest) in CLIENTS.items()
            for _ in range(number)
        ]
        tasks.append(asyncio.create_task(swap_versions(home, given.swap, diary)))
        while time.monotonic() < start + 60 * given.minutes and server.process.poll() is None:
            await asyncio.sleep(every)
            samples.append(take_sample(server, start))
        for ended in [task for task in tasks if task.done()]:
            diary.note("client", f"ended by {ended.exception()!r}", True)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return diary, samples


def tell_outcomes(diary: Diary) -> None:
    """What came back, by kind of client; then what is not by design."""
    for kind in dict.fromkeys(kind for kind, _ in diary.outcomes):
        told = (
            f"{number:,} x {outcome}"
            for (who, outcome), number in diary.outcomes.most_common()
            if who == kind and (who, outcome) not in diary.faults
        )
        sys.stdout.write(f"{kind:16}{', '.join(told)}\n")
    sys.stdout.write(f"not by design: {sum(diary.faults.values()) or 'none'}\n")
    for (kind, outcome), number in diary.faults.most_common():
        sys.stdout.write(f"  {number:,} x {kind}: {outcome}\n")


def tell_growth(samples: Sequence[Sample]) -> None:
    """The table of slopes in the second half."""
    half = samples[len(samples) // 2 :]
    sys.stdout.write(f"{'':16}{'start':>8}{'highest':>9}{'end':>8}{'slope an hour, second half':>30}\n")
    for name in Sample._fields[1:]:
        values = [getattr(sample, name) for sample in samples]
        slope = fit([sample.seconds for sample in half], values[len(samples) // 2 :])
        sys.stdout.write(
            f"{name:16}{values[0]:8.1f}{max(values):9.1f}{values[-1]:8.1f}"
            f"{slope.an_hour:+18.1f} ± {slope.error:.1f}\n"
        )


def write_samples(samples: Sequence[Sample], path: Path) -> None:
    """All samples, for a closer look."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([Sample._fields, *samples])


def run(work: Path, given: argparse.Namespace) -> int:
    """Build, serve, soak, tell; gives the exit code."""
    home, settings = build_home(work / "home"), {"deadline": given.deadline, "workers": given.workers}
    with serve(home, work / "log", **settings) as server:
        diary, samples = asyncio.run(soak(server, home, given))
        if server.process.poll() is not None:
            diary.note("server", "ended", True)
    tell_growth(samples)
    if given.samples:
        write_samples(samples, given.samples)
    tell_outcomes(diary)
    said = Counter((work / "log").read_text(encoding="utf-8", errors="replace").splitlines())
    sys.stdout.writelines(f"in the log {number} times: {line}\n" for line, number in said.most_common(10))
    return 1 if diary.faults else 0


def main() -> int:
    """Soak, clean up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("minutes", type=float)
    parser.add_argument("--swap", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--deadline", type=float, default=2.0)
    parser.add_argument("--samples", type=Path)
    work = Path(tempfile.mkdtemp(prefix="lertrat-soak-"))
    try:
        return run(work, parser.parse_args())
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
