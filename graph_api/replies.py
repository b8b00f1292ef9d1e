"""Answers for programs: data that any site may read, redirects that stay on this one, files to be kept."""

import hashlib
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Request, Response

from graph_api.headers import SHARED
from graph_api.negotiation import FORMATS, Format

SAVED = ("csv", "tsv")
"""A browser would guess at these: they are offered for saving."""

FILE_TYPES: Mapping[str, str] = {
    **{format_.suffix: format_.content_type for format_ in FORMATS},
    **{"css": "text/css; charset=utf-8", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8"},
}
"""The Content-Type of a file by the end of its name, without the dot."""


def reply_data(
    body: bytes, format_: Format, headers: Mapping[str, str] | None = None, name: str = "answer"
) -> Response:
    """Data in a format, readable from any site's scripts."""
    said = {**SHARED, "vary": "Accept", **(headers or {})}
    if format_.suffix in SAVED:
        said["content-disposition"] = f'attachment; filename="{name}.{format_.suffix}"'
    response = Response(body, headers=said)
    response.headers["content-type"] = format_.content_type
    return response


def see_other(path: str) -> Response:
    """303 to another path of this server; `path` is made of checked parts."""
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={**SHARED, "location": path, "vary": "Accept"})


def moved(path: str) -> Response:
    """301 to what took the place of the thing that was asked for; `path` is made of checked parts."""
    return Response(status_code=HTTPStatus.MOVED_PERMANENTLY, headers={**SHARED, "location": path})


def reply_unchanging(
    request: Request, body: bytes, suffix: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A file that only another start of the server changes: kept for an hour, then asked for by its ETag."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    said = {
        "etag": tag,
        "cache-control": "public, max-age=3600",
        "content-type": FILE_TYPES[suffix],
        **(headers or {}),
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=said)
    return Response(body, headers=said)
