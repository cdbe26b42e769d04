"""Admitting a house owner to the modules in front of the house, found by the map."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.allocation.domain.admitters import Admitter
from apps.allocation.models import Window
from apps.allocation.permissions import SELL
from apps.allocation.queries import party_meant
from apps.allocation.terms import Admits
from apps.festivals.actions import admit_frontage
from apps.festivals.forms import FrontageForm, PlaceForm, chosen_codes
from apps.festivals.models import Festival
from apps.festivals.queries import FRONT_M, in_front_of
from apps.people.views.doors import for_holders_of, understood
from apps.territory.models import Parcel
from apps.territory.queries import parcel_at
from geo.errors import Refusal
from geo.measure import widened
from geo.pages.middleware import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SELL)
def frontages(request: HttpRequest, code: str, window: int) -> HttpResponse:
    """A parcel by code or place, the modules in front of it, and whose they are."""
    festival = get_object_or_404(Festival, code=code)
    seen = Window.objects.select_related("offering").filter(admits=Admits.SPACE)
    found = get_object_or_404(seen, pk=window, offering__code=code)
    if "punto" in request.GET:
        return _by_press(request, code, window)
    asked = (request.POST.get("predio") or request.GET.get("predio", ""))[:24].strip()
    parcel = Parcel.objects.filter(code=asked).first() if "\0" not in asked else None
    if (
        request.method == "POST"
        and parcel is not None
        and _admitted(request, found, parcel)
    ):
        return redirect("allocation:window", offering=code, window=found.pk)
    shown = parcel.footprint if parcel is not None else festival.route
    frame = widened(shown, 25).extent if shown is not None else ()
    told = {
        "festival": festival,
        "window": found,
        "asked": asked,
        "parcel": parcel,
        "in_front": in_front_of(found.offering, parcel, FRONT_M) if parcel else [],
        "form": FrontageForm(request.POST or None),
        "frame": ",".join(f"{degrees:.6f}" for degrees in frame),
        "map_filter": f"offering={code}",
    }
    return render(request, "festivals/frontages.html", told)


def _by_press(request: HttpRequest, code: str, window: int) -> HttpResponse:
    """From a place that was pressed on the map to the parcel that lies there."""
    page = reverse("festivals:frontages", args=[code, window])
    form = PlaceForm(request.GET)
    if not understood(request, form):
        return redirect(page)
    parcel = parcel_at(form.cleaned_data["punto"])
    if parcel is None:
        messages.error(request, _("No parcel lies there. Press inside the outline of one."))
        return redirect(page)
    return redirect(f"{page}?{urlencode({'predio': parcel.code})}")


def _admitted(request: HttpRequest, window: Window, parcel: Parcel) -> bool:
    """Whether the owner could be admitted; says what was done, or why not."""
    form = FrontageForm(request.POST)
    if not understood(request, form):
        return False
    try:
        party = party_meant(form.cleaned_data["who"])
        kept = admit_frontage(
            window,
            parcel,
            party_id=party.pk,
            proof=form.cleaned_data["proof"],
            metres=FRONT_M,
            only=chosen_codes(request.POST),
            by=viewer_of(request),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    said = ngettext(
        "%(n)d module waits for %(name)s.", "%(n)d modules wait for %(name)s.", len(kept)
    )
    messages.success(request, said % {"n": len(kept), "name": party})
    return True


def frontages_of_feast(window: Window) -> Admitter | None:
    """Where a desk admits house owners to a window, if it is of a feast."""
    code = window.offering.code
    if not Festival.objects.filter(code=code).exists():
        return None
    address = reverse("festivals:frontages", args=[code, window.pk])
    return Admitter(title=_("By the parcel"), address=address)
