"""Duty, consent and trail, worked out from events that may come in any order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import ngettext

from apps.fieldwork.domain.happenings import aware
from apps.fieldwork.domain.kinds import Applied, UnknownFieldKind
from apps.fieldwork.models import Consent, Device, Duty, Event, TrailPoint
from apps.fieldwork.terms import FIELDWORK, Act, Outcome
from geo import crs

MOST_POINTS: Final = 200
KEPT_DAYS: Final = 30


def apply_own(event: Event) -> Applied:
    """Do what one of the register's own events asks.

    Raises:
        UnknownFieldKind: it asks for something else.
    """
    done = _ACTS.get(event.act)
    if done is None:
        raise UnknownFieldKind(f"{event.kind}: {event.act}")
    Device.objects.select_for_update(no_key=True).get(pk=event.device_id)
    return done(event)


def _own(event: Event, *acts: str) -> list[Event]:
    """Events of these acts of one collector's telephones, as they happened."""
    rows = Event.objects.filter(
        kind=FIELDWORK, act__in=acts, device__holder=event.device.holder_id
    )
    return list(rows.order_by("happened_at", "seq"))


def _agree(event: Event) -> Applied:
    """Write the consents of the collector anew, from all that was given and withdrawn."""
    holder = event.device.holder_id
    Consent.objects.filter(holder=holder).delete()
    given: Event | None = None
    for each in _own(event, Act.CONSENT, Act.WITHDRAWAL):
        if each.act == Act.CONSENT and given is None:
            given = each
        elif each.act == Act.WITHDRAWAL and given is not None:
            _consent(given, until=each.happened_at)
            given = None
    if given is not None:
        _consent(given, until=None)
    if event.act == Act.WITHDRAWAL:
        TrailPoint.objects.filter(device__holder=holder, at__lte=event.happened_at).delete()
    return Applied()


def _consent(given: Event, *, until: dt.datetime | None) -> None:
    version = given.body.get("version")
    Consent.objects.create(
        event=given,
        holder_id=given.device.holder_id,
        version=version[:20] if isinstance(version, str) and version else "–",
        given_at=given.happened_at,
        withdrawn_at=until,
    )


def _serve(event: Event) -> Applied:
    """Write the duties of the telephone anew, from all that began and ended."""
    Duty.objects.filter(device=event.device_id).delete()
    began: Event | None = None
    for each in _own(event, Act.BEGIN, Act.END):
        if each.device_id != event.device_id:
            continue
        if began is not None:
            _duty(began, until=each.happened_at)
        began = each if each.act == Act.BEGIN else None
    if began is not None:
        _duty(began, until=None)
    return Applied()


def _duty(began: Event, *, until: dt.datetime | None) -> None:
    Duty.objects.create(
        began=began, device=began.device, began_at=began.happened_at, ended_at=until
    )


def _follow(event: Event) -> Applied:
    """Keep the points that lie within duty and consent, and say how many did not."""
    told = getattr(event, "trail", [])[:MOST_POINTS]
    shift = event.happened_at - event.said_at
    consents = list(Consent.objects.filter(holder=event.device.holder_id))
    duties = list(Duty.objects.filter(device=event.device_id))
    points = []
    for each in told:
        point = _point(each, event, shift)
        if point is None:
            continue
        agreed = any(_covers(c.given_at, c.withdrawn_at, point.at) for c in consents)
        served = any(_covers(d.began_at, d.ended_at, point.at) for d in duties)
        if agreed and served:
            points.append(point)
    TrailPoint.objects.bulk_create(points, ignore_conflicts=True)
    left = len(told) - len(points)
    if not left:
        return Applied()
    said = ngettext(
        "%(count)d point of the trail was not kept: outside of duty or without consent.",
        "%(count)d points of the trail were not kept: outside of duty or without consent.",
        left,
    )
    return Applied(outcome=Outcome.APPLIED, message=said % {"count": left})


def _covers(since: dt.datetime, until: dt.datetime | None, at: dt.datetime) -> bool:
    return since <= at and (until is None or at <= until)


def _point(told: Any, event: Event, shift: dt.timedelta) -> TrailPoint | None:
    """One point, if it is one; its clock is as wrong as the event's was."""
    try:
        lon, lat, accuracy = float(told[0]), float(told[1]), float(told[2])
        at = min(aware(told[3]) + shift, event.received_at)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and 0 <= accuracy < 1e6):
        return None
    return TrailPoint(
        device=event.device,
        at=at,
        position=Point(lon, lat, srid=crs.STORAGE),
        accuracy_m=accuracy,
    )


@transaction.atomic
def forget_trails(*, at: dt.datetime) -> int:
    """Delete points older than they may be kept; returns how many."""
    old = TrailPoint.objects.filter(at__lt=at - dt.timedelta(days=KEPT_DAYS))
    return old.delete()[0]


_ACTS: Final[Mapping[str, Callable[[Event], Applied]]] = {
    Act.CONSENT: _agree,
    Act.WITHDRAWAL: _agree,
    Act.BEGIN: _serve,
    Act.END: _serve,
    Act.TRAIL: _follow,
}
