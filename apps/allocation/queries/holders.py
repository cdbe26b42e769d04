"""Who has how much of an offering."""

from __future__ import annotations

from django.db.models import Count
from django.db.models.functions import Coalesce

from apps.allocation.models import Claim, Offering


def spaces_had(offering: Offering) -> dict[int, int]:
    """How many spaces of the offering each party has or holds now."""
    claims = Claim.objects.in_force().filter(space__offering=offering)
    whose = claims.annotate(whose=Coalesce("party", "hold__party")).exclude(whose=None)
    return dict(whose.values_list("whose").annotate(n=Count("space", distinct=True)))
