"""What every process of the platform loads when it starts, and what it does without."""

from __future__ import annotations

import subprocess
import sys

from tests import databases

LOADED = """
import sys
import django
django.setup()
import config.asgi
import config.urls
print(*sys.modules)
"""
NEEDED_LATER = {"geopandas", "pandas", "pyarrow", "pyogrio", "rasterio", "scipy", "folium"}
"""What reads and writes files, draws relief and serves notebooks, loaded when used."""


def test_a_server_starts_without_what_only_files_and_notebooks_need() -> None:
    done = subprocess.run(  # our own interpreter and our own words
        [sys.executable, "-c", LOADED],
        cwd=databases.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "geo.published" in loaded
    assert loaded & NEEDED_LATER == set()
