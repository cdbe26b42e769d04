"""Django's database settings from one `postgresql://` address."""

from __future__ import annotations

import os
from typing import Any, Final

from psycopg.conninfo import conninfo_to_dict

NAMED: Final = {
    "NAME": "dbname",
    "USER": "user",
    "PASSWORD": "password",
    "HOST": "host",
    "PORT": "port",
}
"""What Django calls the parts of an address that it has names for."""


def database_from(url: str) -> dict[str, Any]:
    """Settings of the PostGIS database at `url`.

    What else the address says of the connection, such as `sslmode`, is kept: whoever
    demands encryption there gets it or no connection.
    """
    parts = conninfo_to_dict(url)
    more = {name: value for name, value in parts.items() if name not in NAMED.values()}
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        **{name: parts.get(part) for name, part in NAMED.items()},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**more, "application_name": "llajta"},
    }


MOST_SHARED = 8
"""Connections that the threads of one web process share: more would only wait inside."""
SHARED_SECONDS = 15
"""How long a request waits for one: longer than a rush lasts, shorter than patience."""

GIVE_UP = float(SHARED_SECONDS)
"""Seconds of trying to connect anew. A pool waits ever longer between its attempts, so one
that never gives up comes back long after the database. One that gives up sooner than
whoever waits leaves them waiting for nothing: only the next request tries anew."""


def share_connections(database: dict[str, Any]) -> None:
    """Let the threads of a server share a few connections to `database`.

    Each request has a thread of its own, which would open a connection of its own: two
    hundred buyers at once would be turned away by the database instead of waiting a moment.
    """
    database["CONN_MAX_AGE"] = 0  # given back after each request, closed by the pool
    database["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": MOST_SHARED,
        "timeout": SHARED_SECONDS,
        "reconnect_timeout": GIVE_UP,
    }


def required(name: str) -> str:
    """The environment variable `name`; its absence stops the start with a sentence."""
    value = os.environ.get(name)
    if not value:
        raise SystemExit(f"{name} is not set. Start with ./llajta, which sets it.")
    return value


def secret() -> str:
    """What signs sessions and links; one out of a recipe stops the start."""
    key = required("LLAJTA_SECRET_KEY")
    if key.startswith("django-insecure-"):
        raise SystemExit("LLAJTA_SECRET_KEY is one that Django makes for trying things.")
    return key
