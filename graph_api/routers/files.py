"""The few files that pages need, read once and looked up by name: no path of the disk can be asked for."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Request, Response

from graph_api.things import unknown

router = APIRouter(include_in_schema=False)

WEB = Path(__file__).parent.parent / "web"
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8"}
FILES: Mapping[str, bytes] = {
    path.name: path.read_bytes() for path in sorted(WEB.iterdir()) if path.suffix in _TYPES
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
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {
        "etag": tag,
        "cache-control": "public, max-age=3600",
        "content-type": _TYPES[Path(name).suffix],
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers)
