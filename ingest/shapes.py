"""Holds a dataset against the shapes before it may become a version."""

from collections.abc import Iterable
from pathlib import Path

import pyshacl
from pyoxigraph import DefaultGraph, Quad, RdfFormat, serialize
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

import ontology

SHAPES = Path(ontology.__file__).parent / "shapes.ttl"


class ShapesError(ValueError):
    """The dataset does not keep the shapes; the message names the first faults."""


def check_shapes(quads: Iterable[Quad], shapes: Path = SHAPES) -> None:
    """Validate the default graph with SHACL; raises ShapesError for a violation, whatever else is right."""
    settled = (quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph))
    data = Graph().parse(data=serialize(settled, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=Graph().parse(shapes), inference="none")
    if not conforms:
        raise ShapesError("the facts do not keep the shapes: " + "; ".join(_faults(report)[:10]))


def _faults(report: Graph) -> list[str]:
    results = report.subjects(RDF.type, SH.ValidationResult)
    return sorted(
        f"{report.value(result, SH.focusNode)} {_english(report, result)}"
        f" (at {report.value(result, SH.resultPath)})"
        for result in results
    )


def _english(report: Graph, result: Node) -> str:
    messages = list(report.objects(result, SH.resultMessage))
    return str(next((m for m in messages if getattr(m, "language", None) == "en"), *messages[:1]))
