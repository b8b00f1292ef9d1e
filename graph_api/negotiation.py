"""Which format and coding an answer takes: one table, and the choice by suffix, parameter or header; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from queries.codings import CODINGS, IDENTITY

Kind = Literal["rows", "graph", "engine", "dataset", "page"]
"""`engine` is what the engine writes and the pages do not offer."""


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: known by identity at once
class Format:
    """One format: `suffix` is also a value of `format=`."""

    media_type: str
    suffix: str
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    """Other media types that mean it in an Accept header."""
    names: tuple[str, ...] = ()
    """Other values of `format=`, as clients in use send them."""
    charset: bool = False

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type

    @property
    def all_names(self) -> tuple[str, ...]:
        """What `format=` may call it."""
        return (self.suffix, self.media_type, *self.aliases, *self.names)


_LINES = ("n-triples", "ntriples", "text")
FORMATS: tuple[Format, ...] = (
    Format("text/html", "html", "page", "HTML", ("application/xhtml+xml",), charset=True),
    Format("application/sparql-results+json", "json", "rows", "SPARQL JSON", ("application/json",)),
    Format("application/sparql-results+xml", "xml", "rows", "SPARQL XML", names=("sparql",)),
    Format("text/csv", "csv", "rows", "CSV", charset=True),
    Format("text/tab-separated-values", "tsv", "rows", "TSV", charset=True),
    Format("text/turtle", "ttl", "graph", "Turtle", ("application/x-turtle",), ("turtle",), charset=True),
    Format("application/ld+json", "jsonld", "graph", "JSON-LD", names=("json-ld", "json")),
    Format("application/n-triples", "nt", "graph", "N-Triples", ("text/plain",), _LINES),
    Format("application/rdf+xml", "rdf", "graph", "RDF/XML", names=("rdf+xml", "rdf/xml", "rdfxml", "xml")),
    Format("text/n3", "n3", "engine", "N3", ("text/rdf+n3",), charset=True),
    Format("application/n-quads", "nq", "dataset", "N-Quads", names=("n-quads", "nquads")),
    Format("application/trig", "trig", "dataset", "TriG"),
)


def formats(*kinds: Kind) -> tuple[Format, ...]:
    """The formats of these kinds, in the order of `kinds`."""
    return tuple(format_ for kind in kinds for format_ in FORMATS if format_.kind == kind)


class NotAcceptableError(ValueError):
    """None of the offered formats is wanted; `offered` has them."""

    def __init__(self, wanted: str, offered: Sequence[Format]) -> None:
        listed = ", ".join(f"{format_.suffix} ({format_.media_type})" for format_ in offered)
        super().__init__(f"there is no {wanted[:100]!r} here; there is {listed}")
        self.offered = tuple(offered)


def choose(
    accept: str | None,
    offered: Sequence[Format],
    suffix: str | None = None,
    parameter: str | tuple[str, ...] | None = None,
) -> Format:
    """The format for a request: the suffix of its path decides, else the parameter, else the Accept header.

    Of several values of the parameter the first that is offered counts, of equally wanted formats the first
    offered one. Raises NotAcceptableError.
    """
    asked = suffix or parameter or ()
    return _choose(accept, tuple(offered), (asked,) if isinstance(asked, str) else asked)


def choose_coding(accept: str | None) -> str:
    """The content coding for a request by its Accept-Encoding header; without one, none."""
    return _choose_coding(accept) if accept else IDENTITY


@lru_cache(maxsize=256)
def _choose_coding(accept: str) -> str:
    wanted = dict(_read_accept(accept))
    rest = wanted.get("*", 0.0)
    best = max((coding for coding in CODINGS if coding != IDENTITY), key=lambda name: wanted.get(name, rest))
    quality = wanted.get(best, rest)
    return best if quality > 0 and quality >= wanted.get(IDENTITY, 0.0) else IDENTITY


@lru_cache(maxsize=512)
def _choose(accept: str | None, offered: tuple[Format, ...], asked: tuple[str, ...]) -> Format:
    if asked:
        return _named(asked, offered)
    ranges = list(_read_accept(accept or "*/*"))
    best = max(offered, key=lambda format_: _quality(format_, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptableError(accept or "", offered)
    return best


def _named(asked: Sequence[str], offered: Sequence[Format]) -> Format:
    known = {name: format_ for format_ in offered for name in format_.all_names}
    for name in asked:
        if found := known.get(name.lower().replace(" ", "+")):  # in a URL a bare plus means a space
            return found
    raise NotAcceptableError(", ".join(asked), offered)


def _read_accept(accept: str) -> Iterator[tuple[str, float]]:
    """Media ranges with their quality; parameters other than q are not looked at."""
    for part in accept.lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        if media_range:
            yield media_range, _read_quality(parameters)


def _read_quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def _quality(format_: Format, ranges: Iterable[tuple[str, float]]) -> float:
    """How much a format is wanted: the most exact range that fits it says so."""
    fitting = [(_exactness(format_, media_range), quality) for media_range, quality in ranges]
    exactness, quality = max(fitting, default=(0, 0.0))
    return quality if exactness else 0.0


def _exactness(format_: Format, media_range: str) -> int:
    main = format_.media_type.partition("/")[0]
    if media_range in (format_.media_type, *format_.aliases):
        return 3
    return {f"{main}/*": 2, "*/*": 1, "*": 1}.get(media_range, 0)
