"""A request of the SPARQL 1.1 Protocol, read from ASGI: query, graphs and format, or the problem with it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from pyoxigraph import NamedNode

from graph_api.problems import Problem
from queries.precheck import MAX_BYTES

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
MAX_FORM_BYTES = 4 * MAX_BYTES
"""A percent sign and two digits for a byte, and room for graphs."""
MAX_FIELDS = 200
BODY_SECONDS = 10.0
NO_UPDATES = "this address only answers queries; it takes no updates"
_ONCE = ("query", "format")
_SEVERAL = ("default-graph-uri", "named-graph-uri")


class ClientLeftError(Exception):
    """The connection has closed before the request was whole."""


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """What was asked: `query` None for a bare GET; graphs None where the request names none."""

    query: str | None
    format: str | None
    default_graphs: tuple[NamedNode, ...] | None
    named_graphs: tuple[NamedNode, ...] | None


def header(scope: Scope, name: str) -> str | None:
    """A request's header; several are joined with commas."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name.encode()]
    return ", ".join(values) if values else None


async def read_request(scope: Scope, receive: Receive) -> SparqlRequest:
    """The request of a GET, HEAD or POST; raises Problem (400, 408, 413, 415) or ClientLeftError."""
    fields = _read_fields(scope["query_string"])
    if scope["method"] != "POST":
        return _make(fields)
    kind = _content_type(scope)
    body = await _read_body(scope, receive, MAX_FORM_BYTES if kind == FORM else MAX_BYTES)
    if kind == FORM:
        return _make(_join(fields, _read_fields(body)))
    return _make(_join(fields, {"query": [_decode(body)]}))


def _content_type(scope: Scope) -> str:
    kind, _, parameters = (header(scope, "content-type") or "").partition(";")
    kind = kind.strip().lower()
    charset = parameters.lower().partition("charset=")[2].strip(' "')
    if kind == UPDATE:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NO_UPDATES)
    if kind not in (FORM, QUERY) or charset not in ("", "utf-8", "utf8") or header(scope, "content-encoding"):
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"send the query as {QUERY} or as a form ({FORM}), in UTF-8 and not compressed",
            headers={"accept-post": f"{QUERY}, {FORM}"},
        )
    return kind


async def _read_body(scope: Scope, receive: Receive, cap: int) -> bytes:
    length = header(scope, "content-length") or ""
    if length.isdigit() and int(length) > cap:
        raise _too_large(cap)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _receive_body(receive, cap)
    except TimeoutError as error:
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, "the request came too slowly") from error


async def _receive_body(receive: Receive, cap: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientLeftError
        body += message.get("body", b"")
        if len(body) > cap:
            raise _too_large(cap)
        if not message.get("more_body", False):
            return bytes(body)


def _too_large(cap: int) -> Problem:
    detail = f"the request has more than {cap // 1024} KB; for more data use the downloads"
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, headers={"connection": "close"})


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the query is not in UTF-8") from error


def _read_fields(content: bytes) -> dict[str, list[str]]:
    text = content.decode("latin-1")  # percent signs carry the rest; other bytes are no part of a URL
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the query is not in UTF-8") from error
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"a request may have {MAX_FIELDS} fields") from error


def _join(first: Mapping[str, list[str]], second: Mapping[str, list[str]]) -> dict[str, list[str]]:
    names = dict.fromkeys((*first, *second))
    return {name: [*first.get(name, ()), *second.get(name, ())] for name in names}


def _make(fields: Mapping[str, list[str]]) -> SparqlRequest:
    if "update" in fields:
        raise Problem(HTTPStatus.BAD_REQUEST, NO_UPDATES)
    for name in _ONCE:
        if len(fields.get(name, ())) > 1:
            raise Problem(HTTPStatus.BAD_REQUEST, f"`{name}` stands more than once in the request")
    default, named = (_graphs(fields, name) for name in _SEVERAL)
    query, format_ = (next(iter(fields.get(name, ())), None) for name in _ONCE)
    return SparqlRequest(query, format_ or None, default, named)


def _graphs(fields: Mapping[str, list[str]], name: str) -> tuple[NamedNode, ...] | None:
    try:
        return tuple(NamedNode(value) for value in fields[name]) if name in fields else None
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"`{name}` must be an absolute IRI") from error
