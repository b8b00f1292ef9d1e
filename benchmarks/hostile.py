"""Whether hostile queries hurt: over a hundred of them, by clients who read and clients who leave.

    python3 benchmarks/hostile.py [--only WORD] [--workers N] [--deadline SECONDS]

Starts the real server over a made-up version (things, a chain of 20,000, a dense graph) with its own
defaults but for the deadline (default 1 s). Each query of benchmarks/hostile/ and hostile_queries.py is
asked by a client that sees how an answer ends, by curl, and by three clients who leave after 0.2 s; each
query's clients are of a network of their own. Another client sends a simple ASK all the while. Exit code 1
where a promise is broken:

late      an answer or its end came later than the deadline and half a second
untrue    a whole 200 that is not what the bare engine says, or that nobody can check
status    a status that this query may not have
busy      the server is still at work a second after all clients have left
dead      the main process has ended, or does not answer
called    the server has called an address that a query names
ask       p99 of the simple ASK over the whole run is above a quarter of a second, or one had no answer
flood     that p99 while four clients send long queries that are refused, as fast as they are
"""

import argparse
import shutil
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from answers import digest, find_truth
from hostile_clients import Asker, Outcome, ask_by_curl, ask_by_httpx, flooding, leave_after
from hostile_queries import Hostile, read_queries
from processes import cpu_seconds
from pyoxigraph import Store
from serving import Server, serve
from synthetic import make_chain, make_dense, make_things, write_version

from queries.engine import read_dump
from queries.precheck import MAX_BYTES
from queries.versions import Home

GRACE, LEAVE, IDLE_WITHIN, ASK_P99 = 0.5, 0.2, 1.0, 0.25
LEAVERS = 3
FLOODS, FLOODERS, FLOOD_SECONDS = 3, 4, 3.0
_WINDOW, _IDLE_SHARE = 0.2, 0.25
_READERS = {"httpx": ask_by_httpx, "curl": ask_by_curl}


@dataclass
class Trial:
    """One query and what came of it; `faults` names what it broke."""

    query: Hostile
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    asks: list[float] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Ground:
    """Where queries are tried: answers are kept in `work` until their truth is known."""

    server: Server
    asker: Asker
    deadline: float
    work: Path


def try_query(ground: Ground, query: Hostile, number: int) -> Trial:
    """Ask one query in all ways."""
    trial, since, server = Trial(query), len(ground.asker.times), ground.server
    for reader, ask in _READERS.items():
        outcome = ask(server.address, query.text, f"10.1.{number}.1", ground.work / f"{number}-{reader}")
        trial.outcomes[reader] = outcome
        trial.faults |= set(_judge(query, outcome, ground.deadline))
    leave_after(LEAVE, server, query.text, [f"10.2.{number}.{at + 1}" for at in range(LEAVERS)])
    if not comes_to_rest(server):
        trial.faults.add("busy")
    if server.process.poll() is not None or not ground.asker.is_answered():
        trial.faults.add("dead")
    trial.asks = ground.asker.times[since:]
    tell(trial)
    return trial


def _judge(query: Hostile, outcome: Outcome, deadline: float) -> Iterator[str]:
    if outcome.seconds > deadline + GRACE:
        yield "late"
    if outcome.status not in query.allowed:
        yield "status"


def comes_to_rest(server: Server) -> bool:
    """Whether, within IDLE_WITHIN seconds, there is a while in which the server hardly takes CPU time."""
    end, before = time.monotonic() + IDLE_WITHIN, cpu_seconds(server.pid)
    while time.monotonic() < end:
        time.sleep(_WINDOW)
        now = cpu_seconds(server.pid)
        if now - before < _IDLE_SHARE * _WINDOW:
            return True
        before = now
    return False


def flood(ground: Ground, queries: Sequence[Hostile]) -> set[str]:
    """Refused queries by several clients at once, the longest first; gives what they broke."""
    longest = sorted(queries, key=lambda query: len(query.text), reverse=True)
    refused = [query for query in longest if 200 not in query.allowed and len(query.text) < MAX_BYTES]
    broken = set[str]()
    for query in refused[:FLOODS]:
        since = len(ground.asker.times)
        with flooding(ground.server, query.text, FLOODERS) as statuses:
            time.sleep(FLOOD_SECONDS)
        seen = ground.asker.since(since)
        p99 = seen.quantile(0.99)
        broken |= {"flood"} if p99 > ASK_P99 or statuses.keys() - query.allowed else set()
        rate = sum(statuses.values()) / FLOOD_SECONDS
        sys.stdout.write(
            f"flood of {query.name} ({len(query.text):,} bytes): {rate:.0f} refused a second, "
            f"answers {dict(statuses)}, "
            f"simple ASK p50 {1e3 * seen.quantile(0.5):.0f} ms, p99 {1e3 * p99:.0f} ms\n"
        )
    return broken


def check_truth(trials: Sequence[Trial], home: Path, work: Path) -> None:
    """Compare all whole answers with what the bare engine says."""
    store = Store()
    store.bulk_extend(read_dump(Home(home).current().dump))
    for trial in trials:
        whole = {outcome.body for outcome in trial.outcomes.values() if outcome.is_whole_answer}
        if not whole:
            continue
        truth = find_truth(store, trial.query.text, work / "truth", trial.query.count_only)
        if any(digest(body, trial.query.count_only) != truth for body in whole):
            trial.faults.add("untrue")


def tell(trial: Trial) -> None:
    """One line."""
    said = "  ".join(f"{outcome.word:>9}{outcome.seconds:6.2f}" for outcome in trial.outcomes.values())
    slowest = max(trial.asks, default=0.0)
    name = trial.query.name[:38]
    sys.stdout.write(f"{name:38}{said}{1e3 * slowest:10.0f}   {' '.join(sorted(trial.faults))}\n")
    sys.stdout.flush()


def tell_totals(trials: Sequence[Trial], asker: Asker, faults: Counter[str], server: Server) -> None:
    """What is counted over all queries."""
    ended = Counter(outcome.word for trial in trials for outcome in trial.outcomes.values())
    sys.stdout.write(
        f"\n{len(trials)} queries: {', '.join(f'{number} {word}' for word, number in ended.most_common())}\n"
        f"simple ASK beside them: {len(asker.times):,} answered, p50 {1e3 * asker.quantile(0.5):.1f} ms, "
        f"p99 {1e3 * asker.quantile(0.99):.1f} ms, slowest {1e3 * asker.quantile(1):.0f} ms; "
        f"without an answer {asker.failures or 'none'}\n"
        f"main process {server.pid}: {'ended' if server.process.poll() is not None else 'the same, alive'}\n"
        f"faults: {dict(faults) or 'none'}\n"
    )


def run(home: Path, given: argparse.Namespace, work: Path) -> int:
    """All queries; gives the exit code."""
    settings = {"deadline": given.deadline} | ({"workers": given.workers} if given.workers else {})
    with socket.create_server(("127.0.0.1", 0)) as target, serve(home, work / "log", **settings) as server:
        target.setblocking(False)
        queries = list(read_queries(f"http://127.0.0.1:{target.getsockname()[1]}/"))
        chosen = [query for query in queries if given.only in query.name]
        sys.stdout.write(f"{'':38}{'httpx':>9}{'s':>6}  {'curl':>9}{'s':>6}{'ASK max ms':>10}   faults\n")
        with Asker(server.port).asking() as asker:
            ground = Ground(server, asker, given.deadline, work)
            trials = [try_query(ground, query, number) for number, query in enumerate(chosen)]
            asked = asker.since(0)
            broken = flood(ground, queries)
        check_truth(trials, home, work)
        faults = Counter(fault for trial in trials for fault in trial.faults)
        faults["called"] = _count_calls(target)
        faults["ask"] = asked.quantile(0.99) > ASK_P99 or bool(asker.failures)
        faults.update(broken)
        asked.failures = asker.failures
        tell_totals(trials, asked, +faults, server)
    for trial in trials:
        if "untrue" in trial.faults:
            tell(trial)
    said = Counter((work / "log").read_text(encoding="utf-8", errors="replace").splitlines())
    sys.stdout.writelines(f"in the log {number} times: {line}\n" for line, number in said.most_common(5))
    return 1 if +faults else 0


def _count_calls(target: socket.socket) -> int:
    try:
        target.accept()[0].close()
    except BlockingIOError:
        return 0
    return 1 + _count_calls(target)


def main() -> int:
    """Make the version, ask, clean up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--deadline", type=float, default=1.0)
    given = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="lertrat-hostile-"))
    try:
        quads = [*make_things(3000), *make_chain(20_000), *make_dense(200)]
        return run(write_version(work / "home", quads), given, work)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
