"""Acts of the works office that can be granted."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.access import Permission

IMPORT_CALLS: Final = Permission(
    name="works.import_calls", title=_("Import calls for public works")
)
