"""The code by which a hold is being paid."""

from __future__ import annotations

import base64

from django.db.models.functions import Now

from apps.allocation.models import Hold
from apps.treasury.models import PaymentIntent
from apps.treasury.terms import IntentState


def picture_of_code(hold: Hold) -> str:
    """The open code of a hold as the address of a picture; empty where there is none."""
    asked = PaymentIntent.objects.filter(
        shares__obligation=hold.obligation_id, state=IntentState.OPEN, expires_at__gt=Now()
    )
    intent = asked.exclude(image=None).order_by("-pk").first()
    if intent is None or not intent.image:
        return ""
    return f"data:image/png;base64,{base64.b64encode(bytes(intent.image)).decode()}"
