"""The ground of an operator: its cover from a day on, its pressure zones, its sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.water.domain.network_refusals import NotASource, SourceInUse
from apps.water.domain.refusals import refusing
from apps.water.models import Asset, Coverage, Operator, PressureZone
from apps.water.permissions import OPERATE
from apps.water.terms import AssetKind, AssetState
from geo import crs, sql
from geo.access import Viewer
from geo.acting import acting

SQL: Final = Path(__file__).parents[1] / "sql" / "zones"
SOURCES: Final = (AssetKind.WELL, AssetKind.TANK)
"""Where the water of a network comes from."""


@dataclass(frozen=True, kw_only=True)
class NewSource:
    """A well or tank that feeds a network."""

    code: str
    kind: AssetKind
    place: Point
    """In EPSG:4326."""
    source: str
    """Where what is known about it comes from."""
    installed_on: dt.date | None = None


@transaction.atomic
def draw_coverage(
    operator: Operator,
    ground: MultiPolygon | Polygon,
    *,
    since: dt.date | None,
    source: str,
    by: Viewer,
) -> Coverage:
    """Say which ground (EPSG:4326) an operator supplies from a day on.

    The cover until then ends the day before; one that began on that very day is mended.
    Without a day it holds since before anybody wrote it down.

    Raises:
        NotAllowed: `by` may not keep operators.
        CoverBegins: another cover begins later.
    """
    OPERATE.require(by)
    if isinstance(ground, Polygon):
        ground = MultiPolygon(ground, srid=crs.STORAGE)
    Operator.objects.select_for_update().get(pk=operator.pk)
    with acting(by), refusing():
        for before in operator.covers.filter(days__upper_inf=True):
            if before.days.lower == since:
                before.ground, before.source = ground, source
                before.save(update_fields=["ground", "source"])
                return before
            if since is not None and _begins_before(before, since):
                before.days = DateRange(before.days.lower, since)
                before.save(update_fields=["days"])
        days = DateRange(since, None)
        return Coverage.objects.create(
            operator=operator, ground=ground, days=days, source=source
        )


def _begins_before(cover: Coverage, day: dt.date) -> bool:
    return cover.days.lower is None or cover.days.lower < day


@transaction.atomic
def record_zone(zone: PressureZone, *, by: Viewer) -> PressureZone:
    """Record a pressure zone, or what was changed of it; its connections are found anew.

    Raises:
        NotAllowed: `by` may not keep operators.
        ZoneTaken: the operator has another zone of this code.
    """
    OPERATE.require(by)
    with acting(by), refusing():
        zone.save()
        _stand(zone.operator_id)
    return zone


@transaction.atomic
def remove_zone(zone: PressureZone, *, by: Viewer) -> None:
    """Take a pressure zone off with its calendar; the network's calendar holds there.

    Raises:
        NotAllowed: `by` may not keep operators.
    """
    OPERATE.require(by)
    with acting(by):
        operator = zone.operator_id
        zone.delete()
        _stand(operator)


def _stand(operator: int) -> int:
    """Say of an operator's connections in which zone they lie; returns how many moved."""
    return sql.execute(SQL / "stand.sql", operator=operator)


@transaction.atomic
def record_source(operator: Operator, asked: NewSource, *, by: Viewer) -> Asset:
    """Record a well or tank that feeds the network of an operator.

    Raises:
        NotAllowed: `by` may not keep operators.
        NotASource: it is a pipe, a valve or a hydrant.
        PartTaken: the operator has another part of this code.
    """
    OPERATE.require(by)
    if asked.kind not in SOURCES:
        raise NotASource
    with acting(by), refusing():
        return Asset.objects.create(
            operator=operator,
            code=asked.code,
            kind=asked.kind,
            shape=asked.place,
            source=asked.source,
            installed_on=asked.installed_on,
        )


@transaction.atomic
def remove_source(source: Asset, *, by: Viewer) -> Asset:
    """Say that a well or tank is there no more; that it was stays known.

    Raises:
        NotAllowed: `by` may not keep operators.
        NotASource: it is a pipe, a valve or a hydrant.
        SourceInUse: pipes are drawn from it, so the network would be fed from nowhere.
    """
    OPERATE.require(by)
    if source.kind not in SOURCES:
        raise NotASource
    if source.node_id is not None:
        raise SourceInUse(source.code)
    with acting(by):
        source.state = AssetState.REMOVED
        source.save(update_fields=["state"])
    return source
