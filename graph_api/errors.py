"""What a stranger sees when something goes wrong: plain words and a reference, never a trace or a path."""

import logging
import secrets
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from graph_api.dependencies import UnchangedError
from graph_api.headers import SHARED
from graph_api.languages import LANGUAGES
from graph_api.layout import render
from graph_api.negotiation import FORMATS, Format, NotAcceptableError, choose
from graph_api.problems import KNOWN_ERRORS, MEDIA_TYPE, Problem, problem_of
from graph_api.reader import read_reader
from graph_api.words import words_in
from queries.catalogue import UnknownQueryError
from queries.query import BadValueError, UnboundParameterError, UnknownParameterError

_log = logging.getLogger(__name__)

_HTML = next(format_ for format_ in FORMATS if format_.suffix == "html")
_PROBLEM = Format(MEDIA_TYPE, "json", "rows", "Problem", ("application/json",))
_OUR_ERRORS: tuple[type[Exception], ...] = (Problem, HTTPException, RequestValidationError, UnknownQueryError)
_BAD_PARAMETERS = (BadValueError, UnboundParameterError, UnknownParameterError)


def register_errors(app: FastAPI) -> None:
    """Every error of the application has its answer."""
    app.add_exception_handler(UnchangedError, _answer_unchanged)
    for kind in (*_OUR_ERRORS, *KNOWN_ERRORS, *_BAD_PARAMETERS):
        app.add_exception_handler(kind, _answer_error)
    app.add_exception_handler(Exception, _answer_unforeseen)


async def _answer_unchanged(_: Request, error: Exception) -> Response:
    tag = error.tag if isinstance(error, UnchangedError) else ""
    headers = {**SHARED, "etag": tag, "vary": "Accept, Accept-Language"}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)


async def _answer_error(request: Request, error: Exception) -> Response:
    return _show(request, _problem(error))


async def _answer_unforeseen(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    problem.more["reference"] = secrets.token_hex(4)
    _log.error("reference %s: %r", problem.more["reference"], error)
    return _show(request, problem)


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.status_code)
        return Problem(status, status.description or status.phrase, headers=dict(error.headers or {}))
    if isinstance(error, UnknownQueryError):
        return Problem(HTTPStatus.NOT_FOUND, str(error))
    if isinstance(error, _BAD_PARAMETERS):
        return Problem(HTTPStatus.BAD_REQUEST, str(error))
    if isinstance(error, RequestValidationError):
        return Problem(HTTPStatus.BAD_REQUEST, "a parameter cannot be read")
    return problem_of(error)


def _show(request: Request, problem: Problem) -> Response:
    headers = {"cache-control": "no-store", "vary": "Accept, Accept-Language", **problem.headers}
    if _wants_page(request):
        said = str(int(problem.status))
        messages = {language: words_in(language).get("errors", said) for language in LANGUAGES}
        return render(
            "error.html", read_reader(request), problem.status, headers, problem=problem, messages=messages
        )
    return Response(problem.body(), int(problem.status), SHARED | headers, MEDIA_TYPE)


def _wants_page(request: Request) -> bool:
    try:
        return choose(request.headers.get("accept"), (_PROBLEM, _HTML)) is _HTML
    except NotAcceptableError:
        return False
