"""How well founded what the registry says is, by the kinds of the documents that stand behind it."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from ingest.rows.cells import Basis
from ingest.terms import Fact
from ontology.iri import iri
from ontology.namespaces import LR

FEW_MENTIONS = 5
MENTIONS = "thaigov-mentions"
CONVENTION, KNOWLEDGE = "convention", "common-knowledge"

Kinds = Mapping[str, str]
"""Document -> the kind of source that it is."""


def certainty(bases: Iterable[Basis], kinds: Kinds) -> str:
    """The key of a concept of the scheme `certainty`."""
    bases = list(bases)
    documents = {kinds[basis.source] for basis in bases} - {CONVENTION, KNOWLEDGE}
    firm = {kinds[basis.source] for basis in bases if not _is_rare_name(basis)} - {CONVENTION, KNOWLEDGE}
    if len(firm) > 1:
        return "corroborated"
    if documents:
        return "documented"
    return (
        "by-convention" if any(kinds[basis.source] == CONVENTION for basis in bases) else "common-knowledge"
    )


def _is_rare_name(basis: Basis) -> bool:
    """A name in a handful of news items may be a slip of the pen."""
    return basis.source == MENTIONS and basis.detail.isdecimal() and int(basis.detail) < FEW_MENTIONS


def certainty_fact(node: NamedNode, bases: Iterable[Basis], kinds: Kinds) -> Fact:
    return Fact(node, LR.certainty, iri("certainty", certainty(bases, kinds)))
