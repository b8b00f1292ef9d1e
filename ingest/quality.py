"""What the dataset holds is measured by the questions of queries/quality, and stated in terms of DQV."""

import re

from pyoxigraph import Literal, NamedNode

from ingest.terms import Facts, english, facts, integer, thai
from ontology.iri import iri
from ontology.namespaces import DQV, LDQD, LR, ORG, RDF, SKOS, XSD
from queries.catalogue import catalogue
from queries.engine import EmbeddedEngine
from queries.query import Metric, Query

DIMENSIONS = {
    "branch": LR.branch,
    "awardType": LR.awardType,
    "kind": ORG.classification,
    "property": LR.onProperty,
}
"""Columns of a metric that say along what it was measured, besides the thing `on` which it was."""


def metrics() -> list[tuple[Query, Metric]]:
    """The questions that measure; each gives rows of `on`, `value` and the dimensions that it has."""
    return [(question, question.metric) for question in catalogue().values() if question.metric]


def measure(engine: EmbeddedEngine) -> Facts:
    """Every metric, and every measurement of what `engine` answers about."""
    for rank, (question, metric) in enumerate(metrics(), start=1):
        yield from _metric_facts(question, metric, rank)
        for row in engine.rows(question.bind()):
            told = {name: term for name, term in row.items() if isinstance(term, NamedNode | Literal)}
            yield from _measurement_facts(question, told)


def _metric_facts(question: Query, metric: Metric, rank: int) -> Facts:
    name, _, _ = question.summary.partition(" - ")
    name_th, _, _ = question.summary_th.partition(" ")
    yield from facts(
        iri("metric", question.name),
        {
            RDF.type: DQV.Metric,
            SKOS.prefLabel: (thai(name_th), english(name)),
            SKOS.definition: (thai(question.summary_th), english(question.summary)),
            DQV.inDimension: LDQD.term(metric.dimension),
            DQV.expectedDataType: XSD.term(metric.datatype),
            LR.rank: integer(rank),
        },
    )


def _measurement_facts(question: Query, row: dict[str, NamedNode | Literal]) -> Facts:
    along = {name: row[name] for name in DIMENSIONS if name in row}
    parts = [row["on"], *along.values()]
    key = "-".join([question.name, *(_last_part(part.value) for part in parts)])
    yield from facts(
        iri("measurement", key),
        {
            RDF.type: DQV.QualityMeasurement,
            DQV.isMeasurementOf: iri("metric", question.name),
            DQV.computedOn: row["on"],
            **{DIMENSIONS[name]: term for name, term in along.items()},
            DQV.value: row["value"],
        },
    )


def _last_part(words: str) -> str:
    """What a thing is called at the end of its IRI, as a key can hold it."""
    return re.split(r"[/#]", words)[-1].lower()
