"""The processes below the tests, as the system sees them: which there are, and which of them work."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Process(NamedTuple):
    """What the system knows of a process; CPU in seconds."""

    parent: int
    state: str
    cpu: float


OTHERS: set[int] = set()
"""Processes that were there before these tests: a server that other tests keep."""


def descendants() -> dict[int, Process]:
    """All processes below this one, but OTHERS."""
    found: dict[int, Process] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks = int(fields[11]) + int(fields[12])
        found[int(folder.name)] = Process(int(fields[1]), fields[0], ticks / os.sysconf("SC_CLK_TCK"))
    below = {os.getpid()}
    while new := {pid for pid, process in found.items() if process.parent in below} - below - OTHERS:
        below |= new
    return {pid: found[pid] for pid in below - {os.getpid()}}


def is_idle() -> bool:
    """No process below this one is at work."""
    return all(process.state != "R" for process in descendants().values())


def spent() -> float:
    """CPU seconds of all processes below this one."""
    return sum(process.cpu for process in descendants().values())


def wait_blocking(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait without letting the event loop run: the server hangs."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.02)
    return condition()


def is_running(pid: int) -> bool:
    """Whether the process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
