"""What an address answers somebody, and what it wrote; nothing of it stays."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.test import Client

from tests.rights.people import TOKEN

UNSAFE: Final = ("POST", "PUT", "PATCH", "DELETE")
DOORS: Final = ("/entrar/", "/admin/login/")
WROTE: Final = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL"
"""Whether the transaction under way has written anything, or locked it to do so."""
ROWS: Final = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
"""How often each table was written to, counted on from transaction to transaction."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An answer."""

    status: int
    leads_to: str = ""
    wrote: bool = False
    kind: str = ""
    """Its media type."""
    text: str = ""

    @property
    def mark(self) -> str:
        """One letter for it in the table: see `docs/rights.md`."""
        if self.status >= 500:
            return "!"
        if self.leads_to.startswith(DOORS) or self.status == 401:
            return "s"
        return {403: "n", 404: "h", 405: "-"}.get(self.status, "Y")


def ask(client: Client, method: str, address: str, *, token: bool = True) -> Heard:
    """Ask once and undo whatever came of it."""
    headers = {"X-CSRFToken": TOKEN} if token else {}
    kept = deepcopy(client.cookies)  # who signs out here is asked again
    with transaction.atomic():
        answer = client.generic(method, address, headers=headers)
        text = _body(answer)
        wrote = connection.needs_rollback or _rows(WROTE) == [(True,)]
        transaction.set_rollback(True)
    client.cookies = kept
    return Heard(
        status=answer.status_code,
        leads_to=answer.headers.get("Location", ""),
        wrote=wrote,
        kind=answer.headers.get("Content-Type", ""),
        text=text.decode(errors="replace"),
    )


def tables_written(client: Client, method: str, address: str) -> set[str]:
    """Names of the tables that a request writes to; undone like every other."""
    with transaction.atomic():
        before = set(_rows(ROWS))
        _body(client.generic(method, address))
        after = set(_rows(ROWS))
        transaction.set_rollback(True)
    return {name for name, _count in after - before}


def _body(answer: Any) -> bytes:
    """All of it; an answer that streams is at its end then, and closed."""
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[Any] = cursor.fetchall()
        return found
