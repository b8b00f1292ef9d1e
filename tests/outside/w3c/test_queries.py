"""The W3C's tests of SPARQL 1.0 and 1.1 queries, each asked over HTTP as the protocol says."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Dataset, QueryResultsFormat, RdfFormat

from tests.outside.w3c.exclusions import Judge, read_exclusions
from tests.outside.w3c.manifests import BAD_QUERY, EVALUATION, GOOD_QUERY, Case
from tests.outside.w3c.results import Result, Table, read_answer, read_result, settle
from tests.outside.w3c.suites import BASE, PARTS, iri_of

NO_GRAPH = BASE + "no-such-graph"
TRUTHS = (QueryResultsFormat.JSON, QueryResultsFormat.XML)
TABLES = (*TRUTHS, QueryResultsFormat.TSV)
GRAPHS = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD)

each_suite = pytest.mark.parametrize("suite", PARTS)


def select(cases: Sequence[Case], suite: str, kinds: Sequence[str]) -> list[Case]:
    found = [case for case in cases if case.kind in kinds and case.name.startswith(suite)]
    assert found
    return found


def ask(http: httpx.Client, case: Case, media_type: str = "*/*") -> httpx.Response:
    """Ask a test of its own graphs; where it names none, its query does."""
    default = case.default_graphs or ((NO_GRAPH,) if case.named_graphs else ())
    graphs = {"default-graph-uri": default, "named-graph-uri": case.named_graphs}
    # the protocol has no word for the base of a query, and the tests mean the place of their files
    form = {"query": f"BASE <{case.base}>\n{case.text}", **graphs}
    answer = http.post("/sparql", data=form, headers={"accept": media_type})
    assert answer.status_code < 500, answer.text  # which no exclusion stands for
    return answer


def find_fault(http: httpx.Client, case: Case, right: Result, media_type: str) -> str:
    """What is wrong with an answer; empty where it is right."""
    answer = ask(http, case, media_type)
    if answer.status_code != 200:
        return f"{answer.status_code} {answer.text}"
    ordered = isinstance(right, Table) and right.ordered
    meaning = partial(settle, ordered=ordered, counted=not case.lax)
    is_right = meaning(read_answer(answer.content, media_type)) == meaning(right)
    return "" if is_right else f"{media_type}\n{answer.text}"


def media_types(case: Case, right: Result) -> list[str]:
    """What a result can be told in."""
    if case.result and case.result.suffix == ".csv":
        return [QueryResultsFormat.CSV.media_type]
    if isinstance(right, Dataset):
        return [format_.media_type for format_ in GRAPHS]
    return [format_.media_type for format_ in (TABLES if isinstance(right, Table) else TRUTHS)]


@each_suite
def test_queries_give_what_is_right_in_every_format(
    suite: str, w3c: httpx.Client, suites: Path, cases: list[Case], subtests: pytest.Subtests
) -> None:
    judge = Judge(subtests)
    for case in select(cases, suite, EVALUATION):
        assert case.result
        right = read_result(case.result, iri_of(suites, case.result))
        faults = [find_fault(w3c, case, right, media_type) for media_type in media_types(case, right)]
        judge.hear(case, "\n".join(filter(None, faults)))


def is_understood(answer: httpx.Response) -> bool:
    """Whether the text was taken for a query, even if a function in it is not known here."""
    return answer.status_code == 200 or "is not known here" in answer.json()["detail"]


@each_suite
def test_good_queries_are_answered(
    suite: str, w3c: httpx.Client, cases: list[Case], subtests: pytest.Subtests
) -> None:
    judge = Judge(subtests)
    for case in select(cases, suite, GOOD_QUERY):
        answer = ask(w3c, case)
        judge.hear(case, "" if is_understood(answer) else answer.text)


@each_suite
def test_texts_that_are_no_queries_are_refused(
    suite: str, w3c: httpx.Client, cases: list[Case], subtests: pytest.Subtests
) -> None:
    judge = Judge(subtests)
    for case in select(cases, suite, BAD_QUERY):
        answer = ask(w3c, case)
        judge.hear(case, "" if answer.status_code == 400 else f"{answer.status_code} {answer.text}")


def test_only_tests_of_the_suites_are_excluded(cases: list[Case]) -> None:
    assert read_exclusions().keys() <= {case.name for case in cases}
