"""What a worker does with one request: the answer in pieces, as the client wants it coded."""

import json
import signal
import socket
from typing import Any

from pyoxigraph import NamedNode

from queries.codings import CODINGS
from queries.counting import Amount
from queries.dataset import DatasetClause
from queries.engine import EmbeddedEngine
from queries.errors import AnswerTooLargeError, QueryError, QuerySyntaxError
from queries.frames import DATA, ERROR, LOOK, PART, PIECE_BYTES, WRITE, Frame, pack, read_request
from queries.limiting import set_limit
from queries.precheck import Bounds, check_update, look_at_query
from queries.writable import WritableEngine
from queries.writes import Write, work_out

SECOND_LOCK_SECONDS = 0.5
"""So long after its deadline a worker ends itself, should nobody have killed it."""


class Outlet:
    """Sends what the engine writes, coded, in pieces of PIECE_BYTES; `rest` is what is not sent yet."""

    def __init__(self, connection: socket.socket, coding: str, max_bytes: int) -> None:
        self._connection, self._left = connection, max_bytes
        self._code, self._finish = CODINGS[coding]()
        self.rest = bytearray()

    def write(self, piece: bytes) -> None:
        """Take a piece; raises AnswerTooLargeError where all of them are more than may be sent."""
        self._left -= len(piece)
        if self._left < 0:
            raise AnswerTooLargeError("the answer is too large; ask for less, with LIMIT and OFFSET")
        self.rest += self._code(piece)
        if len(self.rest) >= PIECE_BYTES:
            self._connection.sendall(pack(DATA, self.rest))
            self.rest.clear()

    def last(self) -> bytes:
        """The frame of what is still to be sent."""
        return pack(DATA, bytes(self.rest + self._finish()))


def answer(connection: socket.socket, engine: EmbeddedEngine, frame: Frame, bounds: Bounds) -> bytes:
    """Answer one request; gives the frames that are still to be sent: the last piece, or an ERROR."""
    request = read_request(frame)
    signal.setitimer(signal.ITIMER_REAL, request["deadline"] + SECOND_LOCK_SECONDS)
    try:
        if frame.kind == LOOK:
            return pack(DATA, json.dumps(look_at_query(request["text"], bounds)).encode())
        if frame.kind == WRITE:
            return _try_write(engine, Write.read(request["write"]), bounds)
        return _query(connection, engine, request)
    except (QueryError, MemoryError) as error:
        return pack(ERROR, _describe(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _try_write(engine: EmbeddedEngine, write: Write, bounds: Bounds) -> bytes:
    check_update(write.text, bounds)
    if not isinstance(engine, WritableEngine):
        raise QueryError("this graph is too large to be written to: it is read from disk")
    return pack(DATA, json.dumps(work_out(engine, write).fields()).encode())


def _query(connection: socket.socket, engine: EmbeddedEngine, request: dict[str, Any]) -> bytes:
    outlet = Outlet(connection, request["coding"], request["max_bytes"])
    if request["limit"] is not None:
        return _query_part(engine, request, outlet)
    amount = Amount(most=request["max_rows"])
    engine.serialise(request["text"], request["media_type"], outlet.write, _graphs(request), amount)
    return outlet.last()


def _query_part(engine: EmbeddedEngine, request: dict[str, Any], outlet: Outlet) -> bytes:
    """The first rows or triples, whole in memory: that there are more must be told before them."""
    text, media_type, most = request["text"], request["media_type"], request["limit"]
    body, mark = bytearray(), b""
    try:
        engine.serialise(text, media_type, body.extend, _graphs(request), Amount(most=most))
    except AnswerTooLargeError:
        body.clear()
        mark = pack(PART)
        is_rows = request["form"] == "SELECT"
        part = set_limit(text, most) if is_rows else text
        engine.serialise(part, media_type, body.extend, _graphs(request), Amount(cut=most))
    outlet.write(bytes(body))
    return mark + outlet.last()


def _graphs(request: dict[str, Any]) -> DatasetClause | None:
    default, named = request["default_graphs"], request["named_graphs"]
    if default is None and named is None:
        return None
    nodes = ([NamedNode(iri) for iri in dict.fromkeys(iris or ())] for iris in (default, named))
    return DatasetClause(*nodes)


def _describe(error: QueryError | MemoryError) -> dict[str, Any]:
    """An error as the server makes it again: the name of its class, and its fields."""
    fields: dict[str, Any] = {"error": type(error).__name__, "message": str(error)}
    if isinstance(error, QuerySyntaxError):
        fields.update(message=error.message, line=error.line, column=error.column)
    return fields
