"""No more requests at work than there is room for: who comes to a full house is told when to come back."""

from http import HTTPStatus

from graph_api.headers import Application, Receive, Scope, Send
from graph_api.problems import RETRY_SECONDS, Problem
from graph_api.responses import Reply
from graph_api.throttle import FREE_PATHS


class Room:
    """An ASGI application that answers 503 with Retry-After while `requests` others are at work."""

    def __init__(self, application: Application, requests: int) -> None:
        self._application, self._left = application, requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        counted = scope["type"] == "http" and scope["path"] not in FREE_PATHS
        if counted and self._left <= 0:
            await Reply(scope, send).send_error(_full())
            return
        self._left -= counted
        try:
            await self._application(scope, receive, send)
        finally:
            self._left += counted


def _full() -> Problem:
    detail = f"the server is full; come back in {RETRY_SECONDS} seconds"
    headers = {"retry-after": str(RETRY_SECONDS), "connection": "close"}
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=headers)
