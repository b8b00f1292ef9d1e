"""Answers for programs: data that any site may read, and redirects that never leave this one."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Response

from graph_api.negotiation import Format

SAVED = ("csv", "tsv")
"""A browser would guess at these: they are offered for saving."""


def reply_data(
    body: bytes, format_: Format, headers: Mapping[str, str] | None = None, name: str = "answer"
) -> Response:
    """Data in a format, readable from any site's scripts (there is nothing secret, and no cookie)."""
    said = {"access-control-allow-origin": "*", "vary": "Accept", **(headers or {})}
    if format_.suffix in SAVED:
        said["content-disposition"] = f'attachment; filename="{name}.{format_.suffix}"'
    response = Response(body, headers=said)
    response.headers["content-type"] = format_.content_type
    return response


def see_other(path: str) -> Response:
    """303 to another path of this server; `path` is made of checked parts."""
    headers = {"location": path, "vary": "Accept", "access-control-allow-origin": "*"}
    return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)
