"""The processes that read strangers' documents: a warden that never sees one, and the cells it forks."""

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
from typing import Any, Final

from ingest.readers.refusal import RefusedInputError
from queries.frames import DATA, DIED, END, ERROR, READY, SPAWN, WORN, Frame, pack, read_frame
from queries.isolation import address_space, die_with_parent, leave_files, leave_network, limit_memory

CELL_BYTES: Final = 768 * 1024 * 1024
"""So much may a cell grow; the widest documents that people made need a third of it."""
OPEN_FILES: Final = 32
"""For what a library loads late; a cell has no file of its own."""
READABLE: Final = ("/usr", "/lib", "/lib64", "/proc/self")
"""Folders that a cell may read, beside those of Python and of its packages."""
SIMPLER: Final = "save its text as .txt"

_LATE_SECONDS = 1.0


def main(control: socket.socket) -> None:
    """Fork a cell for each socket that arrives, end it when told to; gone when the reader is gone.

    A cell that ended stays a zombie until it is asked for: its process id means nobody else.
    """
    leave_network()
    die_with_parent()
    control.sendall(pack(READY))
    cell = 0
    while request := control.recv(1):
        if request == SPAWN:
            cell = _spawn(control)
        else:
            control.sendall(pack(DIED, {"exit": _end(cell)}))
    if cell:
        _end(cell)


def _spawn(control: socket.socket) -> int:
    """Load the module that will be needed, once for all cells to come, and fork; gives the process id."""
    _, handles, _, _ = socket.recv_fds(control, 1, 1)
    frame = read_frame(control)
    connection = socket.socket(fileno=handles[0])
    if frame is not None:
        importlib.import_module(frame.read()["module"])
        gc.freeze()  # a collection in a cell would copy every page that it shares with us
    cell = os.fork()
    if cell == 0:
        control.close()
        _live(connection)
    connection.close()
    return cell


def _end(cell: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(cell, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(cell, 0)[1])


def _live(connection: socket.socket) -> None:
    """A cell's whole life."""
    try:
        _give_up_rights()
        base = limit_memory(CELL_BYTES)
        while (ask := read_frame(connection)) and (document := read_frame(connection)):
            connection.sendall(_answer(ask, document.payload) + pack(END, _worn(base)))
    except OSError:  # the reader went away
        pass
    finally:
        os._exit(0)


def _give_up_rights() -> None:
    """No output, no terminal, no new process, no file but those of the libraries."""
    die_with_parent()
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(silence, stream)
    os.close(silence)
    leave_files([*READABLE, *filter(None, sys.path), sys.prefix, sys.base_prefix])
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def _worn(base: int) -> bytes:
    """An allocator gives little back: after a big document the next would start with less."""
    return WORN if base and address_space() > base + CELL_BYTES // 4 else b""


def _answer(ask: Frame, data: bytes) -> bytes:
    request = ask.read()
    _limit_time(request["seconds"])
    try:
        result = _function(request["function"])(data)
        return pack(DATA, json.dumps(result).encode())
    except Exception as error:  # whatever a parser makes of a stranger's bytes
        return pack(ERROR, _describe(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)  # a cell may wait long for its next document


def _limit_time(seconds: float) -> None:
    """The reader kills us at its deadline; these end us should it not."""
    signal.setitimer(signal.ITIMER_REAL, seconds + _LATE_SECONDS)
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = int(used.ru_utime + used.ru_stime + seconds + _LATE_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (processor, resource.RLIM_INFINITY))


def _function(reference: str) -> Any:
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)


def _describe(error: Exception) -> dict[str, str]:
    if isinstance(error, RefusedInputError):
        return {"reason": error.refusal.reason, "mend": error.refusal.mend}
    if isinstance(error, MemoryError):
        return {"reason": "needs too much memory to be read", "mend": SIMPLER}
    if isinstance(error, RecursionError):
        return {"reason": "is nested too deeply", "mend": SIMPLER}
    return {"reason": f"is damaged or no such document ({type(error).__name__})", "mend": SIMPLER}


def start() -> None:
    """Be the warden at the other end of the socket whose number is the first argument."""
    with contextlib.suppress(OSError):  # the reader went away
        main(socket.socket(fileno=int(sys.argv[1])))
