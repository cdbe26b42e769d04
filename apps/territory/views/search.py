"""Places of the gazetteer, for the search box of every page."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from apps.territory.queries import Found, search
from apps.territory.terms import FOUND_KINDS
from geo.access import Viewer
from geo.pages.contributions import Hit

ZOOMS: Final = {
    "district": 13.0,
    "zone": 15.0,
    "otb": 15.0,
    "street": 15.5,
    "corner": 17.0,
    "place": 16.5,
    "address": 17.5,
    "coordinates": 17.0,
}
"""The zoom at which one sees each kind of place whole."""


def find_places(text: str, viewer: Viewer, rows: int) -> list[Hit]:
    """Places that `text` may mean, best first."""
    return [_hit(found) for found in search(text, limit=rows)]


def _hit(found: Found) -> Hit:
    word = FOUND_KINDS.get(found.kind, FOUND_KINDS["place"])
    says_more = found.district_number is not None and found.kind != "district"
    at = urlencode({"lon": round(found.longitude, 6), "lat": round(found.latitude, 6)})
    return Hit(
        label=found.label,
        note=f"{word} · D-{found.district_number}" if says_more else str(word),
        address=f"{reverse('pages:here')}?{at}",
        panel=f"{reverse('pages:here-panel')}?{at}",
        position=(found.longitude, found.latitude),
        zoom=ZOOMS.get(found.kind, 16.0),
    )
