"""One version being served: its zygote process and the workers forked from it, seen from the event loop."""

import asyncio
import contextlib
import signal
import socket
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from queries.frames import DIED, READY, Frame, FrameBuffer
from queries.keeper import CAN_FOLLOW, Keeper
from queries.precheck import BOUNDS, Bounds
from queries.slots import Room
from queries.stream import (
    MemoryExceededError,
    QueryTimeoutError,
    ResultStream,
    WorkerError,
    WorkerLostError,
)
from queries.tally import Standing, Tally
from queries.versions import Version
from queries.worker import Worker

_READY = 2
"""Workers that stand ready; more are forked as they are needed."""
_HELLO_SECONDS = 10.0
_EXPLAIN_SECONDS = 1.0

_REASONS: dict[int, WorkerError] = {
    -signal.SIGABRT: MemoryExceededError("the query needs too much memory"),
    -signal.SIGKILL: MemoryExceededError("the query needs too much memory"),  # by the system, not by us
    -signal.SIGALRM: QueryTimeoutError("the query took too long"),
    -signal.SIGSEGV: WorkerLostError("the query is too deeply nested"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What queries may use (times in seconds). Strangers leave `reserved` of the `size` places to pages."""

    size: int = 8
    reserved: int = 2
    at_once: int = 2
    """Queries of one client that run at the same time."""
    queue: int = 32
    queue_seconds: float = 5.0
    deadline: float = 10.0
    memory_bytes: int = 1024 << 20
    max_bytes: int = 256 << 20
    memory_quads: int = 3_000_000
    """Up to this size a version is held in memory; a larger one is read from disk."""
    queries_a_worker: int = 5000
    max_rows: int = 1_000_000
    """Rows or triples that an answer may have."""
    queue_a_client: int = 16
    """Queries of one client that may wait in line."""
    bounds: Bounds = BOUNDS

    def room(self) -> Room:
        """The places for queries."""
        return Room(
            self.size, self.reserved, self.at_once, self.queue, self.queue_seconds, self.queue_a_client
        )


@dataclass(frozen=True)
class Data:
    """What is served: a version, and the journal's entries that were written since it was made."""

    version: Version
    entries: tuple[Path, ...] = ()

    @cached_property
    def name(self) -> str:
        """Another name for every other state of the data."""
        return f"{self.version.name}+{int(self.entries[-1].stem)}" if self.entries else self.version.name

    def behind(self, earlier: "Data | None") -> tuple[Path, ...] | None:
        """The entries that came since `earlier`; None where this is no continuation of it."""
        if earlier is None or earlier.version != self.version:
            return None
        known = len(earlier.entries)
        return self.entries[known:] if self.entries[:known] == earlier.entries else None


class Generation:
    """One state of the data and its workers: `limits.size` to be at work, and one that stands ready."""

    def __init__(
        self, data: Data, limits: Limits, lost: Callable[["Generation"], None], tally: Tally
    ) -> None:
        self.data, self.closed, self._retired = data, False, False
        self._users, self._tally = 0, tally
        self._target, self._limits, self._lost = limits.size + 1, limits, lost
        self._keeper = Keeper(self._hear, self._hear_the_end)
        self._idle: deque[Worker] = deque()
        self._workers: set[Worker] = set()
        self._starting = 0
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._exits: deque[tuple[int, int]] = deque(maxlen=64)
        self._tasks: set[asyncio.Task[Any]] = set()
        self.ending: asyncio.Task[None] | None = None
        """Done when the closed generation's zygote is gone."""
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self, before: "Generation | None" = None) -> None:
        """Load the data, or take them over from `before`, and fork the workers.

        Raises WorkerLostError if they do not load.
        """
        more = self.data.behind(before.data) if before and not before.closed and CAN_FOLLOW else None
        if more is not None and before:
            self._keeper.follow(before._keeper, more)
        else:
            self._keeper.open(self._options(), self.data.entries)
        await self._ready
        self._refill()
        await asyncio.gather(*self._tasks)
        if self.closed:
            raise WorkerLostError(f"no workers could be forked for the version {self.data.name}")

    def _options(self) -> dict[str, Any]:
        version = self.data.version
        return {
            "dump": str(version.dump.absolute()),
            "store": str(version.store_folder.absolute()),
            "in_memory": version.manifest.quads <= self._limits.memory_quads,
            "memory_bytes": self._limits.memory_bytes,
            "bounds": self._limits.bounds.fields(),
        }

    def _hear(self, frame: Frame) -> None:
        if frame.kind == READY and not self._ready.done():
            self._ready.set_result(None)
        elif frame.kind == DIED:
            fields = frame.read()
            self._exits.append((fields["pid"], fields["exit"]))

    def _hear_the_end(self) -> None:
        """The zygote has ended; its workers end with it."""
        if not self._ready.done():
            self._ready.set_exception(WorkerLostError(f"the version {self.data.name} does not load"))
        elif not self.closed:
            self.close()
            self._lost(self)

    def standing(self) -> Standing:
        """Where its workers stand now."""
        idle = len(self._idle)
        return Standing(
            not self.closed, idle, len(self._workers) - idle, self._keeper.walled, self._keeper.pid
        )

    async def _spawn(self) -> None:
        try:
            worker = await asyncio.wait_for(self._fork(), _HELLO_SECONDS)
        except (OSError, TimeoutError):
            if not self.closed:
                self.close()
                self._lost(self)
            return
        finally:
            self._starting -= 1
        self._workers.add(worker)
        self._tally.forked += 1
        self._offer(worker)

    async def _fork(self) -> Worker:
        mine = self._keeper.spawn()
        try:
            await _readable(mine)
            hello, handles, _, _ = socket.recv_fds(mine, 4096, 1)
            frame = next(FrameBuffer().feed(hello), None)
            if frame is None:
                raise ConnectionResetError("the worker ended before it began")
            worker = Worker(frame.read()["pid"], handles[0] if handles else None, self._hear_of_loss)
            await asyncio.get_running_loop().create_connection(lambda: worker, sock=mine)
        except BaseException:
            mine.close()
            raise
        return worker

    async def take(self) -> Worker:
        """An idle worker, forked if need be; raises WorkerLostError when the version is being restarted."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
        if self.closed:
            raise WorkerLostError("the workers are being restarted; try again")
        waiter: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        self._refill()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and not waiter.exception():
                self._offer(waiter.result())
            raise

    def give_back(self, worker: Worker) -> None:
        """The worker is free again, or dead."""
        used_up = worker.worn or worker.answered >= self._limits.queries_a_worker
        if self.closed or used_up or not worker.alive:
            self._workers.discard(worker)
            worker.retire()
            self._refill()
        else:
            self._offer(worker)

    def _offer(self, worker: Worker) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(worker)
                return
        if self.closed:
            worker.retire()
        else:
            self._idle.append(worker)

    def _refill(self) -> None:
        wanted = len(self._waiting) + _READY - len(self._idle) - self._starting
        missing = min(wanted, self._target - len(self._workers) - self._starting)
        for _ in range(0 if self.closed else missing):
            self._starting += 1
            self._start_task(self._spawn())

    def _start_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _hear_of_loss(self, worker: Worker, stream: ResultStream | None) -> None:
        """A worker's socket has closed: because we hung up, or because it died at work or at rest."""
        if stream:
            self._start_task(self._explain(worker.pid, stream))
        self._workers.discard(worker)
        with contextlib.suppress(ValueError):
            self._idle.remove(worker)
        self._refill()

    async def _explain(self, pid: int, stream: ResultStream) -> None:
        """End the stream with the reason that the zygote reports, which may come a moment later."""
        end = asyncio.get_running_loop().time() + _EXPLAIN_SECONDS
        while asyncio.get_running_loop().time() < end and pid not in dict(self._exits) and not self.closed:
            await asyncio.sleep(0.005)
        reason = _REASONS.get(dict(self._exits).get(pid, 0))
        stream.end(reason or WorkerLostError("the worker ended before the answer was whole; try again"))

    @property
    def ended(self) -> bool:
        """Closed, and its zygote is gone."""
        return bool(self.closed and (self.ending is None or self.ending.done()))

    def hold(self) -> None:
        """Somebody works with this version: it stays even when another becomes current."""
        self._users += 1

    def release(self) -> None:
        """Undo one `hold`."""
        self._users -= 1
        if self._retired and not self._users:
            self.close()

    def retire(self) -> None:
        """Close as soon as nobody holds it."""
        self._retired = True
        if not self._users:
            self.close()

    def close(self) -> None:
        """End all processes of this version now."""
        if self.closed:
            return
        self.closed = True
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(WorkerLostError("the workers are being restarted; try again"))
        for worker in list(self._workers):
            worker.kill(WorkerLostError("the server is stopping or being restarted; try again"))
        self.ending = self._keeper.close()


def _resolve(heard: "asyncio.Future[None]") -> None:
    if not heard.done():
        heard.set_result(None)


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[None] = loop.create_future()
    loop.add_reader(connection, _resolve, heard)
    try:
        await heard
    finally:
        loop.remove_reader(connection)
