"""The code by which a hold is being paid."""

from __future__ import annotations

from django.db.models.functions import Now

from apps.allocation.models import Hold
from apps.treasury.models import PaymentIntent
from apps.treasury.queries.codes import Scannable, scannable
from apps.treasury.terms import IntentState


def code_of(hold: Hold) -> Scannable | None:
    """The open code by which a hold is being paid; None where there is none."""
    asked = PaymentIntent.objects.filter(
        shares__obligation=hold.obligation_id, state=IntentState.OPEN, expires_at__gt=Now()
    )
    return scannable(asked.exclude(image=None).order_by("-pk").first())
