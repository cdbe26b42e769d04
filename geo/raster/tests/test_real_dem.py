"""The DEMs that can be had for Quillacollo are read, and what they are worth is said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from django.conf import settings as django_settings

from geo.raster.contours import contours
from geo.raster.sampling import elevation, elevations
from geo.raster.store import get_dem
from geo.raster.surface import evened
from geo.raster.telling import lines
from geo.raster.tests.making import imported

BOUNDS = django_settings.MUNICIPALITY.bounds
VALLEY = (-66.34, -17.46, -66.222, -17.30)
"""The town and the foot of its hills, where most stations stand."""
QUANTISED = "dem_S18W067_aster_cuantizado_256m.tif"
REBUILT = "DERIVED_dem_S18W067_reconstruido.tif"


def test_the_steps_of_a_spoilt_aster_tile_are_noticed(real_data: Path) -> None:
    about = imported(real_data / QUANTISED, BOUNDS)
    assert about.quantum_m == 256
    assert about.unit == "m"
    assert not about.resampled
    report = "\n".join(lines(about, BOUNDS))
    assert "saltos de 256 m" in report
    assert "cada 500 m" in report


def test_its_cells_are_those_of_the_file(real_data: Path) -> None:
    imported(real_data / QUANTISED, BOUNDS)
    dem = get_dem()
    with rasterio.open(real_data / QUANTISED) as source:
        places = list(
            zip(dem.about.grid.longitudes(), dem.about.grid.latitudes(), strict=False)
        )
        expected = [value[0] for value in source.sample(places)]
    assert [dem.heights[i, i] for i in range(len(places))] == expected


def test_a_rebuilt_tile_agrees_with_what_is_known_of_the_town(real_data: Path) -> None:
    imported(real_data / REBUILT, VALLEY)
    assert elevation(-66.278, -17.3925) == pytest.approx(2545, abs=40)
    stations = json.loads((real_data / "senamhi_estaciones_cochabamba.geojson").read_text())
    west, south, east, north = VALLEY
    known = [
        (*each["geometry"]["coordinates"][:2], float(each["properties"]["altitude"]))
        for each in stations["features"]
        if each["properties"]["altitude"]
        and west < each["geometry"]["coordinates"][0] < east
        and south < each["geometry"]["coordinates"][1] < north
    ]
    assert len(known) >= 3
    found = elevations(get_dem(), [k[0] for k in known], [k[1] for k in known])
    # Many stations stand far from where they are said to be; half of them do not.
    assert np.median(np.abs(found - [k[2] for k in known])) < 80


def stepped(heights: np.ndarray, step: int) -> float:
    """Share of a contour's pieces that run along the cells or straight across them."""
    headings = []
    for _height, found in contours(heights, step):
        for line in found:
            if len(line) > 20:
                headings.append(np.degrees(np.arctan2(*np.diff(line, axis=0).T[::-1])))
    away = np.abs((np.concatenate(headings) + 22.5) % 45 - 22.5)
    return float((away < 1).mean())


def test_its_contours_are_no_staircase(real_data: Path) -> None:
    imported(real_data / QUANTISED, BOUNDS)
    told = np.asarray(get_dem().heights)
    smooth = evened(told, 256)
    assert np.abs(smooth - told).max() <= 128.01
    assert stepped(told, 500) > 0.7
    assert stepped(smooth, 500) < stepped(told, 500) / 2
