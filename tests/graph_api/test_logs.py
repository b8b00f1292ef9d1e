"""What the server tells on standard error: what an operator needs, nothing of who asked or of what."""

import hashlib
import json
import logging
from pathlib import Path

import httpx
import pytest

from graph_api.guards import name_gaps
from graph_api.logs import JsonLines, TextLines
from graph_api.settings import Settings
from ingest.assembly import Assembled
from queries.tally import Standing
from queries.versions import Home
from tests.graph_api.conftest import AddVersion
from tests.graph_api.server_process import PATIENCE, ServerProcess, running_server

PRIVATE = "กขคprivateword"
LONG = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?i != '" + PRIVATE + "') }"
)
AGENT = "Mozilla/5.0 (somebody)"
FAR = "203.0.113.77"


def ask(server: ServerProcess, path: str, **parameters: str) -> httpx.Response:
    headers = {"user-agent": AGENT, "x-forwarded-for": FAR, "referer": "https://example.org/privateword"}
    return httpx.get(f"{server.address}{path}", params=parameters, headers=headers, timeout=PATIENCE)


def test_a_killed_query_is_told_by_its_digest(shipped_home: Home, tmp_path: Path) -> None:
    with running_server(shipped_home.path, tmp_path / "errors", deadline=0.5) as server:
        assert ask(server, "/sparql", query=LONG).status_code == 504
        told = server.wait_for_event("query killed")
    assert told["level"] == "warning"
    assert told["query"] == hashlib.sha256(LONG.encode()).hexdigest()[:16]
    assert (told["lane"], told["status"], told["killed"]) == ("sparql", 504, "deadline")
    assert told["milliseconds"] >= 500
    assert told["version"] == shipped_home.current().name
    assert told["bytes"] > 0
    assert told["time"].endswith("+00:00")


def test_an_answer_that_is_broken_off_is_told_by_us_alone(shipped_home: Home, tmp_path: Path) -> None:
    with running_server(shipped_home.path, tmp_path / "errors", deadline=0.5) as server:
        with pytest.raises(httpx.RemoteProtocolError):
            ask(server, "/sparql", query="SELECT * { ?a ?b ?c . ?d ?e ?f }")
        server.wait_for_event("query killed")
        server.process.terminate()
        server.process.wait(PATIENCE)
        assert [told for told in server.events() if told["of"].startswith("uvicorn")] == []


def test_a_slow_request_is_told_by_the_name_of_its_question(shipped_home: Home, tmp_path: Path) -> None:
    with running_server(shipped_home.path, tmp_path / "errors", slow_seconds=0.000001) as server:
        ask(server, "/api/awards", body="tisi")
        told = server.wait_for_event("slow request")
    assert (told["lane"], told["query"], told["status"]) == ("catalogue", "awards", 200)


def test_nobody_is_known_by_what_is_told_even_where_every_request_is(
    shipped_home: Home, tmp_path: Path
) -> None:
    with running_server(shipped_home.path, tmp_path / "errors", log_level="debug", deadline=0.5) as server:
        ask(server, "/sparql", query=LONG)
        ask(server, "/sparql", query="SELECT nonsense " + PRIVATE)
        ask(server, "/search", q=PRIVATE)
        ask(server, "/api/awards", body=PRIVATE)
        ask(server, f"/page/body/{PRIVATE}")
        ask(server, "/questions")
        server.process.terminate()
        server.process.wait(PATIENCE)
        requests = [told for told in server.events() if told["of"] == "graph_api.measuring"]
        assert len(requests) == 6
        for private in (PRIVATE, "privateword", AGENT, "Mozilla", FAR, "127.0.0.1", "example.org"):
            assert private not in server.errors()
            assert json.dumps(private)[1:-1] not in server.errors()


def test_versions_that_come_and_versions_that_do_not_load_are_told(
    assembled: Assembled, add_version: AddVersion, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    quads = list(assembled.quads)[:50]
    broken = add_version(home, quads[:30])
    (home.versions_folder / broken / "search.sqlite").unlink()
    first = add_version(home, quads)
    with running_server(home.path, tmp_path / "errors", poll_seconds=0.1) as server:
        assert server.wait_for_event("serving")["version"] == first
        second = add_version(home, quads[:40])
        assert server.wait_for_event("new version served")["version"] == second
        home.switch(broken)
        refused = server.wait_for_event("version refused: it does not load")
    assert (refused["level"], refused["version"], refused["serving"]) == ("error", broken, second)
    assert "sqlite3" in refused["trace"]


def test_a_damaged_write_is_told_once_and_the_server_goes_on_looking(
    assembled: Assembled, add_version: AddVersion, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    quads = list(assembled.quads)[:50]
    first = add_version(home, quads)
    with running_server(home.path, tmp_path / "errors", poll_seconds=0.1) as server:
        damaged = home.journal / "0000000001.json"
        damaged.write_text("{", encoding="utf-8")
        assert server.wait_for_event("version refused: it does not load")["version"] == first
        damaged.unlink()
        second = add_version(home, quads[:40])
        assert server.wait_for_event("new version served")["version"] == second
        refused = [told for told in server.events() if told["event"].startswith("version refused")]
        assert len(refused) <= 2


def test_what_a_process_of_ours_says_is_an_event_too(shipped_home: Home, tmp_path: Path) -> None:
    """The engine writes a line of its own when it gets no more memory."""
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"
    with running_server(shipped_home.path, tmp_path / "errors", memory_mb=64, deadline=60) as server:
        assert ask(server, "/sparql", query=greedy).status_code == 503
        assert "memory" in server.wait_for_event("said on standard error")["line"]
        assert server.wait_for_event("query killed")["killed"] == "memory"


def test_nothing_is_told_where_nothing_is_wanted(shipped_home: Home, tmp_path: Path) -> None:
    with running_server(shipped_home.path, tmp_path / "errors", log="off", deadline=0.5) as server:
        assert ask(server, "/sparql", query=LONG).status_code == 504
        server.process.terminate()
        assert server.process.wait(PATIENCE) == 0
        assert server.errors() == ""


def test_people_get_a_line_they_can_read() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "query %s", ("killed",), None)
    record.fields = {"lane": "sparql", "status": 504, "version": None}
    assert TextLines().format(record)[9:] == "warning: query killed lane=sparql status=504"


def test_no_event_makes_two_lines() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "one\ntwo", (), None)
    assert "\n" not in JsonLines().format(record)
    assert json.loads(JsonLines().format(record))["event"] == "one\ntwo"


@pytest.mark.parametrize(
    ("settings", "walled", "gaps"),
    [
        (Settings(), True, []),
        (Settings(), False, ["keep their network"]),
        (Settings(host="0.0.0.0"), True, ["every host name"]),  # noqa: S104
        (Settings(host="::", allowed_hosts="example.org"), True, []),
        (Settings(host="192.0.2.1"), False, ["keep their network", "every host name"]),
    ],
)
def test_what_is_not_guarded_is_said(settings: Settings, walled: bool, gaps: list[str]) -> None:
    told = list(name_gaps(settings, Standing(walled=walled)))
    assert len(told) == len(gaps)
    assert all(gap in line for gap, line in zip(gaps, told, strict=True))


def test_the_gaps_are_told_once_at_the_start(shipped_home: Home, tmp_path: Path) -> None:
    with running_server(shipped_home.path, tmp_path / "errors", host="0.0.0.0") as server:  # noqa: S104
        pass
    told = [event["event"] for event in server.events() if event["level"] == "warning"]
    assert len(told) == 1
    assert told[0].startswith("not guarded: every host name")
