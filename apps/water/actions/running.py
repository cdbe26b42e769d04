"""Billing and printing as jobs: a clerk asks, the worker does, both see how far it is."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from apps.documents.domain.paper.look import tokens
from apps.documents.domain.paper.rendering import render_pdf
from apps.water.actions.billing import BATCH, begin_late_run, begin_run, bill_period
from apps.water.models import BillingRun, Period, Route
from apps.water.permissions import BILL
from apps.water.queries.notices import notices_of
from geo.access import Viewer
from geo.jobs.actions import ask
from geo.jobs.acts import Act, Arguments, Run, declare
from geo.jobs.models import Job
from geo.layers import Text
from geo.store import store

HOURS: Final = 3600.0


def _page(job: Job) -> str:
    number = job.arguments.get("period")
    return reverse("water:period", args=[number]) if number else ""


def _billing_title(job: Job) -> Text:
    return _("Water bills: %(about)s") % {"about": job.about}


def _bill(run: Run, arguments: Arguments) -> dict[str, Any]:
    """Make the bills that are still missing; each batch is kept as soon as it is made."""
    begun = BillingRun.objects.get(pk=arguments["run"])

    def tell(done: int, of: int) -> None:
        said = _("%(done)d of %(of)d bills") % {"done": done, "of": of}
        run.step(100 * done / max(of, 1), said)

    done = bill_period(
        begun,
        on=dt.date.fromisoformat(arguments["on"]),
        by=run.viewer,
        tell=tell,
        batch=arguments.get("batch", BATCH),
    )
    return {"bills": done.billed, "amount": str(done.amount)}


BILL_PERIOD: Final = declare(
    Act(
        name="water.bill_period",
        title=_billing_title,
        work=_bill,
        permission=BILL,
        whole=False,  # each batch is: a run that falls goes on where it was
        seconds=HOURS,
        kept_days=90,
        page=_page,
    )
)


@transaction.atomic
def ask_bills(period: Period, *, on: dt.date, batch: int = BATCH, by: Viewer) -> Job:
    """Have the worker bill `period`, or go on with a run that broke off.

    Raises:
        NotAllowed, NotBilledHere, PeriodBilled, DueTooEarly, MetersUnread, NothingToBill:
            as `begin_run`.
    """
    run = begin_run(period, on=on, by=by)
    about = f"{period.operator.code} {period}"
    return ask(
        BILL_PERIOD,
        by=by,
        about=about,
        run=run.pk,
        period=period.pk,
        on=on.isoformat(),
        batch=batch,
    )


@transaction.atomic
def ask_late_bills(period: Period, *, due_on: dt.date, on: dt.date, by: Viewer) -> Job:
    """Have the worker bill afterwards what a billed month had missed.

    Raises:
        NotAllowed, NotBilledYet, DueTooEarly, NothingMissing: as `begin_late_run`.
    """
    run = begin_late_run(period, due_on=due_on, on=on, by=by)
    return ask(
        BILL_PERIOD,
        by=by,
        about=f"{period.operator.code} {period} +",
        run=run.pk,
        period=period.pk,
        on=on.isoformat(),
    )


def _printing_title(job: Job) -> Text:
    return _("Water notices: %(about)s") % {"about": job.about}


def _print(run: Run, arguments: Arguments) -> dict[str, Any]:
    """Draw the notices of a route, or of a late run, in walking order, as one PDF."""
    period = Period.objects.select_related("operator").get(pk=arguments["period"])
    on, late = dt.date.fromisoformat(arguments["on"]), arguments.get("late")
    route = None if late else Route.objects.get(pk=arguments["route"])
    notices = notices_of(route, period, on=on, run=late)
    run.step(10, _("%(count)d notices are being drawn") % {"count": len(notices)})
    context = {
        "period": period,
        "title": route.name if route else _("late bills"),
        "is_late": bool(late),
        "notices": notices,
        "look": tokens(),
        "operator": period.operator,
    }
    with translation.override("es"):
        paper = render_pdf(render_to_string("water/paper/notices.html", context))
    sha256 = store().put(paper.content)
    return {"sha256": sha256, "pages": paper.pages, "notices": len(notices)}


PRINT_NOTICES: Final = declare(
    Act(
        name="water.print_notices",
        title=_printing_title,
        work=_print,
        permission=BILL,
        seconds=HOURS,
        kept_days=30,
        page=_page,
    )
)


def ask_notices(period: Period, route: Route, *, on: dt.date, by: Viewer) -> Job:
    """Have the worker draw the notices of a route.

    Raises:
        NotAllowed: `by` may not bill.
    """
    return ask(
        PRINT_NOTICES,
        by=by,
        about=notices_about(period, route),
        period=period.pk,
        route=route.pk,
        on=on.isoformat(),
    )


def ask_late_notices(late: BillingRun, *, on: dt.date, by: Viewer) -> Job:
    """Have the worker draw the notices of a late run.

    Raises:
        NotAllowed: `by` may not bill.
    """
    return ask(
        PRINT_NOTICES,
        by=by,
        about=f"{late.period} +{late.pk}",
        period=late.period_id,
        late=late.pk,
        on=on.isoformat(),
    )


def notices_about(period: Period, route: Route) -> str:
    """What jobs call the notices of a route in a month."""
    return f"{route.code} {period}"
