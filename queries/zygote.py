"""The processes behind the worker pool: one holds the data, and forks workers that may be killed any time."""

import contextlib
import json
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from queries.engine import AnswerTooLargeError, EmbeddedEngine, QueryError, QuerySyntaxError
from queries.frames import (
    ASK,
    DATA,
    DIED,
    END,
    ERROR,
    HELLO,
    PIECE_BYTES,
    READY,
    WORN,
    Frame,
    pack,
    read_frame,
)
from queries.isolation import LINUX, address_space, die_with_parent, leave_network, limit_memory

SECOND_LOCK_SECONDS = 0.5
"""So long after its deadline a worker ends itself, should nobody have killed it."""


def main(arguments: list[str]) -> None:
    """Load the data, say so, and fork a worker for each socket that arrives, until the server is gone."""
    options = json.loads(arguments[0])
    control = socket.socket(fileno=options["control"])
    walled = leave_network()  # what SERVICE would need
    engine = EmbeddedEngine.in_memory(Path(options["dump"])) if options["in_memory"] else None
    signal.signal(signal.SIGCHLD, lambda *_: _report_deaths(control))
    control.sendall(pack(READY, {"walled": walled}))
    while True:
        sign, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not sign:
            return
        connection = socket.socket(fileno=handles[0])
        if os.fork() == 0:
            control.close()
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
        engine = engine or EmbeddedEngine.on_disk(Path(options["store"]))
        base = limit_memory(options["memory_bytes"])
        _greet(connection)
        while (frame := read_frame(connection)) and frame.kind == ASK:
            last = _answer(connection, engine, frame)
            # an allocator gives little back: after a big query the next one would start with less
            grown = address_space() > base + options["memory_bytes"] // 4
            connection.sendall(last + pack(END, WORN if grown else b""))
    except OSError:  # the server went away
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _greet(connection: socket.socket) -> None:
    """Tell the server the process id, with a handle on the process that can never mean another one."""
    handles = [os.pidfd_open(os.getpid())] if LINUX else []
    socket.send_fds(connection, [pack(HELLO, {"pid": os.getpid()})], handles)
    for handle in handles:
        os.close(handle)


class _Answer:
    """Sends what the engine writes, in pieces of PIECE_BYTES; `rest` is what is not sent yet."""

    def __init__(self, connection: socket.socket, max_bytes: int) -> None:
        self._connection, self._left = connection, max_bytes
        self.rest = bytearray()

    def write(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            raise AnswerTooLargeError("the answer is too large; ask for less, with LIMIT and OFFSET")
        self.rest += piece
        if len(self.rest) >= PIECE_BYTES:
            self._connection.sendall(pack(DATA, bytes(self.rest)))
            self.rest.clear()


def _answer(connection: socket.socket, engine: EmbeddedEngine, frame: Frame) -> bytes:
    """Run one query; gives what is still to be sent: the last piece, or an ERROR."""
    request = frame.read()
    signal.setitimer(signal.ITIMER_REAL, request["deadline"] + SECOND_LOCK_SECONDS)
    answer = _Answer(connection, request["max_bytes"])
    graphs = _nodes(request["default_graphs"]), _nodes(request["named_graphs"])
    try:
        engine.serialise(request["text"], request["media_type"], answer.write, *graphs)
        return pack(DATA, bytes(answer.rest))
    except (QueryError, MemoryError) as error:
        return pack(ERROR, _describe(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _nodes(iris: list[str] | None) -> list[NamedNode] | None:
    return None if iris is None else [NamedNode(iri) for iri in iris]


def _describe(error: QueryError | MemoryError) -> dict[str, Any]:
    """An error as the server makes it again: the name of its class, and its fields."""
    fields: dict[str, Any] = {"error": type(error).__name__, "message": str(error)}
    if isinstance(error, QuerySyntaxError):
        fields.update(message=error.message, line=error.line, column=error.column)
    return fields


if __name__ == "__main__":
    with contextlib.suppress(OSError):  # the server went away
        main(sys.argv[1:])
