"""Places for queries at work: bounded, waited for in line, shared by clients, some kept for the pages."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

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

    def next(self, may: Callable[[str], bool]) -> tuple[str, Waiter] | None:
        """Whose turn it is of those who `may`; that client then goes to the end of the line."""
        client = next(filter(may, self.clients), None)
        if client is None:
            return None
        waiting = self.clients[client]
        waiter = waiting.popleft()
        self.length -= 1
        if waiting:
            self.clients.move_to_end(client)
        else:
            del self.clients[client]
        return client, waiter


@dataclass(frozen=True, slots=True)
class Room:
    """`size` places; strangers may take all but `reserved` of them (at least one), each client `at_once`.

    This machine's own requests, which name no client, are not counted so.
    At most `queue` of each lane wait, `a_client` of them for one client, each at most `seconds`.
    """

    size: int
    reserved: int
    at_once: int
    queue: int
    seconds: float
    a_client: int


class Slots:
    """The places, for one event loop."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._free, self._for_strangers = room.size, max(1, room.size - room.reserved)
        self._lines = {True: _Line(), False: _Line()}
        self._held: Counter[str] = Counter()
        """How many places each stranger has."""

    def take_now(self, trusted: bool, client: str = "") -> Callable[[], None] | None:
        """A place that nobody waits for, and the function that gives it back (safe to call twice)."""
        if self._lines[trusted].length or not self._may(trusted, client):
            return None
        self._hold(trusted, client)
        return self._giver(trusted, client)

    async def take(self, trusted: bool, client: str = "") -> Callable[[], None]:
        """The same for a place that may have to be waited for.

        Raises OverloadedError, or BusyClientError where it is the client's own queries that wait.
        """
        if give_back := self.take_now(trusted, client):
            return give_back
        await self._wait(trusted, client)
        return self._giver(trusted, client)

    async def _wait(self, trusted: bool, client: str) -> None:
        line = self._lines[trusted]
        if len(line.clients.get(client, ())) >= self._room.a_client:
            raise BusyClientError("so many queries of yours are waiting already; try again in a moment")
        if line.length >= self._room.queue:
            raise OverloadedError("too many queries are waiting; try again in a moment")
        waiter = line.join(client)
        self._serve()  # it may be the first in line who may
        timer = asyncio.get_running_loop().call_later(self._room.seconds, _give_up, waiter)
        try:
            await waiter
        except BaseException:
            if waiter.done() and not waiter.cancelled() and not waiter.exception():
                self._give_back(trusted, client)  # its turn came while it went away
            else:
                line.leave(client, waiter)
            raise
        finally:
            timer.cancel()

    def _may(self, trusted: bool, client: str) -> bool:
        if self._free <= 0:
            return False
        if trusted:
            return True
        return self._for_strangers > 0 and (not client or self._held[client] < self._room.at_once)

    def _hold(self, trusted: bool, client: str) -> None:
        self._free -= 1
        if not trusted:
            self._for_strangers -= 1
            self._held[client] += 1

    def _give_back(self, trusted: bool, client: str) -> None:
        self._free += 1
        if not trusted:
            self._for_strangers += 1
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]
        self._serve()

    def _serve(self) -> None:
        for trusted, line in self._lines.items():
            while line.length and (found := line.next(partial(self._may, trusted))):
                client, waiter = found
                if not waiter.done():  # it may be going away
                    self._hold(trusted, client)
                    waiter.set_result(None)

    def _giver(self, trusted: bool, client: str) -> Callable[[], None]:
        given_back = False

        def give_back() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                self._give_back(trusted, client)

        return give_back


def _give_up(waiter: Waiter) -> None:
    if not waiter.done():
        waiter.set_exception(OverloadedError("all workers are busy; try again in a moment"))
