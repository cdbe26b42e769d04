"""What accounts and people may do on a day, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from django.apps import apps
from django.contrib.auth.models import User

from apps.people.domain.rights import Rule, viewer_from
from geo import sql
from geo.access import Permission, Viewer

SQL: Final = Path(__file__).parent.parent / "sql"


def rules_of(person_id: int, *, on: dt.date) -> list[Rule]:
    """Every post the person ever held with its grants, told for the day `on`."""
    return sql.rows(Rule, SQL / "rules.sql", person=person_id, user=None, day=on)


def viewer_of_account(user: User, on: dt.date) -> Viewer:
    """Who is behind an account on the day `on`, with what their posts may do."""
    rules = sql.rows(Rule, SQL / "rules.sql", person=None, user=user.pk, day=on)
    return viewer_from(
        rules,
        name=user.get_username(),
        is_staff=user.is_staff,
        holds_all=user.is_superuser,
    )


def known_permissions() -> dict[str, Permission]:
    """Every permission that some app declares in its `permissions.py`, by name."""
    found = {each.name: each for each in _declared()}
    return dict(sorted(found.items()))


def _declared() -> Iterator[Permission]:
    for app in apps.get_app_configs():
        name = f"{app.name}.permissions"
        if find_spec(name) is None:
            continue
        for value in vars(import_module(name)).values():
            if isinstance(value, Permission):
                yield value
