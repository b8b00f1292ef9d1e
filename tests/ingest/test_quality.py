"""What is measured of the graph agrees with what the graph says, and is stated in terms of DQV."""

import pytest

from ingest.assembly import Assembled
from ingest.quality import DIMENSIONS, metrics
from ontology.iri import iri
from ontology.namespaces import DQV, LDQD, RDF
from queries.catalogue import find
from queries.engine import EmbeddedEngine
from queries.query import Query

QUESTIONS = [question for question, _ in metrics()]


def value(engine: EmbeddedEngine, key: str) -> str:
    (row,) = engine.rows(f"SELECT ?v {{ <{iri('measurement', key).value}> <{DQV.value.value}> ?v }}")
    return str(getattr(row["v"], "value", ""))


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.name for question in QUESTIONS])
def test_a_metric_measures_something_along_known_dimensions(question: Query, engine: EmbeddedEngine) -> None:
    rows = engine.rows(question.bind())
    assert rows
    assert {name for row in rows for name in row} <= {"on", "value", *DIMENSIONS}


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.name for question in QUESTIONS])
def test_every_row_of_a_metric_is_a_measurement_of_its_own(
    question: Query, assembled: Assembled, engine: EmbeddedEngine
) -> None:
    stated = [
        q
        for q in assembled.quads
        if (q.predicate, q.object) == (DQV.isMeasurementOf, iri("metric", question.name))
    ]
    assert len(stated) == len(engine.rows(question.bind()))


def test_a_metric_is_in_a_dimension_of_the_field(assembled: Assembled) -> None:
    named = {str(q.object) for q in assembled.quads if q.predicate == DQV.inDimension}
    assert named == {
        f"<{LDQD}{name}>" for name in ("completeness", "consistency", "interlinking", "trustworthiness")
    }


def test_held_and_announced_are_those_of_the_question_of_coverage(engine: EmbeddedEngine) -> None:
    for row in engine.rows(find("coverage").bind()):
        year = str(getattr(row["year"], "value", ""))
        if int(year) >= 2560:
            assert value(engine, f"awards-held-{year}") == str(getattr(row["held"], "value", ""))
            if "announced" in row:
                assert value(engine, f"awards-announced-{year}") == str(
                    getattr(row["announced"], "value", "")
                )


def test_the_share_is_held_of_announced(engine: EmbeddedEngine) -> None:
    held, announced = value(engine, "awards-held-2564"), value(engine, "awards-announced-2564")
    assert float(value(engine, "share-held-2564")) == round(int(held) / int(announced), 3)


def test_a_type_that_is_known_and_not_found_is_measured_as_none(engine: EmbeddedEngine) -> None:
    assert value(engine, "awards-held-2564-service-most-improved") == "0"


def test_a_type_that_a_source_excludes_is_not_measured(engine: EmbeddedEngine) -> None:
    assert not engine.ask(
        f"ASK {{ <{iri('measurement', 'awards-held-2561-quality-pmqa-4-0').value}> ?p ?o }}"
    )


def test_branches_never_hold_more_than_their_edition(engine: EmbeddedEngine) -> None:
    rows = engine.rows(find("quality-coverage").bind())
    plain = [{name: str(getattr(term, "value", "")) for name, term in row.items()} for row in rows]
    for whole in (row for row in plain if not {"branchName", "typeName"} & row.keys()):
        parts = [
            row
            for row in plain
            if row["year"] == whole["year"] and "branchName" in row and "typeName" not in row
        ]
        assert sum(int(row["held"]) for row in parts) <= int(whole["held"])


def test_every_measurement_is_a_thing_of_dqv(assembled: Assembled) -> None:
    measured = {q.subject for q in assembled.quads if q.predicate == DQV.computedOn}
    typed = {
        q.subject for q in assembled.quads if (q.predicate, q.object) == (RDF.type, DQV.QualityMeasurement)
    }
    assert measured == typed
