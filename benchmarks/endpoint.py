"""What a request to /sparql costs, over HTTP and through a killable process, against the bare engine.

    python3 benchmarks/endpoint.py [--home HOME] [--quads N] [--seconds S]

Starts the real server over HOME (default: the shipped facts, built anew; with --quads N a made-up version of
so many quads) and asks it for S seconds (default 5) a line. CPU is of all processes of the server together,
dead workers too; the front is its main process. Clients (wrk where it is installed) share the machine with
it. No two queries in a row are the same, so no answer is known beforehand. Compare the ratios within a run.
"""

import argparse
import http.client
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple, cast

from load import Ask, Load, drive, path_of
from processes import Memory, cpu_seconds, find_workers, measure_memory, own_cpu_seconds
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store
from serving import Server, build_home, serve
from synthetic import QUADS_A_THING, make_things, write_version

from queries.versions import Home

POINTS, KILLS, ROUNDS, ROWS = 3000, 12, 9, 100_000
SUBJECTS = "SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) }"
LARGE = f"""SELECT ?s ?p ?o {{
  VALUES ?n {{ 1 2 3 4 5 6 7 8 }} {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }}
}} LIMIT {ROWS}"""
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?i != ?f) }"
JSON = QueryResultsFormat.JSON
TITLES = ("CPU us", "(front)", "x engine", "p50 ms", "+p50", "p99 ms", "a second")
KILL_TIMES = (
    "deadline to the client's 504",
    "deadline to all workers standing, the replacement among them",
    "an ASK sent then",
)


class Cost(NamedTuple):
    """What an answer takes: CPU in microseconds (the front's, too), latencies in ms, answers a second."""

    cpu: float
    front: float
    p50: float
    p99: float
    a_second: float


class Memories:
    """Samples of what a server takes, gathered beside a run."""

    def __init__(self) -> None:
        self.samples: list[Memory] = []

    @contextmanager
    def watching(self, server: Server) -> Iterator[None]:
        """Take samples until the block ends."""
        stop = threading.Event()

        def watch() -> None:
            while not stop.wait(0.25):
                self.samples.append(measure_memory(server.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            stop.set()
            watcher.join()


def load_store(home: Path) -> Store:
    """The version's quads in this process."""
    store = Store()
    store.bulk_load(path=str(Home(home).current().dump), format=RdfFormat.N_QUADS)
    return store


def find_rows(store: Store, query: str) -> QuerySolutions:
    """The answer of a SELECT; nothing is computed before it is read."""
    return cast(QuerySolutions, store.query(query))


def make_points(store: Store) -> list[str]:
    """Lookups of different things, in a settled disorder."""
    found = sorted(str(solution["s"]) for solution in find_rows(store, SUBJECTS))
    random.Random(1).shuffle(found)  # noqa: S311 - the same each time
    return [f"SELECT ?p ?o {{ {subject} ?p ?o }}" for subject in found[:POINTS]]


def measure_engine(store: Store, queries: Sequence[str]) -> Cost:
    """The same queries without HTTP and without another process."""
    times, start = [], time.process_time()
    for query in queries:
        begun = time.perf_counter()
        find_rows(store, query).serialize(format=JSON)
        times.append(1e3 * (time.perf_counter() - begun))
    cpu = 1e6 * (time.process_time() - start) / len(queries)
    times.sort()
    p50, p99 = statistics.median(times), times[int(0.99 * len(times))]
    return Cost(cpu, 0.0, p50, p99, 1e3 * len(times) / sum(times))


def measure_server(server: Server, load: Callable[[], Load]) -> Cost:
    """A load, and the CPU time that the server took for it."""
    before = cpu_seconds(server.pid), own_cpu_seconds(server.pid)
    seen = load()
    after = cpu_seconds(server.pid), own_cpu_seconds(server.pid)
    if seen.errors:
        sys.stdout.write(f"  {seen.errors} of {seen.requests} answers were none\n")
    cpu, front = (1e6 * (end - start) / seen.requests for start, end in zip(before, after, strict=True))
    return Cost(cpu, front, seen.p50, seen.p99, seen.a_second)


def find_tag(server: Server, ask: Ask) -> str:
    """The entity tag of an answer, which is then answered with 304; raises RuntimeError where it is not."""
    first = get(server, ask.path, {"accept": ask.accept})
    tag = first[1].get("etag") or ""
    if first[0] != 200 or get(server, ask.path, {"accept": ask.accept, "if-none-match": tag})[0] != 304:
        raise RuntimeError(f"{ask.path} has no answer that is known again")
    return tag


def get(server: Server, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer that is read to its end."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", path, headers=headers or {})
        reply = connection.getresponse()
        while reply.read(1 << 18):
            pass
        return reply.status, {key.lower(): value for key, value in reply.getheaders()}
    finally:
        connection.close()


def tell_requests(server: Server, store: Store, seconds: float) -> None:
    """The table of short requests."""
    queries = make_points(store)
    asks = [Ask(path_of(query)) for query in queries]
    known = {"If-None-Match": find_tag(server, asks[0])}
    drive(server.port, asks, 8, 1)
    engine = measure_engine(store, queries)
    sys.stdout.write(f"{'':22}{''.join(f'{title:>10}' for title in TITLES)}\n")
    tell("engine in this process", engine, engine)
    for what, asked, headers in (("point", asks, {}), ("304", asks[:1], known)):
        for clients in (1, 8):
            load = partial(drive, server.port, asked, clients, seconds, headers)
            tell(f"{what}, {clients} at once", measure_server(server, load), engine)


def tell(what: str, cost: Cost, engine: Cost) -> None:
    """One line; `+p50` is what HTTP and the processes between add."""
    sys.stdout.write(
        f"{what:22}{cost.cpu:10.0f}{cost.front:10.0f}{cost.cpu / engine.cpu:10.1f}"
        f"{cost.p50:10.2f}{cost.p50 - engine.p50:10.2f}{cost.p99:10.2f}{cost.a_second:10,.0f}\n"
    )


class Counter:
    """A file that counts bytes and keeps none."""

    def __init__(self) -> None:
        self.length = 0

    def write(self, piece: bytes) -> int:
        self.length += len(piece)
        return len(piece)

    def flush(self) -> None:
        pass


def tell_large(server: Server, store: Store) -> None:
    """Megabytes a second of a large answer: by wall clock and by CPU of who makes it, the best of ROUNDS."""
    engine = max(_large_engine(store) for _ in range(ROUNDS))
    over = max(_large_http(server) for _ in range(ROUNDS))
    sys.stdout.write(
        f"\n{ROWS:,} rows of JSON: engine {engine[0]:.0f} MB/s ({engine[1]:.0f} a CPU second), "
        f"HTTP {over[0]:.0f} MB/s ({over[1]:.0f} a CPU second): "
        f"{over[0] / engine[0]:.2f} x engine (CPU {over[1] / engine[1]:.2f})\n"
    )


def _large_engine(store: Store) -> tuple[float, float]:
    counter, start, used = Counter(), time.perf_counter(), time.process_time()
    find_rows(store, LARGE).serialize(cast(IO[bytes], counter), format=JSON)
    size = counter.length / 1e6
    return size / (time.perf_counter() - start), size / (time.process_time() - used)


def _large_http(server: Server) -> tuple[float, float]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    before, start, length = cpu_seconds(server.pid), time.perf_counter(), 0
    connection.request("GET", path_of(LARGE))
    reply = connection.getresponse()
    while piece := reply.read1(1 << 18):
        length += len(piece)
    took = time.perf_counter() - start
    if reply.status != 200:
        raise RuntimeError(f"the large answer has status {reply.status}")
    return length / 1e6 / took, length / 1e6 / (cpu_seconds(server.pid) - before)


def tell_kills(home: Path) -> None:
    """How long after a deadline of one second the client has its 504, and a fresh worker stands."""
    with serve(home, deadline=1) as server:
        time.sleep(1)
        standing = len(find_workers(server.pid))
        kills = [measure_kill(server, standing) for _ in range(KILLS)]
    sys.stdout.write(f"\n{KILLS} queries that reach their deadline (1 s){'':32}{'median':>10}{'max':>10}\n")
    for what, times in zip(KILL_TIMES, zip(*kills, strict=True), strict=True):
        sys.stdout.write(f"  {what:70}{statistics.median(times):7.1f}{max(times):10.1f} ms\n")


def measure_kill(server: Server, standing: int) -> tuple[float, float, float]:
    """The KILL_TIMES of one query, in milliseconds."""
    before, born = set(find_workers(server.pid)), list[float]()
    watcher = threading.Thread(target=lambda: born.append(wait_for_worker(server.pid, before, standing)))
    start = time.perf_counter()
    watcher.start()
    status, _ = get(server, path_of(SLOW))
    late = time.perf_counter() - start - 1
    if status != 504:
        raise RuntimeError(f"a query without an end has status {status}")
    watcher.join()
    begun = time.perf_counter()
    get(server, path_of("ASK {}"))
    return 1e3 * late, 1e3 * (born[0] - start - 1), 1e3 * (time.perf_counter() - begun)


def wait_for_worker(root: int, before: set[int], standing: int) -> float:
    """The time at which so many workers stand, a new one among them; raises RuntimeError after 20 s."""
    time.sleep(0.95)
    end = time.perf_counter() + 20
    while time.perf_counter() < end:
        now = set(find_workers(root))
        if now - before and len(now) >= standing:
            return time.perf_counter()
        time.sleep(0.001)
    raise RuntimeError("no worker has taken the place of the one that was killed")


def tell_memory(samples: Sequence[Memory]) -> None:
    """Where memory began, its highest, and where it ended."""
    sys.stdout.write(f"\n{'memory over the run, MB':28}{'start':>9}{'highest':>9}{'end':>9}\n")
    for what, values in zip(
        ("front (RSS)", "zygote (RSS)", "largest worker (private)"), zip(*samples, strict=True), strict=True
    ):
        sys.stdout.write(f"{what:28}{values[0]:9.0f}{max(values):9.0f}{values[-1]:9.0f}\n")


def measure(home: Path, seconds: float) -> None:
    """All tables of one home."""
    store, memories = load_store(home), Memories()
    sys.stdout.write(f"{len(store):,} quads\n")
    with serve(home) as server, memories.watching(server):
        tell_requests(server, store, seconds)
        tell_large(server, store)
    tell_kills(home)
    tell_memory(memories.samples)


def main() -> None:
    """Build, measure, clean up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path)
    parser.add_argument("--quads", type=int)
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="lertrat-endpoint-"))
    try:
        if given.quads:
            write_version(work / "home", make_things(given.quads // QUADS_A_THING))
        home = given.home or (work / "home" if given.quads else build_home(work / "home"))
        measure(home, given.seconds)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
