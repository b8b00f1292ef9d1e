"""The processes behind the worker pool: one holds the data, and forks workers that may be killed any time."""

import contextlib
import gc
import json
import os
import signal
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from queries.answering import answer
from queries.engine import EmbeddedEngine
from queries.frames import DIED, END, HELLO, READY, SUCCEED, WORN, WRITE, pack, read_frame, read_frames
from queries.isolation import LINUX, address_space, die_with_parent, leave_network, limit_memory
from queries.journal import read_entry
from queries.precheck import Bounds
from queries.writable import WritableEngine

_ASKED = 1  # SPAWN and SUCCEED are one byte each
_GROWING_SECONDS = 0.001
"""A query that ends sooner has grown its process by a few megabytes at most: it is not measured."""


def main(arguments: list[str]) -> None:
    """Load the data, say so, and fork what is asked for, until the server is gone."""
    options = json.loads(arguments[0])
    control = socket.socket(fileno=options["control"])
    options["walled"] = not options["bounds"]["hosts"] and leave_network()  # what SERVICE would need
    engine = WritableEngine.in_memory(Path(options["dump"])) if options["in_memory"] else None
    while True:
        _take_entries(control, engine)
        gc.freeze()  # a collection in a worker would copy every page that it shares with the others
        _say_ready(control, options)
        control = _fork_as_asked(control, engine, options)  # in a successor, which goes on from there


def _take_entries(control: socket.socket, engine: WritableEngine | None) -> None:
    """Make again what was written since the data were made; a graph on disk goes without."""
    told = read_frame(control)
    paths = json.loads(told.payload) if told else ()
    if engine is not None:  # an empty one has no length
        for path in paths:
            engine.change(read_entry(Path(path)).change)


def _say_ready(control: socket.socket, options: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, lambda *_: _report_deaths(control))
    _introduce(control, READY, walled=options["walled"])


def _fork_as_asked(
    control: socket.socket, engine: EmbeddedEngine | None, options: dict[str, Any]
) -> socket.socket:
    """Fork a worker for each socket that arrives; returns only in a successor, with its socket."""
    while True:
        sign, handles, _, _ = socket.recv_fds(control, _ASKED, 1)
        if not sign:
            sys.exit()
        connection = socket.socket(fileno=handles[0])
        if os.fork() == 0:
            control.close()
            if sign == SUCCEED:
                return connection
            _live(connection, engine, options)
        connection.close()


def _report_deaths(control: socket.socket) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        with contextlib.suppress(OSError):  # the server went away
            control.sendall(pack(DIED, {"pid": pid, "exit": os.waitstatus_to_exitcode(status)}))


def _live(connection: socket.socket, engine: EmbeddedEngine | None, options: dict[str, Any]) -> None:
    """A worker's whole life, which ends here and not in the zygote's loop."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        die_with_parent()
        if engine is None:
            engine = EmbeddedEngine.on_disk(Path(options["store"]))
        base, bounds = limit_memory(options["memory_bytes"]), Bounds.read(options["bounds"])
        _introduce(connection, HELLO)
        for frame in read_frames(connection):
            begun = time.perf_counter()
            last = answer(connection, engine, frame, bounds)
            # an allocator gives little back: after a big query the next one would start with less
            long = time.perf_counter() - begun > _GROWING_SECONDS
            grown = long and address_space() > base + options["memory_bytes"] // 4
            connection.sendall(last + pack(END, WORN if grown or frame.kind == WRITE else b""))
    except OSError:  # the server went away
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _introduce(connection: socket.socket, kind: bytes, **facts: Any) -> None:
    """Tell the server the process id, with a handle on the process that can never mean another one."""
    handles = [os.pidfd_open(os.getpid())] if LINUX else []
    socket.send_fds(connection, [pack(kind, {"pid": os.getpid(), **facts})], handles)
    for handle in handles:
        os.close(handle)


if __name__ == "__main__":
    with contextlib.suppress(OSError):  # the server went away
        main(sys.argv[1:])
