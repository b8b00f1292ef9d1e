"""Templates into pages: autoescaped, in the reader's language, with the headers that a page has."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from graph_api.reader import Reader

TEMPLATES = Path(__file__).parent / "templates"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.filters["path_part"] = lambda text: quote(str(text), safe="")


def render(
    template: str,
    reader: Reader,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page; `values` are what its template needs."""
    html = ENVIRONMENT.get_template(template).render(
        words=reader.words, language=reader.language, reader=reader, link=reader.link, **values
    )
    said = {"content-language": reader.language, "vary": "Accept, Accept-Language", **(headers or {})}
    return HTMLResponse(html, status, said)
