"""A version as a file: all quads, or the settled statements alone where a format knows no graphs."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from ontology.namespaces import PREFIXES
from queries.engine import read_dump
from queries.versions import Version

FORMATS: dict[str, RdfFormat] = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}


class UnknownFormatError(ValueError):
    """A format that exports do not have."""


def write_export(version: Version, name: str, out: BinaryIO) -> None:
    """Write `version` to `out` in the format `name`; raises UnknownFormatError."""
    if name not in FORMATS:
        raise UnknownFormatError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    quads = read_dump(version.dump)
    found: Iterator[Quad] | Iterator[Triple] = quads if FORMATS[name].supports_datasets else _settled(quads)
    prefixes = {} if name in ("nq", "nt") else PREFIXES
    serialize(found, out, format=FORMATS[name], prefixes=prefixes)


def write_export_file(version: Version, name: str, path: Path) -> None:
    """The same into a file, which is there when it is whole."""
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as out:
            write_export(version, name, out)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _settled(quads: Iterator[Quad]) -> Iterator[Triple]:
    return (quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph))
