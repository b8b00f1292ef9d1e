"""A stranger's document is read in a child process that may do little and be killed any time.

    grids = confined("ingest.readers.tables:read_sheets", data, name="winners.xlsx")

The function is named, not given: this process never loads the parser. It takes the bytes and gives what JSON
can say (a tuple comes back as a list); what is wrong with them it tells by `raise refuse("", reason, mend)`.
"""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from ingest.readers.cell import SIMPLER
from ingest.readers.refusal import RefusedInputError, refuse
from queries.frames import ASK, DATA, ERROR, READY, SPAWN, WORN, Frame, pack, read_frame

READING_SECONDS: Final = 30.0
"""The wall clock of one document."""
DOCUMENTS_A_CELL: Final = 50
"""After so many a cell is replaced, whatever they did to it."""
LARGEST_ANSWER: Final = 64 * 1024 * 1024

_PACKAGES = Path(__file__).parents[2]
_WARDEN = "from ingest.readers.cell import start; start()"
_START_SECONDS = 60.0
_END = b"K"
_EXITS = {
    -signal.SIGKILL: "takes too much time or memory to be read",
    -signal.SIGALRM: "takes too long to be read",
    -signal.SIGXCPU: "takes too long to be read",
    -signal.SIGABRT: "needs too much memory to be read",
}


def confined(function: str, data: bytes, *, name: str, seconds: float = READING_SECONDS) -> Any:
    """What `function` ("package.module:name", bytes -> JSON-like) makes of `data`, in a confined child.

    Raises RefusedInputError, under `name`, for what the function refuses and for every end that the child
    comes to: too long, too much memory, a crash, an answer that is none. Threads wait for each other; a
    process that was forked from this one gets children of its own.
    """
    try:
        return _of_this_process().run(function, data, seconds)
    except RefusedInputError as error:
        raise refuse(name, error.refusal.reason, error.refusal.mend) from None


class Confinement:
    """One warden and its cell, started when first needed; `close` ends them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._warden: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._cell: socket.socket | None = None
        self._read = 0

    def run(self, function: str, data: bytes, seconds: float) -> Any:
        """As `confined`, but the refusals name no input."""
        with self._lock:
            cell = self._living() or self._spawn(function.partition(":")[0])
            try:
                answer, end = self._ask(cell, function, data, seconds)
            except TimeoutError:
                self._end_cell()
                raise refuse("", f"takes longer than {seconds:g} seconds to be read", SIMPLER) from None
            except OSError:
                answer = end = None
            if answer is None or end is None:
                reason = _EXITS.get(self._end_cell(), "breaks its reader, or needs too much memory")
                raise refuse("", reason, SIMPLER)
            self._count(end)
            try:
                return _read_answer(answer)
            except _NonsenseError:
                self._end_cell()
                raise refuse("", "made its reader answer nonsense", SIMPLER) from None

    def close(self) -> None:
        """End the warden, and its cell with it."""
        for connection in (self._cell, self._control):
            if connection:
                connection.close()
        if self._warden:
            self._warden.kill()
            self._warden.wait()
        self._warden = self._control = self._cell = None

    def _ask(
        self, cell: socket.socket, function: str, data: bytes, seconds: float
    ) -> tuple[Frame | None, Frame | None]:
        line = _Line(cell, seconds)
        cell.settimeout(seconds)
        cell.sendall(pack(ASK, {"function": function, "seconds": seconds}) + pack(DATA, data))
        return read_frame(line, LARGEST_ANSWER), read_frame(line, LARGEST_ANSWER)

    def _living(self) -> socket.socket | None:
        """The cell at hand, unless it ended while it waited: no document is to blame for that."""
        if self._cell and select.select([self._cell], [], [], 0)[0]:
            self._end_cell()
        return self._cell

    def _count(self, end: Frame) -> None:
        self._read += 1
        if end.payload == WORN or self._read >= DOCUMENTS_A_CELL:
            self._end_cell()

    def _spawn(self, module: str) -> socket.socket:
        control = self._control or self._start()
        self._cell, theirs = socket.socketpair()
        with theirs:
            control.sendall(SPAWN)
            socket.send_fds(control, [b"F"], [theirs.fileno()])
            control.sendall(pack(SPAWN, {"module": module}))
        self._read = 0
        return self._cell

    def _start(self) -> socket.socket:
        self._control, theirs = socket.socketpair()
        self._control.settimeout(_START_SECONDS)
        with theirs:
            self._warden = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                [sys.executable, "-c", _WARDEN, str(theirs.fileno())],
                cwd=_PACKAGES,  # so that no other package named ingest can stand in
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the reader, with which it ends
            )
        frame = read_frame(self._control)
        if frame is None or frame.kind != READY:
            self.close()
            raise ChildProcessError("the process that reads documents does not start")
        return self._control

    def _end_cell(self) -> int:
        """Have the cell killed; gives how it ended, by this or before."""
        if self._cell:
            self._cell.close()
            self._cell = None
        frame = None
        if self._control:
            with contextlib.suppress(OSError):
                self._control.sendall(_END)
                frame = read_frame(self._control)
        if frame is None:  # the warden is gone as well
            self.close()
            return -signal.SIGKILL
        return int(frame.read()["exit"])


class _Line:
    """Reads from a socket until a deadline, however little comes at a time."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection, self._deadline = connection, time.monotonic() + seconds

    def recv(self, length: int, /) -> bytes:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv(length)


class _NonsenseError(ValueError):
    pass


def _read_answer(answer: Frame) -> Any:
    try:
        result = json.loads(answer.payload)
        refusal = (str(result["reason"]), str(result["mend"])) if answer.kind == ERROR else None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _NonsenseError from None
    if refusal:
        raise refuse("", *refusal)
    if answer.kind != DATA:
        raise _NonsenseError
    return result


_confinements: dict[int, Confinement] = {}


def _of_this_process() -> Confinement:
    """A forked process must not talk into its parent's sockets."""
    if os.getpid() not in _confinements:
        ours = _confinements[os.getpid()] = Confinement()
        atexit.register(_close_ours, os.getpid(), ours)
    return _confinements[os.getpid()]


def _close_ours(owner: int, ours: Confinement) -> None:
    if os.getpid() == owner:
        ours.close()
