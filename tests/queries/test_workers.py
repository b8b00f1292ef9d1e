"""The pool of workers, with real processes: what is killed is gone, and nobody else feels it."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from queries.engine import write_dump, write_store
from queries.errors import AnswerTooLargeError, QueryFormError, QueryRefusedError, QuerySyntaxError
from queries.generation import Limits
from queries.stream import (
    READ_AHEAD_BYTES,
    MemoryExceededError,
    OverloadedError,
    QueryTimeoutError,
    WorkerLostError,
)
from queries.versions import Home, Version
from queries.workers import Question, WorkerPool
from tests.queries.processes import OTHERS, descendants, is_idle, is_running, spent, wait_blocking

NODE = NamedNode("http://example.org/s1")
POINT = "SELECT ?o { <http://example.org/s1> ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?i != ?f) }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
GREEDY = LONG + " ORDER BY ?f ?c"
CSV = "text/csv"


def build(home: Home, word: str = "") -> Version:
    quads = [
        Quad(NamedNode(f"http://example.org/s{n}"), NamedNode("http://example.org/p"), Literal(f"{word}{n}"))
        for n in range(3000)
    ]
    with home.new_version() as new:
        write_dump(quads, new.dump)
        write_store(new.store_folder, quads)
    return home.current()


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    return build(Home(tmp_path_factory.mktemp("home")))


@asynccontextmanager
async def started(version: Version, limits: Limits) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(version, limits)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


def run(version: Version, work: Callable[[WorkerPool], Awaitable[None]], **limits: float) -> None:
    """Do `work` with a pool of its own."""

    async def main() -> None:
        async with started(version, Limits(**limits)) as pool:  # type: ignore[arg-type]  # floats for ints
            await work(pool)

    asyncio.run(main())


async def read(pool: WorkerPool, text: str, media_type: str = CSV) -> bytes:
    async with await pool.query(Question(text, media_type)) as stream:
        return await stream.read()


@pytest.fixture(autouse=True, scope="module")
def _others_are_known() -> Iterator[None]:
    OTHERS.update(descendants())
    yield
    OTHERS.clear()


async def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether it comes true; the time is what a busy machine may need."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        await asyncio.sleep(0.01)
    return condition()


async def rests() -> bool:
    """Whether all processes come to rest, for a while: one that works on is seen each time we look."""
    for _ in range(20):
        before = spent()
        await asyncio.sleep(0.2)
        if spent() - before < 0.05:
            return True
    return False


@pytest.mark.parametrize("memory_quads", [3_000_000, 0])
def test_rows_truth_and_triples_come_back_from_memory_and_from_disk(
    version: Version, memory_quads: int
) -> None:
    async def work(pool: WorkerPool) -> None:
        assert await pool.rows(POINT) == [{"o": Literal("1")}]
        assert await pool.ask("ASK { <http://example.org/s1> ?p '1' }")
        assert await pool.triples("DESCRIBE <http://example.org/s1>") == [
            Triple(NODE, NamedNode("http://example.org/p"), Literal("1"))
        ]
        assert await read(pool, POINT) == b"o\r\n1\r\n"
        with pytest.raises(QueryFormError):
            await pool.rows("ASK {}")

    run(version, work, memory_quads=memory_quads)


def test_a_kill_at_the_deadline_costs_nobody_else(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        before = time.monotonic()
        slow = asyncio.create_task(read(pool, SLOW))
        answers = []
        while not slow.done():
            answers.append(await pool.rows(POINT))
        with pytest.raises(QueryTimeoutError, match=r"longer than 0\.5 seconds"):
            await slow
        assert time.monotonic() - before < 10
        assert len(answers) > 5
        assert all(answer == [{"o": Literal("1")}] for answer in answers)

    run(version, work, deadline=0.5)


def test_after_the_deadline_the_process_is_gone_and_the_cpu_idle(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        await pool.rows(POINT)
        first = set(descendants())
        with pytest.raises(QueryTimeoutError):
            await read(pool, SLOW)
        assert await until(lambda: len(first - set(descendants())) == 1)
        assert await until(lambda: len(descendants()) == len(first))  # replaced
        assert await rests()

    run(version, work, deadline=0.3)


def test_the_caller_who_gives_up_frees_the_worker_at_once(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        running = asyncio.create_task(read(pool, SLOW))
        assert await until(lambda: not is_idle())
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert await until(is_idle)
        assert await read(pool, POINT) == b"o\r\n1\r\n"

    run(version, work, deadline=30, size=1)


def test_leaving_a_stream_half_read_frees_the_worker(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        async with await pool.query(Question(LONG, CSV)) as stream:
            assert (await anext(stream)).startswith(b"a,b,c,d,e,f")
        assert await read(pool, POINT) == b"o\r\n1\r\n"

    run(version, work, deadline=30, size=1)


def test_a_reader_who_does_not_read_stops_the_worker_and_not_the_memory(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        async with await pool.query(Question(LONG, CSV)) as stream:
            assert await until(lambda: stream.held >= READ_AHEAD_BYTES)
            assert await rests()
            assert stream.held < 2 * READ_AHEAD_BYTES

    run(version, work, deadline=30)


def test_a_query_that_wants_too_much_memory_ends_alone(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        greedy = asyncio.create_task(read(pool, GREEDY))
        while not greedy.done():
            assert await pool.rows(POINT) == [{"o": Literal("1")}]
        with pytest.raises(MemoryExceededError, match="too much memory"):
            await greedy
        assert await read(pool, POINT) == b"o\r\n1\r\n"

    run(version, work, deadline=60, memory_bytes=200 << 20)


def test_a_syntax_error_comes_back_with_its_place(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        with pytest.raises(QuerySyntaxError) as caught:
            await read(pool, "SELECT * {\n ?s e:p ?o }")
        assert (caught.value.line, caught.value.column) == (2, 5)
        with pytest.raises(QueryFormError, match="not written as text/turtle"):
            await read(pool, "ASK {}", "text/turtle")

    run(version, work)


def test_service_is_refused_and_no_worker_has_a_network_anyway(version: Version) -> None:
    """The second wall: the trusted way is not checked, and still nothing gets out."""

    async def work(pool: WorkerPool) -> None:
        heard: list[object] = []
        server = await asyncio.start_server(lambda *ends: heard.append(ends), "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        text = "SELECT * { SERVICE <URL> { ?s ?p ?o } }".replace("URL", url)
        with pytest.raises(QueryRefusedError):
            await read(pool, text)
        with pytest.raises(ValueError, match="could not be evaluated"):
            await pool.rows(text)
        server.close()
        assert heard == []

    run(version, work)


def test_an_answer_above_the_cap_is_an_error(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        with pytest.raises(AnswerTooLargeError, match="LIMIT"):
            await read(pool, "SELECT * { ?s ?p ?o }")
        assert await read(pool, POINT) == b"o\r\n1\r\n"

    run(version, work, max_bytes=10_000)


def test_a_full_queue_is_told_at_once_and_a_long_wait_ends(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        busy = asyncio.create_task(read(pool, SLOW))
        await asyncio.sleep(0.1)
        waiting = asyncio.create_task(read(pool, POINT))
        await asyncio.sleep(0)
        before = time.monotonic()
        with pytest.raises(OverloadedError, match="too many"):
            await read(pool, POINT)
        assert time.monotonic() - before < 0.7
        with pytest.raises(OverloadedError, match="busy"):
            await waiting
        busy.cancel()

    run(version, work, size=1, queue=1, queue_seconds=1, deadline=30)


def test_strangers_leave_a_place_to_the_pages(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        strangers = [asyncio.create_task(read(pool, SLOW)) for _ in range(4)]
        await asyncio.sleep(0.1)
        before = time.monotonic()
        for _ in range(20):
            await pool.rows(POINT)
        assert time.monotonic() - before < 10
        assert not any(task.done() for task in strangers)
        for task in strangers:
            task.cancel()

    run(version, work, size=2, reserved=1, deadline=30)


async def ask_often(pool: WorkerPool) -> list[str]:
    """Ask until another version answers; gives the answers, each change once."""
    answers: list[str] = []
    while len(answers) < 2:
        (row,) = await pool.rows(POINT)
        word = row["o"].value if isinstance(row["o"], Literal) else ""
        if word not in answers[-1:]:
            answers.append(word)
    return answers


def test_a_new_version_is_swapped_in_without_mixing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = build(home, "old ")

    async def work(pool: WorkerPool) -> None:
        async with pool.snapshot() as snapshot:
            assert await snapshot.rows(POINT) == [{"o": Literal("old 1")}]
            second = build(home, "new ")
            asking = asyncio.create_task(ask_often(pool))
            await pool.reload(second)
            assert pool.version == second
            assert await pool.rows(POINT) == [{"o": Literal("new 1")}]
            assert await snapshot.rows(POINT) == [{"o": Literal("old 1")}]
            assert snapshot.version == first
        async with await pool.query(Question(POINT, CSV)) as stream:
            assert stream.version == second.name
        assert await asking == ["old 1", "new 1"]
        # the process that held the old version is gone with its workers
        assert await until(lambda: [p.parent for p in descendants().values()].count(os.getpid()) == 1)

    run(first, work)


def test_a_broken_new_version_leaves_the_old_one_serving(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = build(home, "old ")

    async def work(pool: WorkerPool) -> None:
        second = build(home, "new ")
        second.dump.write_text("this is no dump\n")
        with pytest.raises(WorkerLostError, match="does not load"):
            await pool.reload(second)
        assert pool.version == first
        assert await pool.rows(POINT) == [{"o": Literal("old 1")}]

    run(first, work)


def test_when_the_zygote_dies_it_is_started_again(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        before = descendants()
        zygote = next(pid for pid, process in before.items() if process.parent == os.getpid())
        os.kill(zygote, signal.SIGKILL)
        assert await until(lambda: not before.keys() & descendants().keys())
        assert await until(lambda: len(descendants()) == len(before))
        await asyncio.sleep(0.1)
        assert await pool.rows(POINT) == [{"o": Literal("1")}]

    run(version, work)


def test_a_worker_ends_itself_when_the_server_hangs(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        before = set(descendants())
        running = asyncio.create_task(read(pool, SLOW))
        await asyncio.sleep(0.05)
        assert wait_blocking(lambda: len(before - set(descendants())) == 1, 20)
        with pytest.raises((QueryTimeoutError, WorkerLostError)):
            await running

    run(version, work, deadline=0.2)


def test_workers_end_with_their_zygote_when_the_server_hangs(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        running = asyncio.create_task(read(pool, SLOW))
        await asyncio.sleep(0.05)
        before = descendants()
        zygote = next(pid for pid, process in before.items() if process.parent == os.getpid())
        os.kill(zygote, signal.SIGKILL)
        workers = before.keys() - {zygote}
        assert wait_blocking(lambda: not any(is_running(pid) for pid in workers), 15)
        with pytest.raises(WorkerLostError):
            await running

    run(version, work, deadline=30)


def test_a_worker_that_was_asked_often_makes_room_for_a_fresh_one(version: Version) -> None:
    async def work(pool: WorkerPool) -> None:
        before = set(descendants())
        for _ in range(30):
            assert await pool.rows(POINT) == [{"o": Literal("1")}]
        assert await until(lambda: len(descendants()) == len(before))
        assert len(before & set(descendants())) < len(before)

    run(version, work, queries_a_worker=5)


def test_closing_leaves_no_process_behind(version: Version) -> None:
    async def main() -> None:
        pool = WorkerPool(version, Limits(deadline=30))
        await pool.start()
        running = asyncio.create_task(read(pool, SLOW))
        await asyncio.sleep(0.1)
        await pool.close()
        with pytest.raises(WorkerLostError):
            await running

    asyncio.run(main())
    assert descendants() == {}
