"""What those who run a server ask of it: probes that nothing holds up, and figures that move and stay few."""

import asyncio
import contextlib
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pyoxigraph import Literal, Quad

from graph_api.app import create_app
from graph_api.current import Current
from graph_api.lanes import LANES
from graph_api.settings import Settings
from ontology.iri import iri
from ontology.namespaces import ORG, RDF, SKOS
from queries.catalogue import catalogue
from queries.versions import Home
from tests.graph_api.conftest import AddVersion, Serving
from tests.graph_api.server_process import PATIENCE, running_server

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?f && ?i != ?l) }"
FAR = "203.0.113.7"

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture(scope="module")
def small_home(add_version: AddVersion, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with some bodies: enough for a query that never ends."""
    home = Home(tmp_path_factory.mktemp("small"))
    nodes = [iri("body", f"b{number}") for number in range(200)]
    names = [Quad(node, SKOS.prefLabel, Literal(node.value, language="th")) for node in nodes]
    add_version(home, [*names, *(Quad(node, RDF.type, ORG.Organization) for node in nodes)])
    return home


@pytest.fixture(scope="module")
def served(small_home: Home, serving: Serving) -> Iterator[httpx.Client]:
    """That home, served with a short deadline and small answers."""
    with serving(
        small_home.path, deadline=1, answer_mb=1, memory_mb=64, allowed_hosts="lertrat.example"
    ) as client:
        client.headers["host"] = "lertrat.example"
        yield client


def figures(client: httpx.Client) -> Figures:
    """All that `/metrics` tells, by name and labels, as Prometheus's own parser reads it."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def moved(before: Figures, after: Figures, name: str, **labels: str) -> float:
    """By how much a figure has grown."""
    key = name, tuple(sorted(labels.items()))
    return after[key] - before.get(key, 0.0)


def ask_from(
    address: str, settings: Settings, path: str, headers: dict[str, str] | None = None
) -> httpx.Response:
    """What a client at `address` is answered by an application that has not been started."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(settings), client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_probe_may_come_with_any_host_name(served: httpx.Client, path: str) -> None:
    assert served.get(path, headers={"host": "10.0.0.17:8000"}).status_code == 200
    assert served.get("/health", headers={"host": "10.0.0.17:8000"}).status_code == 400


def test_a_probe_has_no_body_where_it_wants_none(served: httpx.Client) -> None:
    answer = served.head("/health/ready")
    assert (answer.status_code, answer.content) == (200, b"")
    assert served.post("/health/ready").status_code == 405


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_probe_is_answered_while_its_network_has_used_up_its_share(
    small_home: Home, serving: Serving, path: str
) -> None:
    with serving(small_home.path, share_burst=0.001, share_a_second=0.001) as client:
        client.headers["x-forwarded-for"] = FAR
        assert {client.get("/robots.txt").status_code, client.get("/favicon.ico").status_code} == {200}
        statuses = [client.get("/questions").status_code for _ in range(3)]
        assert statuses[-1] == 429
        assert client.get(path).status_code == 200


def test_before_the_workers_are_started_it_lives_and_is_not_ready(small_home: Home) -> None:
    settings = Settings(home=small_home.path)
    ready = ask_from(FAR, settings, "/health/ready")
    assert (ready.status_code, ready.headers["content-type"]) == (503, "application/problem+json")
    assert ready.json()["detail"] == "the workers are being started"
    assert ask_from(FAR, settings, "/health/live").status_code == 200


def test_once_it_is_told_to_stop_it_is_not_ready(small_home: Home) -> None:
    async def obstacles() -> list[str | None]:
        current = Current(Settings(home=small_home.path))
        async with current.running():
            before = current.obstacle()
            current.stopping = True
            return [before, current.obstacle()]

    assert asyncio.run(obstacles()) == [None, "the server is stopping"]


def test_while_the_version_is_loaded_again_it_is_not_ready(small_home: Home, tmp_path: Path) -> None:
    with running_server(small_home.path, tmp_path / "errors") as server:
        keeper = min(server.children())
        os.kill(keeper, signal.SIGSTOP)  # a worker that is killed now is not replaced
        for pid in server.children() - {keeper}:
            os.kill(pid, signal.SIGKILL)
        os.kill(keeper, signal.SIGKILL)
        seen = set[int]()
        end = time.monotonic() + PATIENCE
        while seen != {200, 503} and time.monotonic() < end:
            seen.add(httpx.get(f"{server.address}/health/ready", timeout=PATIENCE).status_code)
        assert seen == {200, 503}
        assert server.wait_for_event("workers lost: the version is loaded again")["level"] == "warning"


def test_where_no_worker_is_left_and_none_comes_it_is_not_ready(small_home: Home, tmp_path: Path) -> None:
    with running_server(small_home.path, tmp_path / "errors", deadline=0.1) as server:
        time.sleep(6)  # longer than any query could take
        assert httpx.get(f"{server.address}/health/ready", timeout=PATIENCE).status_code == 200
        keeper = min(server.children())
        os.kill(keeper, signal.SIGSTOP)  # it makes no further workers
        for pid in server.children() - {keeper}:
            os.kill(pid, signal.SIGKILL)
        seen = set[str]()
        end = time.monotonic() + PATIENCE
        while not seen and time.monotonic() < end:
            answer = httpx.get(f"{server.address}/health/ready", timeout=PATIENCE)
            seen |= {answer.json()["detail"]} if answer.status_code == 503 else set()
        assert seen == {"no worker has answered for a while"}
        os.kill(keeper, signal.SIGKILL)


def test_requests_are_counted_by_lane_and_question_and_status(served: httpx.Client) -> None:
    before = figures(served)
    served.get("/api/awards?body=b1")
    served.get("/api/awards.csv?body=b1")
    served.get("/api/awards?nothing=b1")
    served.get("/page/body/nobody")
    served.get("/search?q=b1")
    after = figures(served)
    name = "lertrat_request_seconds_count"
    assert moved(before, after, name, lane="catalogue", question="awards", status="2xx") == 2
    assert moved(before, after, name, lane="catalogue", question="awards", status="4xx") == 1
    assert moved(before, after, name, lane="page", question="", status="4xx") == 1
    assert moved(before, after, name, lane="search", question="", status="2xx") == 1


def test_a_write_is_counted_apart_wherever_it_is_sent(served: httpx.Client) -> None:
    before = figures(served)
    assert served.post("/sparql", data={"update": "CLEAR ALL"}).status_code in (401, 403)
    assert served.put("/store?default", content=b"", headers={"content-type": "text/turtle"}).is_client_error
    name = "lertrat_request_seconds_count"
    assert moved(before, figures(served), name, lane="update", question="", status="4xx") == 2


def test_what_has_not_changed_is_counted(served: httpx.Client) -> None:
    address = "/sparql?query=ASK%7B%7D"
    tag = served.get(address).headers["etag"]
    before = figures(served)
    served.get(address, headers={"if-none-match": tag})
    assert moved(before, figures(served), "lertrat_unchanged_total", lane="sparql") == 1


@pytest.mark.parametrize(
    ("reason", "query"),
    [
        ("deadline", CROSS),
        ("cap", "SELECT * { ?a ?b ?c . ?d ?e ?f }"),
        ("memory", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"),
    ],
)
def test_a_killed_query_is_counted_by_its_reason(served: httpx.Client, reason: str, query: str) -> None:
    before = figures(served)
    with contextlib.suppress(httpx.RemoteProtocolError):  # the answer is broken off
        served.post("/sparql", data={"query": query})
    after = figures(served)
    grown = {
        dict(labels)["reason"]: after[name, labels] - before[name, labels]
        for name, labels in after
        if name == "lertrat_queries_killed_total"
    }
    assert {name: number for name, number in grown.items() if number} == {reason: 1}


def test_a_client_who_leaves_is_counted(served: httpx.Client) -> None:
    before = figures(served)
    with pytest.raises(httpx.ReadTimeout):
        served.post("/sparql", data={"query": CROSS}, timeout=0.2)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if moved(before, figures(served), "lertrat_queries_killed_total", reason="left"):
            return
        time.sleep(0.02)
    pytest.fail("the one who left was never counted")


def test_the_version_the_workers_and_the_waits_are_told(served: httpx.Client, small_home: Home) -> None:
    before = figures(served)
    served.get("/sparql?query=ASK%7B%7D")
    after = figures(served)
    assert after["lertrat_version_quads", ()] == small_home.current().manifest.quads
    assert after["lertrat_version_age_seconds", ()] > 0
    assert after["lertrat_ready", ()] == 1
    assert after["lertrat_workers_forked_total", ()] >= 2
    assert after["lertrat_workers", (("state", "idle"),)] >= 1
    assert after["lertrat_keeper_resident_bytes", ()] > 1 << 20
    assert after["process_resident_memory_bytes", ()] > 1 << 20
    assert moved(before, after, "lertrat_query_waits_total") == 0  # there was a place


def test_labels_stay_few_whatever_strangers_ask(served: httpx.Client) -> None:
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret with it
    letters = "abc/.%?2Fกéä"
    for _ in range(300):
        path = "".join(chance.choices(letters, k=chance.randint(1, 12)))
        start = chance.choice(["/", "/api/", "/page/", "/sparql/", "/x//", "/api/awards/"])
        served.request(chance.choice(["GET", "POST", "HEAD", "BREW"]), start + path)
    told = [dict(labels) for name, labels in figures(served) if name == "lertrat_request_seconds_count"]
    assert {labels["lane"] for labels in told} <= set(LANES)
    assert {labels["question"] for labels in told} <= {"", *catalogue()}
    assert {labels["status"] for labels in told} <= {"0xx", "2xx", "3xx", "4xx", "5xx"}


def test_only_this_machine_reads_the_figures_unless_it_is_told_otherwise(small_home: Home) -> None:
    local, public, off = (
        Settings(home=small_home.path, metrics=readers) for readers in ("local", "public", "off")
    )
    assert ask_from("127.0.0.1", local, "/metrics").status_code == 200
    assert ask_from(FAR, local, "/metrics").status_code == 404
    assert ask_from(FAR, public, "/metrics").status_code == 200
    assert ask_from("127.0.0.1", off, "/metrics").status_code == 404


@pytest.mark.parametrize(
    ("proxies", "neighbour"), [("127.0.0.1", 200), ("192.0.2.0/24,127.0.0.0/8", 200), ("192.0.2.0/24", 429)]
)
def test_a_proxy_is_believed_about_its_clients_where_it_is_trusted(
    small_home: Home, tmp_path: Path, proxies: str, neighbour: int
) -> None:
    limits = {"share_burst": 0.001, "share_a_second": 0.0001}
    with running_server(small_home.path, tmp_path / "errors", trusted_proxies=proxies, **limits) as server:

        def ask(address: str) -> int:
            headers = {"x-forwarded-for": address}
            return httpx.get(f"{server.address}/questions", headers=headers, timeout=PATIENCE).status_code

        assert [ask(FAR), ask(FAR)] == [200, 429]
        assert ask("198.51.100.1") == neighbour


@pytest.mark.parametrize("claimed", ["127.0.0.1", "::1", FAR])
def test_behind_a_proxy_nobody_is_this_machine(served: httpx.Client, claimed: str) -> None:
    assert served.get("/metrics", headers={"x-forwarded-for": claimed}).status_code == 404
