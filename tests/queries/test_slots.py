"""Places are shared: clients take turns, each may wait with so many, and nobody's place is lost."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from queries.slots import Room, Slots
from queries.stream import BusyClientError, OverloadedError

ROOM = Room(size=2, reserved=1, at_once=2, queue=6, seconds=5, a_client=4)


def run(work: Callable[[Slots], Awaitable[None]], room: Room = ROOM) -> None:
    asyncio.run(_run(work, room))


async def _run(work: Callable[[Slots], Awaitable[None]], room: Room) -> None:
    await work(Slots(room))


def test_clients_take_turns_however_much_one_of_them_asks() -> None:
    async def work(slots: Slots) -> None:
        order: list[str] = []

        async def ask(client: str) -> None:
            give_back = await slots.take(False, client)
            order.append(client)
            give_back()

        first = await slots.take(False, "someone")
        tasks = [asyncio.create_task(ask(client)) for client in ("greedy", "greedy", "greedy", "a", "b")]
        await asyncio.sleep(0)
        first()
        await asyncio.gather(*tasks)
        assert order == ["greedy", "a", "b", "greedy", "greedy"]

    run(work)


def test_a_client_may_wait_with_so_many_and_a_lane_with_so_many() -> None:
    async def work(slots: Slots) -> None:
        async def pass_through(client: str) -> None:
            (await slots.take(False, client))()

        first = await slots.take(False)
        waiting = [asyncio.create_task(pass_through("greedy")) for _ in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(BusyClientError):
            await slots.take(False, "greedy")
        waiting += [asyncio.create_task(pass_through(client)) for client in "ab"]
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError):
            await slots.take(False, "c")
        first()
        await asyncio.gather(*waiting)

    run(work)


def test_a_place_that_comes_to_one_who_has_left_goes_to_the_next() -> None:
    async def work(slots: Slots) -> None:
        first = await slots.take(False)
        leaving, staying = (asyncio.create_task(slots.take(False, client)) for client in "ab")
        await asyncio.sleep(0)
        first()
        leaving.cancel()
        (await staying)()
        assert leaving.cancelled()

    run(work)


def test_one_who_left_the_line_holds_nobody_up() -> None:
    async def work(slots: Slots) -> None:
        first = await slots.take(False)
        leaving, staying = (asyncio.create_task(slots.take(False, client)) for client in "ab")
        await asyncio.sleep(0)
        leaving.cancel()
        first()
        (await staying)()
        (await slots.take(False))()

    run(work)


def test_strangers_leave_a_place_and_what_is_given_back_twice_is_one_place() -> None:
    async def work(slots: Slots) -> None:
        stranger = await slots.take(False)
        trusted = await slots.take(True)
        stranger()
        stranger()
        with pytest.raises(OverloadedError, match="busy"):
            await asyncio.gather(slots.take(False), slots.take(False))
        trusted()

    run(work, Room(size=2, reserved=1, at_once=2, queue=6, seconds=0.05, a_client=4))


def test_a_client_has_so_many_places_and_the_next_in_line_goes_first() -> None:
    async def work(slots: Slots) -> None:
        first = await slots.take(False, "greedy")
        waiting = asyncio.create_task(slots.take(False, "greedy"))
        await asyncio.sleep(0)
        (await slots.take(False, "other"))()
        assert not waiting.done()
        first()
        (await waiting)()

    run(work, Room(size=4, reserved=1, at_once=1, queue=6, seconds=5, a_client=4))


def test_what_names_no_client_may_have_all_that_strangers_may_have() -> None:
    async def work(slots: Slots) -> None:
        held = [slots.take_now(False) for _ in range(4)]
        assert [place is not None for place in held] == [True, True, True, False]

    run(work, Room(size=4, reserved=1, at_once=1, queue=6, seconds=5, a_client=4))
