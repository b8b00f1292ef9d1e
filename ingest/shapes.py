"""Holds a dataset against the shapes before it may become a version."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyshacl_turbo
from pyoxigraph import DefaultGraph, Quad, RdfFormat, serialize
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Literal, Node

import ontology

SHAPES = Path(ontology.__file__).parent / "shapes.ttl"
SHOWN = 20


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result of the validation."""

    severity: str
    """`Violation`, `Warning` or `Info`."""
    focus: str
    path: str
    message: str
    message_th: str = ""

    def __str__(self) -> str:
        where = f" (at {self.path})" if self.path else ""
        return f"{self.focus} {self.message}{where}"


class ShapesError(ValueError):
    """The dataset does not keep the shapes; the message names the first faults."""


def check_shapes(quads: Iterable[Quad], shapes: Path = SHAPES) -> list[Finding]:
    """Every warning and note of the default graph; raises ShapesError for a violation."""
    findings = validate(quads, shapes)
    violations = [finding for finding in findings if finding.severity == "Violation"]
    if violations:
        more = f"; and {len(violations) - SHOWN} more" if len(violations) > SHOWN else ""
        told = "; ".join(map(str, violations[:SHOWN]))
        raise ShapesError(f"the facts do not keep the shapes: {told}{more}")
    return findings


def validate(quads: Iterable[Quad], shapes: Path = SHAPES) -> list[Finding]:
    """All results of SHACL validation of the default graph, in order."""
    settled = (quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph))
    data = Graph().parse(data=serialize(settled, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    _, report, told = pyshacl_turbo.validate(data, shacl_graph=_read(shapes))
    if not isinstance(report, Graph):
        raise ShapesError(f"{shapes}: cannot be used ({told})")
    return sorted(_findings(report, _read(shapes)))


@cache
def _read(shapes: Path) -> Graph:
    return Graph().parse(shapes)


def count_findings(findings: Iterable[Finding]) -> dict[tuple[str, str], int]:
    """(severity, message) -> how often."""
    return dict(Counter((finding.severity, finding.message) for finding in findings))


def _findings(report: Graph, shapes: Graph) -> Iterator[Finding]:
    """The results of the report itself: those of nested shapes are details of one of them."""
    top = report.value(None, RDF.type, SH.ValidationReport)
    for result in report.objects(top, SH.result):
        messages = _messages(report, shapes, result)
        yield Finding(
            severity=str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
            focus=str(report.value(result, SH.focusNode)),
            path=_shown(report.value(result, SH.resultPath)),
            message=messages.get("en", ""),
            message_th=messages.get("th", ""),
        )


def _messages(report: Graph, shapes: Graph, result: Node) -> dict[str | None, str]:
    """The messages by language; those of a SPARQL constraint are told without, so its own are taken."""
    constraint = report.value(result, SH.sourceConstraint)
    own = list(shapes.objects(constraint, SH.message)) if constraint is not None else []
    told = own or list(report.objects(result, SH.resultMessage))
    return {m.language or "en": str(m) for m in told if isinstance(m, Literal)}


def _shown(path: Node | None) -> str:
    return str(path) if isinstance(path, URIRef) else ""
