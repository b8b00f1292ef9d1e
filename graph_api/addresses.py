"""Where this server is, as the public sees it: for what must be written in full."""

from http import HTTPStatus

from graph_api.headers import Scope
from graph_api.problems import Problem
from graph_api.responses import header


def base_of(scope: Scope, public_base: str | None) -> str:
    """`https://example.org` without a slash: as the operator says, else by the request's checked Host."""
    if public_base:
        return public_base
    host = header(scope, "host") or ""
    if not all(sign.isalnum() or sign in ".-:[]_" for sign in host) or not host.isascii():
        raise Problem(HTTPStatus.BAD_REQUEST, "the Host header names no host")
    return f"{scope.get('scheme', 'http')}://{host}"
