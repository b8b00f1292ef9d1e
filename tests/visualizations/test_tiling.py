"""Tiles fill their area, each in proportion, none on another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualizations.tiling import Tile, tile

AREA = Tile(10, 20, 600, 300)
VALUES = st.lists(st.integers(1, 500), min_size=1, max_size=30).map(lambda found: sorted(found, reverse=True))


@given(VALUES)
def test_each_tile_is_as_large_as_its_value(values: list[int]) -> None:
    whole = AREA.width * AREA.height / sum(values)
    for value, found in zip(values, tile(values, AREA), strict=True):
        assert found.width * found.height == pytest.approx(value * whole)


@given(VALUES)
def test_no_tile_lies_on_another(values: list[int]) -> None:
    found = tile(values, AREA)
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert min(across, down) <= 1e-6


@given(VALUES)
def test_every_tile_is_inside(values: list[int]) -> None:
    for found in tile(values, AREA):
        assert found.x >= AREA.x - 1e-6
        assert found.y >= AREA.y - 1e-6
        assert found.x + found.width <= AREA.x + AREA.width + 1e-6
        assert found.y + found.height <= AREA.y + AREA.height + 1e-6


def test_equal_values_make_squares_rather_than_slices() -> None:
    assert (
        max(max(t.width / t.height, t.height / t.width) for t in tile([1, 1, 1, 1], Tile(0, 0, 100, 100))) < 2
    )


def test_no_values_make_no_tiles() -> None:
    assert tile([], AREA) == []


def test_a_border_never_turns_a_tile_inside_out() -> None:
    assert Tile(0, 0, 3, 3).shrink(10, 4)[2:] == (0, 0)
