"""Every node has a place of its own, the same each time."""

from hypothesis import given
from hypothesis import strategies as st

from visualizations.layout import Point, place, place_in_line
from visualizations.network import Graph, Link, Thing, assemble

BOX_HEIGHT = 50  # two lines and their margins


@st.composite
def networks(draw: st.DrawFn) -> Graph:
    """A focus with bodies in any tangle of placements (circles too), awards, works and years."""
    bodies = [f"b{number}" for number in range(draw(st.integers(1, 25)))]
    kinds = st.sampled_from(("organisational", "supervision", "territory"))
    ends = st.sampled_from(bodies)
    placements = draw(st.lists(st.builds(Link, ends, ends, kinds), max_size=40))
    holders = draw(st.lists(ends, max_size=30))
    awards = [Thing(f"a{n}", "award", "ร", year_be=2560 + n % 5) for n in range(len(holders))]
    won = [Link(award.address, holder, "recipient") for award, holder in zip(awards, holders, strict=True)]
    works = [Link(award.address, f"p{n // 2}", "project") for n, award in enumerate(awards)]
    years = [Link(award.address, f"e{award.year_be}", "edition") for award in awards]
    others = [Thing(f"p{n}", "project", "ผ") for n in range(len(awards))]
    others += [Thing(f"e{year}", "edition", "ป", year_be=year) for year in range(2560, 2565)]
    found = [*(Thing(body, "body", body) for body in bodies), *awards, *others]
    return assemble(found, [*placements, *won, *works, *years])


@given(networks())
def test_no_two_boxes_touch(graph: Graph) -> None:
    places = sorted(place(graph, "b0").values(), key=lambda point: point.x)
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            if other.x - one.x >= 200:
                break
            assert abs(other.y - one.y) >= BOX_HEIGHT


@given(networks())
def test_the_same_graph_gives_the_same_places(graph: Graph) -> None:
    assert place(graph, "b0") == place(graph, "b0")


@given(networks())
def test_everything_directly_under_the_focus_is_placed(graph: Graph) -> None:
    assert set(graph.predecessors("b0")) <= place(graph, "b0").keys()


def test_a_ministry_stands_above_its_department() -> None:
    nodes = [Thing("focus", "body", "ก"), Thing("ministry", "body", "ข")]
    places = place(assemble(nodes, [Link("focus", "ministry", "organisational")]), "focus")
    assert places["ministry"].x == places["focus"].x
    assert places["ministry"].y < places["focus"].y


def test_a_body_alone_has_a_place() -> None:
    assert place(assemble([Thing("focus", "body", "ก")], []), "focus") == {"focus": Point(0, 0)}


def test_a_path_runs_downward() -> None:
    heights = [point.y for point in place_in_line(["a", "b", "c"]).values()]
    assert heights == sorted(set(heights))
