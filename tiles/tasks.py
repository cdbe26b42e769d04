"""What the worker does for the maps."""

from __future__ import annotations

from django.utils import timezone

from geo.jobs import every
from tiles.offline.building import build, offline_folder


@every("10 8 * * *", "tiles.offline_maps")
def build_offline_maps(timestamp: int) -> None:
    """Cut the maps without network every night, after the territory has settled."""
    build(offline_folder(), timezone.now())
