"""The maps to take along of the small town, cut once for all tests that look at them."""

from __future__ import annotations

import os
import shutil
import zlib
from pathlib import Path

from tests import databases

MADE_OF = ("tiles/**/*.py", "tiles/**/*.sql", "tiles/**/*.json", "geo/raster/*.py")


def take_along(var: Path) -> None:
    """Put the maps where the instance in the folder `var` serves them from."""
    shutil.copytree(_cut(), var / "offline")


def _cut() -> Path:
    state = databases.digest(*databases.SCHEMA_FILES, *databases.TOWN_FILES, *MADE_OF)
    folder = Path(os.environ["LLAJTA_VAR"]).absolute() / "tests" / f"maps_{state}"
    template = databases.town_template()
    with databases.maintenance(lock=zlib.crc32(folder.name.encode())):
        if not folder.exists():
            with databases.copied(template, f"llajta_maps_{os.getpid()}") as town:
                told = databases.manage(town, "build_offline_maps", str(folder))
            assert "district-" in told and "otb-" in told
    return folder
