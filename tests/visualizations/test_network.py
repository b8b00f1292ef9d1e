"""Rows become a graph of typed things and links."""

from pyoxigraph import Literal, NamedNode

from ontology.iri import iri
from queries.catalogue import find
from queries.engine import EmbeddedEngine
from visualizations.network import (
    Graph,
    Link,
    Thing,
    assemble,
    body_network,
    keep_most_important,
    links,
    read_thing,
    thing_of,
    things,
)

TISI, MIND, RAYONG = (iri("body", key).value for key in ("tisi", "mind", "rayong"))


def network_of(engine: EmbeddedEngine, body: str) -> Graph:
    rows = [engine.rows(find(name).bind(body=body)) for name in ("body-network", "body-network-awards")]
    return body_network(*rows)


def test_a_ministry_has_its_bodies_awards_works_and_years(engine: EmbeddedEngine) -> None:
    kinds = {thing.address.rpartition("/")[2]: thing.kind for thing in things(network_of(engine, "mind"))}
    assert kinds == {
        **dict.fromkeys(("mind", "tisi", "diw", "ieat", "rayong"), "body"),
        **dict.fromkeys(("a1", "a2", "a3", "a4", "a5"), "award"),
        "p1": "project",
        **dict.fromkeys(("2566", "2567"), "edition"),
    }


def test_each_placement_keeps_its_kind(engine: EmbeddedEngine) -> None:
    found = {link.source: link.kind for link in links(network_of(engine, "mind")) if link.target == MIND}
    assert found[TISI] == "organisational"
    assert found[iri("body", "ieat").value] == "supervision"
    assert found[RAYONG] == "territory"


def test_an_ended_placement_keeps_its_end(engine: EmbeddedEngine) -> None:
    found = [link.until for link in links(network_of(engine, "alone")) if link.until]
    assert found == ["2540"]


def test_an_award_knows_its_branch_and_both_years(engine: EmbeddedEngine) -> None:
    award = thing_of(network_of(engine, "tisi"), iri("award", "a2").value)
    assert (award.branch, award.year_be, award.year_ce) == ("service", 2567, 2024)


def test_a_body_is_not_given_its_sisters_awards(engine: EmbeddedEngine) -> None:
    awards = {thing.address for thing in things(network_of(engine, "tisi")) if thing.kind == "award"}
    assert awards == {iri("award", "a1").value, iri("award", "a2").value}


def test_two_placements_of_one_body_under_one_parent_both_stand() -> None:
    both = [Link("a", "b", "organisational"), Link("a", "b", "territory")]
    graph = assemble([Thing("a", "body", "ก"), Thing("b", "body", "ข")], both)
    assert links(graph) == both


def test_a_link_to_something_unknown_stays_out() -> None:
    graph = assemble([Thing("a", "body", "ก")], [Link("a", "nowhere", "organisational")])
    assert (list(graph), links(graph)) == (["a"], [])


def test_a_thing_without_a_label_is_called_by_its_key() -> None:
    thing = read_thing({"node": iri("body", "tisi")}, "node")
    assert thing is not None
    assert thing.name == "tisi"


def test_an_english_name_stands_in_where_there_is_no_thai_one() -> None:
    thing = read_thing({"node": iri("body", "tisi"), "name_en": Literal("TISI", language="en")}, "node")
    assert thing is not None
    assert (thing.name, thing.english) == ("TISI", None)


def test_an_address_of_others_is_a_thing_of_no_kind() -> None:
    thing = read_thing({"node": NamedNode("https://example.org/x")}, "node")
    assert thing is not None
    assert (thing.kind, thing.name) == ("other", "https://example.org/x")


def test_over_the_cap_the_focus_and_holders_of_awards_stay() -> None:
    bodies = [Thing("focus", "body", "ก"), *(Thing(f"b{n:03}", "body", "ข") for n in range(50))]
    award = Thing("won", "award", "รางวัล", year_be=2567)
    placed = [Link(body.address, "focus", "organisational") for body in bodies[1:]]
    graph = assemble([*bodies, award], [*placed, Link("won", "b049", "recipient")])
    assert set(keep_most_important(graph, "focus", 3)) == {"focus", "b049", "won"}


def test_over_the_cap_the_newest_awards_stay() -> None:
    awards = [Thing(f"a{year}", "award", "ร", year_be=year) for year in range(2560, 2568)]
    won = [Link(award.address, "focus", "recipient") for award in awards]
    graph = assemble([Thing("focus", "body", "ก"), *awards], won)
    assert set(keep_most_important(graph, "focus", 3)) == {"focus", "a2567", "a2566"}


def test_a_circle_of_placements_ends() -> None:
    nodes = [Thing(name, "body", name) for name in "abcd"]
    circle = [Link(a, b, "organisational") for a, b in zip("abcd", "bcda", strict=True)]
    assert len(keep_most_important(assemble(nodes, circle), "a", 2)) == 2
