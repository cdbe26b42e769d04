"""What obligations for holds are for, as the desk and a receipt say it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch

from apps.allocation.models import Claim, Hold
from apps.treasury.models import Obligation


def spaces_owed_for(obligations: Sequence[Obligation]) -> dict[int, str]:
    """The spaces and what they are offered for, by the number of the obligation."""
    asked = Hold.objects.filter(token__in=[each.about_id for each in obligations])
    claims = Claim.objects.select_related("space").order_by("pk")
    holds = asked.select_related("offering").prefetch_related(Prefetch("claims", claims))
    told = {str(hold.token): _told(hold) for hold in holds}
    return {each.pk: told[each.about_id] for each in obligations if each.about_id in told}


def _told(hold: Hold) -> str:
    codes = dict.fromkeys(claim.space.code for claim in hold.claims.all())
    return " · ".join(filter(None, [", ".join(codes), hold.offering.title]))
