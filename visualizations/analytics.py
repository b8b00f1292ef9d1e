"""What a network tells: degrees, centrality and the shortest path between two things; pure, on networkx."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from visualizations.network import Graph, Link, Thing, thing_of, things

Measure = Literal["degree", "betweenness", "closeness"]

# An edition or an event joins everything of its year: a path goes through one only where nothing else leads.
DEAR_KINDS = {"edition": 20, "event": 4}
MEASURES: dict[Measure, Callable[..., dict[str, float]]] = {
    "degree": nx.degree_centrality,
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
}


class NoPathError(LookupError):
    """Nothing that the graph holds joins the two things."""


@dataclass(frozen=True, slots=True)
class Degree:
    """How many links lead to a thing and away from it."""

    thing: Thing
    incoming: int
    outgoing: int


@dataclass(frozen=True, slots=True)
class Centrality:
    """A thing's share of the network, from 0 to 1."""

    thing: Thing
    value: float


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on a path, and the links that lead from it to the next (none from the last)."""

    thing: Thing
    links: tuple[Link, ...]


def degrees(graph: Graph) -> list[Degree]:
    """Every thing with its number of links, the best linked first."""
    found = [
        Degree(thing, graph.in_degree(thing.address), graph.out_degree(thing.address))
        for thing in things(graph)
    ]
    return sorted(found, key=lambda row: (-row.incoming - row.outgoing, row.thing.order))


def rank_by_centrality(graph: Graph, measure: Measure = "betweenness", limit: int = 20) -> list[Centrality]:
    """The `limit` most central things. Betweenness costs nodes times links."""
    values = MEASURES[measure](_simple(graph))
    found = [Centrality(thing, values[thing.address]) for thing in things(graph)]
    return sorted(found, key=lambda row: (-row.value, row.thing.order))[:limit]


def find_path(graph: Graph, start: str, end: str) -> list[Step]:
    """The shortest path between two addresses, whichever way the links point; editions and events are dear.

    Raises NoPathError; KeyError where the graph does not hold one of the two.
    """
    for node in (start, end):
        if node not in graph:
            raise KeyError(node)
    try:
        nodes = nx.dijkstra_path(_simple(graph), start, end, weight="cost")
    except nx.NetworkXNoPath:
        raise NoPathError(f"nothing joins {start} and {end}") from None
    following = [*nodes[1:], None]
    return [
        Step(thing_of(graph, a), _links_between(graph, a, b)) for a, b in zip(nodes, following, strict=True)
    ]


def _simple(graph: Graph) -> "nx.Graph[str]":
    """One undirected edge where there are several, its cost that of the dearer of its two ends."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(graph)
    for source, target in graph.edges():
        simple.add_edge(source, target, cost=max(_cost(graph, source), _cost(graph, target)))
    return simple


def _cost(graph: Graph, node: str) -> int:
    return DEAR_KINDS.get(thing_of(graph, node).kind, 1)


def _links_between(graph: Graph, a: str, b: str | None) -> tuple[Link, ...]:
    if b is None:
        return ()
    both = [*graph.get_edge_data(a, b, default={}).values(), *graph.get_edge_data(b, a, default={}).values()]
    return tuple(data["link"] for data in both)
