"""Acts on feasts that can be granted."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.festivals import querysets
from geo.access import Permission

PLAN: Final = Permission(
    name=querysets.PLAN, title=_("Plan feasts and publish their plans")
)
INSPECT: Final = Permission(
    name="festivals.inspect",
    title=_("Inspect stands at feasts, fine and confiscate in the street"),
)
CONTROL: Final = Permission(
    name="festivals.control",
    title=_("Lead the control of feasts: fines, confiscated goods, closing report"),
)
ANNUL: Final = Permission(
    name="festivals.annul",
    title=_("Annul infractions of feasts, and their fines with them"),
)
