"""Grandstands as one sees them from the route: rows, seats, and which are free."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.allocation.domain.looks import Look
from apps.allocation.models import Offering
from apps.allocation.queries import is_on_sale, prices_of
from apps.allocation.views.visitors import give_token, keep_token
from apps.festivals.models import Festival
from apps.festivals.queries import elevation, grandstands, offering_of
from geo.pages.middleware import viewer_of


@require_safe
def grandstand(request: HttpRequest, code: str) -> HttpResponse:
    """One grandstand in elevation, by `?modulo=`; its free seats can be chosen."""
    viewer = viewer_of(request)
    festival = get_object_or_404(Festival.objects.visible_to(viewer), code=code)
    offering = offering_of(festival)
    if offering is None or not offering.is_announced:
        raise Http404
    stands = grandstands(festival)
    asked = request.GET.get("modulo", "")
    module = next((each for each in stands if each.code == asked or not asked), None)
    if module is None:
        raise Http404
    give_token(request)
    prices = prices_of(offering, on=timezone.localdate())
    told = {
        "festival": festival,
        "offering": offering,
        "on_sale": is_on_sale(offering),
        "module": module,
        "stands": stands,
        "rows": elevation(module, offering, viewer),
        "price": prices.get(module.tariff),
    }
    response = render(request, "festivals/grandstand.html", told)
    keep_token(request, response)
    return response


def looks_at_seats(offering: Offering) -> list[Look]:
    """The elevations of a feast's grandstands, for the page of what is on offer."""
    festival = Festival.objects.filter(code=offering.code).first()
    if festival is None:
        return []
    address = reverse("festivals:grandstand", args=[festival.code])
    return [
        Look(title=each.code, address=f"{address}?{urlencode({'modulo': each.code})}")
        for each in grandstands(festival)
    ]
