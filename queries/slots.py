"""Places for queries at work: bounded, waited for in line, and some kept free for the pages."""

import asyncio
from collections.abc import Callable

from queries.stream import OverloadedError


class Slots:
    """`size` places; strangers may take all but `reserved` of them (at least one).

    At most `queue` of each lane wait, each at most `seconds`.
    """

    def __init__(self, size: int, reserved: int, queue: int, seconds: float) -> None:
        self._places = asyncio.Semaphore(size)
        self._strangers = asyncio.Semaphore(max(1, size - reserved))
        self._queue, self._seconds = queue, seconds
        self._waiting = {True: 0, False: 0}

    async def take(self, trusted: bool) -> Callable[[], None]:
        """A place, and the function that gives it back (safe to call twice); raises OverloadedError."""
        if self._waiting[trusted] >= self._queue:
            raise OverloadedError("too many queries are waiting; try again in a moment")
        self._waiting[trusted] += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._acquire(trusted)
        except TimeoutError as error:
            raise OverloadedError("all workers are busy; try again in a moment") from error
        finally:
            self._waiting[trusted] -= 1
        return self._giver(trusted)

    async def _acquire(self, trusted: bool) -> None:
        if trusted:
            await self._places.acquire()
            return
        await self._strangers.acquire()
        try:
            await self._places.acquire()
        except BaseException:
            self._strangers.release()
            raise

    def _giver(self, trusted: bool) -> Callable[[], None]:
        given_back = False

        def give_back() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                self._places.release()
                if not trusted:
                    self._strangers.release()

        return give_back
