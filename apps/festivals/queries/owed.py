"""What fines of a feast are for, as the desk and a receipt say it."""

from __future__ import annotations

from collections.abc import Sequence

from apps.festivals.models import Infraction
from apps.treasury.models import Obligation


def infractions_owed_for(obligations: Sequence[Obligation]) -> dict[int, str]:
    """The infraction, where it was and its feast, by the number of the obligation."""
    asked = Infraction.objects.filter(obligation__in=[each.pk for each in obligations])
    rows = asked.select_related("kind", "space", "festival")
    return {each.obligation_id: _told(each) for each in rows if each.obligation_id}


def _told(found: Infraction) -> str:
    place = found.space.code if found.space else ""
    return " · ".join(filter(None, [found.kind.name, place, found.festival.title]))
