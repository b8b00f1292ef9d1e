"""The documentation of the ontology: its pages, its picture and its files, made once and kept."""

from collections.abc import Mapping
from functools import cache, lru_cache

from fastapi import APIRouter, Request, Response

from graph_api.documentation import attachments, shipped_documentation
from graph_api.frames import START, Served
from graph_api.headers import SHARED
from graph_api.languages import Language
from graph_api.reader import Reader, TheReader
from graph_api.replies import moved, reply_unchanging
from graph_api.things import unknown

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def overview(request: Request, reader: TheReader) -> Response:
    """The ontology and the concept schemes, listed."""
    return _show(START, request, reader)


@router.get("/docs/ontology")
def ontology(request: Request, reader: TheReader) -> Response:
    """The classes and properties with their definitions."""
    return _show("ontology", request, reader)


@router.get("/docs/vocabulary/{key}")
def vocabulary(key: str, request: Request, reader: TheReader) -> Response:
    """A concept scheme with its concepts."""
    return _show(f"vocabulary/{key}", request, reader)


@router.get("/docs/")
def start() -> Response:
    """301 to the overview, which is there without the slash."""
    return moved("/docs")


@router.get("/docs/{name:path}")
def attachment(name: str, request: Request) -> Response:
    """The picture and the ontology's files, looked up by name."""
    body = _attachments().get(name)
    if body is None:
        raise unknown()
    return reply_unchanging(request, body, name.rpartition(".")[2], SHARED)


def _show(page: str, request: Request, reader: Reader) -> Response:
    if page not in shipped_documentation().pages:
        raise unknown()
    body = _render(page, reader.language, reader.asked)
    headers = {"content-language": reader.language, "vary": "Accept-Language"}
    return reply_unchanging(request, body, "html", headers)


@lru_cache(maxsize=256)
def _render(page: str, language: Language, asked: bool) -> bytes:
    """A page for all readers of a language; their other parameters do not matter here."""
    documentation = shipped_documentation()
    reader = Reader(language, asked, path="", parameters=())
    return documentation.render(Served(documentation.places, page, reader))


@cache
def _attachments() -> Mapping[str, bytes]:
    return {name: path.read_bytes() for name, path in attachments().items()}
