"""Rows that a test committed are taken away after it."""

from __future__ import annotations

from typing import Any, Final

from psycopg import sql

KEPT: Final = {"django_content_type", "auth_permission"}
"""Tables whose rows come with the schema."""
MORE: Final = {"documents_history", "documents_seal"}
"""Tables that are no model's."""


def empty_tables(_test_case: Any = None) -> None:
    """Empty every table that a test may have filled.

    Truncating all of them, as Django would, costs seconds for hundreds of tables of which
    a test fills three; and what is kept need not be made anew after each.
    """
    from django.db import connection

    found = connection.introspection.django_table_names(
        only_existing=True, include_views=False
    )
    names = sorted({*found, *MORE} - KEPT)
    ask = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    asked = [ask.format(sql.Literal(name), sql.Identifier(name)) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(asked))
        filled = [sql.Identifier(name) for (name,) in cursor.fetchall()]
        # No trigger refuses or notes down what follows, and no key is looked after.
        cursor.execute("SET session_replication_role = replica")
        for name in filled:
            cursor.execute(sql.SQL("DELETE FROM {}").format(name))
        cursor.execute("DELETE FROM counted.row_delta")  # what triggers would have done
        cursor.execute("RESET session_replication_role")
