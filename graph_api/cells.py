"""An RDF term as a page shows it: its words, their language, and the one address it may lead to; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph_api.dates import WRITERS
from graph_api.languages import LANGUAGES, Language
from graph_api.words import Words
from ontology.iri import identify
from ontology.namespaces import BASE, GRAPH, LR, PREFIXES, XSD

Term = NamedNode | BlankNode | Literal | Triple
Labels = Mapping[str, Sequence[Literal]]
"""The labels of things by their IRI."""

SAFE_SCHEMES = ("http", "https", "mailto")
_SHOWN_SIGNS = 60
_NUMBERS = frozenset({XSD.integer.value, XSD.int.value, XSD.long.value})


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a place of a page. `href` is safe to follow; `outside` leads to another site."""

    text: str
    lang: str = ""
    href: str = ""
    outside: bool = False
    machine: str = ""
    """The value as programs read it, where the words differ: for `<time datetime>`."""
    number: bool = False
    tag: str = ""
    """The language of a label that stands in for one in the reader's own."""
    key: str = ""
    """The key of the thing that is meant, for links that need no words."""


def cell(term: Term, words: Words, labels: Labels, column: str = "") -> Cell:
    """A term in the reader's language; years (a column `year...`) are written without a comma."""
    if isinstance(term, NamedNode):
        return _thing_cell(term.value, words, labels)
    if isinstance(term, Literal):
        return _literal_cell(term, words.language, column)
    return Cell(str(term))


def _literal_cell(literal: Literal, language: Language, column: str) -> Cell:
    datatype = literal.datatype.value
    try:
        if datatype in WRITERS:
            return Cell(WRITERS[datatype](literal.value, language), lang=language, machine=literal.value)
        if datatype in _NUMBERS:
            number = int(literal.value)
            return Cell(str(number) if column.lower().startswith("year") else f"{number:,}", number=True)
    except (ValueError, OverflowError):  # a value that its datatype does not have: shown as it is written
        pass
    return Cell(literal.value, lang=literal.language or "")


def _thing_cell(iri: str, words: Words, labels: Labels) -> Cell:
    label = best_label(labels.get(iri, ()), words.language)
    short = shorten(iri)
    named = words.get("properties", short)
    href, outside = link_to(iri)
    if label is None:
        text = named or short
        return Cell(text, words.language if named else "", href, outside, key=short)
    tag = label.language or ""
    stands_in = tag if tag in LANGUAGES and tag != words.language else ""
    return Cell(label.value, tag, href, outside, tag=stands_in, key=short)


def best_label(labels: Sequence[Literal], language: Language) -> Literal | None:
    """The label in the reader's language, else Thai, else English, else any; of several the first."""
    order = (language, "th", "en")
    ranked = sorted(
        labels, key=lambda found: order.index(found.language) if found.language in order else len(order)
    )
    return ranked[0] if ranked else None


def link_to(iri: str) -> tuple[str, bool]:
    """Where an IRI leads: our own page of it, or another site; empty for what is no web or mail address."""
    identity = identify(iri)
    if identity:
        return f"/page/{identity.kind}/{identity.key}", False
    if iri.startswith(LR):
        return "/page/ontology#" + iri.removeprefix(LR), False
    if iri.startswith(GRAPH):
        return "/page/graph/" + iri.removeprefix(GRAPH), False
    if iri.startswith(BASE) or not _is_safe(iri):
        return "", False
    return iri, True


def _is_safe(iri: str) -> bool:
    try:
        scheme = urlsplit(iri).scheme.lower()
    except ValueError:
        return False
    return scheme in SAFE_SCHEMES and iri.lower().startswith(f"{scheme}:")


def shorten(iri: str) -> str:
    """An IRI with its prefix, as `skos:prefLabel`; a key for a thing of ours; long addresses are cut."""
    identity = identify(iri)
    if identity:
        return identity.key
    fitting = [prefix for prefix, start in PREFIXES.items() if iri.startswith(start)]
    if fitting:
        prefix = max(fitting, key=lambda prefix: len(PREFIXES[prefix]))
        return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
    plain = iri.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return plain if len(plain) <= _SHOWN_SIGNS else plain[: _SHOWN_SIGNS - 1] + "…"
