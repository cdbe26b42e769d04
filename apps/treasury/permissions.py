"""Acts of the treasury that can be granted."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.treasury import querysets
from geo.access import Permission, Viewer

VIEW: Final = Permission(name=querysets.VIEW, title=_("See what is owed and paid"))
SET_PRICES: Final = Permission(
    name="treasury.set_prices", title=_("Set concepts, prices and late rules")
)
CHARGE: Final = Permission(name="treasury.charge", title=_("Post obligations"))
RECEIVE: Final = Permission(name="treasury.receive", title=_("Receive payments"))
REVERSE: Final = Permission(name="treasury.reverse", title=_("Reverse payments"))
REMIT: Final = Permission(name="treasury.remit", title=_("Annul and forgive obligations"))
REFUND: Final = Permission(name="treasury.refund", title=_("Refund money"))
RESOLVE: Final = Permission(
    name="treasury.resolve", title=_("Settle payments that came in too late")
)
CLOSE: Final = Permission(name="treasury.close", title=_("Close periods of the books"))
CASH: Final = Permission(name="treasury.cash", title=_("Take money at a cash desk"))
OVERSEE: Final = Permission(
    name="treasury.oversee", title=_("Set up cash desks and see their counts")
)


def vested(by: Viewer, *included: Permission, within: Permission | None = None) -> Viewer:
    """`by` for an act that includes others: who may take money may number its receipt.

    Those `included` hold where `within` does, in some districts only if it does; without
    it they hold everywhere.
    """
    names = {each.name for each in included}
    if within is None or by.may(within.name):
        return replace(by, grants=by.grants | names)
    bound = {name: by.districts_of(within.name) for name in names}
    return replace(by, district_grants={**by.district_grants, **bound})
