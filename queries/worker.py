"""One worker process as the event loop sees it: ask it, hear it, kill it."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from typing import cast

from queries.frames import DATA, END, ERROR, PART, WORN, Frame, FrameBuffer
from queries.stream import QueryTimeoutError, ResultStream, WorkerError, WorkerLostError, make_error

_NICE_SECONDS = 0.25
"""An answer of 100,000 rows is out by then: it would take a fifth longer."""
_LOWEST_PRIORITY = 19


class Worker(asyncio.Protocol):
    """Answers one query at a time; `lost(worker, stream)` is called when the process ended unasked."""

    def __init__(
        self, pid: int, handle: int | None, lost: Callable[["Worker", ResultStream | None], None]
    ) -> None:
        self.pid, self.answered, self.alive = pid, 0, True
        self.worn = False
        """Niced or grown: not for another query."""
        self._handle, self._lost = handle, lost
        self._buffer = FrameBuffer()
        self._stream: ResultStream | None = None
        self._error: Exception | None = None
        self._done: Callable[[], None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._deadline = 0.0
        self._transport: asyncio.Transport | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The event loop watches the socket."""
        self._transport = cast(asyncio.Transport, transport)

    def ask(
        self, request: bytes, stream: ResultStream, done: Callable[[], None], deadline: float, nice: bool
    ) -> None:
        """Send a query; its answer goes to `stream`; `done` is called once: it is free or dead.

        It is killed after `deadline` seconds; a `nice` one steps back before.
        """
        self._stream, self._error, self._done, self._deadline = stream, None, done, deadline
        if not self.alive:  # it died on its way out of the waiting line
            stream.end(WorkerLostError("the worker ended before it began; try again"))
            self._finish()
            return
        if nice and deadline > _NICE_SECONDS:
            self._wait(_NICE_SECONDS, self._become_nice)
        else:
            self._wait(deadline, self._end_late)
        if self._transport:
            self._transport.write(request)

    def works_for(self, stream: ResultStream) -> bool:
        """Whether the answer for `stream` is still being made."""
        return self._stream is stream

    def _wait(self, seconds: float, step: Callable[[], None]) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, step)

    def _end_late(self) -> None:
        self.kill(QueryTimeoutError(f"the query took longer than {self._deadline:g} seconds"))

    def _become_nice(self) -> None:
        """A stranger's long query steps behind the short ones; there is no way back, so it is the last."""
        self.worn = True
        self._wait(self._deadline - _NICE_SECONDS, self._end_late)
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST_PRIORITY)

    def data_received(self, data: bytes) -> None:
        """Hand pieces on to the stream."""
        for frame in self._buffer.feed(data):
            if self._stream:
                self._receive(frame, self._stream)

    def _receive(self, frame: Frame, stream: ResultStream) -> None:
        if frame.kind == DATA and not stream.feed(frame.payload):
            self._pause()
        elif frame.kind == PART:
            stream.partial = True
        elif frame.kind == ERROR:
            self._error = make_error(frame.read())
        elif frame.kind == END:
            self.worn = self.worn or frame.payload == WORN
            stream.end(self._error)
            self._finish()

    def _pause(self) -> None:
        if self._transport and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    def make_room(self) -> None:
        """The client has read: go on."""
        if self._paused and self._transport and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()

    def _finish(self) -> None:
        self.answered += 1
        self._stream = None
        self.make_room()
        if self._timer:
            self._timer.cancel()
        done, self._done = self._done, None
        if done:
            done()

    def connection_lost(self, error: Exception | None) -> None:
        """The process is gone."""
        self.alive = False
        stream = self._stream
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        self._lost(self, stream)
        if stream:
            self._finish()

    def kill(self, reason: WorkerError) -> None:
        """End the process now, whatever it does; its stream ends with `reason`."""
        self.alive = False
        with contextlib.suppress(ProcessLookupError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            else:  # no Linux
                os.kill(self.pid, signal.SIGKILL)
        if self._stream:
            self._stream.end(reason)
            self._finish()
        self.retire()

    def retire(self) -> None:
        """Hang up: an idle process then ends by itself."""
        self.alive = False
        if self._transport:
            self._transport.abort()
