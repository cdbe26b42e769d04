"""The live board: who is out, how much is done and left, and what was taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, Sum

from apps.fieldwork.models import Assignment, Device, StreetCash, TrailPoint
from apps.fieldwork.terms import AssignmentState, Outcome
from geo import sql
from geo.access import Viewer

SQL: Final = Path(__file__).parent.parent / "sql"
NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far one assignment has come."""

    id: UUID
    items: int
    done: int
    latest: dt.datetime | None

    @property
    def left(self) -> int:
        """How many are still to be visited."""
        return self.items - self.done

    @property
    def percent(self) -> int:
        """How much is done, in percent, rounded down."""
        return self.done * 100 // self.items if self.items else 0


@dataclass(frozen=True, kw_only=True)
class Crew:
    """One assignment under way, with the telephone that its collector carries."""

    assignment: Assignment
    progress: Progress
    device: Device | None
    taken: Decimal
    """Cash of the collector that was not counted yet."""
    waiting: int
    """Events that a supervisor has to look at."""


def progress_of(assignments: Sequence[UUID]) -> dict[UUID, Progress]:
    """How far these assignments have come."""
    found = sql.rows(Progress, SQL / "crews.sql", assignments=list(assignments))
    return {each.id: each for each in found}


def crews(viewer: Viewer, *, on: dt.date) -> list[Crew]:
    """Assignments of the day that `viewer` may see, with how they stand."""
    rows = Assignment.objects.visible_to(viewer).filter(
        state=AssignmentState.OPEN, first_day__lte=on, last_day__gte=on
    )
    open_ones = list(rows.select_related("holder").order_by("holder__username", "made_at"))
    progress = progress_of([each.pk for each in open_ones])
    holders = {each.holder_id for each in open_ones}
    devices = _devices(holders)
    taken = _taken(holders)
    return [
        Crew(
            assignment=each,
            progress=progress[each.pk],
            device=devices.get(each.holder_id),
            taken=taken.get(each.holder_id, NOTHING),
            waiting=getattr(devices.get(each.holder_id), "waiting", 0),
        )
        for each in open_ones
    ]


def _devices(holders: set[int]) -> dict[int, Device]:
    """The telephone of each holder that was seen last."""
    doubtful = Q(
        events__outcome__in=(Outcome.CONFLICT, Outcome.REFUSED),
        events__settled_at=None,
    )
    rows = Device.objects.working().filter(holder__in=holders)
    counted = rows.annotate(waiting=Count("events", filter=doubtful))
    return {each.holder_id: each for each in counted.order_by("seen_at", "enrolled_at")}


def _taken(holders: set[int]) -> dict[int, Decimal]:
    rows = StreetCash.objects.filter(count=None, event__device__holder__in=holders)
    sums = rows.values("event__device__holder").annotate(sum=Sum("amount"))
    return {each["event__device__holder"]: each["sum"] for each in sums}


def takings_of(device: Device) -> Decimal:
    """Cash taken with a telephone that was not counted yet."""
    rows = StreetCash.objects.filter(count=None, event__device=device)
    return rows.aggregate(sum=Sum("amount"))["sum"] or NOTHING


def trail_of(device: Device, *, since: dt.datetime) -> list[tuple[float, float]]:
    """Where a telephone went, in the order of time, as longitude and latitude."""
    rows = TrailPoint.objects.filter(device=device, at__gte=since).order_by("at")
    return [(each.position.x, each.position.y) for each in rows]
