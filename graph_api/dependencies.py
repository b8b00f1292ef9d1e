"""What routes ask for: the current version, and a promise that nothing has changed since the last visit."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from graph_api.current import Current
from graph_api.reader import Reader, TheReader, read_reader

_STARTED = secrets.token_hex(4)
"""Another start may mean other templates."""


class UnchangedError(Exception):
    """The client has this already; `tag` is its ETag."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def read_current(request: Request) -> Current:
    """What the application serves."""
    current: Current = request.app.state.current
    return current


TheCurrent = Annotated[Current, Depends(read_current)]


def caching(request: Request, current: TheCurrent) -> dict[str, str]:
    """The headers of an answer that stays the same for as long as the version; raises UnchangedError."""
    asked = (request.scope["path"], request.scope["query_string"], request.headers.get("accept"))
    parts = (_STARTED, current.version.name, read_reader(request).language, *asked)
    tag = f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'
    if tag in (given.strip() for given in request.headers.get("if-none-match", "").split(",")):
        raise UnchangedError(tag)
    return {"etag": tag, "cache-control": "public, no-cache"}


Caching = Annotated[dict[str, str], Depends(caching)]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request and all that its answer is made with."""

    request: Request
    current: Current
    reader: Reader
    headers: dict[str, str]


def read_visit(request: Request, current: TheCurrent, reader: TheReader, headers: Caching) -> Visit:
    """All of it at once."""
    return Visit(request, current, reader, headers)


TheVisit = Annotated[Visit, Depends(read_visit)]
