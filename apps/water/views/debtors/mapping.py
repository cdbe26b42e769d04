"""What the debtor map draws: colours of areas and streets, and tiles of accounts."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.people.views.doors import for_holders_of
from apps.water.domain.debtors import AGES, WORDS, Level
from apps.water.permissions import VIEW
from apps.water.queries.debtors import AreaDebt, debt_by, debtor_tile
from apps.water.views.debtors.reading import read_sought
from geo.layers import find_layer
from geo.pages.middleware import viewer_of
from geo.published.looks import Way, note_look_here
from geo.tiles.address import Tile

AREAS: Final = (Level.DISTRICT, Level.OTB, Level.ZONE)
DEBTORS: Final = "water-debtors"
"""The layer of the accounts in debt, as the map shows them on any day."""
MVT: Final = "application/vnd.mapbox-vector-tile"


@never_cache
@require_safe
@for_holders_of(VIEW)
def areas(request: HttpRequest) -> JsonResponse:
    """Class, overdue bolivianos and debtors of each area and street, by its number."""
    viewer, today = viewer_of(request), timezone.localdate()
    sought = read_sought(request.GET, today=today)
    shown = sought.by if sought.by in AREAS else Level.OTB
    levels = [str(shown), str(Level.STREET)]
    found: dict[str, dict[str, Any]] = {WORDS[shown]: {}, WORDS[Level.STREET]: {}}
    for area in debt_by(levels, sought, today=today, by=viewer):
        if area.id and area.debtors:
            found[WORDS[Level(area.level)]][str(area.id)] = _drawn(area)
    answer = {"por": WORDS[shown], "areas": found}
    return JsonResponse(answer, json_dumps_params={"separators": (",", ":")})


def _drawn(area: AreaDebt) -> list[Any]:
    return [AGES.index(area.typical), str(area.overdue), area.debtors]


@require_safe
@for_holders_of(VIEW)
def accounts(request: HttpRequest, z: str, x: str, y: str) -> HttpResponse:
    """One tile of the accounts in debt; 204 where there is none."""
    viewer, today = viewer_of(request), timezone.localdate()
    tile = Tile.parse(z, x, y)
    sought = read_sought(request.GET, today=today)
    debtors = find_layer(DEBTORS, viewer.audience)
    if debtors is not None:
        note_look_here(debtors, viewer.audience, Way.MAP)
    body = debtor_tile(sought, tile, today=today, by=viewer)
    answer = HttpResponse(body, content_type=MVT, status=200 if body else 204)
    answer["Cache-Control"] = "private, no-cache"
    return answer
