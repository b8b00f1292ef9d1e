"""What went wrong, as application/problem+json (RFC 9457): one table from errors to statuses."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from graph_api.negotiation import NotAcceptableError
from queries.errors import AnswerTooLargeError, QueryError, QuerySyntaxError, QueryTooLongError
from queries.journal import NoRoomError
from queries.stream import (
    BusyClientError,
    MemoryExceededError,
    OverloadedError,
    QueryTimeoutError,
    WorkerError,
    WorkerLostError,
)
from queries.writer import ForbiddenGraphError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5


@dataclass
class Problem(Exception):  # noqa: N818 - it is what RFC 9457 calls it
    """An error that has its HTTP status; `detail` is fit for a stranger's eyes."""

    status: HTTPStatus
    detail: str
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        """The JSON text."""
        fields = {"title": self.status.phrase, "status": int(self.status), "detail": self.detail, **self.more}
        return json.dumps(fields, ensure_ascii=False).encode()


# The first that fits counts.
STATUSES: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (NotAcceptableError, HTTPStatus.NOT_ACCEPTABLE),
    (QueryTooLongError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (AnswerTooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (ForbiddenGraphError, HTTPStatus.FORBIDDEN),
    (NoRoomError, HTTPStatus.INSUFFICIENT_STORAGE),
    (QueryError, HTTPStatus.BAD_REQUEST),
    (BusyClientError, HTTPStatus.TOO_MANY_REQUESTS),
    (QueryTimeoutError, HTTPStatus.GATEWAY_TIMEOUT),
    (MemoryExceededError, HTTPStatus.SERVICE_UNAVAILABLE),
    (WorkerError, HTTPStatus.SERVICE_UNAVAILABLE),
)
_PASSING = (OverloadedError, WorkerLostError)
KNOWN_ERRORS = tuple(kind for kind, _ in STATUSES)
TOLD_ERRORS: tuple[type[Exception], ...] = (Problem, *KNOWN_ERRORS)
"""What a client is told of; anything else is a fault of ours."""


def problem_of(error: Exception) -> Problem:
    """The problem that an error means; one that is not in the table says nothing of itself."""
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), None)
    if status is None:
        return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong here; the server's log has it")
    headers = {"retry-after": str(RETRY_SECONDS)} if isinstance(error, _PASSING) else {}
    place = {"line": error.line, "column": error.column} if isinstance(error, QuerySyntaxError) else {}
    return Problem(status, str(error), place, headers)
