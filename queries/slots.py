"""Places for queries at work: bounded, waited for in line, shared by clients, some kept for the pages."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from queries.stream import BusyClientError, OverloadedError

Waiter = asyncio.Future[None]


@dataclass(slots=True)
class _Line:
    """Who waits: clients take turns, and what one client asks keeps its order."""

    clients: "OrderedDict[str, deque[Waiter]]" = field(default_factory=OrderedDict)
    length: int = 0

    def join(self, client: str) -> Waiter:
        waiter: Waiter = asyncio.get_running_loop().create_future()
        self.clients.setdefault(client, deque()).append(waiter)
        self.length += 1
        return waiter

    def leave(self, client: str, waiter: Waiter) -> None:
        """Take it out, unless its turn has come and gone."""
        waiting = self.clients.get(client, deque())
        if waiter in waiting:
            waiting.remove(waiter)
            self.length -= 1
        if not waiting:
            self.clients.pop(client, None)

    def next(self) -> Waiter:
        """Whose turn it is; the client goes to the end of the line with what it still waits for."""
        client, waiting = next(iter(self.clients.items()))
        waiter = waiting[0]
        self.leave(client, waiter)
        if waiting:
            self.clients.move_to_end(client)
        return waiter


@dataclass(frozen=True, slots=True)
class Room:
    """`size` places; strangers may take all but `reserved` of them (at least one).

    At most `queue` of each lane wait, `a_client` of them for one client, each at most `seconds`.
    """

    size: int
    reserved: int
    queue: int
    seconds: float
    a_client: int


class Slots:
    """The places, for one event loop."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._free, self._for_strangers = room.size, max(1, room.size - room.reserved)
        self._lines = {True: _Line(), False: _Line()}

    async def take(self, trusted: bool, client: str = "") -> Callable[[], None]:
        """A place, and the function that gives it back (safe to call twice).

        Raises OverloadedError, or BusyClientError where it is the client's own queries that wait.
        """
        if self._is_free(trusted) and not self._lines[trusted].length:
            self._hold(trusted)
        else:
            await self._wait(trusted, client)
        return self._giver(trusted)

    async def _wait(self, trusted: bool, client: str) -> None:
        line = self._lines[trusted]
        if len(line.clients.get(client, ())) >= self._room.a_client:
            raise BusyClientError("so many queries of yours are waiting already; try again in a moment")
        if line.length >= self._room.queue:
            raise OverloadedError("too many queries are waiting; try again in a moment")
        waiter = line.join(client)
        try:
            async with asyncio.timeout(self._room.seconds):
                await waiter
        except BaseException as error:
            if waiter.done() and not waiter.cancelled():  # its turn came while it went away
                self._give_back(trusted)
            else:
                line.leave(client, waiter)
            if isinstance(error, TimeoutError):
                raise OverloadedError("all workers are busy; try again in a moment") from error
            raise

    def _is_free(self, trusted: bool) -> bool:
        return self._free > 0 and (trusted or self._for_strangers > 0)

    def _hold(self, trusted: bool) -> None:
        self._free -= 1
        self._for_strangers -= not trusted

    def _give_back(self, trusted: bool) -> None:
        self._free += 1
        self._for_strangers += not trusted
        for lane in (True, False):
            while self._lines[lane].length and self._is_free(lane):
                waiter = self._lines[lane].next()
                if not waiter.done():  # it may be going away
                    self._hold(lane)
                    waiter.set_result(None)

    def _giver(self, trusted: bool) -> Callable[[], None]:
        given_back = False

        def give_back() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                self._give_back(trusted)

        return give_back
