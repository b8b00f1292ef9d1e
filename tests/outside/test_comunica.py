"""Comunica, the query engine of the web in JavaScript, finds out by itself what our addresses are."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from tests.outside.questions import AWARDS, CONSTRUCT, FOUND, NAMES, NO, SELECT, TISI, YES
from tests.production import Production
from tests.programs import install_from_npm, need, run

FOLDER = Path(__file__).parent / "comunica"
PROGRAM = Path("node_modules") / "@comunica" / "query-sparql" / "bin" / "query.js"
JSON = "application/sparql-results+json"


class Comunica:
    """The command `comunica-sparql`."""

    def __init__(self, node: str, folder: Path) -> None:
        self._start = node, folder / PROGRAM

    def ask(self, query: str, *sources: str, media_type: str = JSON) -> str:
        """What it prints; raises ValueError with what it says instead."""
        done = run(*self._start, *sources, "--query", query, "--outputType", media_type)
        if done.returncode:
            raise ValueError(done.stderr.decode())
        return done.stdout.decode()

    def rows(self, query: str, *sources: str) -> list[dict[str, Any]]:
        """The rows of a SELECT, each cell as the standard's JSON has it."""
        rows: list[dict[str, Any]] = json.loads(self.ask(query, *sources))["results"]["bindings"]
        return rows


@pytest.fixture(scope="module")
def comunica(pytestconfig: pytest.Config) -> Comunica:
    """Comunica, installed outside of the repository's own files."""
    return Comunica(need("node"), install_from_npm(FOLDER, pytestconfig.cache))


def names(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["name"]["value"], row["name"]["xml:lang"]) for row in rows}


def test_comunica_sends_a_whole_query_to_the_endpoint(comunica: Comunica, production: Production) -> None:
    rows = comunica.rows(AWARDS, f"sparql@{production.sparql}")
    assert [(row["award"]["value"], int(row["year"]["value"])) for row in rows] == FOUND


def test_comunica_sees_by_itself_that_it_is_an_endpoint(comunica: Comunica, production: Production) -> None:
    assert names(comunica.rows(SELECT, production.sparql)) == NAMES


def test_comunica_reads_the_linked_data_of_a_name(comunica: Comunica, production: Production) -> None:
    assert names(comunica.rows(SELECT, f"{production.address}/id/body/tisi")) == NAMES


def test_comunica_joins_the_endpoint_with_linked_data(comunica: Comunica, production: Production) -> None:
    sources = f"sparql@{production.sparql}", f"{production.address}/id/body/tisi"
    assert [row["award"]["value"] for row in comunica.rows(AWARDS, *sources)] == [iri for iri, _ in FOUND]


@pytest.mark.parametrize(("query", "said"), [(YES, "true"), (NO, "false")])
def test_comunica_is_told_yes_and_no(
    comunica: Comunica, production: Production, query: str, said: str
) -> None:
    assert comunica.ask(query, f"sparql@{production.sparql}", media_type="simple").strip() == said


def test_comunica_gets_a_graph(comunica: Comunica, production: Production) -> None:
    told = comunica.ask(CONSTRUCT, f"sparql@{production.sparql}", media_type="application/n-triples")
    quads = list(parse(told, RdfFormat.N_TRIPLES))
    assert {str(quad.subject) for quad in quads} == {f"<{TISI}>"}
    assert {(quad.object.value, quad.object.language) for quad in quads} == NAMES


def test_comunica_is_told_why_a_query_is_refused(comunica: Comunica, production: Production) -> None:
    steps = " . ".join(f"?a <urn:x:{n}> ?b" for n in range(150))
    with pytest.raises(ValueError, match="100 triple patterns"):
        comunica.ask(f"SELECT * {{ {steps} }}", f"sparql@{production.sparql}")
