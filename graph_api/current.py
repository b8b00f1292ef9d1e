"""What the server answers from: the pool and the search index of the home's current version."""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import AsyncIterator

from anyio import CapacityLimiter, to_thread

from graph_api.guards import name_gaps
from graph_api.settings import Settings
from queries.search import Hit, SearchIndex
from queries.stream import WorkerError
from queries.versions import Home, HomeError, Version
from queries.workers import WorkerPool

_log = logging.getLogger(__name__)
_SPARE_SECONDS = 5.0
"""At the deadline a query ends; to kill its worker and to fork another takes a little longer."""


class Current:
    """Serves one version at a time, and follows the home when another becomes current.

    Raises HomeMissingError where the home has no version.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings, self._home = settings, Home(settings.home)
        version = self._home.current()
        self.pool = WorkerPool(version, settings.limits())
        self._index = SearchIndex(version.search)
        self._one_at_a_time = CapacityLimiter(1)  # a SQLite connection is not for two threads at once
        self.stopping = False
        """Set when the server was told to stop: it sends nobody here any more."""
        self.failure: Exception | None = None
        """Why the version did not load at the start."""

    @property
    def version(self) -> Version:
        """The version that answers now."""
        return self.pool.version

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
        except (HomeError, WorkerError) as error:
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
        """Look for a new version for as long as the server runs; a broken one leaves the old one serving."""
        refused = ""
        while True:
            await asyncio.sleep(self._settings.poll_seconds)
            refused = await self._look(refused)

    async def _look(self, refused: str) -> str:
        """Take up another version than the one that was refused last; gives the one that is refused now."""
        name = refused
        try:
            found = await to_thread.run_sync(self._home.current_name)
            name = found or refused
            if name not in (self.version.name, refused):
                await self._change_to(self._home.current())
        except (HomeError, WorkerError, OSError, sqlite3.Error):
            fields = {"version": name, "serving": self.version.name}
            _log.exception("version refused: it does not load", extra={"fields": fields})
            return name
        return refused if name == refused else ""

    async def _change_to(self, version: Version) -> None:
        index = SearchIndex(version.search)
        try:
            await self.pool.reload(version)
        except BaseException:
            index.close()
            raise
        old, self._index = self._index, index
        await to_thread.run_sync(old.close, limiter=self._one_at_a_time)
        _log.info("new version served", extra={"fields": self._describe()})

    def _describe(self) -> dict[str, object]:
        return {"version": self.version.name, "quads": self.version.manifest.quads}
