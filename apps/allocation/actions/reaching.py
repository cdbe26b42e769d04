"""Where an act reaches: grants for some districts hold for the spaces that lie there."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.gis.geos import GEOSGeometry

from apps.allocation.models import Space
from apps.allocation.queries import districts_of
from geo.access import Permission, Viewer


def require_at(
    permission: Permission, places: Iterable[GEOSGeometry], *, by: Viewer
) -> None:
    """Refuse unless `by` holds `permission` everywhere, or where each of `places` lies.

    Raises:
        NotAllowed: it was not granted, or not there.
    """
    permission.require_somewhere(by)
    permission.require_throughout(by, districts_of(places))


def require_for(permission: Permission, spaces: Iterable[Space], *, by: Viewer) -> None:
    """Refuse unless `by` holds `permission` everywhere, or where each of `spaces` lies.

    Raises:
        NotAllowed: it was not granted, or not there.
    """
    require_at(permission, (space.place for space in spaces), by=by)
