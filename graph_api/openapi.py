"""The description of the questions for programs (`/openapi.json`): what they take, give and refuse."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from graph_api.negotiation import Format
from graph_api.problems import MEDIA_TYPE
from ontology.iri import KEY_PATTERN
from queries.query import Parameter, ParameterType

_REFUSALS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "A parameter is missing, unknown or none of the described",
    HTTPStatus.NOT_FOUND: "There is nothing here",
    HTTPStatus.NOT_ACCEPTABLE: "There is no such format; the detail names those that there are",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The answer is larger than the server gives",
    HTTPStatus.TOO_MANY_REQUESTS: "This network has used up its share for now: come back after `retry-after`",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The address or the headers are too long",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here",
    HTTPStatus.SERVICE_UNAVAILABLE: "The server is full: come back after `retry-after`",
    HTTPStatus.GATEWAY_TIMEOUT: "The question took too long",
}
_TEXT, _INTEGER = {"type": "string"}, {"type": "integer"}
_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457)",
    "required": ["title", "status", "detail"],
    "properties": {
        **{"title": _TEXT, "status": _INTEGER, "detail": _TEXT},
        **{"line": _INTEGER, "column": _INTEGER, "reference": _TEXT},
    },
}
_TYPED_ROWS = {
    "type": "object",
    "required": ["question", "version", "parameters", "complete", "columns", "rows"],
    "properties": {
        **{"question": _TEXT, "version": _TEXT, "complete": {"type": "boolean"}},
        "parameters": {"type": "object", "additionalProperties": _TEXT},
        "columns": {"type": "array", "items": _TEXT},
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
            },
        },
    },
}
_BODIES: Mapping[str, Mapping[str, Any]] = {
    "application/json": _TYPED_ROWS,
    "application/sparql-results+json": {"type": "object"},
    "application/ld+json": {"type": ["object", "array"]},
}
"""What the body of a format is, unless a text."""

_SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}|[\u00a0-\ud7ff])"
_IRI = rf"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/{_SIGN}*)?(?:\?{_SIGN}*)?(?:#{_SIGN}*)?"
_MOST = 10**18 - 1
_TYPES: Mapping[ParameterType, Mapping[str, Any]] = {
    "iri": {"type": "string", "pattern": f"^{_IRI}$"},
    "string": {"type": "string", "minLength": 1},
    "integer": {"type": "integer", "minimum": -_MOST, "maximum": _MOST},
    "date": {"type": "string", "format": "date"},
}


class DescribedSite(FastAPI):
    """An application that tells of every address how it refuses: as a problem in JSON."""

    def openapi(self) -> dict[str, Any]:
        """The description; made once."""
        if not self.openapi_schema:
            _add_refusals(super().openapi())
        return super().openapi()


def _add_refusals(description: dict[str, Any]) -> None:
    parts = description["components"]
    for name in ("HTTPValidationError", "ValidationError"):  # they are answered with 400
        parts["schemas"].pop(name, None)
    parts["schemas"]["Problem"] = _PROBLEM
    parts["responses"] = {status.name: _describe_refusal(said) for status, said in _REFUSALS.items()}
    told = {str(int(status)): {"$ref": f"#/components/responses/{status.name}"} for status in _REFUSALS}
    for address in description["paths"].values():
        for operation in address.values():
            operation["responses"].pop("422", None)
            operation["responses"] |= told


def _describe_refusal(said: str) -> dict[str, Any]:
    return {
        "description": said,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def describe_answer(offered: Iterable[Format], about: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The answer 200 in each of these formats; `about` is the JSON of those that are not a question's."""
    bodies = {**_BODIES, "application/json": about or _TYPED_ROWS}
    content = {format_.media_type: {"schema": bodies.get(format_.media_type, _TEXT)} for format_ in offered}
    return {"description": "The answer", "content": content}


def describe_format(offered: Iterable[Format]) -> dict[str, Any]:
    """The parameter that names a format."""
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "Instead of an Accept header",
        "schema": {"type": "string", "enum": [format_.suffix for format_ in offered]},
    }


def describe_parameter(parameter: Parameter) -> dict[str, Any]:
    """A parameter of a question; one that may be left out may also be left empty, as forms send it."""
    kind = f"; an IRI, or the key of a {parameter.kind}" if parameter.kind else ""
    schema = dict(_TYPES[parameter.type])
    if parameter.kind:
        schema["pattern"] = f"^(?:{_IRI}|{KEY_PATTERN.pattern})$"
    if isinstance(parameter.default, str | int):
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "allowEmptyValue": not parameter.required,
        "description": parameter.description + kind,
        "schema": schema,
    }
