"""An instance folder of its own for every test, and a DEM in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.raster.store import Dem, get_dem
from geo.raster.tests.making import Ground, heights_of, imported, write


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings) -> Path:
    """The folder of the instance."""
    settings.VAR = tmp_path / "var"
    return tmp_path / "var"


@pytest.fixture
def ground(tmp_path: Path) -> Callable[[Ground], Dem]:
    """Import a ground as the DEM of the instance."""

    def made(of: Ground) -> Dem:
        imported(write(tmp_path / "ground.tif", heights_of(of)))
        return get_dem()

    return made
