"""What may befall a server's processes: each costs one answer at most, and nothing that was acknowledged."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from queries.changes import Change
from queries.engine import write_dump, write_store
from queries.generation import Limits
from queries.journal import Entry, Journal
from queries.stream import QueryTimeoutError
from queries.versions import Home, Version
from queries.workers import WorkerPool
from tests.queries.processes import OTHERS, descendants

P = NamedNode("http://example.org/p")
POINT = "SELECT ?o { <http://example.org/s1> ?p ?o }"
WRITTEN = '<http://example.org/s1> <http://example.org/p> "written" .'


@pytest.fixture(autouse=True, scope="module")
def _others_are_known() -> Iterator[None]:
    OTHERS.update(descendants())
    yield
    OTHERS.clear()


@pytest.fixture
def version(tmp_path: Path) -> Version:
    home = Home(tmp_path)
    things = [NamedNode(f"http://example.org/s{n}") for n in range(2000)]
    quads = [
        Quad(thing, NamedNode("http://example.org/p"), Literal(str(n))) for n, thing in enumerate(things)
    ]
    with home.new_version() as new:
        write_dump(quads, new.dump)
        write_store(new.store_folder, quads)
    return home.current()


async def values(pool: WorkerPool) -> set[str]:
    return {str(getattr(row["o"], "value", "")) for row in await pool.rows(POINT)}


def test_a_worker_that_hangs_in_native_code_is_ended_at_the_deadline(version: Version) -> None:
    """A process that is stopped answers to nothing but the kernel."""

    async def main() -> None:
        pool = WorkerPool(version, Limits(deadline=1))
        await pool.start()
        workers = [pid for pid, process in descendants().items() if process.parent != os.getpid()]
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)
        begun = time.monotonic()
        hanging = [asyncio.create_task(values(pool)) for _ in workers]
        for error in await asyncio.gather(*hanging, return_exceptions=True):
            assert isinstance(error, QueryTimeoutError)
        assert time.monotonic() - begun < 10
        assert await values(pool) == {"1"}
        await pool.close()

    asyncio.run(main())
    assert descendants() == {}


def entry(journal: Journal, number: int) -> Path:
    return journal.add(Entry(number, "2026-01-01T00:00:00Z", "malee", "INSERT ...", Change((WRITTEN,))))


def test_a_state_is_taken_over_from_the_one_before_and_outlives_it(version: Version, tmp_path: Path) -> None:
    async def main() -> None:
        pool = WorkerPool(version, Limits(deadline=30))
        await pool.start()
        first = {pid for pid, process in descendants().items() if process.parent == os.getpid()}
        async with pool.snapshot() as before:
            await pool.reload(version, [entry(Journal(tmp_path / "journal"), 1)])
            assert await values(pool) == {"1", "written"}
            assert [row["o"] for row in await before.rows(POINT)] == [Literal("1")]
        while first & descendants().keys():
            await asyncio.sleep(0.02)
        assert await values(pool) == {"1", "written"}
        assert pool.data.name == f"{version.name}+1"
        await pool.close()

    asyncio.run(main())
    assert descendants() == {}


def test_a_state_that_was_taken_over_is_made_again_when_its_process_is_killed(
    version: Version, tmp_path: Path
) -> None:
    async def main() -> None:
        pool = WorkerPool(version, Limits(deadline=30))
        await pool.start()
        await pool.reload(version, [entry(Journal(tmp_path / "journal"), 1)])
        keeper = pool.standing().keeper
        assert keeper
        os.kill(keeper, signal.SIGKILL)
        while pool.standing().keeper in (keeper, None) or not pool.standing().open:
            await asyncio.sleep(0.02)
        assert await values(pool) == {"1", "written"}
        await pool.close()

    asyncio.run(main())
    assert descendants() == {}


def test_a_hundred_states_one_after_another_leave_one(version: Version, tmp_path: Path) -> None:
    """Neither processes nor open files pile up."""

    async def main() -> None:
        pool, journal = WorkerPool(version, Limits(deadline=30)), Journal(tmp_path / "journal")
        await pool.start()
        entries: list[Path] = []
        for number in range(1, 101):
            entries.append(entry(journal, number))
            await pool.reload(version, entries)
            if number == 10:
                files = len(list(Path("/proc/self/fd").iterdir()))
        while len(descendants()) > 3:
            await asyncio.sleep(0.02)
        assert len(list(Path("/proc/self/fd").iterdir())) <= files + 4
        await pool.close()

    asyncio.run(main())
    assert descendants() == {}
