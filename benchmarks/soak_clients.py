"""The clients of the soak: each kind asks in its own way, and knows what it may be answered."""

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx

from queries.catalogue import catalogue

BY_DESIGN = frozenset(
    {
        HTTPStatus.OK,
        HTTPStatus.MOVED_PERMANENTLY,  # the page of an award that was joined to another
        HTTPStatus.NOT_MODIFIED,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
LIST = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000"
LARGE = "SELECT * { ?s ?p ?o . ?s ?q ?r }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?i != ?f) }"
PAGES = ("/", "/questions", "/search?q=กรม", "/search.json?q=สำนักงาน", "/docs", "/health")
KINDS = ("body", "award")


@dataclass
class Diary:
    """What came back: a count for each kind of client and outcome, and what is not by design."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, kind: str, outcome: str, fault: bool = False) -> None:
        """One answer, or what stood in its place."""
        self.outcomes[kind, outcome] += 1
        if fault:
            self.faults[kind, outcome] += 1

    def note_status(self, kind: str, answer: httpx.Response) -> None:
        """An answer by its status; a full house must say when to come back."""
        status = answer.status_code
        waits = status != HTTPStatus.SERVICE_UNAVAILABLE or "retry-after" in answer.headers
        detail = "" if status in BY_DESIGN and waits else f" {answer.request.url} {answer.text[:200]}"
        self.note(kind, f"{status}{detail}", bool(detail))


@dataclass
class Soak:
    """What all clients share; `things` are IRIs that every version has."""

    client: httpx.AsyncClient
    diary: Diary
    things: Sequence[str]
    numbers: Iterator[int] = field(default_factory=itertools.count)
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret

    def ask(self, path: str, **params: str) -> httpx.Request:
        """A request of a network that nobody else is of."""
        number = next(self.numbers)
        headers = {"x-forwarded-for": f"10.{number >> 8 & 255}.{number & 255}.1"}
        return self.client.build_request("GET", path, params=params or None, headers=headers)


async def ask_point(soak: Soak) -> None:
    """What is said of a thing: always something, since all versions are of the same facts."""
    query = f"SELECT ?p ?o {{ <{soak.chance.choice(soak.things)}> ?p ?o }}"
    answer = await soak.client.send(soak.ask("/sparql", query=query))
    if answer.status_code == HTTPStatus.OK and not _rows(answer):
        soak.diary.note("point", f"200 without rows: {query}", True)
    soak.diary.note_status("point", answer)


async def ask_list(soak: Soak) -> None:
    """A thousand rows."""
    answer = await soak.client.send(soak.ask("/sparql", query=LIST))
    if answer.status_code == HTTPStatus.OK and _rows(answer) != 1000:
        soak.diary.note("list", f"200 with {_rows(answer)} rows", True)
    soak.diary.note_status("list", answer)


def _rows(answer: httpx.Response) -> int:
    return len(json.loads(answer.content)["results"]["bindings"])


async def ask_again(soak: Soak) -> None:
    """A question whose answer is known already, unless the version has changed."""
    first = await soak.client.send(soak.ask("/sparql", query=LIST))
    soak.diary.note_status("again", first)
    request = soak.ask("/sparql", query=LIST)
    request.headers["if-none-match"] = first.headers.get("etag", "")
    soak.diary.note_status("again", await soak.client.send(request))


async def ask_page(soak: Soak) -> None:
    """A page that people read, or the data behind it."""
    thing = soak.chance.choice(soak.things)
    path = thing.partition("/id")[2]
    choices = [*PAGES, f"/page{path}", f"/data{path}.ttl", f"/data{path}.jsonld"]
    soak.diary.note_status("page", await soak.client.send(soak.ask(soak.chance.choice(choices))))


async def ask_catalogue(soak: Soak) -> None:
    """A question of the catalogue, with its example."""
    question = soak.chance.choice(list(catalogue().values()))
    params = {name: str(value) for name, value in question.example.items()}
    soak.diary.note_status("api", await soak.client.send(soak.ask(f"/api/{question.name}", **params)))


async def read_slowly(soak: Soak) -> None:
    """A long answer, a piece now and then: it breaks off at the deadline, and must be seen to."""
    request, status = soak.ask("/sparql", query=LARGE, format="csv"), 0
    try:
        answer = await soak.client.send(request, stream=True)
        status = answer.status_code
        async for _ in answer.aiter_raw(1 << 16):
            await asyncio.sleep(0.05)
        soak.diary.note("slow reader", f"{status} whole", status == HTTPStatus.OK)  # it is too long for that
    except httpx.RemoteProtocolError:
        soak.diary.note("slow reader", f"{status} broken off", status != HTTPStatus.OK)
    finally:
        if status:
            await answer.aclose()


async def reach_deadline(soak: Soak) -> None:
    """A query without an end."""
    answer = await soak.client.send(soak.ask("/sparql", query=SLOW))
    soak.diary.note_status("deadline", answer)
    if answer.status_code == HTTPStatus.OK:
        soak.diary.note("deadline", "200", True)


async def leave(soak: Soak) -> None:
    """Ask, and hang up."""
    try:
        async with asyncio.timeout(0.2):
            soak.diary.note_status("leaver", await soak.client.send(soak.ask("/sparql", query=SLOW)))
    except TimeoutError:
        soak.diary.note("leaver", "left")


Client = Callable[[Soak], Awaitable[None]]
CLIENTS: Mapping[Client, tuple[int, float]] = {
    ask_point: (4, 0.02),
    ask_list: (1, 0.2),
    ask_again: (1, 0.2),
    ask_page: (2, 0.1),
    ask_catalogue: (1, 0.2),
    read_slowly: (1, 1.0),
    reach_deadline: (1, 4.0),
    leave: (1, 1.0),
}
"""How many there are of each kind, and how many seconds they rest."""


async def live(kind: Client, rest: float, soak: Soak) -> None:
    """One client, until it is cancelled; a connection that breaks is a fault."""
    while True:
        try:
            await kind(soak)
        except httpx.HTTPError as error:
            soak.diary.note(kind.__name__, f"{type(error).__name__}: {error}", True)
        await asyncio.sleep(rest)
