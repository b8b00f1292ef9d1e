"""Every question of the catalogue answers at its own address, in each format, and says what is wrong."""

import csv
import io
import json

import httpx
import pytest
from lxml import html
from pyoxigraph import QueryResultsFormat, parse_query_results

from graph_api.tables import OFFERED
from queries.catalogue import catalogue
from queries.precheck import check_query
from queries.query import Query

QUESTIONS = list(catalogue().values())
ASKABLE = [
    question for question in QUESTIONS
    if all(name in question.example for name, parameter in question.params.items() if parameter.required)
]  # fmt: skip
JSON = {"accept": "application/json"}


def example(question: Query) -> dict[str, str]:
    return {name: str(value) for name, value in question.example.items() if value is not None}


def is_table(question: Query) -> bool:
    return check_query(question.text) in ("SELECT", "ASK")


@pytest.fixture(scope="module")
def openapi(site: httpx.Client) -> dict[str, dict[str, object]]:
    """The API description."""
    description: dict[str, dict[str, object]] = site.get("/openapi.json").json()
    return description


@pytest.mark.parametrize("question", ASKABLE, ids=lambda question: question.name)
def test_every_question_answers_its_example(site: httpx.Client, question: Query) -> None:
    accept = "application/json" if is_table(question) else "text/turtle"
    answer = site.get(f"/api/{question.name}", params=example(question), headers={"accept": accept})
    assert answer.status_code == 200, answer.text
    if is_table(question):
        told = answer.json()
        assert told["question"] == question.name
        assert all(list(row) == told["columns"] for row in told["rows"])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_has_a_page_with_its_sparql(site: httpx.Client, question: Query) -> None:
    page = html.document_fromstring(site.get(f"/questions/{question.name}?l=en").content)
    assert page.xpath("string(//h1)") == question.summary
    assert check_query(page.xpath("string(//pre)"))
    names = page.xpath("//form[@class='ask']//input[not(@type)]/@name")
    assert names == list(question.params)


def test_the_list_has_every_question(site: httpx.Client) -> None:
    page = html.document_fromstring(site.get("/questions").content)
    assert {f"/questions/{question.name}" for question in QUESTIONS} <= set(page.xpath("//main//a/@href"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_api_description_lists_every_question_with_its_parameters(
    openapi: dict[str, dict[str, dict[str, dict[str, object]]]], question: Query
) -> None:
    described = openapi["paths"][f"/api/{question.name}"]["get"]
    parameters = {parameter["name"]: parameter["required"] for parameter in described["parameters"]}  # type: ignore[attr-defined]
    wanted = {name: parameter.required for name, parameter in question.params.items()}
    assert {name: needed for name, needed in parameters.items() if name != "format"} == wanted
    assert described["summary"] == question.summary


def test_numbers_are_numbers_and_what_is_unbound_is_null(site: httpx.Client) -> None:
    rows = site.get("/api/home-editions", headers=JSON).json()["rows"]
    assert all(isinstance(row["announced"], int | None) for row in rows)
    assert any(row["announced"] is None for row in rows)
    assert any(isinstance(row["announced"], int) for row in rows)


def test_an_answer_says_whether_it_can_be_complete(site: httpx.Client) -> None:
    assert site.get("/api/body-awards?body=tisi", headers=JSON).json()["complete"] is False
    assert site.get("/api/body-facts?body=tisi", headers=JSON).json()["complete"] is True


@pytest.mark.parametrize("format_", OFFERED, ids=lambda format_: format_.suffix)
def test_suffix_parameter_and_header_mean_the_same_format(site: httpx.Client, format_: object) -> None:
    suffix, media_type = format_.suffix, format_.media_type  # type: ignore[attr-defined]
    answers = [
        site.get(f"/api/body-awards.{suffix}?body=tisi"),
        site.get(f"/api/body-awards?body=tisi&format={suffix}"),
        site.get("/api/body-awards?body=tisi", headers={"accept": media_type}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer.headers["content-type"].partition(";")[0] for answer in answers} == {media_type}


def test_all_formats_have_the_same_rows(site: httpx.Client) -> None:
    typed = site.get("/api/body-awards.json?body=tisi").json()
    exact = parse_query_results(site.get("/api/body-awards.srj?body=tisi").content, QueryResultsFormat.JSON)
    listed = list(csv.reader(io.StringIO(site.get("/api/body-awards.csv?body=tisi").text)))
    tabbed = site.get("/api/body-awards.tsv?body=tisi").text.splitlines()
    table = html.document_fromstring(site.get("/api/body-awards.html?body=tisi").content)
    assert listed[0] == typed["columns"]
    assert len(typed["rows"]) == len(list(exact)) == len(listed) - 1 == len(tabbed) - 1  # type: ignore[arg-type]
    assert len(table.xpath("//tbody/tr")) == len(typed["rows"])
    assert {row["award"] for row in typed["rows"]} == {row[listed[0].index("award")] for row in listed[1:]}


def test_tables_are_offered_for_saving(site: httpx.Client) -> None:
    answer = site.get("/api/coverage.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="coverage.csv"'
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/api/body-awards", "needs 'body'"),
        ("/api/body-awards?body=No%20Key", "cannot be a key"),
        ("/api/body-awards?body=tisi&ministry=x", "no parameter 'ministry'"),
        ("/api/coverage?edition=abc", "whole number"),
        ("/api/body-awards?body=tisi&body=%3E%20%7D%20UNION%20%7B", "takes iri"),
    ],
)
def test_a_wrong_parameter_is_told_in_plain_words(site: httpx.Client, address: str, says: str) -> None:
    answer = site.get(address, headers=JSON)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


def test_an_unknown_question_offers_near_ones(site: httpx.Client) -> None:
    answer = site.get("/api/body-award", headers=JSON)
    assert answer.status_code == 404
    assert "body-awards" in answer.json()["detail"]


def test_a_format_that_is_not_there_is_told(site: httpx.Client) -> None:
    answer = site.get("/api/coverage.pdf", headers=JSON)
    assert answer.status_code == 406
    assert "csv" in answer.json()["detail"]


def test_what_a_parameter_says_is_never_sparql(site: httpx.Client) -> None:
    hostile = 'x" } UNION { ?thing ?p ?o } #'
    answer = site.get("/api/search", params={"words": hostile}, headers=JSON)
    assert answer.json()["rows"] == []


def test_the_api_description_loads_nothing_and_has_no_page_of_its_own(site: httpx.Client) -> None:
    assert "swagger" not in site.get("/docs").text.lower()
    assert site.get("/redoc").status_code == 404
    assert json.loads(site.get("/openapi.json").text)["info"]["title"] == "Lertrat"


def test_pages_stay_up_while_strangers_fill_their_places(site: httpx.Client) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?i != ?f) }"
    soon = httpx.Timeout(0.3, connect=60)
    with site.stream("GET", "/api/coverage"), httpx.Client(base_url=site.base_url, timeout=soon) as stranger:
        with pytest.raises(httpx.ReadTimeout):
            stranger.get("/sparql", params={"query": slow})
        assert site.get("/page/body/tisi").status_code == 200
