"""The elevation model among the collections is no collection of features."""

from __future__ import annotations

from collections.abc import Callable

from geo.ogc.elevation import dem_collections
from geo.published.wire import Request
from geo.raster.store import Dem
from geo.raster.tests.conftest import ground, grounds, var
from geo.raster.tests.making import Ground, hill

__all__ = ["ground", "grounds", "var"]


def test_its_items_are_none(ground: Callable[[Ground], Dem]) -> None:
    ground(hill(900))
    request = Request(
        method="GET",
        path="/ogc/collections",
        query="",
        scheme="http",
        headers={"host": "localhost"},
    )
    (told,) = dem_collections(request)
    assert told["itemType"] == "coverage"
    assert all("items" not in each["rel"] for each in told["links"])
