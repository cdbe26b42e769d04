"""Accounts in a database of the tests' own, made without a process for each."""

from __future__ import annotations

from functools import cache

import psycopg
from django.contrib.auth.hashers import make_password

from tests import databases

PASSWORD = "a-long-enough-password"
"""The password of every account made here."""

_ADDED = """
INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active,
  first_name, last_name, email, date_joined)
VALUES (%s, %s, %s, true, true, '', '', '', now())
"""


def employ(database: str, *names: str, may_all: bool = False) -> None:
    """Give each name an account of the staff; one that `may_all` is an administrator."""
    with psycopg.connect(databases.address(database)) as connection:
        for name in names:
            connection.execute(_ADDED, [name, _hashed(), may_all])


@cache
def _hashed() -> str:
    return make_password(PASSWORD)
