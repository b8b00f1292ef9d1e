"""The home page: what this is, how far it reaches, and the ways in."""

from collections.abc import Mapping

from fastapi import APIRouter, Response

from graph_api.dependencies import Caching, TheCurrent
from graph_api.labels import read_labels
from graph_api.layout import render
from graph_api.pages import Answered, Shown, show
from graph_api.panels import Panel
from graph_api.reader import TheReader
from queries.catalogue import find

router = APIRouter(include_in_schema=False)

PANELS = (Panel("home-editions"), Panel("home-ministries"), Panel("home-numbers"))


@router.get("/")
async def home(current: TheCurrent, reader: TheReader, headers: Caching) -> Response:
    """The home page."""
    async with current.pool.snapshot() as snapshot:
        answered = [
            Answered(panel, question, await snapshot.rows(question.bind()))
            for panel in PANELS
            for question in [find(panel.question)]
        ]
        labels = await read_labels(
            snapshot, (term for found in answered for row in found.rows for term in row.values())
        )
        version = snapshot.version.name
    panels: Mapping[str, Shown] = {
        found.panel.question: show(found, reader.words, labels) for found in answered
    }
    return render("home.html", reader, headers=headers, panels=panels, version=version)
