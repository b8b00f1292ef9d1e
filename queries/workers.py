"""The pool of killable workers: the only way to the graph for queries that may be long, large or hostile."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

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
from queries.errand import Errand, GiveBack, Lane
from queries.errors import QueryFormError
from queries.frames import ASK, LOOK, WRITE
from queries.generation import Data, Generation, Limits
from queries.precheck import Checked, look_at_query
from queries.slots import Slots
from queries.stream import WorkerLostError
from queries.tally import Standing, Tally
from queries.versions import Version
from queries.writes import Outcome, Write

Graphs = Sequence[NamedNode] | None

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
    checked: Checked | None = None
    """What `look_at` said of the text, where it was asked."""


class WorkerPool:
    """Workers over one version at a time; for one event loop.

    So many queries run at once as `limits` says, others wait in line. Those of strangers are checked first,
    step behind when they take long, and leave some places to trusted ones.
    """

    def __init__(self, version: Version, limits: Limits | None = None, entries: Sequence[Path] = ()) -> None:
        self.limits, self.tally = limits or Limits(), Tally()
        self._slots = Slots(self.limits.room())
        self._data = Data(version, tuple(entries))
        self._look_at = lru_cache(maxsize=512)(partial(look_at_query, bounds=self.limits.bounds))
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

    def generation(self) -> Generation:
        """The state of the data that answers now; raises WorkerLostError before the start."""
        if self._current is None:
            raise WorkerLostError("the workers have not been started")
        return self._current

    async def take_place(self, lane: Lane, client: str) -> GiveBack:
        """A place in a lane, and what gives it back; raises OverloadedError or BusyClientError."""
        if lane is None:
            return lambda: None
        if give_back := self._slots.take_now(lane, client):
            return give_back
        with self.tally.wait():
            return await self._slots.take(lane, client)

    async def query(self, question: Question, within: "Snapshot | None" = None) -> Errand:
        """What asks it: an async context manager that gives the stream with its first piece.

        Here, on entering, and between pieces, raises QueryRefusedError, QuerySyntaxError, QueryFormError,
        EvaluationError, QueryTimeoutError, MemoryExceededError, AnswerTooLargeError, OverloadedError
        or WorkerLostError.
        """
        checked = question.checked or await self.look_at(question.text, question.client)
        request = self._request(question, checked)
        errand = Errand(self, ASK, request, False, question.client)
        return errand.within(within.generation if within else None)

    def _request(self, asked: Question, checked: Checked) -> dict[str, Any]:
        most = min(asked.max_bytes or self.limits.max_bytes, self.limits.max_bytes)
        return {
            **self._plain_request(asked.text, asked.media_type, most),
            "form": checked.form,
            "max_rows": self.limits.max_rows,
            "coding": asked.coding,
            "limit": asked.limit,
            "default_graphs": _iris(asked.default_graphs),
            "named_graphs": _iris(asked.named_graphs),
        }

    def _plain_request(self, text: str, media_type: str, max_bytes: int) -> dict[str, Any]:
        """What a worker reads: a deadline in seconds, graphs as IRIs."""
        return {
            "text": text, "media_type": media_type, "deadline": self.limits.deadline, "max_bytes": max_bytes,
            "form": "", "max_rows": None, "coding": IDENTITY, "limit": None,
            "default_graphs": None, "named_graphs": None,
        }  # fmt: skip

    async def look_at(self, text: str, client: str = "") -> Checked:
        """`look_at_query` within the limits: remembered for short texts, done by a worker for long ones."""
        if len(text) < _SHORT_QUERY:
            return self._look_at(text)
        return Checked(*json.loads(await self._tell(LOOK, {}, text, False, client)))

    async def work_out(self, write: Write) -> Outcome:
        """What a write would change: done by a worker that then ends, outside the public lanes.

        Raises what `query` raises.
        """
        return Outcome.read(json.loads(await self._tell(WRITE, {"write": write.fields()}, write.text, None)))

    async def _tell(
        self, kind: bytes, more: Mapping[str, Any], text: str, lane: Lane, client: str = ""
    ) -> bytes:
        request = {"text": text, "media_type": "", "deadline": self.limits.deadline, **more}
        async with Errand(self, kind, request, lane, client) as stream:
            return await stream.read()

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator["Snapshot"]:
        """Several trusted questions about one and the same version, even while another becomes current."""
        generation = self.generation()
        generation.hold()
        try:
            yield Snapshot(self, generation)
        finally:
            generation.release()

    async def rows(self, text: str) -> list[dict[str, Term]]:
        """The rows of a trusted SELECT (a question of the catalogue, bound)."""
        async with self.snapshot() as snapshot:
            return await snapshot.rows(text)

    async def ask(self, text: str) -> bool:
        """The answer of a trusted ASK."""
        async with self.snapshot() as snapshot:
            return await snapshot.ask(text)

    async def triples(self, text: str) -> list[Triple]:
        """The triples of a trusted CONSTRUCT or DESCRIBE."""
        async with self.snapshot() as snapshot:
            return await snapshot.triples(text)

    async def read(self, generation: Generation, text: str, media_type: str) -> bytes:
        """The whole answer to a trusted query, of at most PAGE_BYTES."""
        request = self._plain_request(text, media_type, PAGE_BYTES)
        async with Errand(self, ASK, request, True).within(generation) as stream:
            return await stream.read()


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
