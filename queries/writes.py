"""What a write asks for, and what it would change: worked out by a worker on a copy that it throws away."""

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from queries.changes import Change
from queries.using import set_using
from queries.writable import Graph, WritableEngine

Method = Literal["update", "put", "post", "delete"]


@dataclass(frozen=True, slots=True)
class Payload:
    """A piece of RDF as it was sent."""

    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Write:
    """A SPARQL update with the request's graphs, or what becomes of one graph (None: the default graph)."""

    method: Method
    text: str = ""
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    graph: str | None = None
    payloads: tuple[Payload, ...] = ()

    def fields(self) -> dict[str, Any]:
        """As JSON has it."""
        payloads = [[payload.media_type, b64encode(payload.body).decode()] for payload in self.payloads]
        return {**asdict(self), "payloads": payloads}

    @classmethod
    def read(cls, fields: dict[str, Any]) -> "Write":
        """The write that `fields` gave."""
        payloads = tuple(Payload(kind, b64decode(body)) for kind, body in fields["payloads"])
        return cls(**{**fields, "payloads": payloads})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write would change, in which graphs (None: the default graph), and whether its own was there."""

    change: Change
    graphs: tuple[str | None, ...]
    existed: bool

    def fields(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"change": self.change.fields(), "graphs": self.graphs, "existed": self.existed}

    @classmethod
    def read(cls, fields: dict[str, Any]) -> "Outcome":
        """The outcome that `fields` gave."""
        return cls(Change.read(fields["change"]), tuple(fields["graphs"]), fields["existed"])


def work_out(engine: WritableEngine, write: Write) -> Outcome:
    """Do it on this engine; raises QueryError."""
    before = engine.state()
    graph = DefaultGraph() if write.graph is None else NamedNode(write.graph)
    existed = engine.has_graph(graph)
    if write.method == "update":
        _update(engine, write)
    else:
        _replace(engine, write, graph)
    change = before.to(engine.state())
    return Outcome(change, tuple(sorted(_graphs(change), key=str)), existed)


def _graphs(change: Change) -> set[str | None]:
    lines = "\n".join((*change.added, *change.removed))
    names = {quad.graph_name for quad in parse(lines, RdfFormat.N_QUADS)}
    found = {name.value if isinstance(name, NamedNode) else None for name in names}
    return {*found, *change.created, *change.dropped}


def _replace(engine: WritableEngine, write: Write, graph: Graph) -> None:
    if write.method in ("put", "delete"):
        engine.clear(graph)
    for payload in write.payloads:
        engine.load(graph, payload.body, payload.media_type)


def _update(engine: WritableEngine, write: Write) -> None:
    named = write.using or write.using_named
    engine.update(set_using(write.text, write.using, write.using_named) if named else write.text)
