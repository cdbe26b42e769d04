"""Script in every text that the town keeps, beneath all acts that might have refused it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import DataError, InternalError, NotSupportedError
from psycopg import sql

MARK: Final = "771"
"""Stands in every payload and in nothing else that could run."""
VECTORS: Final = (
    f"<script>alert({MARK})</script>",
    f"<img src=x onerror=alert({MARK})>",
    f"<svg onload=alert({MARK})>",
    f"<iframe src=javascript:alert({MARK})>",
    f"<details open ontoggle=alert({MARK})>",
    f"<a href=javascript:alert({MARK})>x</a>",
    f"<input autofocus onfocus=alert({MARK})>",
    f"<object data=javascript:alert({MARK})>",
    f"<style onload=alert({MARK})></style>",
    f"<x onclick=alert({MARK})>",
    f'" autofocus onfocus=alert({MARK}) x="',
    f"javascript:alert({MARK})",
)
WRAPPERS: Final = (
    *("%s", '">%s', "'>%s", "</script>%s", "</textarea>%s", "</title>%s"),
    *("-->%s", "]]>%s", "{{%s}}", "`${%s}`"),
)
PAYLOADS: Final = tuple(wrapper % each for wrapper, each in product(WRAPPERS, VECTORS))

OURS: Final = ("apps.", "geo")
NOT_SHOWN: Final = re.compile(
    r"kind|state|code|token|digest|sha256|key|act|table|about|template|language|source"
    r"|channel|media|package|thumbnail|level|sound|username|variant|tariff|account|unit"
    r"|act_|outcome|provider|currency|alias|cuce|modality|gateway|arguments"
)
"""Columns whose texts the platform itself chooses or looks up, so nobody's words."""
_REFUSED: Final = (IntegrityError, DataError, InternalError, NotSupportedError)


def plant() -> list[str]:
    """Write payloads into every text column that takes them; returns which do."""
    done = []
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no history of it
        for turn, (table, column, room) in enumerate(_columns()):
            fitting = [each for each in PAYLOADS if len(each) <= room]
            if fitting and _written(cursor, table, column, fitting, turn):
                done.append(f"{table}.{column}")
        cursor.execute("RESET session_replication_role")
    return done


def _columns() -> Iterator[tuple[str, str, int]]:
    for model in apps.get_models():
        config = apps.get_app_config(model._meta.app_label)
        if not config.name.startswith(OURS) or not model._meta.managed:
            continue
        for each in model._meta.local_concrete_fields:
            if _is_somebodys_words(each):
                room = each.max_length or 1000
                yield model._meta.db_table, str(each.column), room


def _is_somebodys_words(field: Any) -> bool:
    if isinstance(field, models.SlugField | ArrayField) or field.choices:
        return False
    if not isinstance(field, models.CharField | models.TextField) or field.unique:
        return False
    return not NOT_SHOWN.search(field.name)


def _written(cursor: Any, table: str, column: str, texts: list[str], turn: int) -> bool:
    """Whether the column took them; another payload in each row."""
    statement = sql.SQL(
        "UPDATE {table} SET {column} = (%s::text[])[1 + (hashtext(ctid::text) %% %s + "
        "%s + %s) %% %s] WHERE {column} <> ''"
    ).format(table=sql.Identifier(table), column=sql.Identifier(column))
    count = len(texts)
    try:
        with transaction.atomic():
            cursor.execute(statement, [texts, count, count, turn * 7, count])
    except _REFUSED:
        return False
    return bool(cursor.rowcount)
