"""Where each node stands: the body in the middle, its awards to the right, other bodies to the left; pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from visualizations.network import AWARD_KINDS, PLACEMENT_KINDS, Graph, Thing, links, thing_of

COLUMN, ROW = 250, 78  # what a box with two lines, or a sign with two lines below it, takes
SIDE_COLUMN, SIDE_ROW = 228, 56
STEP = 150  # from one thing on a path to the next, with the name of their link between
RISE = 110  # from a body up to the one above it
AWARD_ROWS = 14  # a body with more awards gets a second column
SIDE_ROWS, SIDE_COLUMNS = 12, 5


class Point(NamedTuple):
    """A place on the canvas, in its pixels at full size; y grows downward."""

    x: int
    y: int


@dataclass(slots=True)
class _Tree:
    """Who is drawn beside whom: each node once, although the graph is no tree."""

    graph: Graph
    above: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    below: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    awards: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    projects: dict[str, str] = field(default_factory=dict)
    editions: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    holders: set[str] = field(default_factory=set)


def place(graph: Graph, focus: str) -> dict[str, Point]:
    """A place for each node that the links tie to `focus`; the same graph gives the same places."""
    layout = _Layout(_read_tree(graph), focus)
    layout.place_right(focus, 0, 0)
    layout.place_editions()
    layout.place_left()
    layout.place_above()
    return layout.placed


def place_in_line(nodes: Sequence[str]) -> dict[str, Point]:
    """One below the other, as the things of a path are shown."""
    return {node: Point(0, number * STEP) for number, node in enumerate(nodes)}


def _read_tree(graph: Graph) -> _Tree:
    tree = _Tree(graph)
    for link in links(graph):
        if link.kind in PLACEMENT_KINDS:
            _put(tree.above, link.source, link.target)
            _put(tree.below, link.target, link.source)
        elif link.kind == "project":
            tree.projects.setdefault(link.source, link.target)
        elif link.kind == "edition":
            _put(tree.editions, link.target, link.source)
        elif thing_of(graph, link.source).kind in AWARD_KINDS:
            _put(tree.awards, link.target, link.source)
    tree.holders = _find_holders(tree)
    return tree


def _put(lists: dict[str, list[str]], key: str, value: str) -> None:
    if value not in lists[key]:
        lists[key].append(value)


class _Layout:
    """The places found so far."""

    def __init__(self, tree: _Tree, focus: str) -> None:
        self._tree, self._focus = tree, focus
        self._seen = {focus}
        self.placed: dict[str, Point] = {}

    def place_right(self, body: str, depth: int, row: int) -> int:
        """Place a body, its awards and the bodies below that hold some, from `row` on; gives the next row."""
        first = row
        row = self._place_awards(body, depth, row)
        for child in _in_order(self._tree.graph, self._tree.below[body]):
            if child not in self._seen and child in self._tree.holders:
                self._seen.add(child)
                row = self.place_right(child, depth + 1, row)
        row = max(row, first + 1)
        self.placed[body] = Point(depth * COLUMN, (first + row - 1) * ROW // 2)
        return row

    def _place_awards(self, body: str, depth: int, row: int) -> int:
        ordered = _newest_first(self._tree.graph, self._tree.awards[body])
        awards = [award for award in ordered if award not in self.placed]
        rows = min(len(awards), max(AWARD_ROWS, ceil(len(awards) / 4)))
        for number, award in enumerate(awards):
            column, line = divmod(number, rows)
            x, y = (depth + 1 + 2 * column) * COLUMN, (row + line) * ROW
            self.placed[award] = Point(x, y)
            if project := self._tree.projects.get(award):
                self.placed.setdefault(project, Point(x + COLUMN, y))
        return row + rows

    def place_editions(self) -> None:
        """The years in a column to the right of everything, each at the height of its awards."""
        x = max(point.x for point in self.placed.values()) + COLUMN
        wanted = []
        for edition, awards in self._tree.editions.items():
            heights = [self.placed[award].y for award in awards if award in self.placed]
            if heights:
                wanted.append((sum(heights) // len(heights), edition))
        last = -ROW
        for height, edition in sorted(wanted):
            last = max(height, last + ROW)
            self.placed[edition] = Point(x, last)

    def place_left(self) -> None:
        """The bodies directly below without an award, in columns to the left of the middle."""
        others = [body for body in _by_placement(self._tree, self._focus) if body not in self._seen]
        rows = min(len(others), max(SIDE_ROWS, ceil(len(others) / SIDE_COLUMNS)))
        top = self.placed[self._focus].y - (rows - 1) * SIDE_ROW // 2
        for number, body in enumerate(others):
            column, line = divmod(number, rows)
            self.placed[body] = Point(-COLUMN - column * SIDE_COLUMN, top + line * SIDE_ROW)

    def place_above(self) -> None:
        """What stands above, level by level, centred over the body; two in a row go above all the rest."""
        levels = list(_levels_above(self._tree, self._focus, set(self.placed)))
        one_each = all(len(level) == 1 for level in levels)
        y = self.placed[self._focus].y if one_each else min(point.y for point in self.placed.values())
        for level in levels:
            y -= RISE
            for number, node in enumerate(level):
                self.placed[node] = Point(round((number - (len(level) - 1) / 2) * COLUMN), y)


def _levels_above(tree: _Tree, focus: str, seen: set[str]) -> Iterator[list[str]]:
    level = [focus]
    while level:
        higher = {parent for node in level for parent in tree.above[node]} - seen
        level = _in_order(tree.graph, list(higher))
        seen.update(level)
        if level:
            yield level


def _find_holders(tree: _Tree) -> set[str]:
    """The bodies that hold an award, or stand above one that does."""
    found: set[str] = set()
    waiting = [body for body, awards in tree.awards.items() if awards]
    while waiting:
        body = waiting.pop()
        if body not in found:
            found.add(body)
            waiting.extend(tree.above.get(body, ()))
    return found


def _in_order(graph: Graph, nodes: Sequence[str]) -> list[str]:
    return sorted(nodes, key=lambda node: thing_of(graph, node).order)


def _newest_first(graph: Graph, awards: Sequence[str]) -> list[str]:
    def order(node: str) -> tuple[int, str, tuple[str, str]]:
        award = thing_of(graph, node)
        return -(award.year_be or 0), award.branch or "", award.order

    return sorted(awards, key=order)


def _by_placement(tree: _Tree, focus: str) -> Iterator[str]:
    """The bodies directly below: those of today first, by kind of placement, kind of body, name."""
    kinds = {
        link.source: (bool(link.until), PLACEMENT_KINDS.index(link.kind))
        for link in links(tree.graph)
        if link.target == focus and link.kind in PLACEMENT_KINDS
    }

    def order(node: str) -> tuple[tuple[bool, int], str, tuple[str, str]]:
        thing: Thing = thing_of(tree.graph, node)
        return kinds[node], thing.body_kind or "", thing.order

    yield from sorted(tree.below[focus], key=order)
