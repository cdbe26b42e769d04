"""Handing what was chosen on the debtor map to a collector."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.fieldwork.queries.devices import collectors
from apps.people.views.doors import for_holders_of
from apps.water.actions.handing import Route, hand_over
from apps.water.domain.debtors import Sought
from apps.water.permissions import SUPERVISE
from apps.water.views.debtors.reading import read_sought
from apps.water.views.debtors.telling import name_of
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

DAYS: Final = 7
"""How long a route is usually walked."""


def told_of_handing(viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """What the form needs: who collects, and until when one usually has time."""
    if not viewer.may_somewhere(SUPERVISE.name):
        return {"may_assign": False}
    return {
        "may_assign": True,
        "collectors": collectors(),
        "last_day": today + dt.timedelta(days=DAYS - 1),
    }


@require_POST
@for_holders_of(SUPERVISE)
def assign(request: HttpRequest) -> HttpResponse:
    """Hand the accounts over and go back to the map, or say why not."""
    viewer, today = viewer_of(request), timezone.localdate()
    sought = read_sought(QueryDict(request.POST.get("seleccion", "")), today=today)
    try:
        route = _route(request, sought, today)
        made = hand_over(sought, route, today=today, by=viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        count = made.items.count()
        said = _("%(count)d accounts were handed to %(name)s.")
        name = route.collector.get_full_name() or route.collector.get_username()
        messages.success(request, said % {"count": count, "name": name})
    return redirect(f"{reverse('water:debtors')}?{sought.query}")


class _Incomplete(Refusal):
    """The form does not say who or until when."""


def _route(request: HttpRequest, sought: Sought, today: dt.date) -> Route:
    chosen = request.POST.get("cobrador", "")
    collector = next((each for each in collectors() if str(each.pk) == chosen), None)
    last_day = _day(request.POST.get("hasta", ""))
    if collector is None or last_day is None:
        raise _Incomplete(
            _("Choose a collector and the last day. Nothing was assigned; try again.")
        )
    return Route(collector=collector, title=name_of(sought, today), last_day=last_day)


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
