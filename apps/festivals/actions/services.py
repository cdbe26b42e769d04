"""What the crowd of a feast needs, and rounds of those who look after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from apps.festivals.domain.control_refusals import NothingThere
from apps.festivals.domain.inspecting import about_of
from apps.festivals.models import Festival, Module, Service
from apps.festivals.permissions import CONTROL
from apps.festivals.terms import INSPECTION, PlanState
from apps.fieldwork.actions import Order, create_assignment
from apps.fieldwork.models import Assignment
from apps.fieldwork.permissions import SUPERVISE
from apps.treasury.permissions import vested
from geo.access import Viewer
from geo.acting import acting


@transaction.atomic
def place_service(service: Service, *, by: Viewer) -> Service:
    """Put toilets, first aid … on the feast's map.

    Raises:
        NotAllowed: `by` does not lead the control of feasts.
    """
    CONTROL.require(by)
    with acting(by):
        service.save(force_insert=True)
    return service


@transaction.atomic
def remove_service(service: Service, *, by: Viewer) -> None:
    """Take a service off the map; the history keeps where it was.

    Raises:
        NotAllowed: `by` does not lead the control of feasts.
    """
    CONTROL.require(by)
    with acting(by):
        service.delete()


@dataclass(frozen=True, kw_only=True)
class Beat:
    """Which stands an inspector looks at, and on which days."""

    inspector: User
    letter: str
    """With which their codes begin; all if empty."""
    first_day: dt.date
    last_day: dt.date


@transaction.atomic
def send_inspector(festival: Festival, beat: Beat, *, by: Viewer) -> Assignment:
    """Give an inspector the stands of a stretch and the street between them.

    Raises:
        NotAllowed: `by` does not lead the control of feasts, or nobody may go.
        NothingThere: no stand of the plan in force begins so.
        BadAssignment: too many stands, or days that do not fit.
    """
    CONTROL.require(by)
    modules = Module.objects.filter(
        plan__festival=festival,
        plan__state=PlanState.PUBLISHED,
        code__startswith=beat.letter,
    )
    codes = list(modules.along().values_list("code", flat=True))
    if not codes:
        raise NothingThere(
            _("No stand of the published plan begins so. Nobody was sent anywhere.")
        )
    order = Order(
        kind=INSPECTION,
        ids=[*(about_of(festival.code, code) for code in codes), about_of(festival.code)],
        holder=beat.inspector,
        title=f"{festival.title} · {beat.letter or _('all stands')}"[:120],
        first_day=beat.first_day,
        last_day=beat.last_day,
    )
    return create_assignment(order, by=vested(by, SUPERVISE))
