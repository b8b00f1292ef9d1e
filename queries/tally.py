"""What became of queries and workers since the start: counts that only grow, and where the workers are."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from queries.errors import AnswerTooLargeError
from queries.stream import (
    MemoryExceededError,
    OverloadedError,
    QueryTimeoutError,
    ResultStream,
    UnwantedError,
    WorkerLostError,
)

_log = logging.getLogger(__name__)

# The first that fits counts.
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (UnwantedError, "left"),
    (QueryTimeoutError, "deadline"),
    (MemoryExceededError, "memory"),
    (AnswerTooLargeError, "cap"),
    (WorkerLostError, "lost"),
)
"""Why a query was ended before its answer was whole; `left`: its client went away."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the workers of the current version are: `idle` and `busy` ones, and whether they can be asked."""

    open: bool = False
    """False before the start, while the version is loaded again, and after the end."""
    idle: int = 0
    busy: int = 0
    walled: bool | None = None
    """Whether the kernel took the network from them; None as long as they have not said."""
    keeper: int | None = None
    """The process that holds the data, by its id."""


@dataclass(slots=True)
class Asked:
    """What one request of a server asked of the pool: the text that says most of it, and how that ended."""

    text: str | None = None
    version: str | None = None
    killed: str | None = None
    writes: bool = False


ASKED: ContextVar[Asked | None] = ContextVar("ASKED", default=None)
"""Set by a server for each request, so that its log can tell what was asked; never needed by the pool."""


def note_write() -> None:
    """The request asks for a write, whatever its address."""
    asked = ASKED.get()
    if asked:
        asked.writes = True


@dataclass(slots=True)
class Tally:
    """Counts since the start; times in seconds."""

    killed: Counter[str] = field(default_factory=lambda: Counter({reason: 0 for _, reason in REASONS}))
    forked: int = 0
    restarts: int = 0
    """How often the process that holds the data was lost, and the version loaded again."""
    waiting: int = 0
    """Queries that wait for a place now."""
    waits: int = 0
    waited: float = 0.0
    refused: int = 0
    """Queries for which the line was too long, or the wait."""
    last_move: float = field(default_factory=time.monotonic)
    """When a query last got its place, or ended (`time.monotonic`)."""

    @contextmanager
    def wait(self) -> Iterator[None]:
        """Count what waits for a place within the block."""
        start = time.monotonic()
        self.waiting += 1
        try:
            yield
            self.last_move = time.monotonic()
        except OverloadedError:
            self.refused += 1
            raise
        finally:
            self.waiting -= 1
            self.waits += 1
            self.waited += time.monotonic() - start

    def note_restart(self) -> None:
        """All workers were lost at once; the version is being loaded again."""
        self.restarts += 1
        _log.warning("workers lost: the version is loaded again")

    def note(self, text: str, stream: ResultStream) -> None:
        """A query has ended, well or not."""
        self.last_move = time.monotonic()
        reason = reason_of(stream.error)
        if reason:
            self.killed[reason] += 1
        asked = ASKED.get()
        if asked and not asked.killed:  # of several queries the one that failed says most
            asked.text, asked.version, asked.killed = text, stream.version, reason


def reason_of(error: Exception | None) -> str | None:
    """Why a query was ended before its answer was whole; None where it was not, or is itself at fault."""
    if error is None:
        return None
    return next((reason for kind, reason in REASONS if isinstance(error, kind)), None)
