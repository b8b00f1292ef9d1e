"""One kind of work on many things, in all processors of this machine, with the answers in order."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PR_SET_PDEATHSIG = 1

BATCH = 100
"""Things a call: one a call costs thirty times as much as reading a text."""
FIRST = 8
"""Things of the first call; each one after it has twice as many, so that all processes soon have work."""
HEAVY = 500_000
"""Bytes of a call, where things have a size: who gets the long ones shall not end long after the others."""
IN_HAND = 3
"""Batches for each process that are given out before their answers are fetched: memory stays flat."""


class PoolError(RuntimeError):
    """A process of the pool is gone."""


def map_batches(
    work: Callable[[list[T]], R],
    things: Iterable[T],
    stays: Callable[[T], bool] = lambda _: False,
    size: Callable[[T], int] = lambda _: 0,
) -> Iterator[R]:
    """`work` of each batch of things, in order; where there is but one batch, no process is started.

    What is loaded before the first answer is asked for is shared by all processes. A batch in which one
    `stays` is worked on in this process. `size`: bytes of a thing, or 0. Raises PoolError when the system
    ends a process, and what `work` raises.
    """
    batches = _batches(things, size)
    first = list(islice(batches, 2))
    if len(first) < 2 or _processors() < 2:
        yield from map(work, chain(first, batches))
        return
    with _executor(work) as pool:
        try:
            yield from _in_order(pool, work, chain(first, batches), stays)
        except BrokenProcessPool as error:
            raise PoolError(
                "the system ended a process that was reading (is there memory left?); try again"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor,
    work: Callable[[list[T]], R],
    batches: Iterator[list[T]],
    stays: Callable[[T], bool],
) -> Iterator[R]:
    given: deque[Future[R] | list[T]] = deque()
    for batch in batches:
        given.append(batch if any(map(stays, batch)) else pool.submit(_work_on, batch))
        if len(given) >= IN_HAND * _processors():
            yield _answer(given.popleft(), work)
    while given:
        yield _answer(given.popleft(), work)


def _answer(given: Future[R] | list[T], work: Callable[[list[T]], R]) -> R:
    return given.result() if isinstance(given, Future) else work(given)


def _batches(things: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    most, bytes_, batch = FIRST, 0, list[T]()
    for thing in things:
        batch.append(thing)
        bytes_ += max(0, size(thing))
        if len(batch) >= most or bytes_ >= HEAVY:
            yield batch
            most, bytes_, batch = min(BATCH, 2 * most), 0, []
    if batch:
        yield batch


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _executor(work: Callable[[Any], Any]) -> ProcessPoolExecutor:
    """Forked, where the system can: names and rules are then in memory once, and `work` may hold them."""
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if can_fork else None)
    return ProcessPoolExecutor(_processors(), mp_context=context, initializer=_prepare, initargs=(work,))


def _prepare(work: Callable[[Any], Any]) -> None:
    """Ctrl-C is for the parent to answer; nobody works on when it is gone."""
    _given.append(work)
    gc.freeze()
    gc.set_threshold(50_000)  # texts are many small things that live shortly
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_given: list[Callable[[Any], Any]] = []
"""What this process was started for; empty in the parent."""


def _work_on(batch: list[Any]) -> Any:
    return _given[-1](batch)
