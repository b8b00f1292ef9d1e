"""`/store`: the SPARQL 1.1 Graph Store Protocol, bare ASGI like `/sparql`; a graph is named in two ways."""

import secrets
from dataclasses import dataclass
from http import HTTPStatus

from pyoxigraph import NamedNode

from graph_api.addresses import base_of
from graph_api.bodies import read_body
from graph_api.clients import network_of
from graph_api.headers import Receive, Scope, Send
from graph_api.negotiation import Format, choose, choose_coding, formats
from graph_api.payloads import MAX_BYTES, read_payloads
from graph_api.problems import Problem
from graph_api.responses import (
    Reply,
    Watch,
    caching,
    describe_format,
    entity_tag,
    header,
    is_known,
)
from graph_api.sparql_protocol import read_fields
from graph_api.writing import Authority, own_graph
from ontology.namespaces import BASE
from queries.catalogue import find
from queries.codings import CODINGS
from queries.workers import PAGE_BYTES, Question, Snapshot, WorkerPool
from queries.writes import Method, Outcome, Write

PATH = "/store"
METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_GRAPHS = formats("graph", "engine", "dataset")
_DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Target:
    """The graph of a request: None is the default graph; `new`: one that is still to be named."""

    graph: str | None
    new: bool = False


class GraphStore:
    """The ASGI application for PATH and what stands under it: `/store/graph/x` is BASE + `graph/x`."""

    def __init__(self, pool: WorkerPool, authority: Authority, public_base: str | None = None) -> None:
        self._pool, self._authority, self._public_base = pool, authority, public_base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        reply = Reply(scope, send)
        await reply.finish(self._serve(scope, receive, reply))

    async def _serve(self, scope: Scope, receive: Receive, reply: Reply) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            await reply.send_methods(METHODS)
            return
        if method not in METHODS.split(", "):
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"use {METHODS}", headers={"allow": METHODS})
        target = self._target(scope)
        if method in ("GET", "HEAD"):
            with Watch(receive):
                await self._read(scope, target, reply)
        else:
            await self._change(scope, receive, target, reply)

    def _target(self, scope: Scope) -> Target:
        fields = read_fields(scope["query_string"])
        direct = scope["raw_path"].decode("latin-1").removeprefix(f"{PATH}/")
        if scope["path"] != PATH:
            return Target(_absolute(BASE + direct))
        if (_DEFAULT in fields) + len(fields.get("graph", ())) > 1:
            raise Problem(HTTPStatus.BAD_REQUEST, "name one graph")
        if _DEFAULT in fields:
            return Target(None)
        if "graph" in fields:
            return Target(_absolute(self._ours(scope, fields["graph"][0])))
        if scope["method"] != "POST":
            raise Problem(
                HTTPStatus.BAD_REQUEST, f"name a graph: {PATH}?graph=IRI, {PATH}?default or {PATH}/graph/..."
            )
        return Target(own_graph(f"{self._authority.author(scope).name}/{secrets.token_hex(8)}"), new=True)

    def _ours(self, scope: Scope, graph: str) -> str:
        """A graph may be named by its address here too."""
        start = f"{base_of(scope, self._public_base)}{PATH}/"
        return BASE + graph.removeprefix(start) if graph.startswith(start) else graph

    async def _read(self, scope: Scope, target: Target, reply: Reply) -> None:
        format_ = choose(header(scope, "accept"), _GRAPHS)
        coding = choose_coding(header(scope, "accept-encoding"))
        async with self._pool.snapshot() as snapshot:
            text = await _question(snapshot, target.graph)
            tag = _tag(snapshot.data.name, target.graph, format_, coding)
            if is_known(scope, tag):
                await reply.send(HTTPStatus.NOT_MODIFIED, caching(tag))
                return
            question = Question(
                text, format_.media_type, coding=coding, client=network_of(scope) or "",
                max_bytes=None if reply.chunked else PAGE_BYTES,
            )  # fmt: skip
            async with await self._pool.query(question, snapshot) as stream:
                await reply.send_stream(describe_format(format_, coding) | caching(tag), stream)

    async def _change(self, scope: Scope, receive: Receive, target: Target, reply: Reply) -> None:
        self._authority.author(scope)  # before a body is taken in
        method: Method = _METHODS[scope["method"]]
        body = await read_body(scope, receive, MAX_BYTES)
        payloads = () if method == "delete" else read_payloads(scope, body)
        write = Write(method, graph=target.graph, payloads=payloads)
        outcome = await self._authority.write(scope, write, lambda found: self._check(scope, target, found))
        await reply.send(*_result(scope, method, target, outcome))

    def _check(self, scope: Scope, target: Target, outcome: Outcome) -> None:
        """The request's own conditions, when its turn has come; raises Problem (404, 412)."""
        if scope["method"] == "DELETE" and target.graph is not None and not outcome.existed:
            raise _unknown()
        wanted, unwanted = header(scope, "if-match"), header(scope, "if-none-match")
        if wanted is not None and not self._matches(wanted, target, outcome):
            raise Problem(HTTPStatus.PRECONDITION_FAILED, "the graph is not what it was when you read it")
        if unwanted is not None and (outcome.existed if unwanted.strip() == "*" else True):
            raise Problem(HTTPStatus.PRECONDITION_FAILED, "the graph is there already")

    def _matches(self, wanted: str, target: Target, outcome: Outcome) -> bool:
        name = self._pool.data.name
        known = {_tag(name, target.graph, format_, coding) for format_ in _GRAPHS for coding in CODINGS}
        tags = {tag.strip() for tag in wanted.split(",")}
        return outcome.existed and ("*" in tags or bool(tags & known))


_METHODS: dict[str, Method] = {"PUT": "put", "POST": "post", "DELETE": "delete"}


def _tag(state: str, graph: str | None, format_: Format, coding: str) -> str:
    return entity_tag(state, PATH, graph, format_.suffix, coding)


def _absolute(value: str) -> str:
    try:
        return NamedNode(value).value
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the name of a graph must be an absolute IRI") from error


async def _question(snapshot: Snapshot, graph: str | None) -> str:
    """The query for a graph; raises Problem (404) where there is none of this name."""
    if graph is None:
        return find("graph-default").bind()
    node = NamedNode(graph)
    if not await snapshot.ask(find("graph-known").bind(graph=node)):
        raise _unknown()
    return find("graph-data").bind(graph=node)


def _unknown() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "there is no graph of that name")


def _result(
    scope: Scope, method: Method, target: Target, outcome: Outcome
) -> tuple[HTTPStatus, dict[str, str]]:
    headers = {"cache-control": "no-store"}
    if method == "delete" or outcome.existed:
        return HTTPStatus.NO_CONTENT, headers
    if target.new and target.graph:
        headers["location"] = f"{PATH}/{target.graph.removeprefix(BASE)}"
    return HTTPStatus.CREATED, headers
