"""Heights of points and profiles agree with grounds of which both are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString

from geo.raster.refusals import BadLine, NoDem
from geo.raster.sampling import bilinear, elevation, elevations, profile
from geo.raster.store import Dem
from geo.raster.tests.making import (
    MIDDLE,
    Ground,
    heights_of,
    hill,
    imported,
    metres_from_middle,
    plane,
    write,
)

Made = Callable[[Ground], Dem]
EARTH = Geod(ellps="WGS84")


def test_a_plane_is_read_exactly_between_its_cells(ground: Made) -> None:
    sloping = plane(0.12, -0.07)
    dem = ground(sloping)
    rng = np.random.default_rng(4)
    longitudes, latitudes = (
        rng.uniform(-66.31, -66.25, 500),
        rng.uniform(-17.43, -17.37, 500),
    )
    expected = sloping(*metres_from_middle(longitudes, latitudes))
    assert elevations(dem, longitudes, latitudes) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        pytest.param(-66.3201, -17.40, id="west of it"),
        pytest.param(-66.28, -17.3599, id="north of it"),
        pytest.param(180.0, 90.0, id="at the end of the world"),
    ],
)
def test_outside_nothing_is_known(ground: Made, longitude: float, latitude: float) -> None:
    ground(hill())
    assert elevation(longitude, latitude) is None


def test_up_to_its_edge_the_dem_is_known(ground: Made) -> None:
    dem = ground(plane(0.1, 0))
    west, south, east, north = dem.about.grid.box
    assert elevation(west, north) == pytest.approx(float(dem.heights[0, 0]))
    assert elevation(east, south) == pytest.approx(float(dem.heights[-1, -1]))


def test_a_void_is_not_guessed(tmp_path) -> None:
    heights = heights_of(plane(0.1, 0))
    heights[216, 216] = np.nan
    imported(write(tmp_path / "a.tif", heights))
    assert elevation(MIDDLE[0] + 0.5 / 3600, MIDDLE[1] - 0.5 / 3600) is None
    assert elevation(MIDDLE[0] + 2.5 / 3600, MIDDLE[1]) is not None


@given(st.floats(-0.5, 3.5), st.floats(-0.5, 2.5))
def test_what_is_between_cells_is_between_their_heights(column: float, row: float) -> None:
    values = np.array([[3.0, 9.0, 1.0, 4.0], [2.0, 2.0, 8.0, 5.0], [7.0, 6.0, 0.0, 1.0]])
    found = float(bilinear(values, np.array([row]), np.array([column]))[0])
    rows = [min(max(int(row) + step, 0), 2) for step in (0, 1)]
    columns = [min(max(int(column) + step, 0), 3) for step in (0, 1)]
    near = values[np.ix_(rows, columns)]
    assert near.min() - 1e-9 <= found <= near.max() + 1e-9


def test_a_profile_is_measured_on_the_spheroid(ground: Made) -> None:
    ground(plane(0.1, 0))
    bent = [(-66.30, -17.40), (-66.28, -17.39), (-66.27, -17.41)]
    found = profile(LineString(bent), 41)
    lons, lats = zip(*bent, strict=True)
    length = EARTH.line_length(lons, lats)
    assert found.length_m == pytest.approx(length, abs=0.01)
    distances = [sample.distance_m for sample in found.samples]
    assert distances == pytest.approx(np.linspace(0, length, 41), abs=0.01)
    first, last = found.samples[0], found.samples[-1]
    assert (first.lon, first.lat) == bent[0]
    assert (last.lon, last.lat) == pytest.approx(bent[2], abs=1e-7)
    apart = [
        EARTH.inv(one.lon, one.lat, other.lon, other.lat)[2]
        for one, other in zip(found.samples, found.samples[1:], strict=False)
    ]
    assert max(apart) <= length / 40 + 0.02


def test_climbs_and_descents_add_up(ground: Made) -> None:
    ground(hill(height=400, wide_m=1200))
    over = LineString([(MIDDLE[0] - 0.03, MIDDLE[1]), (MIDDLE[0] + 0.03, MIDDLE[1])])
    found = profile(over, 301)
    assert found.ascent_m == pytest.approx(400, rel=0.02)
    assert found.descent_m == pytest.approx(found.ascent_m, rel=0.01)
    heights = [sample.elevation_m for sample in found.samples]
    assert max(height for height in heights if height) == pytest.approx(2900, abs=1)


def test_a_gap_is_no_climb(ground: Made) -> None:
    ground(plane(0.1, 0))
    out = LineString([(-66.33, -17.40), (-66.28, -17.40)])
    found = profile(out, 51)
    unknown = [sample for sample in found.samples if sample.elevation_m is None]
    assert len(unknown) in (10, 11), "one lies on the very edge"
    east, _north = metres_from_middle(-66.32, -17.40)
    assert found.ascent_m == pytest.approx(-0.1 * east, rel=0.05)
    assert found.descent_m == 0


def test_a_line_of_no_length_has_one_place(ground: Made) -> None:
    ground(plane(0.1, 0))
    found = profile(LineString([MIDDLE, MIDDLE]), 3)
    assert [sample.distance_m for sample in found.samples] == [0, 0, 0]
    assert {sample.elevation_m for sample in found.samples} == {2600.0}


@pytest.mark.parametrize(
    ("line", "samples"),
    [
        pytest.param(LineString(), 10, id="empty"),
        pytest.param(LineString([MIDDLE, (0, 91)]), 10, id="off the globe"),
        pytest.param(LineString([MIDDLE, (-66.3, -17.4)]), 1, id="one sample"),
        pytest.param(LineString([MIDDLE, (-66.3, -17.4)]), 100_000, id="too many"),
    ],
)
def test_what_is_no_line_is_refused(ground: Made, line: LineString, samples: int) -> None:
    ground(plane(0.1, 0))
    with pytest.raises(BadLine):
        profile(line, samples)


def test_without_a_dem_it_is_said_what_to_do() -> None:
    with pytest.raises(NoDem) as refused:
        profile(LineString([MIDDLE, (-66.3, -17.4)]), 10)
    assert "import_dem" in str(refused.value)
    with pytest.raises(NoDem):
        elevation(*MIDDLE)
