"""Pages of features and single features, beside the same GeoJSON built by one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bench.databases import connect, with_places
from bench.over_http import Asked, both_servers
from bench.over_http import workloads as asked_over_http
from bench.rounds import Workload
from bench.same import same_feature, same_page
from bench.setting import Setting

SMALL_PAGE = 0.25
LARGE_PAGE = 0.7
ONE = 1.3


def asked(one: int) -> list[Asked]:
    """The questions; `one` is the identifier of a place name."""
    pages = [
        ("place-names", "items_place_names", 10, SMALL_PAGE),
        ("place-names", "items_place_names", 100, SMALL_PAGE),
        ("place-names", "items_place_names", 1000, LARGE_PAGE),
        ("parcels", "items_parcels", 1000, LARGE_PAGE),
    ]
    listed = [
        Asked(
            name=f"{collection}_{limit}",
            title=f"{collection}, limit {limit}",
            ours=f"/ogc/collections/{collection}/items?limit={limit}",
            floor=f"/{query}?limit={limit}",
            goal=goal,
            compare=same_page,
        )
        for collection, query, limit, goal in pages
    ]
    single = Asked(
        name="place-names_one",
        title="place-names, one feature",
        ours=f"/ogc/collections/place-names/items/{one}",
        floor=f"/item_place_names?id={one}",
        goal=ONE,
        compare=same_feature,
    )
    return [*listed, single]


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """Both servers on a town with many place names."""
    with with_places(setting.town) as database:
        with connect(database) as connection:
            row = connection.execute("SELECT max(id) FROM territory_place").fetchone()
        with both_servers(database, setting) as (platform, bare):
            yield asked_over_http(asked(row[0] if row else 0), platform, bare, setting)
