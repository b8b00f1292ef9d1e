"""The labels of all things that a page shows, asked for at once."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from graph_api.cells import Labels
from ontology.namespaces import BASE
from queries.catalogue import find
from queries.engine import Term
from queries.workers import Snapshot

AT_ONCE = 500
"""So many IRIs in one question."""


async def read_labels(snapshot: Snapshot, terms: Iterable[Term]) -> Labels:
    """The labels of those terms that are things of ours, by IRI."""
    things = {term for term in terms if isinstance(term, NamedNode) and term.value.startswith(BASE)}
    ordered = sorted(things, key=lambda thing: thing.value)
    labels: dict[str, list[Literal]] = {}
    for start in range(0, len(ordered), AT_ONCE):
        for row in await snapshot.rows(_question(ordered[start : start + AT_ONCE])):
            thing, label = row["thing"], row["label"]
            if isinstance(thing, NamedNode) and isinstance(label, Literal):
                labels.setdefault(thing.value, []).append(label)
    return labels


def _question(things: Iterable[NamedNode]) -> str:
    return find("thing-names").bind(thing=list(things))
