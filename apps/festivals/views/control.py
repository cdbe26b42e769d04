"""Pages of those who lead the control of a feast."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.gis.db.models import Extent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.festivals import actions
from apps.festivals.domain.control_refusals import WhoIsThat
from apps.festivals.forms import BeatForm, ServiceForm, StepForm
from apps.festivals.models import Festival, Infraction, Service
from apps.festivals.permissions import ANNUL, CONTROL, PLAN
from apps.festivals.queries.control import (
    MOST_ROWS,
    find_party,
    infraction_called,
    infractions_of,
    inspections_of,
    kept_called,
    kept_of,
    paid_on,
    photos_of,
)
from apps.fieldwork.permissions import SUPERVISE
from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying, understood
from apps.treasury.forms import GroundForm
from geo.access import Viewer
from geo.pages.middleware import viewer_of


def _feast(code: str) -> Festival:
    return get_object_or_404(Festival, code=code)


def _back(festival: Festival) -> HttpResponse:
    return redirect("festivals:control", code=festival.code)


def _frame(festival: Festival) -> str:
    box = Festival.objects.filter(pk=festival.pk).aggregate(box=Extent("route"))["box"]
    return ",".join(f"{degrees:.6f}" for degrees in box or ())


def _with_photos(
    infractions: Iterable[Infraction], viewer: Viewer
) -> list[tuple[Infraction, list[str]]]:
    """Infractions, each with its photographs for whoever may see them: who leads crews."""
    rows = list(infractions)
    sees = viewer.may(SUPERVISE.name)
    photos = photos_of(each.event_id for each in rows) if sees else {}
    return [(each, photos.get(each.event_id, [])) for each in rows]


@require_safe
@for_holders_of(CONTROL)
def control(request: HttpRequest, code: str) -> HttpResponse:
    """The board: looks, infractions, confiscated goods, services, and the map of all."""
    festival = _feast(code)
    looks, infractions = inspections_of(festival), infractions_of(festival)
    viewer = viewer_of(request)
    told = {
        "festival": festival,
        "looks": looks[:MOST_ROWS],
        "looks_total": looks.count(),
        "infractions": _with_photos(infractions[:MOST_ROWS], viewer),
        "infractions_total": infractions.filter(annulled_at__isnull=True).count(),
        "may_plan": viewer.may(PLAN.name),
        "may_annul": viewer.may(ANNUL.name),
        "kept": kept_of(festival),
        "unlicensed": festival.unlicensed.count(),
        "services": festival.services.order_by("kind", "name"),
        "beat_form": BeatForm(initial={"first_day": timezone.localdate()}),
        "frame": _frame(festival),
    }
    return render(request, "festivals/control.html", told)


@require_POST
@for_holders_of(CONTROL)
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Give an inspector a round."""
    festival, form = _feast(code), BeatForm(request.POST)
    if understood(request, form):
        with saying(request, _("The round is ready for the telephone.")):
            actions.send_inspector(festival, form.beat(), by=viewer_of(request))
    return _back(festival)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(CONTROL)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Put a service on the map."""
    festival, form = _feast(code), ServiceForm(request.POST or None)
    if request.method == "POST" and understood(request, form):
        with saying(request, _("It is on the map.")):
            actions.place_service(form.service(festival), by=viewer_of(request))
        return _back(festival)
    told = {
        "festival": festival,
        "form": form,
        "drawn": request.POST.get("position", ""),
        "frame": _frame(festival),
    }
    return render(request, "festivals/service.html", told)


@require_POST
@for_holders_of(CONTROL)
def remove(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a service off the map."""
    festival = _feast(code)
    service = get_object_or_404(Service, festival=festival, pk=number)
    with saying(request, _("It is off the map.")):
        actions.remove_service(service, by=viewer_of(request))
    return _back(festival)


@require_POST
@for_holders_of(CONTROL)
def charge(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Charge a fine to who was found out."""
    festival = _feast(code)
    infraction = get_object_or_404(Infraction, festival=festival, pk=number)
    text = request.POST.get("quien", "").strip()[:160]
    with saying(request, _("The fine is charged; it can be paid at any desk.")):
        party = find_party(text) if text else None
        if party is None:
            raise WhoIsThat(text)
        actions.charge_infraction(
            infraction, party, on=timezone.localdate(), by=viewer_of(request)
        )
    return _back(festival)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(ANNUL)
def annul(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One infraction, what its annulment brings about, and the form for it."""
    festival = _feast(code)
    infraction = infraction_called(festival, number)
    if infraction is None:
        raise Http404
    form = GroundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with saying(request, _("The infraction is annulled, and its fine with it.")):
            actions.annul_infraction(
                infraction, form.ground(), on=timezone.localdate(), by=viewer_of(request)
            )
        return _back(festival)
    if infraction.party_id is not None:
        note_looks(
            [infraction.party_id],
            door=Door.SHEET,
            detail="infracción",
            by=viewer_of(request),
        )
    told = {
        "festival": festival,
        "infraction": infraction,
        "paid": paid_on(infraction),
        "has_goods": infraction.confiscations.exists(),
        "form": form,
    }
    return render(request, "festivals/annul.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(CONTROL)
def confiscation(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One confiscation: its inventory, its chain, and where the goods go next."""
    festival = _feast(code)
    kept = kept_called(festival, number)
    if kept is None:
        raise Http404
    form = StepForm(request.POST or None)
    if request.method == "POST":
        if understood(request, form):
            step = form.handing(at=timezone.now())
            with saying(request, _("The step is written.")):
                actions.hand_on(kept.confiscation, step, by=viewer_of(request))
        return redirect("festivals:confiscation", code=code, number=number)
    told = {"festival": festival, "kept": kept, "form": form}
    return render(request, "festivals/confiscation.html", told)
