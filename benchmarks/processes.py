"""What the system knows of a server's processes: CPU time, the dead ones' too, and memory. Linux only."""

import os
from pathlib import Path
from typing import NamedTuple

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")


class Process(NamedTuple):
    """One process; `own` and `dead` are CPU seconds: its, and those of children that it has waited for."""

    parent: int
    state: str
    own: float
    dead: float


class Memory(NamedTuple):
    """Megabytes: of the main process, of the one that holds the data, and of the largest worker alone."""

    front: float
    zygote: float
    worker: float


def find_tree(root: int) -> dict[int, Process]:
    """The process `root` and all below it."""
    found = {int(folder.name): _read(folder) for folder in _PROC.glob("[0-9]*")}
    below = {root}
    while new := {pid for pid, process in found.items() if process and process.parent in below} - below:
        below |= new
    return {pid: process for pid in below if (process := found.get(pid))}


def _read(folder: Path) -> Process | None:
    try:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return None
    ticks = [int(field) for field in fields[11:15]]
    return Process(int(fields[1]), fields[0], sum(ticks[:2]) * _TICK, sum(ticks[2:]) * _TICK)


def cpu_seconds(root: int) -> float:
    """User and system time of the whole tree since it began."""
    return sum(process.own + process.dead for process in find_tree(root).values())


def own_cpu_seconds(pid: int) -> float:
    """User and system time of one process since it began; 0 when it has ended."""
    process = _read(_PROC / str(pid))
    return process.own if process else 0.0


def find_workers(root: int) -> list[int]:
    """The living processes two floors below: those that answer queries."""
    tree = find_tree(root)
    zygotes = {pid for pid, process in tree.items() if process.parent == root}
    return [pid for pid, process in tree.items() if process.parent in zygotes and process.state not in "ZX"]


def measure_memory(root: int) -> Memory:
    """What the tree takes now."""
    zygotes = [pid for pid, process in find_tree(root).items() if process.parent == root]
    return Memory(
        _resident(root),
        max(map(_resident, zygotes), default=0.0),
        max(map(_private, find_workers(root)), default=0.0),
    )


def _resident(pid: int) -> float:
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE / 1e6
    except OSError:
        return 0.0


def _private(pid: int) -> float:
    """What is of this process alone, and would be free if it ended."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024 / 1e6
