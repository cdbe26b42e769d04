"""What a billed month had missed: its readings, its bills afterwards, their notices."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.documents.views.serving import served
from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying
from apps.water.actions.reading import Counted, enter_reading
from apps.water.actions.running import PRINT_NOTICES, ask_late_bills, ask_late_notices
from apps.water.domain.billing import Fault, told_fault
from apps.water.domain.counters import read_counter
from apps.water.domain.readings import NoMeterHere
from apps.water.forms.typed import LONGEST_WHY, read_day, read_text
from apps.water.models import Account, BillingRun, Period
from apps.water.permissions import BILL, READ_METERS
from apps.water.queries.billing import fitting_in, left_out, preview
from apps.water.queries.notices import named_on
from geo.jobs.models import Job
from geo.jobs.terms import Status
from geo.pages.middleware import viewer_of
from geo.store import store

LISTED: Final = 50


def missed(period: Period) -> dict[str, Any]:
    """What a page tells of the late bills of a billed month."""
    seen = preview(period)
    faults = left_out(period, most=LISTED) if seen.faults else []
    runs = period.runs.filter(due_on__isnull=False).order_by("-pk")
    return {
        "late": seen,
        "late_runs": [(run, _drawn(run)) for run in runs],
        "late_left_out": [
            (account, told_fault(Fault(why)), why == Fault.UNREAD)
            for account, why in faults
            if why != Fault.LATER
        ],
    }


def _drawn(run: BillingRun, **more: Any) -> Job | None:
    jobs = Job.objects.filter(act=PRINT_NOTICES.name, arguments__late=run.pk, **more)
    return jobs.order_by("-created_at").first()


def _the_period(pk: int) -> Period:
    return get_object_or_404(Period.objects.select_related("operator"), pk=pk)


def _the_run(pk: int, run: int) -> BillingRun:
    runs = BillingRun.objects.select_related("period").filter(due_on__isnull=False)
    return get_object_or_404(runs, period=pk, pk=run)


@require_POST
@for_holders_of(BILL)
def bill(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the worker for the bills that a month had missed."""
    with saying(request, _("The late bills are being made; this page tells how far.")):
        due_on, today = read_day(request.POST.get("vence", "")), timezone.localdate()
        ask_late_bills(_the_period(pk), due_on=due_on, on=today, by=viewer_of(request))
    return redirect("water:period", pk=pk)


@require_POST
@for_holders_of(READ_METERS)
def read(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """Enter the reading that an account lacked in a billed month."""
    found = _the_period(pk)
    lacking = get_object_or_404(Account, operator=found.operator_id, pk=account)
    with saying(request, _("The reading is kept: the account can be billed now.")):
        fitting = fitting_in(found, lacking)
        if fitting is None:
            raise NoMeterHere
        now = timezone.now()
        counted = Counted(
            meter_id=fitting.meter_id,
            value=read_counter(request.POST.get("valor", "")),
            taken_at=now,
            why=read_text(request.POST, "motivo", longest=LONGEST_WHY),
        )
        enter_reading(found, counted, now=now, by=viewer_of(request))
    return redirect("water:period", pk=pk)


@require_POST
@for_holders_of(BILL)
def draw_notices(request: HttpRequest, pk: int, run: int) -> HttpResponse:
    """Ask the worker for the notices of a late run."""
    with saying(request, _("The notices are being drawn.")):
        today = timezone.localdate()
        ask_late_notices(_the_run(pk, run), on=today, by=viewer_of(request))
    return redirect("water:period", pk=pk)


@require_safe
@for_holders_of(BILL)
def notices(request: HttpRequest, pk: int, run: int) -> HttpResponse:
    """The notices of a late run, for the printer."""
    found = _the_run(pk, run)
    done = _drawn(found, status=Status.SUCCESSFUL)
    if done is None:
        raise Http404
    named, by = named_on(found.period, run=found), viewer_of(request)
    note_looks(named, door=Door.SHEET, detail="avisos", by=by)
    digest = json.loads(done.result)["sha256"]
    name = f"avisos-{found.period.month:%Y-%m}-{found.pk}.pdf"
    return served(store().get(digest), "application/pdf", name=name, digest=digest)
