"""An answer of the engine as bytes: the W3C formats of results, and of graphs with our prefixes."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any, cast

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Triple

from ontology.namespaces import PREFIXES, RDF
from queries.counting import WHOLE, Amount, RowCap, capped

Write = Callable[[bytes], Any]
Found = QuerySolutions | QueryBoolean | QueryTriples


class FormatError(ValueError):
    """This kind of answer does not have this format."""


class _Output(io.RawIOBase):
    """A `write` function as the file that Oxigraph wants."""

    def __init__(self, write: Write) -> None:
        super().__init__()
        self._write = write

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._write(piece)
        return len(piece)


class _SortedHead:
    """Puts the first lines in order: Oxigraph shuffles prefixes, and an ETag promises the same bytes."""

    def __init__(self, output: IO[bytes], lines: int) -> None:
        self._output, self._lines = output, lines
        self._head: bytes | None = b""

    def write(self, piece: bytes) -> None:
        if self._head is None:
            self._output.write(piece)
            return
        self._head += bytes(piece)
        if self._head.count(b"\n") >= self._lines:
            self.close()

    def close(self) -> None:
        """Let out what is still held; safe to call again."""
        lines = (self._head or b"").splitlines(keepends=True)
        self._head = None
        if lines:
            self._output.write(b"".join(sorted(lines[: self._lines]) + lines[self._lines :]))


def write_answer(found: Found, media_type: str, write: Write, amount: Amount = WHOLE) -> None:
    """Write rows, a truth value or triples in `media_type`; raises FormatError before the first byte.

    Raises TooManyRowsError where there are more than `amount` allows.
    """
    if isinstance(found, QueryTriples):
        some: Iterable[Triple] = found if amount.most is None else capped(found, amount.most)
        _write_triples(some if amount.cut is None else islice(some, amount.cut), media_type, write)
        return
    format_ = QueryResultsFormat.from_media_type(media_type)
    if format_ is None:
        raise FormatError(f"rows and truth values are not written as {media_type}")
    if amount.most is not None and isinstance(found, QuerySolutions):
        cap = RowCap(write, format_, amount.most)
        found.serialize(cast(IO[bytes], cap), format_)
        cap.close()
    else:
        found.serialize(_file(write), format_)


def _file(write: Write) -> IO[bytes]:
    return cast(IO[bytes], _Output(write))


def _write_triples(triples: Iterable[Triple], media_type: str, write: Write) -> None:
    format_ = RdfFormat.from_media_type(media_type)
    if format_ is None:
        raise FormatError(f"triples are not written as {media_type}")
    if format_ == RdfFormat.JSON_LD:
        _write_json_ld(iter(triples), write)
    elif format_ in _WITH_PREFIXES:
        head = _SortedHead(_file(write), len(PREFIXES))
        pyoxigraph.serialize(triples, _file(head.write), format_, prefixes=PREFIXES)
        head.close()
    else:
        pyoxigraph.serialize(triples, _file(write), format_)


_WITH_PREFIXES = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N3)
SHORT_GRAPH = 10_000
"""Up to so many triples JSON-LD is made short with our prefixes, which takes them all at once."""


def _write_json_ld(triples: Iterator[Triple], write: Write) -> None:
    """JSON-LD: short where the graph is, else as it comes."""
    first = list(islice(triples, SHORT_GRAPH + 1))
    if len(first) <= SHORT_GRAPH:
        write(write_json_ld(first))
    else:
        pyoxigraph.serialize(chain(first, triples), _file(write), RdfFormat.JSON_LD)


def write_json_ld(triples: Iterable[Triple]) -> bytes:
    """Expanded JSON-LD shortened by our prefixes alone, so that it says exactly the same triples."""
    written = json.loads(pyoxigraph.serialize(triples, format=RdfFormat.JSON_LD) or b"[]")
    expanded = [_with_types(node) for node in written]
    iris = set(_iris(expanded))
    # an IRI such as geo:13.7,100.5 would be read as our prefix: those prefixes are left out
    schemes = {iri.partition(":")[0] for iri in iris}
    prefixes = {prefix: str(start) for prefix, start in PREFIXES.items() if prefix not in schemes}
    used = {_prefix_of(iri, prefixes) for iri in iris}
    context = {prefix: start for prefix, start in prefixes.items() if prefix in used}
    document = {"@context": context, "@graph": _shorten(expanded, context)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _with_types(node: dict[str, Any]) -> dict[str, Any]:
    """The node with `@type`, by which frames select: Oxigraph writes rdf:type as any other property."""
    classes = node.pop(RDF.type.value, None)
    if classes is None or any("@id" not in value for value in classes):
        return node if classes is None else {**node, RDF.type.value: classes}
    return {"@id": node["@id"], "@type": [value["@id"] for value in classes], **node}


def _iris(value: Any) -> Iterable[str]:
    """Every IRI of an expanded document: the keys, and the values of @id and @type."""
    if isinstance(value, list):
        for item in value:
            yield from [item] if isinstance(item, str) else _iris(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _iris([item] if key in ("@id", "@type") and isinstance(item, str) else item)


def _shorten(value: Any, prefixes: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_shorten(item, prefixes) for item in value]
    if not isinstance(value, dict):
        return value
    return {_short_iri(key, prefixes): _short_value(key, item, prefixes) for key, item in value.items()}


def _short_value(key: str, value: Any, prefixes: dict[str, str]) -> Any:
    if key not in ("@id", "@type"):
        return _shorten(value, prefixes)
    if isinstance(value, str):
        return _short_iri(value, prefixes)
    return [_short_iri(item, prefixes) for item in value]


def _prefix_of(iri: str, prefixes: dict[str, str]) -> str | None:
    """The longest fitting prefix, unless what is left would look like an address."""
    fitting = [prefix for prefix, start in prefixes.items() if iri.startswith(start)]
    prefix = max(fitting, key=lambda prefix: len(prefixes[prefix]), default=None)
    return None if prefix is None or iri[len(prefixes[prefix]) :].startswith("//") else prefix


def _short_iri(iri: str, prefixes: dict[str, str]) -> str:
    prefix = _prefix_of(iri, prefixes)
    return iri if prefix is None else f"{prefix}:{iri[len(prefixes[prefix]) :]}"
