"""Places of the gazetteer, for the search box of every page."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.territory.queries import Found, search
from geo.access import Viewer
from geo.pages.contributions import Hit

KINDS: Final = {
    "district": (_("District"), 13.0),
    "zone": (_("Zone"), 15.0),
    "otb": (_("OTB"), 15.0),
    "street": (_("Street"), 15.5),
    "corner": (_("Street corner"), 17.0),
    "place": (_("Place"), 16.5),
    "address": (_("Address"), 17.5),
    "coordinates": (_("Coordinates"), 17.0),
}
"""The word for each kind of place, and the zoom at which one sees it whole."""


def find_places(text: str, viewer: Viewer, rows: int) -> list[Hit]:
    """Places that `text` may mean, best first."""
    return [_hit(found) for found in search(text, limit=rows)]


def _hit(found: Found) -> Hit:
    word, zoom = KINDS.get(found.kind, (_("Place"), 16.0))
    says_more = found.district_number is not None and found.kind != "district"
    at = urlencode({"lon": round(found.longitude, 6), "lat": round(found.latitude, 6)})
    return Hit(
        label=found.label,
        note=f"{word} · D-{found.district_number}" if says_more else str(word),
        address=f"{reverse('pages:here')}?{at}",
        panel=f"{reverse('pages:here-panel')}?{at}",
        position=(found.longitude, found.latitude),
        zoom=zoom,
    )
