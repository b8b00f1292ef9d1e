"""Rows of an answer -> a networkx graph of typed things and links; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

import networkx as nx

from ontology.iri import identify
from ontology.namespaces import DCTERMS, LR
from ontology.thai import sort_key
from visualizations.cells import Row, Rows, address, concept_name, key, sorted_rows, text, years

Graph: TypeAlias = "nx.MultiDiGraph[str]"  # networkx cannot subscript it at run time

PLACEMENT_KINDS = ("organisational", "supervision", "territory")
AWARD_KINDS = ("award", "candidacy", "external-award")

# How an award is tied to a body, and what the other properties are called in a picture.
LINK_KINDS: dict[str, str] = {
    LR.recipient.value: "recipient",
    LR.partner.value: "partner",
    LR.unit.value: "unit",
    LR.project.value: "project",
    LR.edition.value: "edition",
    LR.ledTo.value: "led-to",
    LR.organizer.value: "organizer",
    LR.about.value: "about",
    LR.onBehalfOf.value: "on-behalf-of",
    LR.event.value: "event",
    DCTERMS.isReplacedBy.value: "replaced-by",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A node: its address, its kind (`body`, `award`, `project` ...), names, and what its kind is told by."""

    address: str
    kind: str
    name: str
    english: str | None = None
    abbreviation: str | None = None
    body_kind: str | None = None
    branch: str | None = None
    award_type: str | None = None
    pmqa_category: str | None = None
    level: str | None = None
    stage: str | None = None
    year_be: int | None = None
    year_ce: int | None = None

    @property
    def order(self) -> tuple[str, str]:
        """Thai dictionary order, then the address."""
        return sort_key(self.name), self.address


@dataclass(frozen=True, slots=True)
class Link:
    """An edge: `kind` is a kind of placement or the name of a property; dates as far as they are known."""

    source: str
    target: str
    kind: str
    since: str | None = None
    until: str | None = None


def assemble(things: Iterable[Thing], links: Iterable[Link]) -> Graph:
    """The graph of these; of one address the first thing stands, links with a missing end stay out."""
    graph: Graph = nx.MultiDiGraph()
    for thing in things:
        if thing.address not in graph:
            graph.add_node(thing.address, thing=thing)
    for link in dict.fromkeys(links):
        if link.source in graph and link.target in graph:
            graph.add_edge(link.source, link.target, link=link)
    return graph


def thing_of(graph: Graph, node: str) -> Thing:
    """What stands at a node."""
    found = graph.nodes[node]["thing"]
    assert isinstance(found, Thing)  # noqa: S101 - `assemble` put it there
    return found


def things(graph: Graph) -> list[Thing]:
    """All things, in the order in which they were put in."""
    return [thing_of(graph, node) for node in graph]


def links(graph: Graph) -> list[Link]:
    """All links, in the order of their sources."""
    return [data["link"] for _, _, data in graph.edges(data=True)]


def links_from(graph: Graph, node: str) -> list[tuple[str, Link]]:
    """The links that lead away from a node, each with its target."""
    return [(target, data["link"]) for _, target, data in graph.out_edges(node, data=True)]


def links_to(graph: Graph, node: str) -> list[tuple[str, Link]]:
    """The links that lead to a node, each with its source."""
    return [(source, data["link"]) for source, _, data in graph.in_edges(node, data=True)]


def read_thing(row: Row, column: str, names: str = "name") -> Thing | None:
    """The thing in `column`, named in `<names>_th` and `<names>_en`; None where the cell is empty."""
    found = address(row, column)
    if found is None:
        return None
    identity = identify(found)
    english = text(row, f"{names}_en")
    return Thing(
        address=found,
        kind=identity.kind if identity else "other",
        name=text(row, f"{names}_th") or english or (identity.key if identity else found),
        english=english if text(row, f"{names}_th") else None,
    )


def read_body(row: Row) -> Thing | None:
    """The body of a row with its abbreviation and its kind."""
    thing = read_thing(row, "node")
    return thing and replace(
        thing,
        abbreviation=text(row, "abbreviation"),
        body_kind=concept_name("body-kind", key(row, "body_kind")),
    )


def read_award(row: Row) -> Thing | None:
    """The award, candidacy or award of another scheme of a row."""
    thing = read_thing(row, "award")
    year_be, year_ce = years(row)
    return thing and replace(
        thing,
        branch=key(row, "branch"),
        award_type=concept_name("type", key(row, "award_type")),
        pmqa_category=key(row, "pmqa_category"),
        level=concept_name("level", key(row, "level")),
        stage=concept_name("stage", key(row, "stage")),
        year_be=year_be,
        year_ce=year_ce,
    )


def read_edition(row: Row) -> Thing | None:
    """The edition of an award's row."""
    thing = read_thing(row, "edition", "edition")
    year_be, year_ce = years(row)
    return thing and replace(thing, year_be=year_be, year_ce=year_ce)


def read_placement(row: Row) -> Link | None:
    """The placement of a row: from the body up to its parent."""
    node, parent, kind = address(row, "node"), address(row, "parent"), key(row, "placement_kind")
    if not (node and parent and kind):
        return None
    return Link(node, parent, kind, text(row, "since"), text(row, "until"))


def award_links(row: Row) -> list[Link]:
    """What ties an award to its holder, its work and its edition."""
    award, holder, role = address(row, "award"), address(row, "holder"), address(row, "role")
    project, edition = address(row, "project"), address(row, "edition")
    found = [
        Link(award, holder, LINK_KINDS.get(role or "", "recipient")) if award and holder else None,
        Link(award, project, "project") if award and project else None,
        Link(award, edition, "edition") if award and edition else None,
    ]
    return [link for link in found if link]


def body_network(bodies: Rows, awards: Rows) -> Graph:
    """The network of a body from the rows of `body-network` and `body-network-awards`."""
    body_rows, award_rows = sorted_rows(bodies), sorted_rows(awards)
    found = [
        *map(read_body, body_rows),
        *map(read_award, award_rows),
        *(read_thing(row, "project", "project") for row in award_rows),
        *map(read_edition, award_rows),
    ]
    placements = filter(None, map(read_placement, body_rows))
    tied = (link for row in award_rows for link in award_links(row))
    return assemble(filter(None, found), [*placements, *tied])


def whole_network(nodes: Rows, ties: Rows) -> Graph:
    """Everything that a path may lead through, from the rows of `path-things` and `path-links`."""
    return assemble(
        filter(None, map(_read_any, sorted_rows(nodes))), filter(None, map(_read_link, sorted_rows(ties)))
    )


def _read_any(row: Row) -> Thing | None:
    thing = read_thing(row, "node")
    year_be, year_ce = years(row)
    return thing and replace(
        thing,
        abbreviation=text(row, "abbreviation"),
        branch=key(row, "branch"),
        award_type=concept_name("type", key(row, "award_type")),
        pmqa_category=key(row, "pmqa_category"),
        level=concept_name("level", key(row, "level")),
        year_be=year_be,
        year_ce=year_ce,
    )


def _read_link(row: Row) -> Link | None:
    source, target, kind = address(row, "source"), address(row, "target"), address(row, "link")
    if not (source and target and kind):
        return None
    known = LINK_KINDS.get(kind) or key(row, "link") or "other"
    return Link(source, target, known, text(row, "since"), text(row, "until"))


def keep_most_important(graph: Graph, focus: str, limit: int) -> Graph:
    """At most `limit` nodes: the focus, what stands above it, holders of awards, newest awards, the rest."""
    if len(graph) <= limit:
        return graph
    above = _climb(graph, focus)
    kept = sorted(graph, key=lambda node: (_tier(graph, node, focus, above), _age(graph, node), node))[:limit]
    return _part(graph, set(kept))


def _part(graph: Graph, kept: set[str]) -> Graph:
    """Built anew: a subgraph of networkx may come in the order of a set, which differs from run to run."""
    return assemble((thing for thing in things(graph) if thing.address in kept), links(graph))


def _tier(graph: Graph, node: str, focus: str, above: set[str]) -> int:
    thing = thing_of(graph, node)
    if node == focus or node in above:
        return 0
    if thing.kind != "body":
        return {"edition": 1, "project": 3}.get(thing.kind, 2)
    holds = any(link.kind not in PLACEMENT_KINDS for _, link in links_to(graph, node))
    return 1 if holds else 4


def _age(graph: Graph, node: str) -> int:
    """The newest first; a work is as new as its newest award."""
    years = [thing_of(graph, award).year_be or 0 for award in (node, *graph.predecessors(node))]
    return -max(years)


def _climb(graph: Graph, focus: str) -> set[str]:
    found: set[str] = set()
    waiting = [focus]
    while waiting:
        node = waiting.pop()
        higher = [target for target, link in links_from(graph, node) if link.kind in PLACEMENT_KINDS]
        waiting.extend(target for target in higher if target not in found)
        found.update(higher)
    return found
