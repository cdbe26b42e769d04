"""Who may act on which party: grants for a district reach the parties found there."""

from __future__ import annotations

from apps.people.models import Party
from geo.access import Permission, Viewer


def require_for(permission: Permission, party: Party, *, by: Viewer) -> None:
    """Refuse unless `by` holds `permission` everywhere or where `party` has an address.

    Raises:
        NotAllowed: it was not granted.
    """
    districts = by.districts_of(permission.name)
    if not by.may(permission.name) and districts:
        found = party.addresses.filter(
            district__number__in=districts, until__isnull=True
        ).values_list("district__number", flat=True)
        for number in found[:1]:
            return permission.require(by, district=number)
    permission.require(by)
