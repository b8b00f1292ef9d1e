"""The few files that pages need, read once and looked up by name: no path of the disk can be asked for."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Request, Response

from graph_api.replies import reply_unchanging
from graph_api.things import unknown

router = APIRouter(include_in_schema=False)

WEB = Path(__file__).parent.parent / "web"
_SUFFIXES = ("css", "svg", "txt")
FILES: Mapping[str, bytes] = {
    path.name: path.read_bytes() for path in sorted(WEB.iterdir()) if path.suffix[1:] in _SUFFIXES
}


@router.get("/static/{name}")
async def static_file(name: str, request: Request) -> Response:
    """A file of the web folder."""
    return _send(name, request)


@router.get("/robots.txt")
async def robots(request: Request) -> Response:
    """What robots should leave alone."""
    return _send("robots.txt", request)


@router.get("/favicon.ico")
@router.get("/favicon.svg")
async def favicon(request: Request) -> Response:
    """The sign of the site."""
    return _send("favicon.svg", request)


def _send(name: str, request: Request) -> Response:
    body = FILES.get(name)
    if body is None:
        raise unknown()
    return reply_unchanging(request, body, Path(name).suffix[1:])
