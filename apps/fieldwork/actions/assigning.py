"""Assignments: some things in the order of a walk, for one collector."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from apps.fieldwork.domain.kinds import field_kind
from apps.fieldwork.domain.refusals import AssignmentClosed, BadAssignment
from apps.fieldwork.domain.walking import walk
from apps.fieldwork.models import Assignment, AssignmentItem
from apps.fieldwork.permissions import COLLECT, SUPERVISE
from apps.fieldwork.terms import AssignmentState
from geo.access import Viewer
from geo.acting import acting
from geo.measure import planar
from geo.pages.middleware import viewer_for

MOST_ITEMS: Final = 1_000
LONGEST_DAYS: Final = 31


@dataclass(frozen=True, kw_only=True)
class Order:
    """What somebody is to visit, and when."""

    kind: str
    """Code of a kind of fieldwork: `water.collection`."""
    ids: Sequence[str]
    """Keys of the things; what comes twice is visited once."""
    holder: User
    title: str
    first_day: dt.date
    last_day: dt.date


@transaction.atomic
def create_assignment(order: Order, *, by: Viewer) -> Assignment:
    """Have a collector visit some things, in the order of a short walk.

    Things without a place come last: their address is all there is to go by.

    Raises:
        NotAllowed: `by` does not lead crews, or the collector may not do this work.
        UnknownFieldKind: no system does work of this kind.
        BadAssignment: nothing to visit, too much, no title, or days that do not fit.
    """
    SUPERVISE.require(by)
    kind = field_kind(order.kind)
    _check(order)
    collector = viewer_for(order.holder)
    COLLECT.require(collector)
    kind.permission.require(collector)
    wanted = list(dict.fromkeys(order.ids))
    places = kind.places(wanted)
    found = [each for each in wanted if each in places]
    if not found:
        raise BadAssignment(
            _("None of what was chosen exists any more. Nothing was assigned.")
        )
    assignment = _written(order, by)
    walked = enumerate(_walked(found, places), start=1)
    values = {"assignment": assignment, "about_kind": kind.about}
    AssignmentItem.objects.bulk_create(
        AssignmentItem(order=order, about_id=each, place=places[each], **values)
        for order, each in walked
    )
    return assignment


def _written(order: Order, by: Viewer) -> Assignment:
    with acting(by):
        return Assignment.objects.create(
            kind=order.kind,
            title=order.title.strip(),
            holder=order.holder,
            first_day=order.first_day,
            last_day=order.last_day,
            made_by=by.name,
        )


def _check(order: Order) -> None:
    if not order.ids:
        raise BadAssignment(_("Nothing was chosen. Nothing was assigned."))
    if len(set(order.ids)) > MOST_ITEMS:
        said = _("At most %d places fit into one assignment. Choose fewer.")
        raise BadAssignment(said % MOST_ITEMS)
    if not order.title.strip() or len(order.title.strip()) > 120:
        raise BadAssignment(_("Give the assignment a title of at most 120 characters."))
    days = (order.last_day - order.first_day).days
    if not 0 <= days < LONGEST_DAYS:
        raise BadAssignment(
            _("The last day must be that of the first or one of the 30 after it.")
        )


def _walked(ids: Sequence[str], places: Mapping[str, Point | None]) -> list[str]:
    placed = [(each, place) for each in ids if (place := places[each]) is not None]
    if not placed:
        return list(ids)
    metric = [planar(place) for _each, place in placed]
    order = walk(np.array([[point.x, point.y] for point in metric]))
    lost = [each for each in ids if places[each] is None]
    return [placed[position][0] for position in order] + lost


@transaction.atomic
def close_assignment(assignment: Assignment, *, by: Viewer) -> Assignment:
    """Have nobody go there any more; what was sent and still comes stays.

    Raises:
        NotAllowed: `by` does not lead crews.
        AssignmentClosed: it was closed before.
    """
    SUPERVISE.require(by)
    rows = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.OPEN)
    with acting(by):
        if not rows.update(state=AssignmentState.CLOSED):
            raise AssignmentClosed
    assignment.refresh_from_db()
    return assignment
