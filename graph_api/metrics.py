"""What Prometheus reads: how long requests take, what became of queries, where the workers stand."""

import datetime
import resource
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from graph_api.current import Current
from graph_api.lanes import LANES

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Seconds: from an answer that has not changed to the longest deadline that is usual."""


class Metrics:
    """The figures of one server; every label has few values, whatever strangers ask."""

    def __init__(self, current: Current) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "lertrat_request_seconds",
            "From a request to the last byte of its answer.",
            ("lane", "question", "status"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        unchanged = Counter(
            "lertrat_unchanged",
            "Answers that the client had already (304).",
            ("lane",),
            registry=self._registry,
        )
        self._unchanged = {lane: unchanged.labels(lane) for lane in LANES}
        self._children: dict[tuple[str, str, int], Histogram] = {}
        """To look up a child by its labels takes longer than to observe."""
        self._registry.register(_Figures(current))
        ProcessCollector(registry=self._registry)

    def observe(self, lane: str, question: str, status: int, seconds: float) -> None:
        """One request has been answered; status 0: it was left without an answer."""
        key = lane, question, status // 100
        child = self._children.get(key)
        if child is None:
            child = self._children[key] = self._seconds.labels(lane, question, f"{status // 100}xx")
        child.observe(seconds)
        if status == HTTPStatus.NOT_MODIFIED:
            self._unchanged[lane].inc()

    def write(self, accept: str) -> tuple[bytes, str]:
        """All figures in the format that an Accept header wants, and its content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type


class _Figure(NamedTuple):
    """One figure without labels: a gauge, or a count that only grows."""

    kind: type[GaugeMetricFamily] | type[CounterMetricFamily]
    name: str
    about: str
    value: Callable[[Current], float]


def _age(current: Current) -> float:
    made = datetime.datetime.fromisoformat(current.version.manifest.created)
    return (datetime.datetime.now(datetime.UTC) - made).total_seconds()


def _keeper_bytes(current: Current) -> float:
    """Resident memory of the process that holds the data; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{current.pool.standing().keeper}/statm").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(told.split()[1]) * resource.getpagesize()


_NOW, _SO_FAR = GaugeMetricFamily, CounterMetricFamily
_FIGURES = (
    _Figure(_NOW, "ready", "1 where queries can be answered.", lambda c: c.obstacle() is None),
    _Figure(_NOW, "version_quads", "Quads of the version that answers.", lambda c: c.version.manifest.quads),
    _Figure(_NOW, "version_age_seconds", "Since that version was made.", _age),
    _Figure(_NOW, "queries_waiting", "Queries that wait for a worker.", lambda c: c.pool.tally.waiting),
    _Figure(_SO_FAR, "query_waits", "Queries that have waited.", lambda c: c.pool.tally.waits),
    _Figure(_SO_FAR, "query_wait_seconds", "How long they waited.", lambda c: c.pool.tally.waited),
    _Figure(_SO_FAR, "queries_refused", "Queries that waited in vain.", lambda c: c.pool.tally.refused),
    _Figure(_SO_FAR, "workers_forked", "Workers that were made.", lambda c: c.pool.tally.forked),
    _Figure(_SO_FAR, "pool_restarts", "Losses of all workers at once.", lambda c: c.pool.tally.restarts),
    _Figure(_NOW, "keeper_resident_bytes", "Memory of the process with the graph.", _keeper_bytes),
)


class _Figures(Collector):
    """Read from the pool at the moment of asking: nothing is counted twice."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def describe(self) -> list[Metric]:
        """Nothing is asked of a pool that has not been started."""
        return []

    def collect(self) -> Iterator[Metric]:
        """All figures, now."""
        for kind, name, about, value in _FIGURES:
            yield kind(f"lertrat_{name}", about, value=value(self._current))
        killed = CounterMetricFamily(
            "lertrat_queries_killed", "Queries that were ended before they were answered.", labels=("reason",)
        )
        for reason, count in self._current.pool.tally.killed.items():
            killed.add_metric((reason,), count)
        yield killed
        yield self._workers()

    def _workers(self) -> Metric:
        standing = self._current.pool.standing()
        workers = GaugeMetricFamily("lertrat_workers", "Workers of the version.", labels=("state",))
        workers.add_metric(("idle",), standing.idle)
        workers.add_metric(("busy",), standing.busy)
        return workers
