"""What patents of a feast cost: the treasury's prices, entered where one plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.festivals import actions
from apps.festivals.forms import PriceForm
from apps.festivals.models import Festival
from apps.festivals.permissions import PLAN
from apps.festivals.queries import prices_ever, tariff_names
from apps.people.views.doors import entered, for_holders_of
from apps.treasury.permissions import SET_PRICES
from geo.pages.middleware import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(PLAN)
def prices(request: HttpRequest, code: str) -> HttpResponse:
    """Prices of a feast by trade and zone, and a form for the next one."""
    festival = get_object_or_404(Festival, code=code)
    viewer = viewer_of(request)
    form = PriceForm(request.POST or None)

    def act() -> None:
        actions.price_trade(festival, form.price(), by=viewer)

    if entered(request, form, _("The price is set."), act):
        return redirect("festivals:prices", code=code)
    found = list(prices_ever(festival))
    named = tariff_names(price.variant for price in found)
    told = {
        "festival": festival,
        "prices": [(named[price.variant], price) for price in found],
        "may_set": viewer.may(SET_PRICES.name),
        "form": form,
    }
    return render(request, "festivals/prices.html", told)
