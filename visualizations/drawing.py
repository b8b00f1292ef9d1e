"""A network with its places -> the nodes and edges that vis-network draws: shapes, colours, lines; pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from visualizations.layout import Point
from visualizations.network import AWARD_KINDS, PLACEMENT_KINDS, Graph, Link, Thing, links, thing_of
from visualizations.wording import KIND_NAMES, LINK_NAMES, branch_name, label_of, link_name, span_of, title_of

INK, PALE, PAPER = "#1a1a1a", "#8a8f98", "#ffffff"
FONTS = '"Noto Sans Thai", Sarabun, "Leelawadee UI", Thonburi, Loma, sans-serif'


@dataclass(frozen=True, slots=True)
class Sign:
    """How a kind of node looks; `shape` is a name of vis-network's."""

    shape: str
    fill: str
    border: str
    name: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """How a kind of link looks; `dashes` in pixels, none for a whole line."""

    colour: str
    dashes: tuple[int, ...]
    width: float
    name: str


# The colours of Okabe and Ito, told apart by colour-blind eyes; each branch has a shape of its own as well.
BRANCH_SIGNS: dict[str | None, Sign] = {
    "service": Sign("square", "#56B4E9", "#0b4f7d", branch_name("service")),
    "participatory": Sign("triangle", "#E69F00", "#7a4b00", branch_name("participatory")),
    "quality": Sign("diamond", "#009E73", "#005c43", branch_name("quality")),
    None: Sign("dot", "#b5bac2", "#4a4e55", branch_name(None)),
}
KIND_SIGNS: dict[str, Sign] = {
    "focus": Sign("box", "#ffe9a8", INK, "หน่วยงานของภาพนี้"),
    "body": Sign("box", PAPER, "#4a4e55", KIND_NAMES["body"]),
    "project": Sign("box", "#f1f0fa", "#7a74a8", KIND_NAMES["project"], dashed=True),
    "edition": Sign("ellipse", "#eef3f5", "#5b7480", KIND_NAMES["edition"]),
    "event": Sign("ellipse", "#fbeef4", "#8a4b6b", KIND_NAMES["event"]),
    "person": Sign("ellipse", "#f3f6ea", "#5f7030", KIND_NAMES["person"]),
    "external-award": Sign("star", "#CC79A7", "#7d3f63", KIND_NAMES["external-award"]),
    "candidacy": Sign("dot", PAPER, "#4a4e55", f"{KIND_NAMES['candidacy']} (สัญลักษณ์โปร่ง)", dashed=True),
    "other": Sign("box", PAPER, PALE, KIND_NAMES["other"]),
}
LINES: dict[str, Line] = {
    "organisational": Line("#3b3f46", (), 1.6, LINK_NAMES["organisational"]),
    "supervision": Line("#3b3f46", (12, 7), 1.6, LINK_NAMES["supervision"]),
    "territory": Line("#3b3f46", (2, 5), 1.6, LINK_NAMES["territory"]),
    "edition": Line("#b9c4c9", (1, 4), 1.0, LINK_NAMES["edition"]),
}
OTHER_LINE = Line("#6d7480", (), 1.2, "")
BOX_PIXELS, BOX_MARGIN = 196, 7
MANY = 30  # so many lines into one node are drawn pale and without arrows
CURVE = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45}

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 120,
        "hideEdgesOnDrag": False,
        "selectConnectedEdges": True,
    },
    "nodes": {"font": {"face": FONTS, "size": 15, "color": INK, "strokeWidth": 4, "strokeColor": PAPER}},
    "edges": {"font": {"face": FONTS, "size": 13, "color": INK, "strokeWidth": 0, "background": PAPER}},
}


def draw_network(
    graph: Graph, places: Mapping[str, Point], focus: frozenset[str], *, name_links: bool = False
) -> Any:
    """A pyvis Network of the nodes that have a place, physics off; links are named where `name_links`."""
    from pyvis.network import Network  # noqa: PLC0415 - it brings IPython along: only pictures pay for that

    drawing = Network(directed=True)
    # Filled by hand: `add_node` looks through all nodes each time.
    drawing.nodes = [
        _node(thing_of(graph, node), places[node], node in focus) for node in graph if node in places
    ]
    drawing.edges = [
        _edge(link, name_links, crowded=graph.in_degree(link.target) > MANY)
        | {"smooth": CURVE if places[link.source].x != places[link.target].x else False}
        for link in links(graph)
        if link.source in places and link.target in places
    ]
    drawing.set_options(json.dumps(OPTIONS))
    return drawing


def sign_of(thing: Thing) -> Sign:
    """The sign of a thing: by branch for awards, by kind for the rest."""
    if thing.kind in ("award", "candidacy"):
        return BRANCH_SIGNS.get(thing.branch, BRANCH_SIGNS[None])
    return KIND_SIGNS.get(thing.kind, KIND_SIGNS["other"])


def line_of(link: Link) -> Line:
    """The line of a link."""
    return LINES.get(link.kind, OTHER_LINE)


def _node(thing: Thing, place: Point, in_focus: bool) -> dict[str, Any]:
    sign = KIND_SIGNS["focus"] if in_focus and thing.kind == "body" else sign_of(thing)
    hollow = thing.kind == "candidacy"
    node: dict[str, Any] = {
        "id": thing.address,
        "label": label_of(thing),
        "title": title_of(thing),
        "shape": sign.shape,
        "x": place.x,
        "y": place.y,
        "color": _colours(PAPER if hollow else sign.fill, sign.border),
        "borderWidth": 3 if in_focus else 1.5,
        "shapeProperties": {"borderDashes": [5, 4] if sign.dashed or hollow else False, "borderRadius": 6},
    }
    if thing.kind in AWARD_KINDS:
        return node | {"size": 13}
    if sign.shape == "box":
        # `name` is for the page: a browser knows Thai words, and where a line may end, better than we do
        width = {"minimum": BOX_PIXELS}
        return node | {
            "name": thing.name,
            "widthConstraint": width,
            "margin": BOX_MARGIN,
            "font": {"strokeWidth": 0},
        }
    return node


def _colours(fill: str, border: str) -> dict[str, Any]:
    lit = {"background": fill, "border": INK}
    return {"background": fill, "border": border, "highlight": lit, "hover": lit}


def _edge(link: Link, named: bool, *, crowded: bool) -> dict[str, Any]:
    line = line_of(link)
    pale = crowded or bool(link.until)
    arrow = named or (link.kind in PLACEMENT_KINDS and not crowded)
    edge: dict[str, Any] = {
        "from": link.source,
        "to": link.target,
        "color": {"color": PALE if pale else line.colour, "highlight": INK, "hover": INK},
        "dashes": list(line.dashes) or False,
        "width": 1 if pale else line.width,
        "title": " ".join(filter(None, (link_name(link), span_of(link)))),
        "arrows": {"to": {"enabled": arrow, "scaleFactor": 0.5}},
    }
    return edge | ({"label": link_name(link)} if named else {})
