"""Answers and what is right, as texts that are equal where both mean the same, blank nodes and all."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_ROW = "urn:x-row:"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = NamedNode(_XSD + "integer")
_WRITINGS: Mapping[str, Callable[[str], str]] = {
    _XSD + "integer": lambda text: str(int(text)),
    _XSD + "decimal": lambda text: f"{Decimal(text).normalize():f}",
    _XSD + "float": lambda text: repr(float(text)),
    _XSD + "double": lambda text: repr(float(text)),
    _XSD + "date": lambda text: text.replace("+00:00", "Z"),
}
"""One writing of each value: the tests are about values, and 1.0 and 1.00 are the same one."""


@dataclass(frozen=True)
class Table:
    """The rows of a SELECT; `ordered` where their order counts."""

    variables: frozenset[str]
    rows: list[Row]
    ordered: bool = False


Result = Table | bool | Dataset


def read_table(content: bytes, format_: QueryResultsFormat) -> Table | bool:
    """A result in a W3C format; raises SyntaxError where it is none."""
    found = parse_query_results(content, format_)
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    rows = [{name: row[name] for name in names if row[name] is not None} for row in found]
    return Table(frozenset(names), rows)


def read_csv(text: str) -> Table:
    """A CSV result: all values are plain texts, `_:a` is a blank node, and an empty cell is unbound."""
    header, *lines = csv.reader(io.StringIO(text))
    rows = [
        {name: _cell(cell) for name, cell in zip(header, line, strict=True) if cell != ""} for line in lines
    ]
    return Table(frozenset(header), rows)


def read_answer(content: bytes, media_type: str) -> Result:
    """An answer of the server in one of the formats of results or graphs."""
    if media_type == QueryResultsFormat.CSV.media_type:
        return read_csv(content.decode())
    format_ = QueryResultsFormat.from_media_type(media_type)
    if format_:
        return read_table(content, format_)
    graph = RdfFormat.from_media_type(media_type)
    assert graph
    return read_graph(content, graph)


def _cell(text: str) -> Term:
    return BlankNode(text[2:]) if text.startswith("_:") else Literal(text)


def read_graph(content: bytes, format_: RdfFormat, base: str | None = None) -> Dataset:
    """The triples or quads of a document."""
    return Dataset(parse(content, format_, base_iri=base))


def read_result(path: Path, base: str) -> Result:
    """What is right, from a file of the suites."""
    content, suffix = path.read_bytes(), path.suffix.removeprefix(".")
    if suffix == "csv":
        return read_csv(content.decode())
    format_ = QueryResultsFormat.from_extension(suffix)
    if format_:
        return read_table(content, format_)
    graph = read_graph(content, RdfFormat.from_extension(suffix) or RdfFormat.TURTLE, base)
    result = _Described(graph)
    return graph if result.node is None else result.read()


class _Described:
    """A result that is told in RDF, by the vocabulary of the test suites."""

    def __init__(self, graph: Dataset) -> None:
        self._graph = graph
        sets = [quad.subject for quad in graph.quads_for_object(NamedNode(_RS + "ResultSet"))]
        self.node = sets[0] if sets else None

    def read(self) -> Table | bool:
        """The table or the truth value."""
        truth = [value for value in self._values(self.node, "boolean") if isinstance(value, Literal)]
        if truth:
            return truth[0].value == "true"
        solutions = self._values(self.node, "solution")
        places = {solution: self._values(solution, "index") for solution in solutions}
        ordered = any(places.values())
        if ordered:
            solutions.sort(key=lambda solution: int(_text(places[solution][0])))
        names = frozenset(_text(name) for name in self._values(self.node, "resultVariable"))
        return Table(names, [self._row(solution) for solution in solutions], ordered)

    def _row(self, solution: Term) -> Row:
        bindings = self._values(solution, "binding")
        return {
            _text(self._value(binding, "variable")): self._value(binding, "value") for binding in bindings
        }

    def _values(self, subject: object, name: str) -> list[Term]:
        quads = self._graph.quads_for_subject(subject)  # type: ignore[arg-type]  # a node, not a literal
        return [quad.object for quad in quads if quad.predicate.value == _RS + name]

    def _value(self, subject: object, name: str) -> Term:
        (value,) = self._values(subject, name)
        return value


def _text(term: Term) -> str:
    assert isinstance(term, Literal)
    return term.value


def settle(result: Result, *, ordered: bool = False, counted: bool = True) -> str:
    """A text that is the same for results that mean the same.

    `ordered`: the order of rows counts; `counted`: so does how often a row comes.
    """
    if isinstance(result, bool):
        return str(result)
    if isinstance(result, Dataset):
        return _settle_quads(result)
    rows = _state_rows(result.rows, ordered, counted)
    return " ".join(sorted(result.variables)) + "\n" + _settle_quads(rows)


def _state_rows(rows: Iterable[Row], ordered: bool, counted: bool) -> Iterator[Quad]:
    """Each different row as a node with its values, and with how often it comes."""
    written = [frozenset((name, _write(value)) for name, value in row.items()) for row in rows]
    placed = Counter((place if ordered else 0, row) for place, row in enumerate(written))
    for (place, row), times in placed.items():
        node = BlankNode()
        for name, number in (("place", place), ("times", times if counted else 1)):
            yield Quad(node, NamedNode(_ROW + name), Literal(str(number), datatype=_INTEGER))
        for name, value in row:
            yield Quad(node, NamedNode(f"{_ROW}?{name}"), value)


def _write(term: Term) -> Term:
    """The term in the one writing of its value; a literal that is ill-typed stays as it is."""
    if not isinstance(term, Literal) or term.datatype.value not in _WRITINGS:
        return term
    try:
        return Literal(_WRITINGS[term.datatype.value](term.value), datatype=term.datatype)
    except (ValueError, ArithmeticError):
        return term


def _settle_quads(quads: Iterable[Quad]) -> str:
    written = (Quad(quad.subject, quad.predicate, _write(quad.object), quad.graph_name) for quad in quads)
    dataset = Dataset(written)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(str(quad) for quad in dataset))
