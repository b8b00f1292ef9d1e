"""What responses tell the browser: pages run no scripts and take nothing from elsewhere, data are for all."""

from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: dict[bytes, bytes] = {
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
SHARED: dict[str, str] = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag, link, location, retry-after, lertrat-limits, lertrat-partial",
}
"""Of data and refusals: scripts of any site may read them. Nothing is secret; there are no cookies."""
_OF_BODIES = (b"content-length", b"content-type", b"content-disposition")


class SafeHeaders:
    """An ASGI application whose responses carry HEADERS, unless they say otherwise; HEAD has no body.

    Who already has whatever there is (`If-None-Match: *`) gets 304 for it (RFC 9110, 13.1.2).
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        bodiless = scope["method"] == "HEAD"
        asked = {**scope, "method": "GET"} if bodiless else scope
        has_all = (b"if-none-match", b"*") in scope["headers"]

        async def send_safely(message: MutableMapping[str, Any]) -> None:
            nonlocal bodiless
            if message["type"] == "http.response.start":
                message["headers"] = _completed(message.get("headers", []))
                if has_all and message["status"] == HTTPStatus.OK:
                    bodiless, message["status"] = True, int(HTTPStatus.NOT_MODIFIED)
                    message["headers"] = [pair for pair in message["headers"] if pair[0] not in _OF_BODIES]
            elif bodiless and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        await self._application(asked, receive, send_safely)


def _completed(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    said = {name.lower() for name, _ in headers}
    return [*headers, *((name, value) for name, value in HEADERS.items() if name not in said)]
