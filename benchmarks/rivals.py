"""How many questions a second others answer: the same data and queries, one server after the other.

    python3 benchmarks/rivals.py [--seconds S]

Rivals are installed from the package index into environments of their own in a temporary folder; of one
that does not install, start or answer the reason is told. The data are the settled statements of the
shipped facts (one graph, since not all of them keep graphs apart). 8 clients ask for S seconds (default 8)
a line; before that each kind of query is asked once, and its rows are counted against what the bare engine
gives.
"""

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from load import Ask, Load, drive, path_of
from pyoxigraph import DefaultGraph, QueryResultsFormat, QueryTriples, RdfFormat, Store
from serving import build_home, serve
from start import free_port
from synthetic import write_version

from queries.engine import read_dump
from queries.versions import Home

CLIENTS, POINTS, START_SECONDS = 8, 2000, 90
ROWS, GRAPH = "application/sparql-results+json", "text/turtle"
LIST = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000"
AGGREGATION = "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t"
A_ROUND = 16
"""Points for two lists, an aggregation and a DESCRIBE in the mixed load."""


class Rival(NamedTuple):
    """Another server: what is installed, how it starts (PORT, DATA, FOLDER are filled in), its address."""

    needs: tuple[str, ...]
    command: tuple[str, ...]
    endpoint: str
    variables: Mapping[str, str] = {}


_RDFLIB = ("rdflib-endpoint", "serve", "--host", "127.0.0.1", "--port", "PORT")
RIVALS: Mapping[str, Rival] = {
    "rdflib-endpoint": Rival(("rdflib-endpoint[cli]~=0.6",), (*_RDFLIB, "DATA"), "/"),
    "rdflib-endpoint, Oxigraph": Rival(
        ("rdflib-endpoint[cli]~=0.6", "oxrdflib~=0.5"), (*_RDFLIB, "--store", "Oxigraph", "DATA"), "/"
    ),
    "Prez": Rival(
        ("prez~=4.0",),
        ("uvicorn", "--factory", "prez.app:assemble_app", "--port", "PORT"),
        "/sparql",
        {
            "SPARQL_REPO_TYPE": "pyoxigraph_memory",
            "ENABLE_SPARQL_ENDPOINT": "true",
            "PYOXIGRAPH_DATA_DIR": "FOLDER",
        },
    ),
}


class RivalError(RuntimeError):
    """A rival that does not install, start or answer; the message says why."""


class Questions(NamedTuple):
    """The queries of both loads."""

    points: list[str]
    describes: list[str]

    def ask_points(self, endpoint: str) -> list[Ask]:
        """Lookups of different things."""
        return [Ask(path_of(query, endpoint), ROWS) for query in self.points]

    def ask_mixed(self, endpoint: str) -> list[Ask]:
        """A_ROUND lookups, then two lists, an aggregation and a DESCRIBE, again and again."""
        points, others = self.ask_points(endpoint), list[Ask]()
        for at in range(0, len(points), A_ROUND):
            rest = (LIST, ROWS), (AGGREGATION, ROWS), (LIST, ROWS), (self.describes[at], GRAPH)
            others += [*points[at : at + A_ROUND], *(Ask(path_of(q, endpoint), kind) for q, kind in rest)]
        return others


def make_questions(store: Store) -> Questions:
    """Lookups of things that the data have, spread over all of them."""
    things = sorted({str(quad.subject) for quad in store if str(quad.subject).startswith("<")})
    chosen = [things[at * len(things) // POINTS] for at in range(POINTS)]
    return Questions([f"SELECT ?p ?o {{ {t} ?p ?o }}" for t in chosen], [f"DESCRIBE {t}" for t in chosen])


@contextmanager
def start_rival(rival: Rival, work: Path, data: Path) -> Iterator[int]:
    """The port at which a rival answers; raises RivalError."""
    folder, port = Path(tempfile.mkdtemp(dir=work)), free_port()
    venv.create(folder, with_pip=True)
    _run(folder / "bin" / "pip", "install", "-q", *rival.needs)
    meant = {"PORT": str(port), "DATA": str(data), "FOLDER": str(data.parent)}
    command = [meant.get(word, word) for word in rival.command]
    variables = {name: meant.get(value, value) for name, value in rival.variables.items()}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [folder / "bin" / command[0], *command[1:]],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=os.environ | variables,
        )
        try:
            _wait(port, rival.endpoint, process, folder / "log")
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)


def _run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise RivalError("; ".join(lines) or done.stderr[-300:])


def _wait(port: int, endpoint: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(START_SECONDS * 10):
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            if _status(port, Ask(path_of("ASK { ?s ?p ?o }", endpoint), ROWS)) == http.client.OK:
                return
        else:
            break
    raise RivalError("it does not start: " + log.read_text(errors="replace").strip().rpartition("\n")[2])


def _status(port: int, ask: Ask) -> int:
    try:
        return fetch(port, ask)[0]
    except (OSError, http.client.HTTPException):
        return 0


def fetch(port: int, ask: Ask) -> tuple[int, bytes]:
    """Status and body of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", ask.path, headers={"accept": ask.accept})
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def find_differences(port: int, endpoint: str, store: Store, questions: Questions) -> list[str]:
    """What a server answers with another number of rows, or triples, than the bare engine."""
    wrong = []
    kinds = {"point": questions.points[0], "list": LIST, "aggregation": AGGREGATION}
    for name, query in {**kinds, "DESCRIBE": questions.describes[0]}.items():
        kind = GRAPH if name == "DESCRIBE" else ROWS
        status, body = fetch(port, Ask(path_of(query, endpoint), kind))
        got = _count(body, kind) if status == http.client.OK else f"status {status}"
        wanted = _count_here(store, query)
        wrong += [f"{name}: {got}, not {wanted}"] if got != wanted else []
    return wrong


def _count(body: bytes, kind: str) -> int | str:
    if kind == ROWS:
        return len(json.loads(body)["results"]["bindings"])
    held = Store()
    try:
        held.load(body, format=RdfFormat.TURTLE)
    except SyntaxError:
        return "what is no Turtle"
    return len(held)


def _count_here(store: Store, query: str) -> int:
    found = store.query(query)
    if isinstance(found, QueryTriples):
        return len(set(found))
    return len(json.loads(found.serialize(format=QueryResultsFormat.JSON) or b"")["results"]["bindings"])


def measure(port: int, endpoint: str, questions: Questions, seconds: float) -> tuple[Load, Load]:
    """Both loads, after a little of each."""
    loads = questions.ask_points(endpoint), questions.ask_mixed(endpoint)
    for asks in loads:
        drive(port, asks, CLIENTS, 1)
    points, mixed = (drive(port, asks, CLIENTS, seconds) for asks in loads)
    return points, mixed


def tell(who: str, loads: Sequence[Load], ours: Sequence[Load], notes: Sequence[str]) -> None:
    """One line: answers a second, p99, and how many times as many ours gives."""
    cells = (
        f"{load.a_second:9,.0f}{load.p99:9.0f}{our.a_second / load.a_second if load.requests else 0:8.1f}"
        for load, our in zip(loads, ours, strict=True)
    )
    errors = sum(load.errors for load in loads)
    told = [*notes, *([f"{errors} answers were none"] if errors else [])]
    sys.stdout.write(f"{who:27}{''.join(cells)}   {'; '.join(told)}\n")
    sys.stdout.flush()


def run(work: Path, seconds: float) -> None:
    """Ours, then each rival."""
    settled = [
        quad
        for quad in read_dump(Home(build_home(work / "built")).current().dump)
        if isinstance(quad.graph_name, DefaultGraph)
    ]
    store, data = Store(), work / "data" / "settled.ttl"
    data.parent.mkdir()
    store.bulk_extend(settled)
    store.dump(str(data), format=RdfFormat.TURTLE, from_graph=DefaultGraph())
    questions = make_questions(store)
    sys.stdout.write(
        f"{len(store):,} triples, {CLIENTS} clients\n{'':27}{'points a second, p99 ms, ours x':>26}"
    )
    sys.stdout.write("   mixed a second, p99 ms, ours x\n")
    with serve(write_version(work / "home", settled)) as server:
        notes = find_differences(server.port, "/sparql", store, questions)
        ours = measure(server.port, "/sparql", questions, seconds)
    tell("Lertrat", ours, ours, notes)
    for who, rival in RIVALS.items():
        try:
            with start_rival(rival, work, data) as port:
                notes = find_differences(port, rival.endpoint, store, questions)
                tell(who, measure(port, rival.endpoint, questions, seconds), ours, notes)
        except RivalError as error:
            sys.stdout.write(f"{who:27}{error}\n")


def main() -> None:
    """Build, measure, clean up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=8)
    work = Path(tempfile.mkdtemp(prefix="lertrat-rivals-"))
    try:
        run(work, parser.parse_args().seconds)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
