"""The REST door as a stranger's program reads its description (/openapi.json) and tries it out."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import given, settings
from schemathesis import APIOperation, Case, CheckContext, GenerationMode, Response
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok

from queries.catalogue import catalogue
from tests.graph_api.wire import MEDIA_TYPE, SECRETS
from tests.production import Production

EXAMPLES = 2
"""Of each operation so many sound requests, and as many that break the description.

They are the same each time: what a change breaks must not hang on luck.
"""
DESCRIPTIONS = (
    "UndefinedStatusCode",
    "UndefinedContentType",
    "JsonSchemaError",
    "RejectedPositiveData",
    "AcceptedNegativeData",
)
"""Kinds of failures that only say that the description is not the whole truth."""

Operation = APIOperation[Any, Any, Any, Any]
Attempt = Callable[[Case[Any]], None]
Failures = dict[str, set[tuple[str, str]]]


@pytest.fixture(scope="module")
def operations(production: Production) -> list[Operation]:
    """All that the description offers."""
    schema = schemathesis.openapi.from_url(f"{production.address}/openapi.json")
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def try_out(operation: Operation, attempt: Attempt) -> None:
    """Make sound and broken requests of an operation, and hand each to `attempt`."""
    breakable = [GenerationMode.NEGATIVE] if list(operation.iter_parameters()) else []
    for mode in GenerationMode.POSITIVE, *breakable:
        requests_ = operation.as_strategy(generation_mode=mode)
        settings(max_examples=EXAMPLES, derandomize=True)(given(case=requests_)(attempt))()


@pytest.fixture(scope="module")
def failures(operations: list[Operation]) -> Failures:
    """What all checks of all operations say, by kind: the operation, and what is wrong there."""
    found: Failures = defaultdict(set)
    with requests.Session() as session:

        def attempt(case: Case[Any]) -> None:
            try:
                case.call_and_validate(session=session, additional_checks=[tells_no_secret])
            except FailureGroup as group:
                for failure in group.exceptions:
                    found[type(failure).__name__].add((case.operation.label, failure.title))

        for operation in operations:
            try_out(operation, attempt)
    return found


def tells_no_secret(_: CheckContext, response: Response, __: Case[Any]) -> None:
    """A check: a refusal is a problem in JSON, and no answer shows what is inside."""
    shown = response.text.lower()
    told = [secret for secret in SECRETS if secret in shown]
    assert told == []
    assert response.status_code < 400 or response.headers["content-type"] == [MEDIA_TYPE]


def test_every_question_is_described(operations: list[Operation]) -> None:
    described = {operation.label for operation in operations}
    assert {f"GET /api/{name}" for name in catalogue()} <= described


def test_nothing_described_can_be_made_to_fail(failures: Failures) -> None:
    assert {kind: found for kind, found in failures.items() if kind not in DESCRIPTIONS} == {}


@pytest.mark.parametrize("kind", DESCRIPTIONS)
def test_the_description_is_true_of_every_answer(failures: Failures, kind: str) -> None:
    assert sorted(failures[kind]) == []


def test_a_format_of_nothing_is_refused_as_described(production: Production) -> None:
    assert requests.get(f"{production.address}/api/bodies?format=", timeout=60).status_code == 406
