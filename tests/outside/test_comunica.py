"""Comunica, the query engine of the web in JavaScript, finds out by itself what our addresses are."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from tests.outside.questions import AWARDS, CONSTRUCT, FOUND, NAMES, NO, SELECT, TISI, YES
from tests.production import Production
from tests.programs import install_from_npm, need

FOLDER = Path(__file__).parent / "comunica"
JSON = "application/sparql-results+json"

Source = str | dict[str, str]
"""An address, with or without what stands there."""


class Comunica:
    """Comunica in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, query: str, *sources: Source, media_type: str = JSON) -> str:
        """What it finds, in a format; raises ValueError with what it says instead."""
        assert self._process.stdin
        assert self._process.stdout
        task = {"query": query, "sources": sources, "mediaType": media_type}
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        if "error" in told:
            raise ValueError(told["error"])
        return str(told["result"])

    def rows(self, query: str, *sources: Source) -> list[dict[str, Any]]:
        """The rows of a SELECT, each cell as the standard's JSON has it."""
        rows: list[dict[str, Any]] = json.loads(self.ask(query, *sources))["results"]["bindings"]
        return rows


@pytest.fixture(scope="module")
def comunica(pytestconfig: pytest.Config) -> Iterator[Comunica]:
    """Comunica, installed outside of the repository's own files."""
    node = need("node")
    program = install_from_npm(FOLDER, pytestconfig.cache) / "process.mjs"
    with subprocess.Popen([node, program], stdin=-1, stdout=-1, text=True, encoding="utf-8") as process:
        yield Comunica(process)
        with suppress(BrokenPipeError):
            process.communicate(timeout=60)


def endpoint(server: Production) -> Source:
    """The endpoint, named as one."""
    return {"type": "sparql", "value": server.sparql}


def names(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["name"]["value"], row["name"]["xml:lang"]) for row in rows}


def test_comunica_sends_a_whole_query_to_the_endpoint(comunica: Comunica, production: Production) -> None:
    rows = comunica.rows(AWARDS, endpoint(production))
    assert [(row["award"]["value"], int(row["year"]["value"])) for row in rows] == FOUND


def test_comunica_sees_by_itself_that_it_is_an_endpoint(comunica: Comunica, production: Production) -> None:
    assert names(comunica.rows(SELECT, production.sparql)) == NAMES


def test_comunica_reads_the_linked_data_of_a_name(comunica: Comunica, production: Production) -> None:
    assert names(comunica.rows(SELECT, f"{production.address}/id/body/tisi")) == NAMES


def test_comunica_joins_the_endpoint_with_linked_data(comunica: Comunica, production: Production) -> None:
    sources = endpoint(production), f"{production.address}/id/body/tisi"
    assert [row["award"]["value"] for row in comunica.rows(AWARDS, *sources)] == [iri for iri, _ in FOUND]


@pytest.mark.parametrize(("query", "said"), [(YES, "true"), (NO, "false")])
def test_comunica_is_told_yes_and_no(
    comunica: Comunica, production: Production, query: str, said: str
) -> None:
    assert comunica.ask(query, endpoint(production), media_type="simple").strip() == said


def test_comunica_gets_a_graph(comunica: Comunica, production: Production) -> None:
    told = comunica.ask(CONSTRUCT, endpoint(production), media_type="application/n-triples")
    quads = list(parse(told, RdfFormat.N_TRIPLES))
    assert {str(quad.subject) for quad in quads} == {f"<{TISI}>"}
    assert {(quad.object.value, quad.object.language) for quad in quads} == NAMES


def test_comunica_is_told_why_a_query_is_refused(comunica: Comunica, production: Production) -> None:
    steps = " . ".join(f"?a <urn:x:{n}> ?b" for n in range(150))
    with pytest.raises(ValueError, match="100 triple patterns"):
        comunica.ask(f"SELECT * {{ {steps} }}", endpoint(production))
