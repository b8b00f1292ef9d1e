"""Where this server is, as the public sees it: for what must be written in full."""

import re
from http import HTTPStatus

from pyoxigraph import NamedNode

from graph_api.headers import Scope
from graph_api.problems import Problem
from graph_api.responses import header

_ONLY_A_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]*")
"""No user, no path, no question: a host, maybe with a port."""


def base_of(scope: Scope, public_base: str | None) -> str:
    """`https://example.org` without a slash: as the operator says, else by the request's Host.

    Raises Problem (400) where that header makes no address.
    """
    if public_base:
        return public_base
    host = header(scope, "host") or ""
    base = f"{scope.get('scheme', 'http')}://{host}"
    if not (_ONLY_A_HOST.fullmatch(host) and _is_iri(base)):
        raise Problem(HTTPStatus.BAD_REQUEST, "the Host header names no host")
    return base


def _is_iri(text: str) -> bool:
    """Whether it can stand for an address in the graph: brackets and ports are well formed."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
