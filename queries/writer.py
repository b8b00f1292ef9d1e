"""The only way to change what is served: one write after another, journalled before it is acknowledged."""

import asyncio
import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from ontology.iri import graph_iri, iri
from ontology.namespaces import PROV, RDF, SKOS, XSD
from queries.changes import Change
from queries.errors import QueryError
from queries.journal import Entry, Journal
from queries.stream import OverloadedError
from queries.workers import WorkerPool
from queries.writes import Outcome, Write

JOURNAL_GRAPH = graph_iri("user")
"""It tells who wrote what and when; only the writer writes to it."""
_QUEUE = 16


class ForbiddenGraphError(QueryError):
    """The write would change a graph that its writer may not change; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: `may(graph)` tells whether it may change a graph (IRI; None is the default graph)."""

    name: str
    may: Callable[[str | None], bool]


class Writer:
    """All writes to a home; `lock` is held while one is at work, and by whoever changes the version.

    With `accounts` the graph itself tells who wrote when, in a graph that nobody else may write to.
    """

    def __init__(self, pool: WorkerPool, journal: Journal, accounts: bool = True) -> None:
        self._pool, self._journal, self._accounts = pool, journal, accounts
        self.lock = asyncio.Lock()
        self._waiting = 0

    async def write(
        self, write: Write, author: Author, check: Callable[[Outcome], None] = lambda _: None
    ) -> Outcome:
        """Make a write: when this returns it is on disk, and every query from now on sees it.

        `check` is called when its turn has come and before anything is kept. Raises ForbiddenGraphError,
        NoRoomError, OverloadedError and what `WorkerPool.query` raises; nothing has changed then.
        """
        if self._waiting >= _QUEUE:
            raise OverloadedError("too many writes are waiting; try again in a moment")
        self._waiting += 1
        try:
            async with self.lock:
                outcome = await self._pool.work_out(write)
                check(outcome)
                self._refuse_others(outcome, author)
                if outcome.change:  # even where its client leaves now
                    await asyncio.shield(asyncio.ensure_future(self._commit(write, author, outcome)))
                return outcome
        finally:
            self._waiting -= 1

    def _refuse_others(self, outcome: Outcome, author: Author) -> None:
        for graph in outcome.graphs:
            if (self._accounts and graph == JOURNAL_GRAPH.value) or not author.may(graph):
                named = "the default graph" if graph is None else f"<{graph}>"
                raise ForbiddenGraphError(f"this token may not write to {named}; nothing has changed")

    async def _commit(self, write: Write, author: Author, outcome: Outcome) -> None:
        data = self._pool.data
        number = await asyncio.to_thread(self._journal.last) + 1
        time = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        account = list(_account(number, time, author, outcome)) if self._accounts else []
        did = write.text or f"{write.method} {write.graph or 'default'}"
        entry = Entry(number, time, author.name, did, _add(outcome.change, account))
        path = await asyncio.to_thread(self._journal.add, entry)
        await self._pool.reload(data.version, (*data.entries, path))


def _add(change: Change, account: Iterable[Quad]) -> Change:
    lines = (pyoxigraph.serialize(account, format=RdfFormat.N_QUADS) or b"").decode().splitlines()
    return replace(change, added=(*change.added, *lines))


def _account(number: int, time: str, author: Author, outcome: Outcome) -> Iterator[Quad]:
    """Who wrote when, and to which graphs: a PROV activity in the graph of the journal."""
    run, agent = iri("run", f"write-{number}"), iri("agent", author.name)
    facts: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (run, RDF.type, PROV.Activity),
        (run, PROV.endedAtTime, Literal(time, datatype=XSD.dateTime)),
        (run, PROV.wasAssociatedWith, agent),
        (agent, RDF.type, PROV.Agent),
        (agent, SKOS.prefLabel, Literal(author.name)),
        *((run, PROV.generated, NamedNode(graph)) for graph in outcome.graphs if graph),
    ]
    return (Quad(*fact, JOURNAL_GRAPH) for fact in facts)
