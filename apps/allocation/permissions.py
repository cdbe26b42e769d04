"""Acts of the allocation register that can be granted."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.allocation import querysets
from geo.access import Permission

PLAN: Final = Permission(name=querysets.PLAN, title=_("Draw and change what is offered"))
SELL: Final = Permission(name="allocation.sell", title=_("Hold and sell spaces for others"))
GRANT: Final = Permission(
    name="allocation.grant", title=_("Give and end titles without a payment")
)
TIDY: Final = Permission(name="allocation.tidy", title=_("Clear away holds that ran out"))
