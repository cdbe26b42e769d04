"""The invented relief is a flat valley under a steep range, and says it is invented."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from data.town.facts import FOLDERS, Facts, read_facts
from data.town.relief import draw_relief, read_section, relief_grid
from geo.raster.grid import Grid, Heights
from geo.raster.sampling import bilinear, elevation
from geo.raster.slope import percent
from geo.raster.store import get_dem

FOLDER = FOLDERS / "quillacollo"
GRID = relief_grid(django_settings.MUNICIPALITY.bounds)
PART = (-66.30, -17.41, -66.26, -17.31)
"""Bounds of the centre and the foot of the range above it."""

SQUARE = (-66.285, -17.40, -66.27, -17.385)
"""Bounds of a little ground about the main square: tiles for more take long to draw."""


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(FOLDER)


@pytest.fixture(scope="module")
def heights(facts: Facts) -> Heights:
    return draw_relief(facts, read_section(FOLDER), GRID, seed=1774)


def at(heights: Heights, longitude: float, latitude: float, grid: Grid = GRID) -> float:
    rows, columns = grid.rows_at([latitude]), grid.columns_at([longitude])
    return float(bilinear(heights, rows, columns)[0])


def test_the_heights_that_are_facts_are_kept(heights: Heights) -> None:
    assert at(heights, -66.278, -17.3925) == pytest.approx(2550, abs=15), "the square"
    assert 4300 < heights.max() < 5400
    assert 2500 < heights.min() < 2560
    assert np.isfinite(heights).all()


def test_the_town_is_flat_and_the_range_is_steep(facts: Facts, heights: Heights) -> None:
    steep = percent(heights, GRID).astype(np.float32)
    inhabited = [
        place.position for place in facts.polling_places if place.position[1] < -17.35
    ]
    town = [at(steep, *position) for position in inhabited]
    assert np.median(town) < 4
    west, _south, east, _north = GRID.box
    rows = GRID.within((west, -17.29, east, -17.25))[:2]
    assert 15 < np.median(steep[slice(*rows)]) < 80


def test_equal_seeds_draw_equal_reliefs(facts: Facts) -> None:
    section, grid = read_section(FOLDER), relief_grid(PART)
    first, again, other = (
        draw_relief(facts, section, grid, seed=seed) for seed in (1774, 1774, 7)
    )
    assert again.tobytes() == first.tobytes()
    assert np.abs(other - first).max() > 50


def test_the_command_draws_it_once_and_never_over_a_real_one(
    tmp_path: Path, settings, capsys
) -> None:
    settings.VAR = tmp_path
    settings.MUNICIPALITY = dataclasses.replace(settings.MUNICIPALITY, bounds=SQUARE)
    call_command("draw_relief")
    about = get_dem().about
    assert about.synthetic
    assert "inventado" in about.source
    assert elevation(-66.278, -17.3925) is not None
    call_command("draw_relief")
    assert get_dem().about == about
    assert "ya está" in capsys.readouterr().out
    call_command("import_dem", str(get_dem().cog), "--source", "IGM")
    call_command("draw_relief", "--force")
    assert get_dem().about.source == "IGM"
