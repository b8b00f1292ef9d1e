"""Clients that ask as fast as they are answered: wrk where it is installed, else our own on httptools."""

import asyncio
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import quote

import httptools

SCRIPT = Path(__file__).with_name("load.lua")


class Load(NamedTuple):
    """What clients saw: answers in so many seconds, latencies in milliseconds, and answers that were none."""

    requests: int
    seconds: float
    p50: float
    p99: float
    errors: int

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


class Ask(NamedTuple):
    """A GET: its path, and the media types that are accepted."""

    path: str
    accept: str = "application/sparql-results+json"


def path_of(query: str, endpoint: str = "/sparql") -> str:
    """The path that asks a SPARQL query."""
    return f"{endpoint}?query=" + quote(query, safe="")


def drive(
    port: int, asks: Sequence[Ask], clients: int, seconds: float, headers: Mapping[str, str] | None = None
) -> Load:
    """Ask these in turn, by so many clients at once, each with one connection."""
    if shutil.which("wrk"):
        return _drive_wrk(port, asks, clients, seconds, headers or {})
    return asyncio.run(_drive_own(port, asks, clients, seconds, headers or {}))


def _drive_wrk(
    port: int, asks: Sequence[Ask], clients: int, seconds: float, headers: Mapping[str, str]
) -> Load:
    options = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    with tempfile.NamedTemporaryFile("w", suffix=".asks") as file:
        file.writelines(f"{ask.path}\t{ask.accept}\n" for ask in asks)
        file.flush()
        command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "60s", *options]
        command += ["-s", str(SCRIPT), f"http://127.0.0.1:{port}", "--", file.name]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    line = next(line for line in told.splitlines() if line.startswith("TOLD "))
    requests, duration, p50, p99, errors = map(int, line.split()[1:])
    return Load(requests, duration / 1e6, p50 / 1e3, p99 / 1e3, errors)


class _Client(asyncio.Protocol):
    """One connection, which sends the next request as soon as an answer is whole."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        self._requests, self._start = requests, 0.0
        self.times: list[float] = []
        self.errors = 0
        self.stopped = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def _ask(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._start = time.perf_counter()
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        """The parser has seen the end of an answer."""
        self.times.append(time.perf_counter() - self._start)
        self.errors += self._parser.get_status_code() >= 400
        if not self.stopped:
            asyncio.get_running_loop().call_soon(self._ask)

    def connection_lost(self, error: Exception | None) -> None:
        self.errors += not self.stopped
        self.stopped = True


async def _drive_own(
    port: int, asks: Sequence[Ask], clients: int, seconds: float, headers: Mapping[str, str]
) -> Load:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    requests = cycle(
        f"GET {ask.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {ask.accept}\r\n{lines}\r\n".encode()
        for ask in asks
    )
    loop, start = asyncio.get_running_loop(), time.perf_counter()
    opened = [
        await loop.create_connection(lambda: _Client(requests), "127.0.0.1", port) for _ in range(clients)
    ]
    await asyncio.sleep(seconds)
    for transport, client in opened:
        client.stopped = True
        transport.close()
    times = sorted(moment for _, client in opened for moment in client.times)
    errors = sum(client.errors for _, client in opened)
    p50, p99 = (1e3 * times[int(share * (len(times) - 1))] for share in (0.5, 0.99))
    return Load(len(times), time.perf_counter() - start, p50, p99, errors)
