"""Annulling very many obligations that nobody has paid anything on, set-based."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from apps.treasury.actions.annulling import Ground
from apps.treasury.actions.booking import SQL, hold_balances, open_period
from apps.treasury.domain.refusals import ObligationTouched
from apps.treasury.models import Obligation
from apps.treasury.permissions import REMIT
from geo import sql
from geo.access import Viewer
from geo.acting import where

ANNUL = SQL / "annul"


@dataclass(frozen=True, kw_only=True)
class _Key:
    key: str


@transaction.atomic
def annul_obligations(
    obligations: Sequence[int], ground: Ground, *, on: dt.date, by: Viewer
) -> int:
    """Annul obligations that were charged by mistake, all or none; returns how many.

    Each has an entry and a remission of its own, as if they were annulled one by one. Those
    that were annulled before are left alone.

    Raises:
        NotAllowed: `by` may not annul.
        ObligationTouched: something was paid, forgiven or charged on one of them since.
        PeriodClosed: the day lies in a closed period.
    """
    REMIT.require(by)
    chosen = list(obligations)
    debtors = Obligation.objects.filter(pk__in=chosen).values_list("debtor_id", flat=True)
    hold_balances(debtors.distinct())
    sql.execute(ANNUL / "stage.sql", obligations=chosen)
    for touched in sql.rows(_Key, ANNUL / "touched.sql", on=on):
        raise ObligationTouched(touched.key)
    with open_period(on):
        sql.execute(
            ANNUL / "write.sql",
            on=on,
            by=by.name or "–",
            person=by.person_id,
            where=where(),
            why=ground.reason,
            basis=ground.legal_basis,
        )
    count = sql.execute(ANNUL / "gone.sql")
    return count
