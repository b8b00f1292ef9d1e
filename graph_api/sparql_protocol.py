"""A request of the SPARQL 1.1 Protocol, read from ASGI: query or update, graphs, format, or what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from pyoxigraph import NamedNode

from graph_api.bodies import read_body, read_content_type
from graph_api.headers import Receive, Scope
from graph_api.problems import Problem
from queries.precheck import MAX_BYTES, MAX_UPDATE_BYTES
from queries.tokens import spell_out

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
MAX_FORM_BYTES = 4 * MAX_UPDATE_BYTES
"""A percent sign and two digits for a byte, and room for graphs."""
MAX_FIELDS = 200
_CAPS = {FORM: MAX_FORM_BYTES, QUERY: MAX_BYTES, UPDATE: MAX_UPDATE_BYTES}
_TEXTS = {QUERY: "query", UPDATE: "update"}
_ONCE = ("query", "update", "limit")
_QUERY_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATE_GRAPHS = ("using-graph-uri", "using-named-graph-uri")
Graphs = tuple[NamedNode, ...] | None


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """What was asked: no `query` and no `update` for a bare GET; graphs None where the request names none.

    Some clients name several formats, lest a server should not know their first name of it.
    """

    query: str | None
    update: str | None
    format: tuple[str, ...]
    limit: int | None
    default_graphs: Graphs
    named_graphs: Graphs
    key: bytes = b""
    """What the request of an address is known by."""


async def read_request(scope: Scope, receive: Receive) -> SparqlRequest:
    """The request of a GET, HEAD or POST; raises Problem (400, 408, 413, 415) or ClientLeftError."""
    if scope["method"] != "POST":
        return _read_address(scope["query_string"])
    fields = read_fields(scope["query_string"])
    kind = _content_type(scope)
    body = await read_body(scope, receive, _CAPS[kind])
    sent = read_fields(body) if kind == FORM else {_TEXTS[kind]: [_decode(body)]}
    return _make(_join(fields, sent))


@lru_cache(maxsize=256)
def _read_address(query_string: bytes) -> SparqlRequest:
    """The request that an address makes; remembered, since clients ask the same again and again."""
    fields = read_fields(query_string)
    if "update" in fields:
        raise Problem(HTTPStatus.BAD_REQUEST, "an update is sent by POST")
    return _make(fields, query_string)


def _content_type(scope: Scope) -> str:
    kind, charset = read_content_type(scope)
    if kind not in _CAPS or charset not in ("", "utf-8", "utf8"):
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"send a query as {QUERY}, an update as {UPDATE}, or either as a form ({FORM}), in UTF-8",
            headers={"accept-post": ", ".join(_CAPS)},
        )
    return kind


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the query is not in UTF-8") from error


def read_fields(content: bytes) -> dict[str, list[str]]:
    """The fields of a form or of an address; raises Problem (400)."""
    pairs = list(filter(None, content.replace(b"+", b" ").split(b"&")))
    if len(pairs) > MAX_FIELDS:
        raise Problem(HTTPStatus.BAD_REQUEST, f"a request may have {MAX_FIELDS} fields")
    fields: dict[str, list[str]] = {}
    for pair in pairs:
        name, _, value = pair.partition(b"=")
        fields.setdefault(_decode(unquote_to_bytes(name)), []).append(_decode(unquote_to_bytes(value)))
    return fields


def _join(first: Mapping[str, list[str]], second: Mapping[str, list[str]]) -> dict[str, list[str]]:
    names = dict.fromkeys((*first, *second))
    return {name: [*first.get(name, ()), *second.get(name, ())] for name in names}


def _make(fields: Mapping[str, list[str]], key: bytes = b"") -> SparqlRequest:
    for name, values in fields.items():
        if len(values) > 1 and name in _ONCE:
            raise Problem(HTTPStatus.BAD_REQUEST, f"`{name}` stands more than once in the request")
    if "query" in fields and "update" in fields:
        raise Problem(HTTPStatus.BAD_REQUEST, "a request is a query or an update, not both")
    ours, others = (_UPDATE_GRAPHS, _QUERY_GRAPHS) if "update" in fields else (_QUERY_GRAPHS, _UPDATE_GRAPHS)
    for name in others:
        if name in fields:
            raise Problem(HTTPStatus.BAD_REQUEST, f"`{name}` does not go with this: use `{ours[0]}`")
    return SparqlRequest(
        _text(fields, "query"),
        _text(fields, "update"),
        tuple(filter(None, fields.get("format", ()))),
        _number(fields),
        _graphs(fields, ours[0]),
        _graphs(fields, ours[1]),
        key,
    )


def _text(fields: Mapping[str, list[str]], name: str) -> str | None:
    return spell_out(fields[name][0]) if name in fields else None


def _number(fields: Mapping[str, list[str]]) -> int | None:
    limit = fields["limit"][0] if "limit" in fields else ""
    if not limit:
        return None
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10):
        raise Problem(HTTPStatus.BAD_REQUEST, "`limit` is a number of rows or triples")
    return int(limit)


def _graphs(fields: Mapping[str, list[str]], name: str) -> Graphs:
    try:
        return tuple(NamedNode(value) for value in fields[name]) if name in fields else None
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"`{name}` must be an absolute IRI") from error
