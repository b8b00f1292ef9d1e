"""Degrees, centrality and paths, each answer in an order of its own."""

import pytest

from visualizations.analytics import NoPathError, degrees, find_path, rank_by_centrality
from visualizations.network import Graph, Link, Thing, assemble


@pytest.fixture
def graph() -> Graph:
    """Two departments of one ministry, and a stranger that shares only a year with one of them."""
    nodes = [
        *(Thing(key, "body", key) for key in ("ministry", "a", "b", "stranger", "island")),
        *(Thing(key, "award", key) for key in ("won-a", "won-b", "won-s")),
        Thing("2567", "edition", "2567", year_be=2567),
    ]
    ties = [
        Link("a", "ministry", "organisational"),
        Link("b", "ministry", "organisational"),
        *(Link(f"won-{key}", body, "recipient") for key, body in (("a", "a"), ("b", "b"), ("s", "stranger"))),
        *(Link(f"won-{key}", "2567", "edition") for key in "abs"),
    ]
    return assemble(nodes, ties)


def way(graph: Graph, start: str, end: str) -> list[str]:
    return [step.thing.address for step in find_path(graph, start, end)]


def test_a_path_goes_through_the_ministry_rather_than_the_year(graph: Graph) -> None:
    assert way(graph, "a", "b") == ["a", "ministry", "b"]


def test_a_path_goes_through_the_year_where_nothing_else_leads(graph: Graph) -> None:
    assert way(graph, "a", "stranger") == ["a", "won-a", "2567", "won-s", "stranger"]


def test_each_step_tells_the_links_to_the_next(graph: Graph) -> None:
    steps = find_path(graph, "a", "b")
    assert [[link.kind for link in step.links] for step in steps] == [
        ["organisational"],
        ["organisational"],
        [],
    ]


def test_a_path_to_oneself_is_one_step(graph: Graph) -> None:
    assert way(graph, "a", "a") == ["a"]


def test_where_nothing_joins_two_things_there_is_no_path(graph: Graph) -> None:
    with pytest.raises(NoPathError, match="island"):
        find_path(graph, "a", "island")


def test_a_path_from_something_unknown_is_refused(graph: Graph) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        find_path(graph, "nowhere", "a")


def test_degrees_count_both_ways_and_come_in_order(graph: Graph) -> None:
    first = degrees(graph)[0]
    assert (first.thing.address, first.incoming, first.outgoing) == ("2567", 3, 0)


@pytest.mark.parametrize("measure", ["degree", "betweenness", "closeness"])
def test_an_island_is_the_least_central(graph: Graph, measure: str) -> None:
    ranked = rank_by_centrality(graph, measure, limit=20)  # type: ignore[arg-type]  # each of the three is one
    values = {row.thing.address: row.value for row in ranked}
    assert values["island"] == min(values.values()) < max(values.values())
