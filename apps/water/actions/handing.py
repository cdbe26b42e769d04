"""Handing accounts in debt to a collector, as a route."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from apps.fieldwork.actions.assigning import Order, create_assignment
from apps.fieldwork.domain.refusals import BadAssignment
from apps.fieldwork.models import Assignment
from apps.fieldwork.permissions import SUPERVISE as LEAD
from apps.treasury.permissions import vested
from apps.water.domain.debtors import Sought
from apps.water.permissions import SUPERVISE, VIEW
from apps.water.queries.debtors import debtors
from geo.access import NotAllowed, Viewer

KIND: Final = "water.collection"
"""How the register of fieldwork calls the collecting of water debt."""
MOST: Final = 500
"""Accounts that one collector is handed at once: what the telephone takes along."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """Who is to walk, until when, and what the walk is called."""

    collector: User
    title: str
    last_day: dt.date


def hand_over(sought: Sought, route: Route, *, today: dt.date, by: Viewer) -> Assignment:
    """Hand the overdue accounts that were chosen to a collector, as they stand today.

    Who supervises in some districts hands over accounts of those districts only.

    Raises:
        NotAllowed: `by` does not supervise collection, or the collector does not collect.
        BadAssignment: nobody owes among what was chosen, too many do, or days do not fit.
    """
    if not by.may_somewhere(SUPERVISE.name):
        raise NotAllowed(SUPERVISE)
    found = debtors(
        replace(sought, day=None),
        today=today,
        by=_where_supervising(by),
        sort="walk",
        most=MOST + 1,
    )
    if not found:
        raise BadAssignment(_("Nobody owes among what was chosen. Nothing was assigned."))
    if len(found) > MOST:
        said = _("At most %d accounts fit into one route: choose fewer.")
        raise BadAssignment(said % MOST)
    order = Order(
        kind=KIND,
        ids=[str(row.account_id) for row in found],
        holder=route.collector,
        title=route.title,
        first_day=today,
        last_day=route.last_day,
    )
    return create_assignment(order, by=vested(by, LEAD))


def _where_supervising(by: Viewer) -> Viewer:
    """`by`, seeing accounts only where `by` both sees and supervises."""
    if by.may(SUPERVISE.name):
        return by
    districts = by.districts_of(SUPERVISE.name)
    if not by.may(VIEW.name):
        districts &= by.districts_of(VIEW.name)
    return Viewer(
        name=by.name,
        person_id=by.person_id,
        is_staff=by.is_staff,
        district_grants={VIEW.name: districts},
    )
