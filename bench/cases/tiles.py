"""One tile in the middle of town, beside the same tile built by one statement."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bench import peers
from bench.databases import connect, question, with_parcels, with_places
from bench.over_http import Asked, all_servers
from bench.over_http import workloads as asked_over_http
from bench.rounds import Workload
from bench.same import as_many_drawn, same_picture, same_tile
from bench.setting import Setting

GOAL = 1.1
ZOOMS = (14, 16)
MANY_GOAL = 0.3
MANY_ZOOM = 12


def tile_at(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    """Column and row of the tile (OGC WebMercatorQuad) that holds a point in degrees."""
    across = 2**zoom
    column = math.floor((longitude + 180) / 360 * across)
    north = math.asinh(math.tan(math.radians(latitude)))
    return column, math.floor((1 - north / math.pi) / 2 * across)


def densest(database: str) -> tuple[float, float]:
    """Longitude and latitude of the middle of the town's parcels."""
    with connect(database) as connection:
        row = connection.execute(question("middle").encode()).fetchone()
    return (row[0], row[1]) if row else (0.0, 0.0)


def asked(layer: str, middle: tuple[float, float], zoom: int) -> Asked:
    """One tile of one layer, at the first zoom from `zoom` on that has it."""
    from geo.access import Audience
    from geo.layers import find_layer

    declared = find_layer(layer, Audience.ANYONE)
    zoom = max(zoom, declared.zooms[0]) if declared else zoom
    column, row = tile_at(*middle, zoom)
    query = f"tile_{layer.replace('-', '_')}"
    return Asked(
        name=f"tile_{layer}_z{zoom}",
        title=f"tile of {layer}, z{zoom}",
        ours=f"/tiles/{layer}/{zoom}/{column}/{row}",
        floor=f"/{query}?z={zoom}&x={column}&y={row}",
        goal=GOAL,
        compare=same_tile,
        peers=peers.tile(layer, zoom, column, row),
        alike=as_many_drawn,
    )


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """Both servers on a town with many place names and parcels."""
    with with_parcels(setting.town, setting.polygons) as database:
        middle = densest(setting.town)
        listed = [
            asked(layer, middle, zoom)
            for layer in ("place-names", "parcels")
            for zoom in ZOOMS
        ]
        with all_servers(database, setting) as servers:
            yield asked_over_http(listed, servers, setting)


@contextmanager
def of_many(setting: Setting) -> Iterator[Iterable[Workload]]:
    """A tile far out with as many points as there are, which ours makes one dot each."""
    with with_places(setting.town, setting.points) as database:
        one = asked("place-names", densest(database), MANY_ZOOM)
        title = f"{one.title} of {setting.points:,} points"
        goal = MANY_GOAL if setting.are_many else GOAL
        drawn = replace(one, title=title, goal=goal, compare=same_picture, peers={})
        with all_servers(database, setting) as servers:
            yield asked_over_http([drawn], servers, setting)
