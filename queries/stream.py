"""An answer on its way from a worker: pieces to iterate over, and the ways in which it can fail."""

import asyncio
from collections import deque
from collections.abc import Callable

from queries.errors import (
    AnswerTooLargeError,
    EvaluationError,
    PayloadError,
    QueryError,
    QueryFormError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTooLongError,
    TwoDatasetsError,
)

READ_AHEAD_BYTES = 512 * 1024
"""What is taken from a worker before the client has read it: a short answer frees its worker at once."""


class WorkerError(RuntimeError):
    """The query may be good, but no answer came; the message is fit for a stranger's eyes."""


class QueryTimeoutError(WorkerError):
    """The deadline passed."""


class MemoryExceededError(WorkerError):
    """The query asked for more memory than a worker may have."""


class OverloadedError(WorkerError):
    """All workers are busy and the queue is full, or waiting took too long: try again later."""


class BusyClientError(OverloadedError):
    """One client's own queries fill its part of the queue."""


class WorkerLostError(WorkerError):
    """The worker ended for another reason."""


class UnwantedError(WorkerLostError):
    """Nobody waits for the answer any more."""


_ERRORS: dict[str, type[QueryError]] = {
    kind.__name__: kind
    for kind in (
        QueryError,
        QueryFormError,
        QueryRefusedError,
        QueryTooLongError,
        EvaluationError,
        AnswerTooLargeError,
        PayloadError,
        TwoDatasetsError,
    )
}


def make_error(fields: dict[str, object]) -> Exception:
    """The error that a worker described."""
    name, message = str(fields["error"]), str(fields["message"])
    if name == QuerySyntaxError.__name__:
        return QuerySyntaxError(message, int(str(fields["line"])), int(str(fields["column"])))
    if name == MemoryError.__name__:
        return MemoryExceededError("the query needs too much memory")
    return _ERRORS.get(name, EvaluationError)(message)


class ResultStream:
    """The bytes of an answer in `media_type`, made from the version `version`; iterate over it once."""

    def __init__(self, media_type: str, version: str, make_room: Callable[[], None]) -> None:
        self.media_type, self.version = media_type, version
        self._make_room = make_room
        self._pieces: deque[bytes] = deque()
        self.partial = False
        """Whether the answer is cut off where its client asked for no more."""
        self.held = 0
        """Bytes that came and were not read yet."""
        self._ended = False
        self.error: Exception | None = None
        """What broke the answer off."""
        self._waiter: asyncio.Future[None] | None = None

    def feed(self, piece: bytes) -> bool:
        """Add a piece; gives False when so much is held that the worker should wait."""
        self._pieces.append(piece)
        self.held += len(piece)
        self._wake()
        return self.held < READ_AHEAD_BYTES

    def end(self, error: Exception | None = None) -> None:
        """Nothing more will come; with an error, what came is not the whole answer."""
        if not self._ended:
            self._ended, self.error = True, error
            self._wake()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    async def _wait(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        await self._waiter

    async def open(self) -> None:
        """Wait for the first piece; raises what happened before it."""
        while not self._pieces and not self._ended:
            await self._wait()
        if not self._pieces and self.error:
            raise self.error

    def whole(self) -> bytes | None:
        """The answer if it is all here already, taken out of the stream; else None."""
        if not self._ended or self.error:
            return None
        pieces = b"".join(self._pieces)
        self._pieces.clear()
        return pieces

    def __aiter__(self) -> "ResultStream":
        return self

    async def __anext__(self) -> bytes:
        while not self._pieces and not self._ended:
            await self._wait()
        if self._pieces:
            return self._take()
        if self.error:
            raise self.error
        raise StopAsyncIteration

    def _take(self) -> bytes:
        piece = self._pieces.popleft()
        self.held -= len(piece)
        if not self._ended and self.held < READ_AHEAD_BYTES // 2:
            self._make_room()
        return piece

    async def read(self) -> bytes:
        """The whole answer; raises if it breaks off."""
        return b"".join([piece async for piece in self])
