"""The zygote process as the event loop sees it: it keeps one state of the data, and forks workers."""

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from queries.frames import ENTRIES, READY, SPAWN, SUCCEED, Frame, FrameBuffer, pack
from queries.isolation import LINUX

_PACKAGES = Path(__file__).parent.parent
_END_SECONDS = 3.0
_ALLOCATION = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=127"}
"""A query is many small things: glibc, told to keep more of them at hand, saves it a sixth of its time."""


class Keeper:
    """A process that was started, or forked from another keeper with what was written since.

    `hear` gets its frames; `ended` is called when it has gone unasked.
    """

    def __init__(self, hear: Callable[[Frame], None], ended: Callable[[], None]) -> None:
        self._hear, self._ended = hear, ended
        self._buffer = FrameBuffer()
        self._control, self._theirs = socket.socketpair()
        self._process: subprocess.Popen[bytes] | None = None
        self._handle: int | None = None
        self.pid: int | None = None
        self.walled: bool | None = None
        """Whether the kernel took its network; None as long as it has not said."""

    def open(self, options: dict[str, Any], entries: Sequence[Path]) -> None:
        """Start a process that loads the data."""
        with self._theirs as theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                [sys.executable, "-m", "queries.zygote", json.dumps(options | {"control": theirs.fileno()})],
                cwd=_PACKAGES,  # so that no other package named queries can stand in
                env=_ALLOCATION | os.environ,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the server, which then ends us in order
            )
        self._begin(entries)

    def follow(self, other: "Keeper", entries: Sequence[Path]) -> None:
        """Be forked from another keeper, whose data this one has, and what was written since."""
        with self._theirs as theirs:
            socket.send_fds(other._control, [SUCCEED], [theirs.fileno()])
        self._begin(entries)

    def _begin(self, entries: Sequence[Path]) -> None:
        self._control.sendall(pack(ENTRIES, json.dumps([str(path) for path in entries]).encode()))
        self._control.setblocking(False)
        asyncio.get_running_loop().add_reader(self._control, self._read)

    def spawn(self) -> socket.socket:
        """Have a worker forked; gives our end of its socket. Raises OSError."""
        mine, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [SPAWN], [theirs.fileno()])
        except BaseException:
            mine.close()
            raise
        mine.setblocking(False)
        return mine

    def _read(self) -> None:
        data, handles = b"", list[int]()
        with contextlib.suppress(ConnectionError):
            data, handles, _, _ = socket.recv_fds(self._control, 65536, 1)
        self._handle = handles[0] if handles else self._handle
        if not data:
            asyncio.get_running_loop().remove_reader(self._control)
            self._ended()
        for frame in self._buffer.feed(data):
            if frame.kind == READY:
                self.pid, self.walled = frame.read()["pid"], frame.read()["walled"]
            self._hear(frame)

    def close(self) -> "asyncio.Task[None]":
        """Hang up: it ends, or is made to; the task is done when it is gone."""
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        self._theirs.close()
        return asyncio.get_running_loop().create_task(asyncio.to_thread(self._end))

    def _end(self) -> None:
        if self._process:
            _end_child(self._process)
        elif self._handle is not None and self.pid:
            _end_successor(self.pid, self._handle)
        if self._handle is not None:
            os.close(self._handle)


def _end_child(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_successor(pid: int, handle: int) -> None:
    """It is a child of its predecessor, or of what took that one's place: init, or us in a container."""
    ending = select.poll()
    ending.register(handle, select.POLLIN)
    if not ending.poll(_END_SECONDS * 1000):
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        ending.poll(_END_SECONDS * 1000)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


CAN_FOLLOW = LINUX
"""Without handles on processes a successor could not be ended safely."""
