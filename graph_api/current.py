"""What the server answers from: the pool and the search index of the home's current version."""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

from anyio import CapacityLimiter, to_thread

from graph_api.bearers import Bearers
from graph_api.guards import name_gaps
from graph_api.settings import Settings
from graph_api.writing import Authority
from queries.errors import QueryError
from queries.journal import Journal, JournalError
from queries.search import Hit, SearchIndex
from queries.stream import WorkerError
from queries.versions import Home, HomeError, Version
from queries.workers import WorkerPool
from queries.writer import Writer

_log = logging.getLogger(__name__)
_SPARE_SECONDS = 5.0
"""At the deadline a query ends; to kill its worker and to fork another takes a little longer."""

_FAILURES = (HomeError, WorkerError, JournalError, QueryError, OSError, sqlite3.Error)


State = tuple[str, int]
"""A version's name, and the number of the last write."""


class Current:
    """Serves one version at a time, and follows the home when another becomes current.

    Raises HomeMissingError where the home has no version.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings, self._home = settings, Home(settings.home)
        version = self._home.current()
        self._journal = Journal(self._home.journal)
        self.pool = WorkerPool(version, settings.limits(), self._written_since(version))
        self.authority = Authority(
            Writer(self.pool, self._journal, accounts=not settings.write_anywhere),
            Bearers(self._home.tokens),
            settings.writes,
            settings.write_anywhere,
        )
        self._index = SearchIndex(version.search)
        self._one_at_a_time = CapacityLimiter(1)  # a SQLite connection is not for two threads at once
        self.stopping = False
        """Set when the server was told to stop: it sends nobody here any more."""
        self.failure: Exception | None = None
        """Why the version did not load at the start."""
        self._told = ""

    @property
    def version(self) -> Version:
        """The version that answers now."""
        return self.pool.version

    def _written_since(self, version: Version) -> list[Path]:
        return self._journal.after(_made_with(version))

    def obstacle(self) -> str | None:
        """Why no query can be answered now, fit for a stranger's eyes; None where one can be."""
        standing = self.pool.standing()
        if self.stopping:
            return "the server is stopping"
        if not standing.open:
            return "the workers are being started"
        longest = self.pool.limits.deadline + _SPARE_SECONDS
        if not standing.idle and time.monotonic() - self.pool.tally.last_move > longest:
            return "no worker has answered for a while"
        return None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The pool with its workers, and the watch over the home; raises WorkerLostError."""
        try:
            await self.pool.start()
        except _FAILURES as error:
            self.failure = error
            raise
        _log.info("serving", extra={"fields": self._describe()})
        for gap in name_gaps(self._settings, self.pool.standing()):
            _log.warning("not guarded: %s", gap)
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            await self.pool.close()
            self._index.close()
            _log.info("stopped")

    async def search(self, words: str, limit: int) -> list[Hit]:
        """The things that have these words in a name."""
        return await to_thread.run_sync(self._find, words, limit, limiter=self._one_at_a_time)

    def _find(self, words: str, limit: int) -> list[Hit]:
        return self._index.find(words, limit)

    async def _watch(self) -> None:
        """Look for what is new for as long as the server runs; what is broken leaves the old serving."""
        refused: State | None = None
        while True:
            await asyncio.sleep(self._settings.poll_seconds)
            found: State | None = None
            try:
                found = await to_thread.run_sync(self._look)
                if found not in (None, refused, self._served()):
                    await self._follow()
                    refused, self._told = None, ""
            except _FAILURES as error:
                refused = found
                self._tell_once(error, found[0] if found else "")

    def _tell_once(self, error: Exception, name: str) -> None:
        if str(error) != self._told:  # it comes again at each look
            self._told = str(error)
            fields = {"version": name, "serving": self.version.name}
            _log.error("version refused: it does not load", exc_info=error, extra={"fields": fields})

    def _look(self) -> State | None:
        name = self._home.current_name()
        return None if name is None else (name, self._journal.last())

    def _served(self) -> State:
        entries = self.pool.data.entries
        return self.version.name, int(entries[-1].stem) if entries else _made_with(self.version)

    async def _follow(self) -> None:
        version = self._home.current()
        if version == self.version:
            await self._catch_up()
        else:
            await self._change_to(version)

    async def _catch_up(self) -> None:
        """Serve what another server of this home wrote, or what could not be served when it was written."""
        async with self.authority.writer.lock:
            entries = await to_thread.run_sync(self._written_since, self.version)
            if tuple(entries) != self.pool.data.entries:
                await self.pool.reload(self.version, entries)

    async def _change_to(self, version: Version) -> None:
        index = SearchIndex(version.search)
        try:
            async with self.authority.writer.lock:
                await self.pool.reload(version, self._written_since(version))
        except BaseException:
            index.close()
            raise
        old, self._index = self._index, index
        await to_thread.run_sync(old.close, limiter=self._one_at_a_time)
        _log.info("new version served", extra={"fields": self._describe()})

    def _describe(self) -> dict[str, object]:
        return {"version": self.version.name, "quads": self.version.manifest.quads}


def _made_with(version: Version) -> int:
    """The number of the last write that a version was made with."""
    number: int = version.manifest.more.get("journal", 0)
    return number
