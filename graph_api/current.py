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
from queries.journal import Journal
from queries.search import Hit, SearchIndex
from queries.stream import WorkerError
from queries.versions import Home, HomeError, Version
from queries.workers import WorkerPool
from queries.writer import Writer

_log = logging.getLogger(__name__)
_SPARE_SECONDS = 10.0
"""A busy worker is free again at the deadline, or it takes a little longer to kill it and fork another."""


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

    @property
    def version(self) -> Version:
        """The version that answers now."""
        return self.pool.version

    def _written_since(self, version: Version) -> list[Path]:
        return self._journal.after(version.manifest.more.get("journal", 0))

    def obstacle(self) -> str | None:
        """Why no query can be answered now, fit for a stranger's eyes; None where one can be."""
        standing = self.pool.standing()
        if self.stopping:
            return "the server is stopping"
        if not standing.open:
            return "the workers are being started"
        longest = self.pool.limits.deadline + _SPARE_SECONDS
        if not standing.idle and time.monotonic() - self.pool.tally.last_end > longest:
            return "no worker has answered for a while"
        return None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The pool with its workers, and the watch over the home; raises WorkerLostError."""
        await self.pool.start()
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
            name = await to_thread.run_sync(self._home.current_name)
            if name is None or name == refused:
                continue
            try:
                if name == self.version.name:
                    await self._catch_up()
                    continue
                await self._change_to(self._home.current())
                refused = ""
            except (HomeError, WorkerError, OSError, sqlite3.Error):
                refused = name
                fields = {"version": name, "serving": self.version.name}
                _log.exception("version refused: it does not load", extra={"fields": fields})

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
