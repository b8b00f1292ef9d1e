"""The manifests of the W3C's suites, read into cases: what is asked, of which graphs, and what is right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode
from rdflib import RDF, RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from tests.outside.w3c.suites import PARTS, file_of, iri_of

_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
GOOD_QUERY = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
BAD_QUERY = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
UPDATE = ("UpdateEvaluationTest",)
GOOD_UPDATE = ("PositiveUpdateSyntaxTest11",)
BAD_UPDATE = ("NegativeUpdateSyntaxTest11",)
DESCRIBED = ("ProtocolTest", "ServiceDescriptionTest")
"""Those have a name in a manifest and their matter in prose."""


State = Mapping[NamedNode | DefaultGraph, Path]
"""What a graph store holds: a file for each graph."""


@dataclass(frozen=True)
class Case:
    """One test; of a syntax test there is a name, a kind and a text."""

    name: str
    kind: str
    file: Path
    """Where the query or the update stands."""
    base: str
    """The IRI of that file."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    result: Path | None = None
    lax: bool = False
    """Any number of equal rows is right, up to the number that is given."""
    before: State = field(default_factory=dict)
    after: State = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The query or the update."""
        return self.file.read_text(encoding="utf-8")


def read_cases(suites: Path) -> list[Case]:
    """All tests of the suites; of those that are described in prose the names alone.

    Those of entailment are left out: the endpoint claims no regime.
    """
    manifests = sorted(manifest for part in PARTS for manifest in suites.glob(f"{part}/*/manifest.ttl"))
    asked = [manifest for manifest in manifests if manifest.parent.name != "entailment"]
    return [case for manifest in asked for case in _Manifest(suites, manifest)]


class _Manifest:
    """The tests of one manifest, in their order."""

    def __init__(self, suites: Path, path: Path) -> None:
        self._suites, self._path = suites, path
        self._graph = Graph().parse(path, publicID=iri_of(suites, path), format="turtle")

    def __iter__(self) -> Iterator[Case]:
        for entries in self._graph.objects(None, _MF.entries):
            for test in Collection(self._graph, entries):
                yield self._read(test)

    def _read(self, test: Node) -> Case:
        folder = self._path.parent.relative_to(self._suites).as_posix()
        name = f"{folder} {str(test).rpartition('#')[2]}"
        kind = str(self._value(test, RDF.type)).rpartition("#")[2]
        action = self._value(test, _MF.action)
        if action is None:
            return Case(name, kind, self._path, iri_of(self._suites, self._path))
        if kind in UPDATE:
            return self._read_update(name, kind, test, action)
        return self._read_query(name, kind, test, action)

    def _read_query(self, name: str, kind: str, test: Node, action: Node) -> Case:
        query = self._value(action, _QT.query) or action
        result = self._value(test, _MF.result)
        return Case(
            name,
            kind,
            self._file(query),
            str(query),
            self._values(action, _QT.data),
            self._values(action, _QT.graphData),
            self._file(result) if result else None,
            self._value(test, _MF.resultCardinality) == _MF.LaxCardinality,
        )

    def _read_update(self, name: str, kind: str, test: Node, action: Node) -> Case:
        request, result = self._value(action, _UT.request), self._value(test, _MF.result)
        assert request is not None
        assert result is not None
        before, after = self._state(action), self._state(result)
        return Case(name, kind, self._file(request), str(request), before=before, after=after)

    def _state(self, node: Node) -> State:
        default = self._value(node, _UT.data)
        named: State = {
            NamedNode(str(self._value(given, RDFS.label))): self._file(graph)
            for given in self._graph.objects(node, _UT.graphData)
            for graph in self._graph.objects(given, _UT.graph)
        }
        return {DefaultGraph(): self._file(default), **named} if default else named

    def _value(self, subject: Node, predicate: Node) -> Node | None:
        return self._graph.value(subject, predicate)

    def _values(self, subject: Node, predicate: Node) -> tuple[str, ...]:
        return tuple(sorted(str(value) for value in self._graph.objects(subject, predicate)))

    def _file(self, iri: Node) -> Path:
        return file_of(self._suites, str(iri))
