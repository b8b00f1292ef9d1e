"""A network on its page: canvas, legend and tables, the same for every kind of network."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from visualizations.drawing import (
    BOX_MARGIN,
    BOX_PIXELS,
    BRANCH_SIGNS,
    KIND_SIGNS,
    LINES,
    Line,
    Sign,
    draw_network,
    line_of,
    sign_of,
)
from visualizations.layout import Point
from visualizations.network import Graph, Link, Thing, links, thing_of, things
from visualizations.page import Cell, Part, Table, cell, link, network_scripts, write_page
from visualizations.wording import KIND_NAMES, LABEL_LINES, details_of, link_name, span_of

READABLE = 0.62  # of full size: letters of 15 pixels become 9
MARGIN = 130  # what boxes and labels take beyond the places of their middles
Sources = Mapping[str, Sequence[Part]]


def write_network_page(  # noqa: PLR0913 - each is a part of the page
    graph: Graph,
    places: Mapping[str, Point],
    focus: frozenset[str],
    heading: Mapping[str, Any],
    *,
    full: "Graph | None" = None,
    sources: Sources | None = None,
    name_links: bool = False,
) -> str:
    """The HTML page of a network; its tables hold `full`, where the picture shows a part of that."""
    listed = things(full if full is not None else graph)
    drawing = draw_network(graph, places, focus, name_links=name_links)
    heights = [place.y for place in places.values()]
    data = {
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "options": drawing.options,
        "height": max(heights, default=0) - min(heights, default=0) + MARGIN,
        "start": _start(places, focus),
        "readable": READABLE,
        "rows": {thing.address: number for number, thing in enumerate(listed, start=1)},
        "words": {"row": "ดูในตาราง"},
        "box": {"width": BOX_PIXELS - 2 * BOX_MARGIN, "lines": LABEL_LINES},
    }
    page = {
        **heading,
        "noindex": any(thing.kind == "person" for thing in listed),
        "signs": _signs(graph, places, focus),
        "lines": _lines(graph, places) if not name_links else [],
        "tables": [_thing_table(listed, sources or {}), _link_table(full if full is not None else graph)],
    }
    return write_page("network.html", page, data, network_scripts())


def _start(places: Mapping[str, Point], focus: frozenset[str]) -> dict[str, int]:
    first = min((places[node] for node in focus if node in places), default=Point(0, 0))
    return {"x": first.x, "y": first.y}


def _signs(graph: Graph, places: Mapping[str, Point], focus: frozenset[str]) -> list[Sign]:
    """The signs that the picture uses, in the order of the legend."""
    drawn = [thing_of(graph, node) for node in graph if node in places]
    used = {sign_of(thing) for thing in drawn if thing.address not in focus or thing.kind != "body"}
    if any(thing.kind == "body" and thing.address in focus for thing in drawn):
        used.add(KIND_SIGNS["focus"])
    if any(thing.kind == "candidacy" for thing in drawn):
        used.add(KIND_SIGNS["candidacy"])
    return [sign for sign in (*KIND_SIGNS.values(), *BRANCH_SIGNS.values()) if sign in used]


def _lines(graph: Graph, places: Mapping[str, Point]) -> list[Line]:
    used = {line_of(found) for found in links(graph) if found.source in places and found.target in places}
    return [line for line in LINES.values() if line in used]


def _thing_table(listed: Iterable[Thing], sources: Sources) -> Table:
    return Table(
        "สิ่งที่อยู่ในภาพ",
        ("ชนิด", "ชื่อ", "รายละเอียด", "เอกสาร", "ที่อยู่"),
        [_thing_row(thing, sources.get(thing.address, ())) for thing in listed],
        anchor="thing-",
    )


def _thing_row(thing: Thing, told_by: Sequence[Part]) -> list[Cell]:
    english = Part(thing.english, lang="en") if thing.english else None
    return [
        cell(KIND_NAMES.get(thing.kind, thing.kind)),
        cell(thing.name, english),
        cell(*(f"{what}: {value}" for what, value in details_of(thing))),
        cell(*told_by),
        cell(link(None, thing.address)),
    ]


def _link_table(graph: Graph) -> Table:
    return Table(
        "ความเชื่อมโยงในภาพ",
        ("จาก", "ความสัมพันธ์", "ถึง", "ช่วงเวลา"),
        [_link_row(graph, found) for found in links(graph)],
    )


def _link_row(graph: Graph, found: Link) -> list[Cell]:
    ends = (thing_of(graph, found.source), thing_of(graph, found.target))
    return [cell(ends[0].name), cell(link_name(found)), cell(ends[1].name), cell(span_of(found))]
