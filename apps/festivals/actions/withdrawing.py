"""Annulling what an inspector recorded, and with it the fine."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models.functions import Now

from apps.festivals.domain.control_refusals import InfractionAnnulled, ReasonMissing
from apps.festivals.models import Infraction
from apps.festivals.permissions import ANNUL
from apps.treasury.actions import annul_obligation
from apps.treasury.actions.annulling import Ground
from apps.treasury.permissions import REMIT, vested
from apps.treasury.terms import ObligationState
from geo.access import Viewer
from geo.acting import acting


@transaction.atomic
def annul_infraction(
    infraction: Infraction, ground: Ground, *, on: dt.date, by: Viewer
) -> Infraction:
    """Annul an infraction by a norm and for a reason; its fine is annulled with it.

    The treasury annuls the fine by its own act: what was paid becomes an advance of
    whoever was fined. The infraction stays as it was recorded, and the stand may be fined
    anew for the same thing on the same day.

    Raises:
        NotAllowed: `by` may not annul infractions.
        ReasonMissing: no norm or no reason is given.
        InfractionAnnulled: it was annulled before.
        LateChargesPaid, PeriodClosed, TooEarly: as the treasury says.
    """
    ANNUL.require(by)
    if not ground.legal_basis.strip() or not ground.reason.strip():
        raise ReasonMissing
    found = Infraction.objects.select_for_update().get(pk=infraction.pk)
    if found.annulled_at is not None:
        raise InfractionAnnulled
    _annul_fine(found, ground, on=on, by=by)
    found.annulled_at = Now()
    found.annulled_by = by.name
    found.annulled_basis = ground.legal_basis.strip()
    found.annulled_because = ground.reason.strip()
    with acting(by, why=found.annulled_because):
        found.save(update_fields=_ANNULMENT)
    found.refresh_from_db(fields=_ANNULMENT)
    return found


_ANNULMENT = ("annulled_at", "annulled_by", "annulled_basis", "annulled_because")


def _annul_fine(found: Infraction, ground: Ground, *, on: dt.date, by: Viewer) -> None:
    """Annul the fine, unless none was charged or the treasury annulled it before."""
    fine = found.obligation
    if fine is not None and fine.state != ObligationState.ANNULLED:
        annul_obligation(fine, ground, on=on, by=vested(by, REMIT))
