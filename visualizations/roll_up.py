"""Whose awards count as whose: each roll-up follows one kind of placement, and says which; pure."""

from collections import Counter
from dataclasses import dataclass

from visualizations.network import PLACEMENT_KINDS, Graph, Thing, links, links_to, thing_of

OWN, FORMER = "own", "former"
COUNTED = (
    OWN,
    "organisational",
    "supervision",
)  # what a body's total has: no provinces


@dataclass(frozen=True, slots=True)
class Held:
    """An award, and the way from the body to its holder: `own`, a kind of placement, or `former`."""

    award: Thing
    way: str


def roll_up(graph: Graph, focus: str) -> list[Held]:
    """The awards won by `focus` and by all that stands below it, each once.

    A way that is organisational throughout counts as such; one step of supervision or territory makes it
    that, one placement that has ended makes it `former`. Of several ways the first in that order counts.
    """
    ways = _find_ways(graph, focus)
    order = list(dict.fromkeys(ways.values()))
    found: dict[str, str] = {}
    for link in links(graph):
        way = ways.get(link.target)
        if link.kind == "recipient" and way is not None and thing_of(graph, link.source).kind == "award":
            found[link.source] = min(way, found.get(link.source, way), key=order.index)
    return [Held(thing_of(graph, award), way) for award, way in found.items()]


def count_by_way(held: list[Held]) -> Counter[str]:
    """How many awards each way leads to."""
    return Counter(one.way for one in held)


def count_by_year(held: list[Held]) -> Counter[int | None]:
    """How many awards of each Buddhist year count for the body itself."""
    return Counter(one.award.year_be for one in held if one.way in COUNTED)


def _find_ways(graph: Graph, focus: str) -> dict[str, str]:
    ways = {focus: OWN}
    for rank, kind in enumerate(PLACEMENT_KINDS, start=1):
        _follow(graph, ways, kind, PLACEMENT_KINDS[:rank], ended=False)
    _follow(graph, ways, FORMER, PLACEMENT_KINDS, ended=True)
    return ways


def _follow(graph: Graph, ways: dict[str, str], way: str, kinds: tuple[str, ...], *, ended: bool) -> None:
    """Add to `ways` what placements of these kinds lead down to from there."""
    waiting = list(ways)
    while waiting:
        for child, link in links_to(graph, waiting.pop()):
            if child not in ways and link.kind in kinds and (ended or not link.until):
                ways[child] = way
                waiting.append(child)
