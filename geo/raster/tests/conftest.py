"""An instance folder of its own for every test, and a DEM in it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.opendata.folder import replacing
from geo.raster.store import Dem, dem_folder, get_dem
from geo.raster.tests.making import Ground, heights_of, imported, write


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings) -> Path:
    """The folder of the instance."""
    settings.VAR = tmp_path / "var"
    return tmp_path / "var"


@pytest.fixture(scope="session")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the DEMs that were made: many tests stand on the same hill."""
    return tmp_path_factory.mktemp("grounds")


@pytest.fixture
def ground(tmp_path: Path, grounds: Path) -> Callable[[Ground], Dem]:
    """Import a ground as the DEM of the instance."""

    def made(of: Ground) -> Dem:
        heights = heights_of(of)
        kept = grounds / hashlib.sha256(heights.tobytes()).hexdigest()
        if kept.exists():
            with replacing(dem_folder()) as new:
                shutil.copytree(kept, new, dirs_exist_ok=True)
        else:
            imported(write(tmp_path / "ground.tif", heights))
            shutil.copytree(dem_folder(), kept)
        return get_dem()

    return made
