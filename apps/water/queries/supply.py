"""Who supplies a point, when its water runs, and what it costs there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import Point

from apps.water.models import Coverage, Operator, PressureZone, Rationing, Tariff
from apps.water.terms import Weekday

MIDNIGHT = dt.time(0)


@dataclass(frozen=True, kw_only=True)
class SupplyDay:
    """The water of one day of the week."""

    weekday: Weekday
    hours: tuple[Rationing, ...]
    """When it runs, in order; none: not on that day."""
    is_today: bool

    @property
    def is_whole(self) -> bool:
        """Whether it runs all day."""
        return any(each.starts == MIDNIGHT and each.ends is None for each in self.hours)


@dataclass(frozen=True, kw_only=True)
class Supply:
    """One operator that supplies a point."""

    operator: Operator
    zone: PressureZone | None
    """The part of its network that the point lies in, where that is known."""
    week: tuple[SupplyDay, ...]
    """Its calendar; empty where nothing is rationed."""
    reason: str
    """Why it is rationed."""
    tariffs: tuple[Tariff, ...]
    """In force, domestic ones first."""


def supplies_at(point: Point, *, on: dt.date) -> list[Supply]:
    """Every operator whose network reaches a point (EPSG:4326), the smallest cover first.

    Several networks often lie under one street; whoever lives there has one of them.
    """
    covers = Coverage.objects.filter(days__contains=on, ground__covers=point)
    reaching = sorted(
        covers.select_related("operator"),
        key=lambda cover: (cover.ground.area, cover.operator.name),
    )
    found = [cover.operator for cover in reaching]
    zones = PressureZone.objects.filter(operator__in=found, outline__covers=point)
    zones = zones.order_by("-pk")  # where two overlap, the first one counts
    zone_of = {zone.operator_id: zone for zone in zones}
    tariffs = Tariff.objects.filter(operator__in=found).on(on).prefetch_related("blocks")
    calendars = Rationing.objects.filter(operator__in=found, days__contains=on)
    rows = list(calendars.order_by("weekday", "starts"))
    return [
        _supply(
            operator,
            zone_of.get(operator.pk),
            [row for row in rows if row.operator_id == operator.pk],
            tariffs=sorted(
                (each for each in tariffs if each.operator_id == operator.pk), key=_order
            ),
            on=on,
        )
        for operator in found
    ]


def _supply(
    operator: Operator,
    zone: PressureZone | None,
    calendar: Sequence[Rationing],
    *,
    tariffs: Iterable[Tariff],
    on: dt.date,
) -> Supply:
    """An operator with the calendar of the zone, or else that of its whole network."""
    own = [row for row in calendar if zone is not None and row.pressure_zone_id == zone.pk]
    rows = own or [row for row in calendar if row.pressure_zone_id is None]
    return Supply(
        operator=operator,
        zone=zone,
        week=week_of(rows, on=on),
        reason=rows[0].reason if rows else "",
        tariffs=tuple(tariffs),
    )


def week_of(rows: Sequence[Rationing], *, on: dt.date) -> tuple[SupplyDay, ...]:
    """The seven days of a calendar, Monday first; nothing where there is none."""
    if not rows:
        return ()
    return tuple(
        SupplyDay(
            weekday=day,
            hours=tuple(row for row in rows if row.weekday == day),
            is_today=on.isoweekday() == day,
        )
        for day in Weekday
    )


_FIRST = ("domestic", "social")


def _order(tariff: Tariff) -> tuple[bool, str, bool]:
    return tariff.category not in _FIRST, tariff.category, tariff.is_metered
