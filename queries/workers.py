"""The pool of killable workers: the only way to the graph for queries that may be long, large or hostile."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from queries.codings import IDENTITY
from queries.engine import Term
from queries.errors import QueryFormError
from queries.frames import ASK, WRITE, pack
from queries.generation import Data, Generation, Limits
from queries.precheck import Checked, check_update, look_at_query
from queries.slots import Slots
from queries.stream import QueryTimeoutError, ResultStream, UnwantedError, WorkerLostError
from queries.tally import Standing, Tally
from queries.versions import Version
from queries.writes import Outcome, Write

Graphs = Sequence[NamedNode] | None
GiveBack = Callable[[], None]

PAGE_BYTES = 32 << 20
"""What the answer to one question of a page may have."""
_RESTART_SECONDS = 1.0
_SHORT_QUERY = 4096


@dataclass(frozen=True, slots=True)
class Question:
    """A stranger's query, and how its answer is wanted.

    `limit` is the number of rows or triples after which the client wants no more, `client` who shares the
    queue fairly, `max_bytes` a smaller cap than the pool's.
    """

    text: str
    media_type: str
    default_graphs: Graphs = None
    named_graphs: Graphs = None
    coding: str = IDENTITY
    limit: int | None = None
    max_bytes: int | None = None
    client: str = ""


@dataclass(frozen=True)  # without slots: `vars` gives its fields uncopied
class Request:
    """A query on its way to a worker: `deadline` in seconds, graphs as IRIs."""

    text: str
    form: str
    media_type: str
    deadline: float
    max_bytes: int
    max_rows: int | None = None
    coding: str = IDENTITY
    limit: int | None = None
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None


class WorkerPool:
    """Workers over one version at a time; for one event loop.

    So many queries run at once as `limits` says, others wait in line. Those of strangers are checked first,
    step behind when they take long, and leave some places to trusted ones.
    """

    def __init__(self, version: Version, limits: Limits | None = None, entries: Sequence[Path] = ()) -> None:
        self.limits, self.tally = limits or Limits(), Tally()
        self._slots = Slots(self.limits.room())
        self._data = Data(version, tuple(entries))
        self._looked_at = lru_cache(maxsize=512)(self._look_at)
        self._current: Generation | None = None
        self._generations: list[Generation] = []
        """The current one, and those that still have a process."""
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def version(self) -> Version:
        """The version that answers now."""
        return self._data.version

    @property
    def data(self) -> Data:
        """That version, with what was written since it was made; its name changes with every write."""
        return self._data

    def look_at(self, text: str) -> Checked:
        """`look_at_query` within the limits, remembered for short texts: clients ask the same again."""
        return self._looked_at(text) if len(text) < _SHORT_QUERY else self._look_at(text)

    def check_update(self, text: str) -> None:
        """`check_update` within the limits."""
        check_update(text, self.limits.bounds)

    def _look_at(self, text: str) -> Checked:
        return look_at_query(text, self.limits.bounds)

    def standing(self) -> Standing:
        """Where its workers stand now."""
        return self._current.standing() if self._current else Standing()

    async def start(self) -> None:
        """Load the version; raises WorkerLostError if it does not load."""
        await self.reload(self.version, self._data.entries)

    async def reload(self, version: Version, entries: Sequence[Path] = ()) -> None:
        """Serve another version from now on; what is being answered is answered from the old one."""
        data = Data(version, tuple(entries))
        generation = Generation(data, self.limits, self._hear_of_loss, self.tally)
        self._generations = [old for old in self._generations if not old.ended] + [generation]
        try:
            await generation.start(self._current)
        except BaseException:
            generation.close()
            raise
        old, self._current, self._data = self._current, generation, data
        if old:
            old.retire()

    def _hear_of_loss(self, generation: Generation) -> None:
        if generation is self._current and not self._closing:
            self.tally.note_restart()
            self._start_task(self._restart())

    async def _restart(self) -> None:
        """The zygote was killed: load the version again, until that works."""
        while not self._closing:
            with contextlib.suppress(WorkerLostError):
                return await self.reload(self.version, self._data.entries)
            await asyncio.sleep(_RESTART_SECONDS)
        return None

    def _start_task(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End all processes; what is being answered breaks off."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        for generation in self._generations:
            generation.close()
        endings = [generation.ending for generation in self._generations if generation.ending]
        await asyncio.gather(*endings, *self._tasks, return_exceptions=True)

    def _generation(self) -> Generation:
        if self._current is None:
            raise WorkerLostError("the workers have not been started")
        return self._current

    @contextlib.asynccontextmanager
    async def query(
        self, question: Question, within: "Snapshot | None" = None
    ) -> AsyncIterator[ResultStream]:
        """Ask it: gives the stream with its first piece; leaving the block frees the worker.

        Before the block, and between pieces, raises QueryRefusedError, QuerySyntaxError, QueryFormError,
        EvaluationError, QueryTimeoutError, MemoryExceededError, AnswerTooLargeError, OverloadedError
        or WorkerLostError.
        """
        request = self._request(question)
        with self.tally.wait():
            give_back = await self._slots.take(False, question.client)
        generation = within.generation if within else self._generation()
        async with self._run(generation, pack(ASK, vars(request)), request, give_back, True) as stream:
            yield stream

    def _request(self, asked: Question) -> Request:
        limits = self.limits
        return Request(
            asked.text,
            self.look_at(asked.text).form,
            asked.media_type,
            limits.deadline,
            min(asked.max_bytes or limits.max_bytes, limits.max_bytes),
            limits.max_rows,
            asked.coding,
            asked.limit,
            _iris(asked.default_graphs),
            _iris(asked.named_graphs),
        )

    async def work_out(self, write: Write) -> Outcome:
        """What a write would change: done by a worker that then ends, outside the public lanes.

        Raises what `query` raises.
        """
        request = Request(write.text, "", "", self.limits.deadline, 0)
        frame = pack(WRITE, {"write": write.fields(), "deadline": request.deadline})
        async with self._run(self._generation(), frame, request, lambda: None, False) as stream:
            return Outcome.read(json.loads(await stream.read()))

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator["Snapshot"]:
        """Several trusted questions about one and the same version, even while another becomes current."""
        generation = self._generation()
        generation.hold()
        try:
            yield Snapshot(self, generation)
        finally:
            generation.release()

    async def rows(self, text: str) -> list[dict[str, Term]]:
        """The rows of a trusted SELECT (a question of the catalogue, bound)."""
        return await Snapshot(self, self._generation()).rows(text)

    async def ask(self, text: str) -> bool:
        """The answer of a trusted ASK."""
        return await Snapshot(self, self._generation()).ask(text)

    async def triples(self, text: str) -> list[Triple]:
        """The triples of a trusted CONSTRUCT or DESCRIBE."""
        return await Snapshot(self, self._generation()).triples(text)

    async def read(self, generation: Generation, text: str, media_type: str) -> bytes:
        """The whole answer to a trusted query, of at most PAGE_BYTES."""
        request = Request(text, "", media_type, self.limits.deadline, PAGE_BYTES)
        with self.tally.wait():
            give_back = await self._slots.take(True)
        async with self._run(generation, pack(ASK, vars(request)), request, give_back, False) as stream:
            return await stream.read()

    @contextlib.asynccontextmanager
    async def _run(
        self, generation: Generation, frame: bytes, request: Request, give_back: GiveBack, nice: bool
    ) -> AsyncIterator[ResultStream]:
        """Ask a worker; it and its place are free as soon as the answer is in, however slowly it is read."""
        generation.hold()
        try:
            worker = await generation.take()
        except BaseException:
            give_back()
            generation.release()
            raise
        stream = ResultStream(request.media_type, generation.data.name, worker.make_room)
        late = QueryTimeoutError(f"the query took longer than {request.deadline:g} seconds")
        timer = asyncio.get_running_loop().call_later(request.deadline, worker.kill, late)

        def finish() -> None:
            timer.cancel()
            generation.give_back(worker)
            give_back()

        worker.ask(frame, stream, finish, nice)
        try:
            await stream.open()
            yield stream
        finally:
            if worker.works_for(stream):
                worker.kill(UnwantedError("the answer is no longer wanted"))
            self.tally.note(request.text, stream)
            generation.release()


class Snapshot:
    """Trusted questions about one version; the methods raise what `WorkerPool.query` raises."""

    def __init__(self, pool: WorkerPool, generation: Generation) -> None:
        self._pool, self.generation = pool, generation

    @property
    def version(self) -> Version:
        """The version that answers."""
        return self.generation.data.version

    @property
    def data(self) -> Data:
        """That version with what was written since."""
        return self.generation.data

    async def read(self, text: str, media_type: str) -> bytes:
        """The answer to any query as bytes."""
        return await self._pool.read(self.generation, text, media_type)

    async def rows(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; unbound variables are left out."""
        found = await self._results(text)
        if not isinstance(found, QuerySolutions):
            raise QueryFormError("the query gives no rows")
        return [
            {
                variable.value: value
                for variable, value in zip(found.variables, row, strict=True)
                if value is not None
            }
            for row in found
        ]

    async def ask(self, text: str) -> bool:
        """The answer of an ASK."""
        found = await self._results(text)
        if not isinstance(found, QueryBoolean):
            raise QueryFormError("the query gives no truth value")
        return bool(found)

    async def triples(self, text: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        body = await self._pool.read(self.generation, text, RdfFormat.N_TRIPLES.media_type)
        return [quad.triple for quad in parse(body, RdfFormat.N_TRIPLES)]

    async def _results(self, text: str) -> QuerySolutions | QueryBoolean:
        body = await self._pool.read(self.generation, text, QueryResultsFormat.JSON.media_type)
        return parse_query_results(body, QueryResultsFormat.JSON)


def _iris(graphs: Graphs) -> list[str] | None:
    return None if graphs is None else [graph.value for graph in graphs]
