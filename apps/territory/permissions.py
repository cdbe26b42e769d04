"""Acts on the territory that can be granted to an office."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.access import Permission

EDIT: Final = Permission(name="territory.edit", title=_("Change shapes of the territory"))
LOAD: Final = Permission(
    name="territory.load", title=_("Replace the shapes of the territory")
)
