"""Django's database settings from one `postgresql://` address."""

from __future__ import annotations

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict


def database_from(url: str) -> dict[str, Any]:
    """Settings of the PostGIS database at `url`."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": parts.get("dbname"),
        "USER": parts.get("user"),
        "PASSWORD": parts.get("password"),
        "HOST": parts.get("host"),
        "PORT": parts.get("port"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "llajta"},
    }


def required(name: str) -> str:
    """The environment variable `name`; its absence stops the start with a sentence."""
    value = os.environ.get(name)
    if not value:
        raise SystemExit(f"{name} is not set. Start with ./llajta, which sets it.")
    return value
