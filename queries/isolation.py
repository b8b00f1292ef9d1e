"""What a process gives up before it touches what strangers made: network, memory, outliving its parent."""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

LINUX = sys.platform == "linux"

_CLONE_NEWUSER, _CLONE_NEWNET, _PR_SET_PDEATHSIG = 0x10000000, 0x40000000, 1


def leave_network() -> bool:
    """No process from here on can reach any address, this machine's own included. Linux only.

    Gives whether the kernel allowed it.
    """
    if not LINUX:
        return False
    libc = ctypes.CDLL(None)
    # root loses its rights over others' files in a new user namespace, so it goes without
    return libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def die_with_parent() -> None:
    """The kernel ends this process when its parent ends. Linux only."""
    if LINUX:
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent or parent == 1:
            os._exit(0)


def limit_memory(extra: int) -> int:
    """Let the process grow by `extra` bytes, beyond which it aborts. Gives its size now (0 if unknown)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    base = address_space()
    if base:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = base + extra if hard == resource.RLIM_INFINITY else min(base + extra, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return base


def address_space() -> int:
    """Bytes of this process's address space; 0 where the system does not tell."""
    if not LINUX:
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
