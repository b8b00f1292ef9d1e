"""Liveness: whether the server answers, and from which version; never throttled, never queued."""

from fastapi import APIRouter
from pydantic import BaseModel

from graph_api.dependencies import TheCurrent

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """What a probe needs to know."""

    status: str
    version: str
    quads: int


@router.get("/health", summary="Whether the server is alive")
async def health(current: TheCurrent) -> Health:
    """The version that is served, and its number of quads; no worker is asked."""
    manifest = current.version.manifest
    return Health(status="ok", version=manifest.name, quads=manifest.quads)
