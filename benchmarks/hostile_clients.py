"""The clients of hostile queries: two who read to the end, some who leave, one with a simple question."""

import http.client
import math
import socket
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

import httpx
from answers import ACCEPT
from load import path_of
from serving import Server

QUERY = "application/sparql-query"
PATIENCE = 60.0
_EVERY = 0.02


class Outcome(NamedTuple):
    """How a request ended: `status` 0 without an answer, `whole` where the client took it for complete."""

    status: int
    whole: bool
    seconds: float
    body: Path

    @property
    def is_whole_answer(self) -> bool:
        """Whether the client believes what it has."""
        return self.whole and self.status == HTTPStatus.OK

    @property
    def word(self) -> str:
        """For the table."""
        return str(self.status) if self.whole else f"{self.status} broken"


def _headers(client: str) -> dict[str, str]:
    """A proxy on this machine names its client: each of these is of another network."""
    return {"accept": ACCEPT, "content-type": QUERY, "x-forwarded-for": client}


def ask_by_httpx(address: str, text: str, client: str, body: Path) -> Outcome:
    """Read to the end by a client that sees whether an answer breaks off."""
    start, status, whole = time.perf_counter(), 0, False
    try:
        with (
            body.open("wb") as file,
            httpx.stream(
                "POST",
                f"{address}/sparql",
                content=text.encode(),
                headers=_headers(client),
                timeout=PATIENCE,
                trust_env=False,
            ) as answer,
        ):
            status = answer.status_code
            for piece in answer.iter_bytes():
                file.write(piece)
            whole = True
    except httpx.HTTPError:
        pass
    return Outcome(status, whole, time.perf_counter() - start, body)


def ask_by_curl(address: str, text: str, client: str, body: Path) -> Outcome:
    """Read to the end by curl, which tells by its exit code whether an answer broke off."""
    headers = [part for name, value in _headers(client).items() for part in ("-H", f"{name}: {value}")]
    body.touch()
    with tempfile.NamedTemporaryFile("w", suffix=".rq", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        command = ["curl", "-s", "-q", "-m", str(PATIENCE), "-o", str(body), "-w", "%{http_code}", *headers]
        start = time.perf_counter()
        done = subprocess.run(
            [*command, "--data-binary", f"@{file.name}", f"{address}/sparql"],
            capture_output=True,
            text=True,
            check=False,
        )
    return Outcome(int(done.stdout or 0), done.returncode == 0, time.perf_counter() - start, body)


def leave_after(seconds: float, server: Server, text: str, clients: Sequence[str]) -> None:
    """Ask by so many clients at once, and hang up on them all."""
    opened = [_send(server.port, text, client) for client in clients]
    time.sleep(seconds)
    for connection in opened:
        connection.close()


def _send(port: int, text: str, client: str) -> socket.socket:
    content = text.encode()
    lines = "".join(f"{name}: {value}\r\n" for name, value in _headers(client).items())
    head = f"POST /sparql HTTP/1.1\r\nhost: 127.0.0.1\r\n{lines}content-length: {len(content)}\r\n\r\n"
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(head.encode() + content)
    return connection


@contextmanager
def flooding(server: Server, text: str, clients: int) -> Iterator[Counter[int]]:
    """So many clients ask one query, each again and again, until the block ends; gives statuses, counted."""
    stop, statuses = threading.Event(), Counter[int]()

    def ask(network: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        while not stop.is_set():
            connection.request("POST", "/sparql", text.encode(), _headers(f"10.4.{network}.1"))
            reply = connection.getresponse()
            reply.read()
            statuses[reply.status] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        for thread in threads:
            thread.join()


class Asker:
    """Asks a simple question fifty times a second at most; `times` in seconds, `failures` by status."""

    def __init__(self, port: int) -> None:
        self._port, self._stop = port, threading.Event()
        self.times: list[float] = []
        self.failures: Counter[str] = Counter()

    @contextmanager
    def asking(self) -> Iterator["Asker"]:
        """Ask until the block ends."""
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()

    def _run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        while not self._stop.wait(_EVERY):
            start = time.perf_counter()
            try:
                connection.request(
                    "GET", path_of("ASK { ?s ?p ?o }"), headers={"x-forwarded-for": "10.3.0.1"}
                )
                reply = connection.getresponse()
                right = b"true" in reply.read()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                self.failures[type(error).__name__] += 1
                continue
            self.times.append(time.perf_counter() - start)
            if reply.status != HTTPStatus.OK or not right:
                self.failures[str(reply.status)] += 1

    def since(self, number: int) -> "Asker":
        """What was seen after the first so many answers."""
        later = Asker(self._port)
        later.times = self.times[number:]
        return later

    def is_answered(self) -> bool:
        """Whether the server tells that it is alive."""
        try:
            return httpx.get(f"http://127.0.0.1:{self._port}/health", timeout=5, trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def quantile(self, share: float) -> float:
        """Seconds within which this share of the questions was answered."""
        times = sorted(self.times)
        return times[max(0, math.ceil(share * len(times)) - 1)] if times else math.inf
