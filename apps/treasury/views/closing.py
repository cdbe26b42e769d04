"""Months of the books: the next one to close, and those that were closed."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.people.views.doors import for_holders_of, saying
from apps.treasury.actions import close_period
from apps.treasury.actions.closing import month_accounts, months_to_close
from apps.treasury.models import Account, Period
from apps.treasury.permissions import CLOSE
from geo.pages.middleware import viewer_of

MOST_SHOWN: Final = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(CLOSE)
def closing(request: HttpRequest) -> HttpResponse:
    """The oldest open month with its accounts, to be closed; the closed ones below."""
    today = timezone.localdate()
    months = months_to_close(today)
    month = months[0] if months else None
    if request.method == "POST":
        # The month that was shown: pressed twice, the next one is not closed with it.
        if month is not None and request.POST.get("mes") == f"{month:%Y-%m}":
            named = date_format(month, "F Y")
            with saying(request, _("%(month)s is closed.") % {"month": named.capitalize()}):
                close_period(month, today=today, by=viewer_of(request))
        return redirect("treasury:closing")
    names = dict(Account.objects.values_list("code", "name"))
    accounts = month_accounts(month) if month is not None else []
    context = {
        "month": month,
        "months": months,
        "accounts": [(names.get(each.account, each.account), each) for each in accounts],
        "closed": Period.objects.order_by("-month").defer("report")[:MOST_SHOWN],
    }
    return render(request, "treasury/closing.html", context)


@require_safe
@for_holders_of(CLOSE)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The balances a month was closed with, byte for byte."""
    period = get_object_or_404(Period, pk=pk)
    answer = HttpResponse(period.report, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cierre-{period}.csv"'
    return answer
