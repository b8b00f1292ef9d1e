"""SERVICE asks whom an operator named, written out in full, and nobody else; redirects are not followed."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from queries.versions import Home
from tests.graph_api.conftest import AddVersion, Serving

ROWS = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "from afar"}}]}}


class Endpoint:
    """An endpoint on this machine, which counts who asks it, or sends them elsewhere."""

    def __init__(self, elsewhere: str = "") -> None:
        self.asked = 0

        class Handler(BaseHTTPRequestHandler):
            def do_POST(handler) -> None:  # noqa: N805 - what the server calls
                self.asked += 1
                body = json.dumps(ROWS).encode()
                handler.send_response(307 if elsewhere else 200)
                handler.send_header("content-type", "application/sparql-results+json")
                handler.send_header("content-length", str(len(body)))
                if elsewhere:
                    handler.send_header("location", elsewhere)
                handler.end_headers()
                handler.wfile.write(body)

            def log_message(handler, *_: object) -> None:  # noqa: N805
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listed() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.close()


@pytest.fixture
def unlisted() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.close()


@pytest.fixture
def home(tmp_path: Path, add_version: AddVersion) -> Home:
    home = Home(tmp_path)
    add_version(home, [Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(1))])
    return home


def ask(http: httpx.Client, query: str) -> httpx.Response:
    return http.get("/sparql", params={"query": query, "format": "csv"})


def test_a_listed_host_is_asked_and_no_other(
    serving: Serving, home: Home, listed: Endpoint, unlisted: Endpoint
) -> None:
    with serving(home.path, service_hosts=listed.host) as http:
        answer = ask(http, f"SELECT ?x {{ SERVICE <http://{listed.host}/sparql> {{ ?s ?p ?x }} }}")
        assert (answer.status_code, answer.text) == (200, "x\r\nfrom afar\r\n")
        for service in (
            f"SERVICE <http://{unlisted.host}/>",
            f"SERVICE SILENT <http://{unlisted.host}/>",
            f"SERVICE <http://{listed.host}@{unlisted.host}/>",
            f"SERVICE <http://{unlisted.host}/?http://{listed.host}/>",
            f"SERVICE <http://{unlisted.host}#@{listed.host}/>",
            "SERVICE <relative>",
            "SERVICE e:x",
            "SERVICE ?x",
        ):
            prefix = f"PREFIX e: <http://{unlisted.host}/> BASE <http://{unlisted.host}/>"
            assert ask(http, f"{prefix} SELECT * {{ {service} {{ ?s ?p ?o }} }}").status_code == 400
    assert (listed.asked, unlisted.asked) == (1, 0)


def test_a_listed_host_cannot_send_us_elsewhere(serving: Serving, home: Home, unlisted: Endpoint) -> None:
    sender = Endpoint(elsewhere=f"http://{unlisted.host}/")
    try:
        with serving(home.path, service_hosts=sender.host) as http:
            answer = ask(http, f"SELECT * {{ SERVICE <http://{sender.host}/> {{ ?s ?p ?o }} }}")
    finally:
        sender.close()
    assert (answer.status_code, sender.asked, unlisted.asked) == (400, 1, 0)
    assert unlisted.host not in answer.text


@pytest.mark.parametrize("iri", ["file:///etc/hostname", "file:/etc/hostname", "/etc/hostname"])
def test_no_query_reads_a_file(serving: Serving, home: Home, listed: Endpoint, iri: str) -> None:
    with serving(home.path, service_hosts=listed.host) as http:
        for clause in (f"FROM <{iri}> {{ ?s ?p ?o }}", f"{{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"):
            assert ask(http, "SELECT ?o ?p ?s " + clause).text == "o,p,s\r\n"
        assert ask(http, f"SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}").status_code == 400
