"""A roll-up follows one kind of placement and never credits a body with what is not its own."""

from visualizations.network import Graph, Link, Thing, assemble
from visualizations.roll_up import count_by_way, count_by_year, roll_up


def network(*placements: Link) -> Graph:
    """Bodies under `top` as these say; each of them but `top` won one award in 2567."""
    names = sorted({end for link in placements for end in (link.source, link.target)})
    bodies = [Thing(name, "body", name) for name in names]
    awards = [Thing(f"won-{name}", "award", name, year_be=2567) for name in names if name != "top"]
    won = [Link(award.address, award.name, "recipient") for award in awards]
    return assemble([*bodies, *awards], [*placements, *won])


def ways(graph: Graph) -> dict[str, str]:
    return {held.award.name: held.way for held in roll_up(graph, "top")}


def test_a_way_is_as_loose_as_its_loosest_step() -> None:
    graph = network(
        Link("a", "top", "organisational"),
        Link("b", "a", "supervision"),
        Link("c", "b", "organisational"),
        Link("d", "c", "territory"),
    )
    assert ways(graph) == {"a": "organisational", "b": "supervision", "c": "supervision", "d": "territory"}


def test_of_two_ways_the_organisational_one_counts() -> None:
    graph = network(
        Link("province", "top", "territory"),
        Link("office", "province", "territory"),
        Link("office", "top", "organisational"),
    )
    assert ways(graph)["office"] == "organisational"


def test_a_placement_that_has_ended_counts_as_former() -> None:
    assert ways(network(Link("a", "top", "organisational", until="2553"))) == {"a": "former"}


def test_each_award_counts_once_in_a_circle() -> None:
    graph = network(Link("a", "top", "organisational"), Link("top", "a", "organisational"))
    assert count_by_way(roll_up(graph, "top")) == {"organisational": 1}


def test_the_total_of_a_year_leaves_out_territory_and_former_bodies() -> None:
    graph = network(
        Link("a", "top", "organisational"),
        Link("b", "top", "supervision"),
        Link("c", "top", "territory"),
        Link("d", "top", "organisational", until="2553"),
    )
    assert count_by_year(roll_up(graph, "top")) == {2567: 2}


def test_a_candidacy_is_no_award() -> None:
    nodes = [Thing("top", "body", "top"), Thing("hoped", "candidacy", "hoped")]
    assert roll_up(assemble(nodes, [Link("hoped", "top", "recipient")]), "top") == []
