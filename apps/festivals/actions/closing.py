"""The closing report of a feast, kept byte for byte as it was issued."""

from __future__ import annotations

import datetime as dt

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from apps.documents.actions import issue_document
from apps.documents.domain.owners import About
from apps.documents.models import Document
from apps.documents.permissions import ISSUE
from apps.festivals.domain.control_refusals import FeastNotOver
from apps.festivals.domain.papers import CLOSING
from apps.festivals.models import Festival, Module
from apps.festivals.permissions import CONTROL
from apps.festivals.queries.closing import closing_of
from apps.festivals.terms import FEAST, PlanState
from apps.treasury.permissions import vested
from geo import crs
from geo.access import Viewer


@transaction.atomic
def issue_closing(festival: Festival, *, on: dt.date, by: Viewer) -> Document:
    """Issue the report with its map; issued again, the later one counts and both stay.

    Raises:
        NotAllowed: `by` does not lead the control of feasts.
        FeastNotOver: the last day is not past.
        StoreAway: the paper cannot be kept.
    """
    CONTROL.require(by)
    if on < festival.days.upper:
        raise FeastNotOver
    return issue_document(
        CLOSING.name,
        about=About(kind=FEAST, id=festival.code),
        context={
            "festival": festival,
            "last_day": festival.days.upper - dt.timedelta(days=1),
            "closing": closing_of(festival),
        },
        place=_ground(festival),
        number=None,
        by=vested(by, ISSUE),
    )


def _ground(festival: Festival) -> GEOSGeometry | None:
    """The stands of the plan in force (EPSG:4326), or the route where there are none."""
    places = list(
        Module.objects.filter(
            plan__festival=festival, plan__state=PlanState.PUBLISHED
        ).values_list("place", flat=True)
    )
    if not places:
        return festival.route
    # Neighbours share an edge, which a multipolygon must not: they are drawn as one shape.
    return MultiPolygon(places, srid=crs.STORAGE).unary_union
