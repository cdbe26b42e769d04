"""Billing a month: what it would come to, the run, and the notices of each route."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.documents.views.serving import served
from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying
from apps.water.actions.billing import open_period
from apps.water.actions.cutting import Moment, log_notices
from apps.water.actions.reading import estimate_unread
from apps.water.actions.running import (
    BILL_PERIOD,
    PRINT_NOTICES,
    ask_bills,
    ask_notices,
    notices_about,
)
from apps.water.domain.billing import Fault, told_fault
from apps.water.forms.typed import read_day, read_month
from apps.water.models import BillingRun, Operator, Period, Route
from apps.water.permissions import BILL, NOTIFY
from apps.water.queries.billing import left_out, preview
from apps.water.queries.notices import RouteBills, named_on, routes_billed
from apps.water.terms import PeriodState
from apps.water.views.late import missed
from geo.jobs.models import Job
from geo.jobs.terms import Status
from geo.pages.middleware import viewer_of
from geo.store import store

MOST_PERIODS: Final = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(BILL)
def periods(request: HttpRequest) -> HttpResponse:
    """The months of every operator that is billed here, and the form for the next."""
    if request.method == "POST":
        return _opened(request)
    rows = Period.objects.select_related("operator").prefetch_related("runs")
    latest = rows.order_by("-month", "operator__name")[:MOST_PERIODS]
    context = {
        "periods": [(each, _latest_run(each)) for each in latest],
        "operators": Operator.objects.billed_here(),
    }
    return render(request, "water/periods.html", context)


def _latest_run(each: Period) -> BillingRun | None:
    whole = [run for run in each.runs.all() if not run.is_late]
    runs = sorted(whole, key=attrgetter("pk"))
    return runs[-1] if runs else None


def _opened(request: HttpRequest) -> HttpResponse:
    operator = get_object_or_404(Operator, code=request.POST.get("operador", ""))
    with saying(request, _("The month is open: enter its readings, then bill it.")):
        month = read_month(request.POST.get("mes", ""))
        due_on = read_day(request.POST.get("vence", ""))
        open_period(operator, month, due_on=due_on, by=viewer_of(request))
    return redirect("water:periods")


def _the_period(pk: int) -> Period:
    return get_object_or_404(Period.objects.select_related("operator"), pk=pk)


@never_cache
@require_safe
@for_holders_of(BILL)
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """One month: the preview while it is open, its bills and notices afterwards."""
    found = _the_period(pk)
    context: dict[str, Any] = {"period": found, "job": _last_job(BILL_PERIOD.name, pk)}
    if found.state == PeriodState.OPEN:
        seen = preview(found)
        faults = left_out(found) if seen.faults else []
        context |= {
            "preview": seen,
            "faults": [(told_fault(each), count) for each, count in seen.faults.items()],
            "left_out": [(account, told_fault(Fault(why))) for account, why in faults],
        }
    else:
        context |= {
            "run": found.runs.filter(due_on=None).order_by("-pk").first(),
            "routes": [(each, _drawn(found, each)) for each in routes_billed(found)],
            **missed(found),
        }
    return render(request, "water/period.html", context)


def _last_job(act: str, period: int, **more: Any) -> Job | None:
    jobs = Job.objects.filter(act=act, arguments__period=period, **more)
    return jobs.order_by("-created_at").first()


def _drawn(found: Period, route: RouteBills) -> Job | None:
    return _last_job(PRINT_NOTICES.name, found.pk, arguments__route=route.id)


@require_POST
@for_holders_of(BILL)
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """Estimate every meter that was not read."""
    again = request.POST.get("otra-vez") == "si"
    with saying(request, _("Unread meters were estimated.")):
        found = _the_period(pk)
        now = timezone.now()
        estimate_unread(found, now=now, again=again, by=viewer_of(request))
    return redirect("water:period", pk=pk)


@require_POST
@for_holders_of(BILL)
def bill(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the worker for the bills of a month."""
    with saying(request, _("The bills are being made; this page tells how far they are.")):
        today = timezone.localdate()
        ask_bills(_the_period(pk), on=today, by=viewer_of(request))
    return redirect("water:period", pk=pk)


def _the_route(found: Period, pk: int) -> Route:
    return get_object_or_404(Route, pk=pk, operator=found.operator_id)


@require_POST
@for_holders_of(BILL)
def draw_notices(request: HttpRequest, pk: int, route: int) -> HttpResponse:
    """Ask the worker for the notices of a route."""
    found = _the_period(pk)
    with saying(request, _("The notices are being drawn.")):
        chosen = _the_route(found, route)
        ask_notices(found, chosen, on=timezone.localdate(), by=viewer_of(request))
    return redirect("water:period", pk=pk)


@require_safe
@for_holders_of(BILL)
def notices(request: HttpRequest, pk: int, route: int) -> HttpResponse:
    """The notices of a route, in walking order, for the printer."""
    found = _the_period(pk)
    chosen = _the_route(found, route)
    done = _last_job(
        PRINT_NOTICES.name, pk, arguments__route=route, status=Status.SUCCESSFUL
    )
    if done is None:
        raise Http404
    by = viewer_of(request)
    named = named_on(found, route=chosen)
    note_looks(named, door=Door.SHEET, detail=f"avisos {chosen.code}", by=by)
    digest = json.loads(done.result)["sha256"]
    name = f"avisos-{notices_about(found, chosen).replace(' ', '-')}.pdf"
    return served(store().get(digest), "application/pdf", name=name, digest=digest)


@require_POST
@for_holders_of(NOTIFY)
def deliver(request: HttpRequest, pk: int, route: int) -> HttpResponse:
    """Write down that the notices of a route were carried out."""
    found = _the_period(pk)
    moment = Moment(on=timezone.localdate(), at=timezone.now())
    chosen = _the_route(found, route)
    count = log_notices(chosen, found, moment=moment, by=viewer_of(request))
    said = ngettext(
        "%(count)d notice of debt is written down as delivered.",
        "%(count)d notices of debt are written down as delivered.",
        count,
    )
    with saying(request, said % {"count": count}):
        pass
    return redirect("water:period", pk=pk)
