"""What a client sends in a request's body: so much and no more, in time, and of one plain type."""

import asyncio
from http import HTTPStatus

from graph_api.headers import Receive, Scope
from graph_api.problems import Problem
from graph_api.responses import ClientLeftError, header

BODY_SECONDS = 10.0
DRAINED_BYTES = 4 << 20
"""So much beyond the cap is taken and thrown away: who is cut off while sending does not read the answer."""


def read_content_type(scope: Scope) -> tuple[str, str]:
    """The media type and what stands behind it, both in small letters; raises Problem for a coded body."""
    if (header(scope, "content-encoding") or "identity").lower() != "identity":
        detail = "send the body as it is, not compressed"
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, headers={"accept-encoding": "identity"})
    kind, _, parameters = (header(scope, "content-type") or "").partition(";")
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    return kind.strip().lower(), charset


async def read_body(scope: Scope, receive: Receive, cap: int) -> bytes:
    """The body of at most `cap` bytes; raises Problem (408, 413) or ClientLeftError."""
    length = header(scope, "content-length") or ""
    if length.isdigit() and int(length) > cap + DRAINED_BYTES:
        raise _too_large(cap)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _receive_body(receive, cap)
    except TimeoutError as error:
        raise Problem(
            HTTPStatus.REQUEST_TIMEOUT, "the request came too slowly", headers={"connection": "close"}
        ) from error


async def _receive_body(receive: Receive, cap: int) -> bytes:
    body, taken = bytearray(), 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientLeftError
        taken += len(message.get("body", b""))
        if taken <= cap:
            body += message.get("body", b"")
        if taken > cap + DRAINED_BYTES:
            raise _too_large(cap)
        if not message.get("more_body", False):
            break
    if taken > cap:
        raise _too_large(cap)
    return bytes(body)


def _too_large(cap: int) -> Problem:
    detail = f"the request has more than {cap // 1024} KB; for more data use the downloads"
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, headers={"connection": "close"})
