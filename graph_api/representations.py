"""What the graph says of a thing, as bytes in each format of linked data."""

from collections.abc import Callable, Mapping, Sequence

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from graph_api.json_ld import write_json_ld
from graph_api.negotiation import Format, formats
from ontology.namespaces import PREFIXES
from queries.catalogue import find
from queries.engine import Term
from queries.workers import Snapshot

OFFERED: tuple[Format, ...] = formats("graph", "dataset")
_DATASETS = formats("dataset")
"""All formats of linked data, the preferred one first."""


async def describe(snapshot: Snapshot, thing: NamedNode, format_: Format) -> bytes:
    """The concise description of a thing with its evidence; N-Quads also have each document's claims."""
    triples = await snapshot.triples(find("thing-data").bind(thing=thing))
    if format_ not in _DATASETS:
        return write_triples(triples, format_)
    claims = await snapshot.rows(find("thing-claims-data").bind(thing=thing))
    told = [_read_claim(thing, row) for row in claims]
    return write_quads([*(Quad(t.subject, t.predicate, t.object) for t in triples), *told], format_)


def _read_claim(thing: NamedNode, row: Mapping[str, Term]) -> Quad:
    graph, property_ = row["graph"], row["property"]
    if not (isinstance(graph, NamedNode) and isinstance(property_, NamedNode)):
        raise TypeError("a graph or a property that is no IRI")  # cannot be in RDF
    return Quad(thing, property_, row["value"], graph)


async def describe_graph(snapshot: Snapshot, graph: NamedNode, format_: Format) -> bytes:
    """All triples of a named graph."""
    triples = await snapshot.triples(find("graph-data").bind(graph=graph))
    if format_ in _DATASETS:
        return write_quads([Quad(t.subject, t.predicate, t.object, graph) for t in triples], format_)
    return write_triples(triples, format_)


async def describe_ontology(snapshot: Snapshot, format_: Format) -> bytes:
    """Every statement about the terms of the ontology."""
    return write_triples(await snapshot.triples(find("ontology-data").bind()), format_)


def write_triples(triples: Sequence[Triple], format_: Format) -> bytes:
    """Triples in a format, the same bytes each time."""
    return _WRITERS.get(format_.suffix, _write_lines)(sorted(triples, key=str), format_)


def write_quads(quads: Sequence[Quad], format_: Format) -> bytes:
    """Quads as N-Quads or TriG, the same bytes each time."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
    if format_.suffix == "trig":
        return _with_sorted_head(ordered, RdfFormat.TRIG)
    lines = (serialize(ordered, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


def _write_lines(triples: Sequence[Triple], _: Format) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _write_turtle(triples: Sequence[Triple], _: Format) -> bytes:
    return _with_sorted_head(triples, RdfFormat.TURTLE)


def _with_sorted_head(statements: Sequence[Triple] | Sequence[Quad], format_: RdfFormat) -> bytes:
    """The engine shuffles its prefixes, so they are put in order."""
    written = serialize(statements, format=format_, prefixes=_prefixes_of(statements)) or b""
    lines = written.splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith(b"@prefix "))
    return b"".join(head + [line for line in lines if not line.startswith(b"@prefix ")])


def _prefixes_of(triples: Sequence[Triple] | Sequence[Quad]) -> dict[str, str]:
    text = "\n".join(map(str, triples))
    return {prefix: start for prefix, start in PREFIXES.items() if f"<{start}" in text}


def _write_rdf_xml(triples: Sequence[Triple], _: Format) -> bytes:
    return serialize(triples, format=RdfFormat.RDF_XML, prefixes=_prefixes_of(triples)) or b""


def _write_json_ld(triples: Sequence[Triple], _: Format) -> bytes:
    return write_json_ld(triples)


_WRITERS: dict[str, Callable[[Sequence[Triple], Format], bytes]] = {
    "ttl": _write_turtle,
    "rdf": _write_rdf_xml,
    "jsonld": _write_json_ld,
}
