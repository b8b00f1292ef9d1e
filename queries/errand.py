"""One request on its way through a worker: a place, a worker, the answer, and all of it free again."""

from collections.abc import Callable
from typing import Any, Protocol

from queries.frames import pack_request
from queries.generation import Generation
from queries.stream import ResultStream, UnwantedError
from queries.tally import Tally
from queries.worker import Worker

GiveBack = Callable[[], None]
Lane = bool | None
"""True: the pages'; False: strangers'; None: no place in line is needed."""


class Pool(Protocol):
    """What an errand needs of the pool of workers."""

    tally: Tally

    async def take_place(self, lane: Lane, client: str) -> GiveBack:
        """A place in a lane, and what gives it back."""

    def generation(self) -> Generation:
        """The state of the data that answers now."""


class Errand:
    """An async context manager that gives the answer's stream once its first piece is there.

    `request` has at least `text`, `media_type` and `deadline` (seconds). Worker and place are free as soon as
    the answer is in, however slowly it is read; leaving the block frees them at once.
    """

    __slots__ = ("_client", "_generation", "_kind", "_lane", "_pool", "_request", "_stream", "_worker")

    def __init__(
        self, pool: Pool, kind: bytes, request: dict[str, Any], lane: Lane, client: str = ""
    ) -> None:
        self._pool, self._kind, self._request, self._lane, self._client = pool, kind, request, lane, client
        self._generation: Generation | None = None
        self._worker: Worker | None = None
        self._stream: ResultStream | None = None

    def within(self, generation: Generation | None) -> "Errand":
        """Ask this state of the data, which somebody holds, and not the one that is current by then."""
        self._generation = generation
        return self

    async def __aenter__(self) -> ResultStream:
        """Raises what `WorkerPool.query` tells."""
        give_back = await self._pool.take_place(self._lane, self._client)
        generation = self._generation = self._generation or self._pool.generation()
        generation.hold()
        try:
            worker = self._worker = await generation.take()
        except BaseException:
            give_back()
            generation.release()
            raise
        try:
            return await self._ask(generation, worker, give_back)
        except BaseException:
            self._end()
            raise

    async def _ask(self, generation: Generation, worker: Worker, give_back: GiveBack) -> ResultStream:
        stream = ResultStream(self._request["media_type"], generation.data.name, worker.make_room)
        self._stream = stream

        def finish() -> None:
            generation.give_back(worker)
            give_back()

        request, nice = pack_request(self._kind, self._request), self._lane is False
        worker.ask(request, stream, finish, self._request["deadline"], nice)
        await stream.open()
        return stream

    async def __aexit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._worker and self._stream:
            if self._worker.works_for(self._stream):
                self._worker.kill(UnwantedError("the answer is no longer wanted"))
            self._pool.tally.note(self._request["text"], self._stream)
        if self._generation:
            self._generation.release()
