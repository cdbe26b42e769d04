"""From what a telephone told to the row that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.contrib.gis.geos import Point

from apps.fieldwork.domain.clocks import Delivery, judged
from apps.fieldwork.domain.happenings import Fix, Happening
from apps.fieldwork.domain.kinds import UnknownFieldKind, field_kind
from apps.fieldwork.models import AssignmentItem, Device, Event, SyncReceipt
from apps.fieldwork.terms import FIELDWORK, Act, Flag, Outcome
from geo import crs, sql

SQL: Final = Path(__file__).parent.parent / "sql"
FAR_METRES: Final = 30.0


@dataclass(frozen=True, kw_only=True)
class _Away:
    """One row of `away.sql`."""

    metres: float


def draft_event(
    told: Happening, receipt: SyncReceipt, delivery: Delivery, sha256: str
) -> Event:
    """The row for an event, not written yet, with what is noted about it."""
    times = judged(told.at, delivery)
    item = _item(told, receipt.device)
    position = _point(told.position)
    distance = _distance(told, item, position)
    flags = [*times.flags]
    if distance is not None and distance > max(FAR_METRES, _accuracy(told.position) or 0):
        flags.append(Flag.FAR)
    if told.kind != FIELDWORK and item is None:
        flags.append(Flag.UNASSIGNED)
    is_trail = (told.kind, told.act) == (FIELDWORK, Act.TRAIL)
    event = Event(
        id=told.id,
        device=receipt.device,
        seq=told.seq,
        kind=told.kind,
        act=told.act,
        assignment_id=item.assignment_id if item is not None else None,
        item=item,
        about_kind=told.about_kind,
        about_id=told.about_id,
        said_at=told.at,
        happened_at=times.at,
        received_at=receipt.received_at,
        position=position,
        accuracy_m=_accuracy(told.position),
        distance_m=distance,
        base=told.base[:200],
        body={} if is_trail else dict(told.body),
        files=[dict(each) for each in told.files],
        flags=flags,
        sha256=sha256,
        receipt=receipt,
        outcome=Outcome.APPLIED,
    )
    event.trail = _points(told) if is_trail else []  # type: ignore[attr-defined]
    return event


def _points(told: Happening) -> list[Any]:
    """Points of a trail, beside the row: they are kept with consent only."""
    points = told.body.get("points")
    return points if isinstance(points, list) else []


def _item(told: Happening, device: Device) -> AssignmentItem | None:
    """What was to be visited, if it was assigned to this telephone's holder."""
    if told.about_kind == "":
        return None
    rows = AssignmentItem.objects.filter(
        assignment__holder=device.holder_id,
        assignment__kind=told.kind,
        about_kind=told.about_kind,
        about_id=told.about_id,
    )
    if told.item is not None:
        named = rows.filter(pk=told.item).first()
        if named is not None:
            return named
    if told.assignment is not None:
        return rows.filter(assignment=told.assignment).first()
    return None


def _point(fix: Fix | None) -> Point | None:
    return None if fix is None else Point(fix.lon, fix.lat, srid=crs.STORAGE)


def _accuracy(fix: Fix | None) -> float | None:
    return None if fix is None else fix.accuracy_m


def _distance(
    told: Happening, item: AssignmentItem | None, position: Point | None
) -> float | None:
    """Metres between where the telephone was and where the thing lies."""
    place = item.place if item is not None else _place(told)
    if place is None or position is None:
        return None
    (found,) = sql.rows(_Away, SQL / "away.sql", here=position.ewkt, there=place.ewkt)
    return found.metres


def _place(told: Happening) -> Point | None:
    try:
        kind = field_kind(told.kind)
    except UnknownFieldKind:
        return None
    if told.about_kind != kind.about:
        return None
    return kind.places([told.about_id]).get(told.about_id)
