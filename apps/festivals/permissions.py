"""Acts on feasts that can be granted."""

from __future__ import annotations

from typing import Final

from apps.festivals import querysets
from geo.access import Permission

PLAN: Final = Permission(name=querysets.PLAN, title="Plan feasts and publish their plans")
