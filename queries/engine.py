"""The one door to Oxigraph: questions in, terms or serialised answers out; no other file opens a Store."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from traceback import clear_frames
from typing import Protocol, Self, TypeVar

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from ontology.namespaces import BASE
from queries.answers import FormatError, Found, Write, write_answer
from queries.changes import NO_CHANGE, Change
from queries.counting import WHOLE, Amount, TooManyRowsError
from queries.dataset import DatasetClause, find_undeclared_prefix, read_dataset_clause
from queries.errors import AnswerTooLargeError, EvaluationError, QueryError, QueryFormError, QuerySyntaxError
from queries.tokens import line_and_column

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, Term]

_UNKNOWN_FUNCTION = re.compile(r"function (<[^<>\s]*>) is not supported")
_ENGINE_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a SELECT: the variables in their order, and rows that leave out what is unbound."""

    variables: tuple[str, ...]
    rows: list[dict[str, Term]]


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer of an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer of a CONSTRUCT or DESCRIBE."""

    triples: list[Triple]


Answer = Rows | Truth | Triples
_Kind = TypeVar("_Kind", Rows, Truth, Triples)


class Engine(Protocol):
    """What answers questions. All methods raise QuerySyntaxError, QueryFormError or EvaluationError."""

    def rows(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; unbound variables are left out."""

    def ask(self, text: str) -> bool:
        """The answer of an ASK."""

    def triples(self, text: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""

    def serialise(
        self,
        text: str,
        media_type: str,
        write: Write,
        graphs: DatasetClause | None = None,
        amount: Amount = WHOLE,
    ) -> None:
        """Write the answer of any query in `media_type`, piece by piece."""


class EmbeddedEngine:
    """Oxigraph in this process, read-only. It has no deadline: strangers' queries go to `queries.workers`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def in_memory(cls, dump: Path) -> Self:
        """Load an N-Quads dump into memory (about 2 s a million quads); blank nodes keep their labels."""
        store = Store()
        if _has_blank_nodes(dump):
            store.bulk_extend(read_dump(dump))
        else:  # faster, but it names blank nodes anew
            store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)
        return cls(store)

    @classmethod
    def on_disk(cls, folder: Path) -> Self:
        """Open a store that nobody writes to any more; raises OSError where there is none."""
        return cls(Store.read_only(str(folder)))

    @classmethod
    def of_quads(cls, quads: Iterable[Quad]) -> Self:
        """An engine over these quads, in memory."""
        store = Store()
        store.bulk_extend(quads)
        return cls(store)

    def __len__(self) -> int:
        """The number of quads."""
        return len(self._store)

    def answer(self, text: str) -> Answer:
        """The answer of any query."""
        with plain_errors(text):
            found = self._evaluate(text, None)
            if isinstance(found, QuerySolutions):
                variables = tuple(variable.value for variable in found.variables)
                return Rows(variables, [read_row(found.variables, solution) for solution in found])
            return Triples(list(found)) if isinstance(found, QueryTriples) else Truth(bool(found))

    def rows(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; unbound variables are left out."""
        return _expect(Rows, self.answer(text)).rows

    def ask(self, text: str) -> bool:
        """The answer of an ASK."""
        return _expect(Truth, self.answer(text)).value

    def triples(self, text: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return _expect(Triples, self.answer(text)).triples

    def serialise(
        self,
        text: str,
        media_type: str,
        write: Write,
        graphs: DatasetClause | None = None,
        amount: Amount = WHOLE,
    ) -> None:
        """Write the answer in `media_type`; graphs given here stand in for the query's own FROM clauses.

        Raises AnswerTooLargeError where it has more than `amount` allows.
        """
        with plain_errors(text):
            write_answer(self._evaluate(text, graphs), media_type, write, amount)

    def _evaluate(self, text: str, graphs: DatasetClause | None) -> Found:
        if graphs is None:
            graphs = _clause_of(text)
            if len(graphs.default) < 2:
                return self._store.query(text, base_iri=BASE)
        return self._evaluate_over(text, graphs)

    def _evaluate_over(self, text: str, graphs: DatasetClause) -> Found:
        """Oxigraph counts a triple once for each default graph that has it: several are merged first."""
        if len(graphs.default) < 2:
            return self._store.query(
                text, base_iri=BASE, default_graph=list(graphs.default), named_graphs=list(graphs.named)
            )
        merged = Store()
        merged.extend(Quad(q.subject, q.predicate, q.object) for q in self._quads_of(graphs.default))
        merged.extend(self._quads_of(graphs.named))
        return merged.query(
            text, base_iri=BASE, default_graph=[DefaultGraph()], named_graphs=list(graphs.named)
        )

    def _quads_of(self, graphs: Iterable[NamedNode]) -> Iterator[Quad]:
        for graph in graphs:
            yield from self._store.quads_for_pattern(None, None, None, graph)


def _has_blank_nodes(dump: Path) -> bool:
    with dump.open("rb") as file:
        return any(line.startswith(b"_:") or b" _:" in line for line in file)


def read_row(variables: Iterable[Variable], solution: QuerySolution) -> dict[str, Term]:
    """A solution as a row: unbound variables are left out."""
    named = zip(variables, solution, strict=True)
    return {variable.value: value for variable, value in named if value is not None}


def _expect(kind: type[_Kind], answer: Answer) -> _Kind:
    if not isinstance(answer, kind):
        raise QueryFormError(f"the query gives {_name(type(answer))}, not {_name(kind)}")
    return answer


def _name(kind: type[Answer]) -> str:
    return kind.__name__.lower()


def _clause_of(text: str) -> DatasetClause:
    try:
        return read_dataset_clause(text)
    except ValueError:  # the engine, which parses next, says where
        return DatasetClause()


@contextmanager
def plain_errors(text: str) -> Iterator[None]:
    """Errors of the engine as ours, without its words: they carry grammar, paths and replies of strangers."""
    try:
        yield
    except QueryError as error:
        clear_frames(error.__traceback__)  # what was found must end in the thread that asked
        raise
    except SyntaxError as error:
        raise _syntax_error(text, str(error)) from error
    except FormatError as error:
        raise QueryFormError(str(error)) from error
    except TooManyRowsError as error:
        clear_frames(error.__traceback__)
        raise AnswerTooLargeError(
            "the answer has too many rows; ask for less, with LIMIT and OFFSET"
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise EvaluationError(_evaluation_error(str(error))) from error


def _evaluation_error(engine_words: str) -> str:
    """Of what the engine says only the name of a function is told, which was in the query."""
    unknown = _UNKNOWN_FUNCTION.search(engine_words)
    return f"the function {unknown[1]} is not known here" if unknown else "the query could not be evaluated"


def _syntax_error(text: str, engine_words: str) -> QuerySyntaxError:
    undeclared = _undeclared(text)
    if undeclared:
        line, column = line_and_column(text, undeclared[1])
        return QuerySyntaxError(f"the prefix {undeclared[0]!r} is not declared", line, column)
    place = _ENGINE_PLACE.search(engine_words)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    return QuerySyntaxError(f"this is not SPARQL{_near(text, line, column)}", line, column)


def _undeclared(text: str) -> tuple[str, int] | None:
    try:
        token = find_undeclared_prefix(text)
    except ValueError:
        return None
    return (token.text.partition(":")[0] + ":", token.start) if token else None


def _near(text: str, line: int, column: int) -> str:
    """The words around a place: the engine tells how far it came, which may be just behind the fault."""
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return ""
    around = lines[line - 1][max(0, column - 16) : column + 14].strip()
    return f" near {around!r}" if around else ""


class Quads:
    """Quads that a program gathers, each once: here they take less room than as so many Python objects."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._store, self._new = Store(), list[Quad]()
        self._store.bulk_extend(quads)

    def add(self, quads: Iterable[Quad]) -> None:
        """Hold more of them."""
        self._new += quads
        if len(self._new) >= _AT_ONCE:
            self._held()

    def _held(self) -> Store:
        if self._new:
            self._store.extend(self._new)
            self._new = []
        return self._store

    def __len__(self) -> int:
        return len(self._held())

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._held())

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._held()

    def engine(self) -> EmbeddedEngine:
        """What answers questions about them."""
        return EmbeddedEngine(self._held())

    def write(self) -> bytes:
        """All of them as N-Quads, in no order."""
        return self._held().dump(format=RdfFormat.N_QUADS) or b""

    def write_settled(self, prefixes: Mapping[str, str]) -> bytes:
        """The default graph as Turtle: a third as long as N-Triples."""
        held = self._held()
        return held.dump(format=RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=dict(prefixes)) or b""


_AT_ONCE = 10_000


def write_store(folder: Path, quads: Iterable[Quad]) -> int:
    """Make a store in the new folder `folder`, safe on disk when this returns; gives its number of quads."""
    store, rest = Store(str(folder)), iter(quads)
    while some := list(islice(rest, _IN_MEMORY)):
        store.bulk_extend(some)
    store.optimize()
    store.flush()
    return len(store)


_IN_MEMORY = 100_000
"""Quads that are sorted at once before they are written: twice as many take 140 MB more, and no less time."""


def write_dump(quads: Iterable[Quad], path: Path, written: Change = NO_CHANGE) -> int:
    """Write the quads as N-Quads: each once, sorted, blank nodes named canonically; gives their number.

    What was `written` over them keeps the names of its blank nodes: later changes go by them.
    """
    lines = _lines(quads)
    if written:
        gone, come = ({line.encode() for line in some} for some in (written.removed, written.added))
        lines = sorted({*lines} - gone | come)
    with path.open("wb") as file:
        file.writelines(line + b"\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def _lines(quads: Iterable[Quad]) -> list[bytes]:
    held = quads if isinstance(quads, Quads) else Quads(quads)
    lines = held.write().splitlines()
    if any(b"_:" in line for line in lines):
        dataset = Dataset(held)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        lines = (pyoxigraph.serialize(dataset, format=RdfFormat.N_QUADS) or b"").splitlines()
    lines.sort()
    return lines


def read_dump(path: Path) -> Iterator[Quad]:
    """The quads of a dump, one by one."""
    yield from pyoxigraph.parse(path=str(path), format=RdfFormat.N_QUADS)


# Which places of a pattern are bound decides which table of the store answers: together these read all.
_INDEXES: Mapping[str, tuple[int, ...]] = {
    "subject": (0,),
    "predicate": (1,),
    "object": (2,),
    "subject and graph": (0, 3),
    "predicate and graph": (1, 3),
    "object and graph": (2, 3),
}


def find_damaged_indexes(folder: Path, dump: Path) -> list[str]:
    """The indexes of a store that do not give exactly the dump's quads (about 4 s a hundred thousand quads).

    Counting or copying a store reads one index only, and misses what is wrong in the others.
    """
    store = Store.read_only(str(folder))
    quads = list(read_dump(dump))
    named = [quad for quad in quads if not isinstance(quad.graph_name, DefaultGraph)]
    return [
        name
        for name, places in _INDEXES.items()
        # the default graph has indexes of its own, which the patterns without a graph have read
        if not _gives_back(store, named if 3 in places else quads, places)
    ]


def _gives_back(store: Store, quads: list[Quad], places: tuple[int, ...]) -> bool:
    """Whether all quads, looked up by their terms at `places`, are found, and no other."""
    number = hashes = 0
    try:
        for key in {tuple(quad[place] for place in places) for quad in quads}:
            terms = dict(zip(places, key, strict=True))
            for quad in store.quads_for_pattern(*(terms.get(place) for place in range(4))):
                # Oxigraph 0.5.13 goes on to the end of a disk index behind integers that end in the byte 255
                if all(quad[place] == term for place, term in terms.items()):
                    number, hashes = number + 1, hashes + hash(quad)
    except (OSError, RuntimeError):
        return False
    return (number, hashes) == (len(quads), sum(map(hash, quads)))
