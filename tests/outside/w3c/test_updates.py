"""The W3C's tests of SPARQL 1.1 Update over HTTP: set a state, send an update, and read all that is there."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Dataset, DefaultGraph, Quad, QueryResultsFormat, parse

from tests.outside.w3c.exclusions import Judge
from tests.outside.w3c.manifests import BAD_UPDATE, GOOD_UPDATE, UPDATE, Case, State
from tests.outside.w3c.results import Table, read_table, settle
from tests.outside.w3c.suites import iri_of

EVERYTHING = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def read_state(state: State, suites: Path) -> list[Quad]:
    """The quads of a state, with blank nodes that no two files share."""
    return [
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for graph, file in state.items()
        for triple in parse(path=file, base_iri=iri_of(suites, file), rename_blank_nodes=True)
    ]


def write_insertions(quads: Iterable[Quad]) -> Iterator[str]:
    """What stands in the brackets of an INSERT DATA."""
    for graph, some in groupby(quads, lambda quad: quad.graph_name):
        triples = " ".join(f"{quad.triple} ." for quad in some)
        yield triples if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{ {triples} }}"


def update(http: httpx.Client, text: str) -> httpx.Response:
    answer = http.post("/sparql", content=text, headers={"content-type": "application/sparql-update"})
    assert answer.status_code < 500, answer.text  # which no exclusion stands for
    return answer


def read_everything(http: httpx.Client) -> Dataset:
    """All quads that the server has."""
    answer = http.get(
        "/sparql", params={"query": EVERYTHING}, headers={"accept": QueryResultsFormat.JSON.media_type}
    )
    table = read_table(answer.content, QueryResultsFormat.JSON)
    assert isinstance(table, Table)
    return Dataset(
        Quad(row["s"], row["p"], row["o"], row.get("g", DefaultGraph()))  # type: ignore[arg-type]  # any terms
        for row in table.rows
    )


def find_fault(http: httpx.Client, case: Case, suites: Path) -> str:
    """What is wrong after an update; empty where all is right."""
    given = " ".join(write_insertions(read_state(case.before, suites)))
    setting = update(http, f"DROP ALL ; INSERT DATA {{ {given} }}")
    assert setting.status_code < 400, setting.text
    answer = update(http, f"BASE <{case.base}>\n{case.text}")
    if answer.status_code >= 400:
        return f"{answer.status_code} {answer.text}"
    got, right = settle(read_everything(http)), settle(Dataset(read_state(case.after, suites)))
    return "" if got == right else f"there is\n{got}\nand there should be\n{right}"


def prepare(http: httpx.Client, case: Case) -> None:
    """Make <graph>, which some updates clear or drop, unless it is to be created."""
    graph = "" if "CREATE" in case.text else "GRAPH <graph> { <s> <p> <o> }"
    setting = update(http, f"BASE <{case.base}>\nDROP ALL ; INSERT DATA {{ {graph} }}")
    assert setting.status_code < 400, setting.text


def test_an_update_leaves_what_is_right(
    writable: httpx.Client, suites: Path, cases: list[Case], subtests: pytest.Subtests
) -> None:
    judge = Judge(subtests)
    for case in cases:
        if case.kind in UPDATE:
            judge.hear(case, find_fault(writable, case, suites))


def test_good_updates_are_taken(writable: httpx.Client, cases: list[Case], subtests: pytest.Subtests) -> None:
    judge = Judge(subtests)
    for case in cases:
        if case.kind in GOOD_UPDATE:
            prepare(writable, case)
            answer = update(writable, f"BASE <{case.base}>\n{case.text}")
            judge.hear(case, "" if answer.status_code < 400 else f"{answer.status_code} {answer.text}")


def test_texts_that_are_no_updates_are_refused(
    writable: httpx.Client, cases: list[Case], subtests: pytest.Subtests
) -> None:
    judge = Judge(subtests)
    for case in cases:
        if case.kind in BAD_UPDATE:
            answer = update(writable, f"BASE <{case.base}>\n{case.text}")
            judge.hear(case, "" if answer.status_code == 400 else f"{answer.status_code} {answer.text}")
