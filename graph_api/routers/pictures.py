"""Pictures by address: their questions are asked here, their page is drawn by visualizations."""

import html
import re

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from graph_api.dependencies import Caching, TheCurrent
from graph_api.headers import CONTENT_SECURITY_POLICY
from graph_api.things import thing_of, unknown
from ontology.namespaces import BASE
from visualizations import pictures
from visualizations.pictures import UnknownPictureError, UnknownThingError

router = APIRouter(include_in_schema=False)

_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


@router.get("/picture/body/{key}")
async def body_picture(key: str, current: TheCurrent, headers: Caching) -> Response:
    """The network around a body."""
    return await _draw("body", {"body": thing_of("body", key).key}, current, headers)


@router.get("/picture/{name}")
async def picture(name: str, request: Request, current: TheCurrent, headers: Caching) -> Response:
    """Another picture; its parameters are those of the address."""
    given = {key: value for key, value in request.query_params.items() if key != "l"}
    return await _draw(name, given, current, headers)


async def _draw(name: str, params: dict[str, str], current: TheCurrent, headers: dict[str, str]) -> Response:
    try:
        asked = pictures.questions(name, **params)
        async with current.pool.snapshot() as snapshot:
            answers = {question: await snapshot.rows(text) for question, text in asked.items()}
        page = await to_thread.run_sync(lambda: pictures.render(name, answers, **params))
    except (UnknownPictureError, UnknownThingError) as error:
        raise unknown() from error
    page = page.replace(f'href="{BASE}', 'href="/')  # the names of things lead to this server's pages of them
    return HTMLResponse(page, headers={**headers, "content-security-policy": _policy_of(page)})


def _policy_of(page: str) -> str:
    """The policy that the picture names for itself, which only it can know; without one the strict one."""
    found = _POLICY.search(page)
    return f"{html.unescape(found[1])}; frame-ancestors 'none'" if found else CONTENT_SECURITY_POLICY
