"""Pages for everybody: which feasts there are, and one of them on its map."""

from __future__ import annotations

from django.contrib.gis.db.models import Extent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.allocation.permissions import SELL
from apps.allocation.queries import counts_by_standing, is_on_sale
from apps.festivals.forms import BeginForm
from apps.festivals.models import Festival
from apps.festivals.permissions import CONTROL, PLAN
from apps.festivals.queries import grandstands, offering_of
from apps.people.permissions import REGISTER
from geo.pages.middleware import viewer_of


@require_safe
def festivals(request: HttpRequest) -> HttpResponse:
    """Every feast that was announced, the latest first."""
    viewer = viewer_of(request)
    may_plan = viewer.is_staff and viewer.may(PLAN.name)
    seen = Festival.objects.visible_to(viewer).order_by("-days", "title")
    return render(
        request, "festivals/festivals.html", {"festivals": seen[:100], "may_plan": may_plan}
    )


@require_safe
def festival(request: HttpRequest, code: str) -> HttpResponse:
    """One feast: route, days, what is closed and kept clear, and where one books."""
    viewer = viewer_of(request)
    found = get_object_or_404(Festival.objects.visible_to(viewer), code=code)
    offering = offering_of(found)
    if offering is not None and not offering.is_announced:
        offering = None
    box = Festival.objects.filter(pk=found.pk).aggregate(box=Extent("route"))["box"]
    told = {
        "festival": found,
        "zones": found.zones.order_by("kind", "name"),
        "services": found.services.order_by("kind", "name"),
        "is_over": found.days.upper <= timezone.localdate(),
        "may_control": viewer.may(CONTROL.name),
        "closures": found.closures.order_by("hours"),
        "offering": offering,
        "on_sale": offering is not None and is_on_sale(offering),
        "counts": counts_by_standing(offering, viewer) if offering else {},
        "frame": ",".join(f"{degrees:.6f}" for degrees in box or ()),
        "may_plan": viewer.may(PLAN.name),
        "may_sell": viewer.is_staff and viewer.may_somewhere(SELL.name),
        "may_list": viewer.may(REGISTER.name),
        "plans": found.plans.order_by("-version") if viewer.may(PLAN.name) else [],
        "begin_form": BeginForm(festival=found),
        "stands": grandstands(found) if offering is not None else [],
    }
    return render(request, "festivals/festival.html", told)
