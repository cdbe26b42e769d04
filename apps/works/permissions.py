"""Acts of the works office that can be granted."""

from __future__ import annotations

from typing import Final

from geo.access import Permission

IMPORT_CALLS: Final = Permission(
    name="works.import_calls", title="Import calls for public works"
)
