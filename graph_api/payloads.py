"""RDF that a client sends: one body, or the parts of a form, each with its own type."""

from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus

from graph_api.bodies import read_content_type
from graph_api.headers import Scope
from graph_api.negotiation import formats
from graph_api.problems import Problem
from graph_api.responses import header
from queries.writes import Payload

MAX_BYTES = 16 << 20
MAX_PARTS = 50
_MULTIPART = "multipart/form-data"
_TYPES = {name: f.media_type for f in formats("graph", "engine") for name in (f.media_type, *f.aliases)}


def read_payloads(scope: Scope, body: bytes) -> tuple[Payload, ...]:
    """What was sent; raises Problem (400, 415)."""
    kind, _ = read_content_type(scope)
    if kind != _MULTIPART:
        return (Payload(_known(kind), body),)
    parts = tuple(_leaves(_parse(scope, body)))
    if not parts or len(parts) > MAX_PARTS:
        raise Problem(HTTPStatus.BAD_REQUEST, f"a form has 1 to {MAX_PARTS} parts")
    return parts


def _known(kind: str) -> str:
    if kind not in _TYPES:
        listed = ", ".join(dict.fromkeys(_TYPES.values()))
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send a graph as one of: {listed}")
    return _TYPES[kind]


def _parse(scope: Scope, body: bytes) -> EmailMessage:
    head = f"Content-Type: {header(scope, 'content-type')}\r\n\r\n".encode("latin-1")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    if not message.is_multipart():
        raise Problem(HTTPStatus.BAD_REQUEST, "the form has no parts: is its boundary right?")
    return message


def _leaves(message: Message) -> Iterator[Payload]:
    """The parts that hold RDF, also those of a multipart/mixed within the form."""
    for part in message.walk():
        if not part.is_multipart():
            body = part.get_payload(decode=True)
            yield Payload(_known(part.get_content_type()), body if isinstance(body, bytes) else b"")
