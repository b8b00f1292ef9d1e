"""What a process gives up before it touches what strangers made: network, files, memory."""

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

LINUX = sys.platform == "linux"

_CLONE_NEWUSER, _CLONE_NEWNET, _PR_SET_PDEATHSIG = 0x10000000, 0x40000000, 1
_PR_SET_NO_NEW_PRIVS = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF, _WHICH_VERSION, _BENEATH_PATH = 444, 445, 446, 1, 1  # Landlock
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_RIGHTS_OF_VERSION = ((1, 13), (2, 14), (3, 15), (5, 16))
"""From this version of Landlock on, so many rights over files are known."""


def leave_network() -> bool:
    """No process from here on can reach any address, this machine's own included. Linux only.

    Gives whether the kernel allowed it.
    """
    if not LINUX:
        return False
    libc = ctypes.CDLL(None)
    # root loses its rights over others' files in a new user namespace, so it goes without
    return bool(libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def leave_files(readable: Iterable[str | Path]) -> bool:
    """Nothing can be written, made, removed, run or signalled from here on; only these folders can be read.

    Gives whether the kernel knows how (Landlock: Linux 5.13). It cannot be undone.
    """
    libc = ctypes.CDLL(None)
    version = libc.syscall(_CREATE_RULESET, None, 0, _WHICH_VERSION) if LINUX else -1
    if version < 1:
        return False
    rights = max(count for since, count in _RIGHTS_OF_VERSION if version >= since)
    scopes = 3 if version >= 6 else 0  # sockets without a path, and signals, to processes outside
    attributes = struct.pack("=QQQ", (1 << rights) - 1, 0, scopes)[: 24 if scopes else 8]
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    for folder in map(Path, readable):
        if folder.is_dir():
            _allow_reading(libc, ruleset, folder)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done = libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(done)


def _allow_reading(libc: ctypes.CDLL, ruleset: int, folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    rule = struct.pack("=Qi", _READ_FILE | _READ_FOLDER, opened)
    libc.syscall(_ADD_RULE, ruleset, _BENEATH_PATH, rule, 0)
    os.close(opened)


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
    """Bytes of this process's address space; 0 where the system does not tell. Quick."""
    if not LINUX:
        return 0
    file = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    try:
        return int(os.read(file, 64).split(None, 1)[0]) * _PAGE
    finally:
        os.close(file)


_PAGE = resource.getpagesize()
