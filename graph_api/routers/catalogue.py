"""The catalogue of questions: a list to read, and an address for each that answers it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from graph_api.dependencies import TheVisit, Visit
from graph_api.layout import render
from graph_api.negotiation import Format, choose, formats
from graph_api.openapi import describe_answer, describe_format, describe_parameter
from graph_api.pages import show_rows, title_of
from graph_api.replies import reply_data
from graph_api.tables import EXACT_JSON, HTML, JSON, OFFERED, Table, read_table, write_typed_json
from queries.catalogue import catalogue, find
from queries.precheck import check_query
from queries.query import Query

FOLDERS = ("lists", "figures", "pages", "quality")
_OWN_PARAMETERS = frozenset({"format", "l"})


def make_router() -> APIRouter:
    """The list, and a route for every question of the catalogue as it is now."""
    router = APIRouter(tags=["questions"])
    router.add_api_route("/questions", questions, methods=["GET"], include_in_schema=False)
    router.add_api_route("/questions/{name}", question_page, methods=["GET"], include_in_schema=False)
    for question in catalogue().values():
        router.add_api_route(
            f"/api/{question.name}",
            _make_endpoint(question),
            methods=["GET"],
            summary=question.summary,
            operation_id=question.name,
            response_class=Response,
            responses={200: describe_answer(_offered(question))},
            openapi_extra={"parameters": _describe_parameters(question)},
        )
    router.add_api_route("/api/{name}", answer_by_suffix, methods=["GET"], include_in_schema=False)
    return router


def _describe_parameters(question: Query) -> list[dict[str, Any]]:
    return [*map(describe_parameter, question.params.values()), describe_format(_offered(question))]


async def questions(visit: TheVisit) -> Response:
    """All questions by folder."""
    groups = {
        folder: [question for question in catalogue().values() if question.folder == folder]
        for folder in FOLDERS
    }
    return render(
        "questions.html", visit.reader, headers=visit.headers, groups=groups, title_of=title_of,
        version=visit.current.version.name,
    )  # fmt: skip


async def question_page(name: str, visit: TheVisit) -> Response:
    """One question: what it takes, an example, its SPARQL."""
    question = find(name)
    return render(
        "question.html", visit.reader, headers=visit.headers, question=question,
        title=title_of(question, visit.reader.language), example=example_link(question),
        offered=_offered(question), sparql=_example_text(question), version=visit.current.version.name,
    )  # fmt: skip


def example_link(question: Query) -> str:
    """The address that asks a question with its example."""
    given = {name: value for name, value in question.example.items() if value is not None}
    return f"/api/{question.name}" + (f"?{urlencode(given)}" if given else "")


def _example_text(question: Query) -> str:
    """Its SPARQL with the example in place, so that it can be pasted anywhere and run."""
    given = {name: parameter for name, parameter in question.params.items() if parameter.required}
    return question.text if given.keys() - question.example.keys() else question.bind(**question.example)


def _make_endpoint(question: Query) -> Any:
    async def endpoint(visit: TheVisit) -> Response:
        return await _answer(question, None, visit)

    endpoint.__doc__ = question.summary_th
    return endpoint


async def answer_by_suffix(name: str, visit: TheVisit) -> Response:
    """`/api/awards.csv`: the format by suffix."""
    stem, _, suffix = name.rpartition(".")
    return await _answer(find(stem or suffix), suffix if stem else None, visit)


def _offered(question: Query) -> tuple[Format, ...]:
    return formats("graph") if check_query(question.text) in ("CONSTRUCT", "DESCRIBE") else OFFERED


async def _answer(question: Query, suffix: str | None, visit: Visit) -> Response:
    parameters = visit.request.query_params
    given = {name: value for name, value in parameters.items() if name not in _OWN_PARAMETERS and value}
    accept = visit.request.headers.get("accept")
    format_ = choose(accept, _offered(question), suffix, tuple(parameters.getlist("format")))
    media_type = EXACT_JSON.media_type if format_ in (JSON, HTML) else format_.media_type
    text = question.bind(**given)
    async with visit.current.pool.snapshot() as snapshot:
        body, version = await snapshot.read(text, media_type), snapshot.data.name
    if format_ is HTML:
        return await _show(question, given, read_table(body), version, visit)
    if format_ is JSON:
        body = write_typed_json(read_table(body), _about(question, given, version))
    return reply_data(body, format_, visit.headers, question.name)


def _about(question: Query, given: Mapping[str, str], version: str) -> dict[str, Any]:
    """What stands beside the rows; `complete` is false where the answer counts only what was found."""
    return {
        "question": question.name,
        "version": version,
        "parameters": dict(given),
        "complete": not question.needs_completeness,
    }


async def _show(
    question: Query, given: Mapping[str, str], table: Table, version: str, visit: Visit
) -> Response:
    async with visit.current.pool.snapshot() as snapshot:
        rows = await show_rows(snapshot, table, visit.reader.words)
    return render(
        "answer.html", visit.reader, headers=visit.headers, question=question,
        title=title_of(question, visit.reader.language), columns=table.variables, rows=rows,
        count=len(table.rows), given=given, address=f"/api/{question.name}", query=urlencode(given),
        offered=OFFERED, version=version,
    )  # fmt: skip
