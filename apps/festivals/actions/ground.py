"""The ground of a feast: its route, what is closed, what is kept clear."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import LineString
from django.db import connection, transaction
from psycopg import sql

from apps.festivals.domain.known import KNOWN, METRES, Known
from apps.festivals.domain.refusals import FeastOnSale, NoRoute
from apps.festivals.models import Closure, Festival, Zone
from apps.festivals.permissions import PLAN
from apps.festivals.queries import offering_of
from apps.treasury.actions import create_concept, set_price
from apps.treasury.models import Price
from geo.access import Audience, Viewer
from geo.layers import find_layer
from geo.measure import widened
from geo.published.conditions import view_of

RUBRO: Final = "13300"
"""Patents, in the classification of income of the public sector."""
PROMISED: Final = ("days", "concept_id")
"""What buyers go by: it stays once stands are on sale."""


@transaction.atomic
def change_festival(festival: Festival, *, by: Viewer) -> Festival:
    """Enter what was filled in anew about a feast; its code stays.

    Raises:
        NotAllowed: `by` may not plan feasts.
        FeastOnSale: its stands are on sale, and what buyers go by would change.
    """
    PLAN.require(by)
    stored = Festival.objects.select_for_update().get(pk=festival.pk)
    changed = any(getattr(stored, name) != getattr(festival, name) for name in PROMISED)
    if changed and offering_of(stored) is not None:
        raise FeastOnSale
    festival.save(
        update_fields=["title", "days", "legal_basis", "office", "concept", "lane_m"]
    )
    return festival


def draw_route(festival: Festival, route: LineString, *, by: Viewer) -> Festival:
    """Draw the way of the procession (EPSG:4326), in its direction.

    Modules that were cut along another one stay; the check says what they break.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    festival.route = route
    festival.save(update_fields=["route"])
    return festival


@transaction.atomic
def price_trade(festival: Festival, price: Mapping[str, Any], *, by: Viewer) -> Price:
    """Set what a trade costs at a feast; its first price makes what it is charged as.

    Raises:
        NotAllowed: `by` may not plan feasts, or may not set prices.
        BadAmount, BasisMissing, PriceOverlaps: as the treasury says.
    """
    PLAN.require(by)
    if festival.concept is None:
        festival.concept = create_concept(
            f"patente-{festival.code}", festival.title, budget_item=RUBRO, by=by
        )
        festival.save(update_fields=["concept"])
    return set_price(festival.concept, by=by, **price)


def open_street(closure: Closure, *, by: Viewer) -> None:
    """Take a closed street off again.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    closure.delete()


def clear_no_more(zone: Zone, *, by: Viewer) -> None:
    """Take a place off that had to be kept clear.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    zone.delete()


@transaction.atomic
def keep_known_clear(
    festival: Festival, clearances: Mapping[str, Decimal], *, by: Viewer
) -> int:
    """Keep clear what the municipality's own layers know near the route.

    `clearances` are metres by the name of the known kind; kinds without one are left out.
    What is kept clear already, in the same place, is not entered twice. Returns how many.

    Raises:
        NotAllowed: `by` may not plan feasts.
        NoRoute: the feast has none, so nothing is near it.
    """
    PLAN.require(by)
    if festival.route is None:
        raise NoRoute
    chosen = [known for known in KNOWN if known.name in clearances]
    return sum(_enter(festival, known, clearances[known.name]) for known in chosen)


_ENTER = """
INSERT INTO festivals_zone (festival_id, kind, name, place, clearance_m)
SELECT %(festival)s, %(kind)s, left(coalesce(nullif(known.{label}, ''), %(title)s), 120),
       known.geometry, %(clearance)s
FROM {view} known
WHERE known.{field} = %(word)s
  AND known.geometry && %(near)s::geometry
  AND ST_DWithin(known.geometry::geography, %(route)s::geography, %(metres)s)
  AND NOT EXISTS (
    SELECT FROM festivals_zone there
    WHERE there.festival_id = %(festival)s AND there.kind = %(kind)s
      AND ST_DWithin(there.place::geography, known.geometry::geography, 1))
"""


def _enter(festival: Festival, known: Known, clearance_m: Decimal) -> int:
    """All of one kind in one statement, from the layer as staff may read it."""
    layer = find_layer(known.layer, Audience.STAFF)
    if layer is None or festival.route is None:
        return 0
    statement = sql.SQL(_ENTER).format(
        view=view_of(layer, Audience.STAFF),
        field=sql.Identifier(known.field),
        label=sql.Identifier(known.label),
    )
    values: dict[str, Any] = {
        "festival": festival.pk,
        "kind": known.zone,
        "title": str(known.title),
        "word": known.word,
        "clearance": clearance_m,
        "near": widened(festival.route, METRES).hexewkb.decode(),
        "route": festival.route.hexewkb.decode(),
        "metres": METRES,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
