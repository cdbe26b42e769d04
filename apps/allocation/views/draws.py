"""Draws of lots: for everybody to read and repeat, for some to apply, for staff to hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.allocation.actions import (
    apply_for_draw,
    call_off_draw,
    draw_lots,
    open_draw,
    refuse_application,
    seal_draw,
)
from apps.allocation.domain.words_of_draws import REASONS
from apps.allocation.forms import DrawForm, read_wish
from apps.allocation.models import Application, Draw, Offering
from apps.allocation.permissions import PLAN, SELL
from apps.allocation.queries import prices_of, tariffs_of
from apps.allocation.queries.draws import free_codes, published
from apps.people.actions import note_looks
from apps.people.queries import find_person
from apps.people.terms import Door
from apps.people.views.doors import saying, understood
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

SCRIPT: Final = Path(__file__).parents[1] / "templates" / "allocation" / "replay.py.txt"
SHOWN: Final = 500
Act = Callable[[HttpRequest, Draw, Viewer], str]


class NobodySaid(Refusal):
    """An application for nobody."""

    def __init__(self) -> None:
        super().__init__(
            _("Say for whom: sign in, or at the desk type the card. Nothing was entered.")
        )


def _offering(request: HttpRequest, code: str) -> Offering:
    seen = Offering.objects.visible_to(viewer_of(request))
    found: Offering = get_object_or_404(seen, code=code)
    return found


def _draw(request: HttpRequest, offering: str, code: str) -> Draw:
    draws = Draw.objects.filter(offering=_offering(request, offering))
    found: Draw = get_object_or_404(draws.select_related("offering"), code=code)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def draws(request: HttpRequest, offering: str) -> HttpResponse:
    """The draws of an offering; planners open another one."""
    offered, viewer = _offering(request, offering), viewer_of(request)
    prices = prices_of(offered, on=timezone.localdate())
    form = DrawForm(request.POST or None, tariffs=tariffs_of(offered, prices))
    if request.method == "POST":
        PLAN.require(viewer)
    if request.method == "POST" and understood(request, form):
        given = form.cleaned_data
        with saying(request, _("Applications are open.")):
            made = open_draw(
                offered,
                given["code"],
                given["title"],
                tariff=given["tariff"],
                closes_at=given["closes_at"],
                by=viewer,
            )
            return redirect("allocation:draw", offering=offered.code, code=made.code)
    told = {
        "offering": offered,
        "draws": offered.draws.order_by("-opened_at")[:SHOWN],
        "may_plan": viewer.may(PLAN.name),
        "form": form,
    }
    return render(request, "allocation/draws.html", told)


@require_safe
def draw(request: HttpRequest, offering: str, code: str) -> HttpResponse:
    """One draw: what is promised, how to apply, what came of it and how to repeat it."""
    found, viewer = _draw(request, offering, code), viewer_of(request)
    entries = found.applications.all()
    mine = entries.filter(party=viewer.person_id).first() if viewer.person_id else None
    may_plan = viewer.may(PLAN.name)
    now = timezone.now()
    told = {
        "draw": found,
        "offering": found.offering,
        "count": entries.count(),
        "free": len(free_codes(found)) if found.sealed_at is None else None,
        "open": found.sealed_at is None and not found.called_off and now < found.closes_at,
        "over": now >= found.closes_at,
        "mine": mine,
        "may_apply": viewer.person_id is not None or viewer.may(SELL.name),
        "may_sell": viewer.may(SELL.name),
        "may_plan": may_plan,
        "entries": _named(request, found) if may_plan and found.drawn_at is None else [],
        "results": _results(found),
    }
    return render(request, "allocation/draw.html", told)


def _named(request: HttpRequest, draw: Draw) -> list[Application]:
    """Who applied: personal data, so that it was looked at is written down."""
    rows = list(draw.applications.select_related("party").order_by("applied_at")[:SHOWN])
    parties = (each.party_id for each in rows)
    note_looks(parties, door=Door.SEARCH, detail=draw.code, by=viewer_of(request))
    return rows


def _results(draw: Draw) -> list[dict[str, Any]]:
    """Every application with what it got, winners first."""
    result = draw.result or {}
    rows = [
        {
            "code": code,
            "spaces": ", ".join(lot["spaces"]),
            "reason": REASONS.get(lot["reason"], ""),
        }
        for code, lot in result.items()
    ]
    return sorted(rows, key=lambda each: (not each["spaces"], each["code"]))


@require_safe
def document(request: HttpRequest, offering: str, code: str) -> HttpResponse:
    """The draw as JSON, with everything that is needed to work it out again."""
    return JsonResponse(
        published(_draw(request, offering, code)),
        json_dumps_params={"indent": 1, "ensure_ascii": False},
    )


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The program that works a draw out again, to be read and run by anybody."""
    answer = HttpResponse(SCRIPT.read_bytes(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="repetir-sorteo.py"'
    return answer


def _apply(request: HttpRequest, draw: Draw, by: Viewer) -> str:
    party, card = by.person_id, request.POST.get("cedula", "").strip()[:80]
    if card:
        SELL.require(by)  # before it is looked up: nobody else learns who is registered
        person = find_person(card)
        party = None if person is None else person.pk
    if party is None:
        raise NobodySaid
    made = apply_for_draw(draw, read_wish(request.POST), party_id=party, by=by)
    return _("Entered under the code %(code)s; keep it, the result names it.") % {
        "code": made.code
    }


def _refuse(request: HttpRequest, draw: Draw, by: Viewer) -> str:
    rows = draw.applications.filter(code=request.POST.get("solicitud", "")[:12])
    refuse_application(get_object_or_404(rows), request.POST.get("motivo", ""), by=by)
    return _("Not admitted; whoever applied is told why when lots are drawn.")


def _seal(request: HttpRequest, draw: Draw, by: Viewer) -> str:
    seal_draw(draw, by=by)
    return _("The list is closed and published. Say the words now, in public.")


def _lots(request: HttpRequest, draw: Draw, by: Viewer) -> str:
    draw_lots(draw, request.POST.get("palabras", ""), by=by)
    return _("Lots are drawn; whoever applied is being told.")


def _call_off(request: HttpRequest, draw: Draw, by: Viewer) -> str:
    call_off_draw(draw, request.POST.get("motivo", ""), by=by)
    return _("The draw is called off; its spaces are on offer again.")


ACTS: Final[dict[str, Act]] = {
    "solicitar": _apply,
    "no-admitir": _refuse,
    "cerrar": _seal,
    "sortear": _lots,
    "suspender": _call_off,
}


@require_POST
def act(request: HttpRequest, offering: str, code: str) -> HttpResponse:
    """Do what the pressed button says, or say why not."""
    found = _draw(request, offering, code)
    chosen = ACTS.get(request.POST.get("acto", ""))
    if chosen is None:
        raise Http404
    try:
        messages.success(request, chosen(request, found, viewer_of(request)))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("allocation:draw", offering=offering, code=code)
