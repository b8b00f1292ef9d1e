"""Rectangles whose areas are in proportion, as square as can be (a squarified treemap); pure."""

from collections.abc import Sequence
from typing import NamedTuple


class Tile(NamedTuple):
    """A rectangle in the units of the picture."""

    x: float
    y: float
    width: float
    height: float

    def shrink(self, top: float, side: float) -> "Tile":
        """What is left within a border; never less than nothing."""
        return Tile(
            self.x + side, self.y + top, max(0.0, self.width - 2 * side), max(0.0, self.height - top - side)
        )


def tile(values: Sequence[float], area: Tile) -> list[Tile]:
    """A tile for each of the positive `values`, in their order; give the largest first."""
    tiles: list[Tile] = []
    rest, left = list(values), area
    while rest:
        scale = left.width * left.height / sum(rest)
        size = _strip_size([value * scale for value in rest], min(left.width, left.height))
        strip, rest = rest[:size], rest[size:]
        wide = left.width >= left.height
        cut, left = _cut(left, sum(strip) * scale, wide)
        tiles += _divide(strip, cut, wide)
    return tiles


def _strip_size(areas: Sequence[float], side: float) -> int:
    """How many of the areas go into the next strip along the shorter side: while its worst gets squarer."""
    best = _worst(areas[:1], side)
    for size in range(2, len(areas) + 1):
        worst = _worst(areas[:size], side)
        if worst > best:
            return size - 1
        best = worst
    return len(areas)


def _worst(areas: Sequence[float], side: float) -> float:
    depth = sum(areas) / side if side else 0.0
    if not depth:
        return float("inf")
    return max(max(depth / (area / depth), (area / depth) / depth) for area in areas)


def _cut(area: Tile, amount: float, wide: bool) -> tuple[Tile, Tile]:
    """A strip of this area from the left (of a wide one) or the top, and the rest."""
    if wide:
        width = amount / area.height if area.height else 0.0
        rest = Tile(area.x + width, area.y, max(0.0, area.width - width), area.height)
        return Tile(area.x, area.y, width, area.height), rest
    height = amount / area.width if area.width else 0.0
    rest = Tile(area.x, area.y + height, area.width, max(0.0, area.height - height))
    return Tile(area.x, area.y, area.width, height), rest


def _divide(values: Sequence[float], strip: Tile, wide: bool) -> list[Tile]:
    """The strip in parts: one below the other where it was cut from the left of a wide area."""
    tiles, start, total = [], 0.0, sum(values)
    for value in values:
        share = value / total
        tiles.append(
            Tile(strip.x, strip.y + start * strip.height, strip.width, share * strip.height)
            if wide
            else Tile(strip.x + start * strip.width, strip.y, share * strip.width, strip.height)
        )
        start += share
    return tiles
