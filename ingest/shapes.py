"""Holds a dataset against the shapes before it may become a version."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph
import pyshacl_turbo
from pyshacl_turbo.rdf import Input, load_from_source
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Literal, Node

import ontology
from ontology.namespaces import PREFIXES
from queries.engine import Quads

SHAPES = Path(ontology.__file__).parent / "shapes.ttl"
SHOWN = 20
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result of the validation."""

    severity: str
    """`Violation`, `Warning` or `Info`."""
    focus: str
    path: str
    message: str
    message_th: str = ""
    value: str = ""
    """The value that is wrong, where one is."""
    constraint: str = ""
    """The part of the shape that is not kept, as `MinCount` or `SPARQL`."""

    def __str__(self) -> str:
        where = ": ".join(filter(None, (self.path, self.value)))
        return f"{self.focus} {self.message}" + (f" (at {where})" if where else "")


class ShapesError(ValueError):
    """The dataset does not keep the shapes, or they cannot be used; the message names the first faults."""


def check_shapes(quads: Iterable[pyoxigraph.Quad], shapes: Path = SHAPES) -> list[Finding]:
    """Every warning and note of the default graph; raises ShapesError for a violation."""
    findings = validate(quads, shapes)
    violations = [finding for finding in findings if finding.severity == "Violation"]
    if violations:
        more = f"; and {len(violations) - SHOWN} more" if len(violations) > SHOWN else ""
        told = "; ".join(map(str, violations[:SHOWN]))
        raise ShapesError(f"the facts do not keep the shapes: {told}{more}")
    return findings


def validate(quads: Iterable[pyoxigraph.Quad], shapes: Path = SHAPES) -> list[Finding]:
    """All results of SHACL validation of the default graph, in order; raises ShapesError for bad shapes."""
    compiled = _compile(shapes)
    try:
        _, report, _ = compiled.validate(_settled(quads))
    except RuntimeError as error:
        raise ShapesError(f"{shapes}: cannot be used ({error})") from error
    return sorted(_findings(report, compiled.graph))


def count_findings(findings: Iterable[Finding]) -> dict[tuple[str, str], int]:
    """(severity, message) -> how often."""
    return dict(Counter((finding.severity, finding.message) for finding in findings))


@cache
def _compile(shapes: Path) -> pyshacl_turbo.CompiledShapes:
    """The shapes of a file, ready to be used as often as wanted."""
    try:
        graph = load_from_source(shapes, rdf_format="turtle")
        compiled: pyshacl_turbo.CompiledShapes = pyshacl_turbo.compile_shapes(graph)
    except (OSError, SyntaxError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ShapesError(f"{shapes}: cannot be used ({error})") from error
    _refuse_toothless(graph, shapes)
    return compiled


def _refuse_toothless(graph: Graph, shapes: Path) -> None:
    """The engine lets pass whatever a shape without a target, or one that is not there, would have caught."""
    if not any((None, target, None) in graph for target in TARGETS):
        raise ShapesError(f"{shapes}: has no shape with a target")
    if lost := [str(node) for node in graph.objects(None, SH.node) if (node, None, None) not in graph]:
        raise ShapesError(f"{shapes}: names a shape that it does not have: {', '.join(sorted(lost))}")


def _settled(quads: Iterable[pyoxigraph.Quad]) -> Input:
    """The default graph as the engine itself holds it: by way of rdflib it takes twice as long."""
    held = quads if isinstance(quads, Quads) else Quads(quads)
    return Input(held.write_settled(PREFIXES).decode(), "turtle", None, {}, preserve_ids=True)


def _findings(report: Graph, shapes: Graph) -> Iterator[Finding]:
    """The results of the report itself: those of nested shapes are details of one of them."""
    top = report.value(None, RDF.type, SH.ValidationReport)
    for result in report.objects(top, SH.result):
        messages = _messages(report, shapes, result)
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        yield Finding(
            severity=_local_name(report.value(result, SH.resultSeverity)),
            focus=str(report.value(result, SH.focusNode)),
            path=str(path) if isinstance(path, URIRef) else "",
            message=messages.get("en", ""),
            message_th=messages.get("th", ""),
            value="" if value is None else str(value),
            constraint=_local_name(report.value(result, SH.sourceConstraintComponent)),
        )


def _messages(report: Graph, shapes: Graph, result: Node) -> dict[str | None, str]:
    """The messages by language; those of a SPARQL constraint are told without, so its own are taken."""
    constraint = report.value(result, SH.sourceConstraint)
    own = list(shapes.objects(constraint, SH.message)) if constraint is not None else []
    told = own or list(report.objects(result, SH.resultMessage))
    return {m.language or "en": str(m) for m in told if isinstance(m, Literal)}


def _local_name(term: Node | None) -> str:
    return str(term).rpartition("#")[2].removesuffix("ConstraintComponent")
