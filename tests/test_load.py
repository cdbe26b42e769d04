"""Sixteen clients ask for tiles while an import runs: no error, and never half of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import requests

from tests import databases
from tests.test_tiles import HOME, decoded, tile_at

CLIENTS = 16
POINTS = 12_000
"""More than the table has: `--alone` would take its indexes away (`inserting.MANY`)."""
KIND = "square"
LOCKS = """
SELECT DISTINCT mode FROM pg_locks
WHERE relation = 'territory_place'::regclass AND granted
"""


class Town:
    """A served copy of the town."""

    def __init__(self, serve: Callable[..., str]) -> None:
        self.database = ""
        self.url = serve("load", databases.town_template(), self.remember)

    def remember(self, database: str) -> None:
        self.database = database


def many_points(file: Path) -> Path:
    """Points on a grid within one tile of zoom 14 around the main square."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Punto {number}", "kind": KIND},
            "geometry": {
                "type": "Point",
                "coordinates": [
                    HOME[0] + number % 200 * 1e-5,
                    HOME[1] + number // 200 * 5e-5,
                ],
            },
        }
        for number in range(POINTS)
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def imported_in(town: Town, session: requests.Session) -> int:
    """How many of the points one tile and one list show; they must be all or none."""
    tile = decoded(session.get(f"{town.url}/tiles/place-names/{tile_at(14)}", timeout=60))
    shown: int = sum(
        feature["properties"]["name"].startswith("Punto ")
        for feature in tile["place-names"]["features"]
    )
    listed = session.get(
        f"{town.url}/ogc/collections/place-names/items",
        params={"filter": "name LIKE 'Punto %'", "limit": "1"},
        timeout=60,
    )
    assert listed.status_code == 200, listed.text
    assert listed.json()["numberMatched"] in (0, POINTS)
    return shown


def ask_until(done: threading.Event, town: Town) -> set[int]:
    seen: set[int] = set()
    with requests.Session() as session:
        while not done.is_set():
            seen.add(imported_in(town, session))
        seen.add(imported_in(town, session))
    return seen


def locks_until(done: threading.Event, town: Town) -> set[str]:
    """How anybody held the table meanwhile."""
    seen: set[str] = set()
    with psycopg.connect(databases.address(town.database), autocommit=True) as connection:
        while not done.is_set():
            seen.update(mode for (mode,) in connection.execute(LOCKS))
    return seen


def rows_of(town: Town) -> int:
    with psycopg.connect(databases.address(town.database)) as connection:
        row = connection.execute("SELECT count(*) FROM territory_place").fetchone()
    return int(row[0]) if row else 0


def test_tiles_are_whole_while_an_import_runs(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    town, done = Town(serve), threading.Event()
    file = many_points(tmp_path / "puntos.geojson")
    assert rows_of(town) < POINTS
    with ThreadPoolExecutor(CLIENTS + 1) as clients:
        asking = [clients.submit(ask_until, done, town) for _ in range(CLIENTS)]
        watching = clients.submit(locks_until, done, town)
        try:
            databases.manage(
                town.database,
                "import_layer",
                str(file),
                "--to=place-names",
                "--source=prueba",
                "--no-settle",
            )
        finally:
            done.set()
        seen = set().union(*(one.result() for one in asking))
    held = watching.result()
    assert "RowExclusiveLock" in held, "the import was seen"
    assert "AccessExclusiveLock" not in held, "and nobody had to wait for it"
    assert seen == {0, max(seen)}
    assert max(seen) > 0
