"""Kinds of requests that are measured apart: a few lanes, and each question of the catalogue."""

from collections.abc import Mapping

from queries.catalogue import catalogue

OTHER = "other"
CATALOGUE, WRITING = "catalogue", "update"
_LANES: Mapping[str, str] = {
    "sparql": "sparql",
    "sparql-form": "sparql",
    "api": CATALOGUE,
    "": "page",
    "page": "page",
    "picture": "page",
    "questions": "page",
    "ontology": "page",
    "id": "data",
    "data": "data",
    "search": "search",
    "search.json": "search",
    "store": "data",
}
"""By the first step of the address."""
LANES = (*dict.fromkeys(_LANES.values()), WRITING, OTHER)
_NAMES = frozenset(catalogue())


def lane_of(path: str) -> tuple[str, str]:
    """The lane of an address, and the question that it asks where that is one of the catalogue, else ''."""
    _, _, rest = path.partition("/")
    first, _, second = rest.partition("/")
    lane = _LANES.get(first, OTHER)
    if lane != CATALOGUE:
        return lane, ""
    name = second.partition(".")[0]
    return lane, name if name in _NAMES else ""
