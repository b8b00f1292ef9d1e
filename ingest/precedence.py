"""Which of several stated values is shown first; all others stay, each with its source.

The rule, in this order: what people reviewed before what a rule found; the source nearest to the giver (the
order of the concept scheme of source kinds); the value that more documents state; the one that was published
first, unknown days last; then the order of keys, so that the same sources always give the same answer.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ingest.rows import DocumentRow, SourcedRow
from ontology.vocabulary import scheme

V = TypeVar("V", bound=Hashable)

UNKNOWN_DAY = "9999"


class Standing(NamedTuple):
    """How much the word of one document counts; smaller comes first."""

    nearness: int
    published: str
    document: str


Standings = Mapping[str, Standing]


def standings(documents: Iterable[DocumentRow]) -> dict[str, Standing]:
    """The standing of every document by its key."""
    ranks = {concept.key: concept.rank for concept in scheme("source-kind").concepts}
    return {
        row.key: Standing(ranks[row.kind], str(row.published or UNKNOWN_DAY), row.key) for row in documents
    }


class Told(NamedTuple):
    """A value as one row states it."""

    machine: bool
    documents: Sequence[Standing]


def told(row: SourcedRow, known: Standings) -> Told:
    return Told(row.judgement == "machine", [known[key] for key in row.documents])


def ranked(values: Mapping[V, Sequence[Told]]) -> list[V]:
    """The values, the one to show first in front."""
    return sorted(values, key=lambda value: (*_weight(values[value]), str(value)))


def _weight(tellings: Sequence[Told]) -> tuple[bool, int, int, str, str]:
    reviewed = [telling for telling in tellings if not telling.machine] or tellings
    documents = {standing for telling in reviewed for standing in telling.documents}
    nearest = min(documents)
    return (
        reviewed[0].machine,
        nearest.nearness,
        -len(documents),
        min(standing.published for standing in documents),
        nearest.document,
    )
