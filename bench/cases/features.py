"""Pages of features and single features, beside the same GeoJSON built by one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from bench import peers
from bench.cases.tiles import densest
from bench.databases import connect, with_parcels, with_places
from bench.over_http import Asked, all_servers
from bench.over_http import workloads as asked_over_http
from bench.rounds import Workload
from bench.same import as_many, same_feature, same_identifier, same_page
from bench.setting import Setting

SMALL_PAGE = 0.25
LARGE_PAGE = 0.7
LARGEST_PAGE = 1.0
CHOSEN = 1.3
FAR_ON = 0.5
NEXT = 1.3
ONE = 1.3
OF_MANY = 0.1
HALF_BOX = 0.01
"""Degrees from the middle of town to the sides of the box that is asked for."""


def page(name: str, query: str, given: str, goal: float) -> Asked:
    """The same page of a collection from both."""
    collection = "parcels" if "parcels" in query else "place-names"
    return Asked(
        name=f"{collection}_{name}".replace(" ", "_"),
        title=f"{collection}, {name}",
        ours=f"/ogc/collections/{collection}/items?{given}",
        floor=f"/{query}?{given}",
        goal=goal,
        compare=same_page,
        peers=peers.items(collection, given),
    )


def whole() -> list[Asked]:
    """Pages of everything, from the first row on."""
    places, parcels = "items_place_names", "items_parcels"
    return [
        page("limit 10", places, "limit=10", SMALL_PAGE),
        page("limit 100", places, "limit=100", SMALL_PAGE),
        page("limit 1000", places, "limit=1000", LARGE_PAGE),
        page("limit 1000", parcels, "limit=1000", LARGE_PAGE),
        page("limit 10000", places, "limit=10000", LARGEST_PAGE),
    ]


def chosen(middle: tuple[float, float]) -> list[Asked]:
    """Pages of what lies in a box, or has a value."""
    x, y = middle
    names = ("west", "south", "east", "north")
    sides = (x - HALF_BOX, y - HALF_BOX, x + HALF_BOX, y + HALF_BOX)
    box = ",".join(f"{side:.6f}" for side in sides)
    edges = "&".join(f"{name}={side:.6f}" for name, side in zip(names, sides, strict=True))
    cql2 = quote("kind = 'market'")
    by_kind = "/items_place_names_of_kind?limit=1000&kind=market"
    asked = [
        ("box, limit 1000", f"bbox={box}", f"/items_place_names_in_box?limit=1000&{edges}"),
        ("attribute filter, limit 1000", "kind=market", by_kind),
        ("CQL2 filter, limit 1000", f"filter={cql2}", by_kind),
    ]
    return [
        Asked(
            name=f"place-names_{title.partition(',')[0].replace(' ', '_')}",
            title=f"place-names, {title}",
            ours=f"/ogc/collections/place-names/items?limit=1000&{given}",
            floor=floor,
            goal=CHOSEN,
            compare=same_page,
            peers=peers.items("place-names", f"limit=1000&{given}"),
        )
        for title, given, floor in asked
    ]


def further_on(middle_id: int) -> list[Asked]:
    """Pages from the middle of the collection on, by number and by key."""
    first = "/ogc/collections/place-names/items?limit=1000"
    given = "limit=1000&offset=50000"
    return [
        page("offset 50000, limit 1000", "items_place_names_after", given, FAR_ON),
        Asked(
            name="place-names_next",
            title="place-names, a next page by key beside the first",
            ours=f"{first}&after={middle_id}",
            floor=first,
            goal=NEXT,
            compare=as_many,
        ),
    ]


def single(one: int) -> Asked:
    """One feature by its identifier."""
    return Asked(
        name="place-names_one",
        title="place-names, one feature",
        ours=f"/ogc/collections/place-names/items/{one}",
        floor=f"/item_place_names?id={one}",
        goal=ONE,
        compare=same_feature,
        peers=peers.item("place-names", one),
        alike=same_identifier,
    )


def _number(database: str, question: str) -> int:
    with connect(database) as connection:
        row = connection.execute(question.encode()).fetchone()
    return int(row[0]) if row and row[0] is not None else 0


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """Both servers on a town with many place names and parcels."""
    with with_parcels(setting.town, setting.polygons) as database:
        last = _number(database, "SELECT max(id) FROM territory_place")
        middle = _number(
            database,
            "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY id) FROM territory_place",
        )
        asked = [
            *whole(),
            *chosen(densest(setting.town)),
            *further_on(middle),
            single(last),
        ]
        with all_servers(database, setting) as servers:
            yield asked_over_http(asked, servers, setting)


@contextmanager
def of_many(setting: Setting) -> Iterator[Iterable[Workload]]:
    """Pages of everything on a town with as many place names as there are points."""
    with with_places(setting.town, setting.points) as database:
        rows = f"of {setting.points:,}"
        goal = OF_MANY if setting.are_many else SMALL_PAGE
        asked = [
            page(f"limit 10 {rows}", "items_place_names", "limit=10", goal),
            page(f"limit 100 {rows}", "items_place_names", "limit=100", goal),
        ]
        with all_servers(database, setting) as servers:
            yield asked_over_http(asked, servers, setting)
