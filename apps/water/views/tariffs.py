"""Tariffs in force for everybody; setting them and trying new ones out for who may."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.people.views.doors import for_holders_of, saying
from apps.water.actions import set_tariff, try_tariff
from apps.water.forms.tariffs import TariffForm, block_rows
from apps.water.models import Account, Tariff, Trial
from apps.water.permissions import SET_TARIFFS
from apps.water.queries.trials import bands_of, hardest_hit, otbs_of, summary_of
from geo.pages.middleware import viewer_of

WORST = 25


@require_safe
def tariffs(request: HttpRequest) -> HttpResponse:
    """What water costs, by operator and category; those of the past and to come too."""
    viewer, today = viewer_of(request), timezone.localdate()
    every = Tariff.objects.visible_to(viewer).select_related("operator")
    every = every.prefetch_related("blocks").order_by("operator__name", "category", "-days")
    in_force = [each for each in every if today in each.days]
    context = {
        "in_force": in_force,
        "others": [each for each in every if each not in in_force],
        "may_set": viewer.may(SET_TARIFFS.name),
        "trials": _trials() if viewer.may(SET_TARIFFS.name) else [],
    }
    return render(request, "water/tariffs.html", context)


def _trials() -> list[Trial]:
    return list(Trial.objects.select_related("operator").order_by("-made_at")[:10])


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SET_TARIFFS)
def new_tariff(request: HttpRequest) -> HttpResponse:
    """Write a tariff down; try it on the last twelve months, or set it."""
    form = TariffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        viewer, operator = viewer_of(request), form.cleaned_data["operator"]
        trial, tariff = None, None
        if "probar" in request.POST:
            with saying(
                request, _("Tried on the last twelve months. Nothing was charged.")
            ):
                trial = try_tariff(operator, form.draft(), by=viewer)
        else:
            with saying(request, _("The tariff is set.")):
                replacing = form.cleaned_data["replacing"]
                tariff = set_tariff(operator, form.draft(), replacing=replacing, by=viewer)
        if trial is not None:
            return redirect("water:trial", pk=trial.pk)
        if tariff is not None:
            return redirect("water:tariffs")
    context = {"form": form, "rows": block_rows(request.POST)}
    return render(request, "water/new_tariff.html", context)


@require_safe
@for_holders_of(SET_TARIFFS)
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would have paid less and who more, in figures, by OTB and on the map."""
    tried = get_object_or_404(Trial.objects.select_related("operator"), pk=pk)
    viewer = viewer_of(request)
    seen = Account.objects.visible_to(viewer)
    worst = hardest_hit(tried).filter(account__in=seen)
    context = {
        "trial": tried,
        "summary": summary_of(tried),
        "bands": bands_of(tried),
        "otbs": otbs_of(tried),
        "worst": worst[:WORST],
        "map_filter": f"trial={tried.pk}",
    }
    return render(request, "water/trial.html", context)
