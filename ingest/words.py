"""The ontology, its mappings and its concept schemes as facts: they are part of what can be asked."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Triple, parse

import ontology
from ingest.terms import Fact
from ontology.namespaces import GENID
from ontology.vocabulary import CONCEPTS_FOLDER

FOLDER = Path(ontology.__file__).parent
FILES = (
    FOLDER / "lertrat.ttl",
    FOLDER / "alignments.ttl",
    FOLDER / "dataset.ttl",
    *sorted(CONCEPTS_FOLDER.glob("*.ttl")),
)


def word_facts() -> Iterator[Fact]:
    """Every statement of the files; their blank nodes get names that are the same each time."""
    for path in FILES:
        statements = Dataset(parse(path=path))
        statements.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        for quad in statements:
            yield Fact(_identified(quad.subject, path.stem), quad.predicate, _named(quad.object, path.stem))


def _identified(node: NamedNode | BlankNode | Triple, file: str) -> NamedNode:
    if isinstance(node, Triple):
        raise TypeError(f"{file}: a triple as a term is not expected here")
    return GENID.term(f"{file}-{node.value}") if isinstance(node, BlankNode) else node


def _named(term: NamedNode | BlankNode | Literal | Triple, file: str) -> NamedNode | Literal:
    return term if isinstance(term, Literal) else _identified(term, file)
