"""Numbers of tiles mean squares of the map, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.published.refusals import NoSuchTile
from geo.tiles.address import Tile


@pytest.mark.parametrize(
    ("z", "x", "y"),
    [
        pytest.param("99", "0", "0", id="too deep"),
        pytest.param("-1", "0", "0", id="above the top"),
        pytest.param("2", "4", "0", id="one column too far"),
        pytest.param("2", "0", "4", id="one row too far"),
        pytest.param("2", "-1", "0", id="west of the map"),
        pytest.param("abc", "0", "0", id="letters"),
        pytest.param("1.5", "0", "0", id="half a zoom"),
        pytest.param("2", "9" * 25, "0", id="25 digits"),
        pytest.param("２", "0", "0", id="digits of another script"),
    ],
)
def test_a_tile_outside_the_grid_does_not_exist(z: str, x: str, y: str) -> None:
    with pytest.raises(NoSuchTile):
        Tile.parse(z, x, y)


def test_the_whole_map_is_one_tile() -> None:
    west, south, east, north = Tile.parse("0", "0", "0").bounds
    assert (west, east) == (-180, 180)
    assert (south, north) == pytest.approx((-85.05112878, 85.05112878))


@given(z=st.integers(1, 20), x=st.integers(0, 2**20), y=st.integers(0, 2**20))
def test_neighbours_overlap_by_the_buffer(z: int, x: int, y: int) -> None:
    column, row = x % (2**z - 1), y % 2**z
    here, right = Tile(z=z, x=column, y=row), Tile(z=z, x=column + 1, y=row)
    assert here.bounds[2] > right.bounds[0]
    assert here.bounds[1:4:2] == right.bounds[1:4:2]
