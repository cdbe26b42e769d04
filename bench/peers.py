"""Programs of others that answer the same questions: stock pygeoapi, and tipg.

They live in an environment of their own (`requirements-peers.lock`), are set up as their
manuals say, and read the same tables through the views of `bench/sql/peers.sql`. One
process each, as ours; what is asked of them is counted against ours before it is timed.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from bench.databases import address, connect, parts, question
from bench.servers import free_port, running

PYGEOAPI, TIPG = "pygeoapi", "tipg"
PROGRAMS = (PYGEOAPI, TIPG, "geoalchemy2", "gunicorn", "uvicorn")
COLLECTIONS = {
    "place-names": ("peer_place_names", "position"),
    "parcels": ("peer_parcels", "footprint"),
}
"""View and geometry column that stand for a collection of ours."""
LARGEST_PAGE = 10_000
THREADS = 4


def items(collection: str, given: str) -> dict[str, str]:
    """Path and query of a page of features, for each peer."""
    view = COLLECTIONS[collection][0]
    return {
        PYGEOAPI: f"/collections/{collection}/items?f=json&{given}",
        TIPG: f"/collections/public.{view}/items?f=geojson&{given}",
    }


def item(collection: str, identifier: int) -> dict[str, str]:
    """Path of one feature, for each peer."""
    view = COLLECTIONS[collection][0]
    return {
        PYGEOAPI: f"/collections/{collection}/items/{identifier}?f=json",
        TIPG: f"/collections/public.{view}/items/{identifier}?f=geojson",
    }


def tile(collection: str, zoom: int, column: int, row: int) -> dict[str, str]:
    """Path of one vector tile; pygeoapi has no such provider fit to be asked."""
    view = COLLECTIONS[collection][0]
    return {TIPG: f"/collections/public.{view}/tiles/WebMercatorQuad/{zoom}/{column}/{row}"}


def versions(home: Path) -> str:
    """The programs in the environment at `home`, with their versions."""
    installed = {
        found.name.lower(): found.version
        for folder in home.glob("lib/*/site-packages")
        for found in distributions(path=[str(folder)])
    }
    return ", ".join(f"{name} {installed[name]}" for name in PROGRAMS)


def _environment(**others: str) -> dict[str, str]:
    """Ours without the address of our own sources."""
    return {
        name: told for name, told in os.environ.items() if name != "PYTHONPATH"
    } | others


def _pygeoapi_settings(database: str, url: str) -> dict[str, Any]:
    server = {
        "bind": {"host": "127.0.0.1", "port": int(url.rpartition(":")[2])},
        "url": url,
        "mimetype": "application/json; charset=UTF-8",
        "encoding": "utf-8",
        "languages": ["en-US"],
        "limits": {"default_items": 10, "max_items": LARGEST_PAGE},
        "map": {"url": "", "attribution": ""},
    }
    told: dict[str, Any] = {"title": "bench", "description": "bench", "keywords": ["bench"]}
    metadata = {
        "identification": {**told, "terms_of_service": "", "url": url},
        "license": {"name": "none", "url": url},
        "provider": {"name": "bench", "url": url},
        "contact": {"name": "bench"},
    }
    extents = {"spatial": {"bbox": [-180, -90, 180, 90]}}
    resources = {
        name: {"type": "collection", **told, "links": [], "extents": extents}
        | {"providers": [_pygeoapi_provider(database, view, geometry)]}
        for name, (view, geometry) in COLLECTIONS.items()
    }
    logging = {"level": "ERROR"}
    return {
        "server": server, "logging": logging, "metadata": metadata, "resources": resources
    }  # fmt: skip


def _pygeoapi_provider(database: str, view: str, geometry: str) -> dict[str, Any]:
    at = parts(database)
    data: dict[str, Any] = {name: at[name] for name in ("host", "port", "user", "dbname")}
    data |= {"password": at.get("password", ""), "search_path": ["public"]}
    provider = {"type": "feature", "name": "PostgreSQL", "data": data, "table": view}
    return {**provider, "id_field": "id", "geom_field": geometry}


@contextmanager
def _pygeoapi(home: Path, database: str, folder: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings, document = folder / "pygeoapi.yml", folder / "openapi.yml"
    # JSON is YAML too.
    settings.write_text(json.dumps(_pygeoapi_settings(database, url)), encoding="utf-8")
    environment = _environment(
        PYGEOAPI_CONFIG=str(settings), PYGEOAPI_OPENAPI=str(document)
    )
    subprocess.run(
        [home / "bin/pygeoapi", "openapi", "generate", settings, "-of", document],
        env=environment,
        check=True,
        capture_output=True,
    )
    command = [home / "bin/gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    command += ["--threads", str(THREADS), "--log-level", "warning"]
    command += ["pygeoapi.flask_app:APP"]
    with running(
        list(map(str, command)),
        environment,
        alive=f"{url}/conformance?f=json",
        log=folder / "pygeoapi.log",
        cwd=folder,
    ):
        yield url


@contextmanager
def _tipg(home: Path, database: str, folder: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    views = [f"public.{view}" for view, _ in COLLECTIONS.values()]
    environment = _environment(
        DATABASE_URL=address(database),
        TIPG_DB_TABLES=json.dumps(views),
        TIPG_MAX_FEATURES_PER_QUERY=str(LARGEST_PAGE),
        # Its tiles end at ten thousand features and reach further over the edge than ours.
        TIPG_MAX_FEATURES_PER_TILE="10000000",
        TIPG_TILE_BUFFER="64",
    )
    command = [str(home / "bin/uvicorn"), "tipg.main:app", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--log-level", "warning"]
    with running(
        command, environment, alive=f"{url}/healthz", log=folder / "tipg.log", cwd=folder
    ):
        yield url


@contextmanager
def serving(home: Path, database: str, folder: Path) -> Iterator[dict[str, str]]:
    """Serve `database` with every peer; yields the address of each by its name."""
    with connect(database) as connection:
        connection.execute(question("peers").encode())
    with (
        _pygeoapi(home, database, folder) as pygeoapi,
        _tipg(home, database, folder) as tipg,
    ):
        yield {PYGEOAPI: pygeoapi, TIPG: tipg}
