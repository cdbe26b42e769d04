"""Reach the database and make it ready to hold a town, or print why that cannot be.

`python -m config.preflight [--create]` runs before Django, so that the server's own
words are seen, without a traceback.
"""

from __future__ import annotations

import os
import sys
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

EXTENSIONS: Final = ("postgis", "unaccent", "pg_trgm", "btree_gist")
PATIENCE_SECONDS: Final = 10


def create_database(url: str) -> None:
    """Create the database of `url` on its server, unless it exists."""
    name = str(conninfo_to_dict(url)["dbname"])
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as server:
        if not server.execute(
            "SELECT FROM pg_database WHERE datname = %s", [name]
        ).rowcount:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def create_extensions(url: str) -> None:
    """Create the extensions Llajta needs where they lack.

    Asks first, because even `IF NOT EXISTS` wants a right that only owners have.
    """
    with psycopg.connect(url, connect_timeout=PATIENCE_SECONDS) as database:
        have = {name for (name,) in database.execute("SELECT extname FROM pg_extension")}
        for name in EXTENSIONS:
            if name not in have:
                database.execute(
                    sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(name))
                )


def main() -> str | None:
    """Prepare the database named by the environment; returns the reason why not."""
    url = os.environ["LLAJTA_DATABASE_URL"]
    try:
        if "--create" in sys.argv:
            create_database(url)
        create_extensions(url)
    except psycopg.Error as error:
        return str(error).strip()
    return None


if __name__ == "__main__":
    sys.exit(main())
