"""Pages of the windows of a sale: the calendar, who is admitted, and by which proof."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.allocation import actions
from apps.allocation.domain.admitters import admitters_of
from apps.allocation.forms import AdmitForm, TurnForm
from apps.allocation.models import Admission, Hold, Offering, Window
from apps.allocation.permissions import PLAN, SELL
from apps.allocation.queries import (
    admissions_to,
    calendar_of,
    party_meant,
    renewals_of,
    waived_holds,
)
from apps.allocation.terms import Admits
from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying, understood
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

SHOWN: Final = 200
"""Admissions on one page; the others are found by searching."""


def _offering(code: str) -> Offering:
    return get_object_or_404(Offering, code=code)


def _window(offering: str, window: int) -> Window:
    found = Window.objects.select_related("offering")
    return get_object_or_404(found, offering__code=offering, pk=window)


def _back(window: Window) -> HttpResponse:
    return redirect("allocation:window", offering=window.offering.code, window=window.pk)


def _plans(viewer: Viewer) -> bool:
    return viewer.is_staff and viewer.may_somewhere(PLAN.name)


def _sells(viewer: Viewer) -> bool:
    return viewer.is_staff and viewer.may_somewhere(SELL.name)


def _note(viewer: Viewer, shown: Iterable[Hold | Admission], detail: str) -> None:
    """Write down whose names a page shows."""
    parties = {each.party_id for each in shown if each.party_id is not None}
    note_looks(sorted(parties), door=Door.SEARCH, detail=detail, by=viewer)


@require_safe
def windows(request: HttpRequest, offering: str) -> HttpResponse:
    """The calendar of a sale; for those who keep it, with what they change it by."""
    viewer = viewer_of(request)
    offered = get_object_or_404(Offering.objects.visible_to(viewer), code=offering)
    form = TurnForm(offering=offered) if _plans(viewer) else None
    waived = list(waived_holds(offered)[:SHOWN]) if _sells(viewer) else []
    _note(viewer, waived, offered.code)
    told = {
        "offering": offered,
        "windows": calendar_of(offered, viewer.person_id),
        "form": form,
        "to_keep": _plans(viewer) or _sells(viewer),
        "waived": waived,
    }
    return render(request, "allocation/windows.html", told)


@require_POST
@for_holders_of(PLAN)
def open_window(request: HttpRequest, offering: str) -> HttpResponse:
    """Add a window to the calendar."""
    offered = _offering(offering)
    form = TurnForm(request.POST, offering=offered)
    if understood(request, form):
        with saying(request, _("The window is on the calendar.")):
            actions.set_window(offered, form.turn(), by=viewer_of(request))
    return redirect("allocation:windows", offering=offering)


@require_safe
def window(request: HttpRequest, offering: str, window: int) -> HttpResponseBase:
    """One window: its days for planners, and for a desk who is admitted by which proof."""
    needed = PLAN if _plans(viewer_of(request)) else SELL
    return for_holders_of(needed)(_page)(request, offering, window)


def _page(request: HttpRequest, offering: str, window: int) -> HttpResponseBase:
    found = _window(offering, window)
    viewer = viewer_of(request)
    asked = request.GET.get("busca", "").replace("\x00", "").strip()[:100]
    listed = admissions_to(found, asked if _sells(viewer) else "")
    shown = list(listed[:SHOWN]) if _sells(viewer) else []
    _note(viewer, shown, f"{found.offering.code} {asked}")
    told = {
        "offering": found.offering,
        "window": found,
        "sells": _sells(viewer),
        "admitters": admitters_of(found),
        "asked": asked,
        "admissions": shown,
        "total": listed.count(),
        "most_rows": SHOWN,
        "turn_form": _turn_form(found) if _plans(viewer) else None,
        "admit_form": None if found.admits == Admits.EVERYBODY else AdmitForm(window=found),
    }
    return render(request, "allocation/window.html", told)


def _turn_form(window: Window) -> TurnForm:
    return TurnForm(
        offering=window.offering,
        initial={
            "name": window.name,
            "rank": window.rank,
            "first": window.opens.lower,
            "last": window.opens.upper,
            "admits": window.admits,
            "tariff": window.tariff,
        },
    )


@require_POST
@for_holders_of(PLAN)
def change(request: HttpRequest, offering: str, window: int) -> HttpResponse:
    """Move the days of a window, or take one that nobody used off the calendar."""
    found = _window(offering, window)
    by = viewer_of(request)
    if "quitar" in request.POST:
        try:
            actions.remove_window(found, by=by)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return _back(found)
        messages.success(request, _("The window is off the calendar."))
        return redirect("allocation:windows", offering=offering)
    form = TurnForm(request.POST, offering=found.offering)
    if understood(request, form):
        with saying(request, _("The window is changed.")):
            actions.change_window(found, form.turn(), by=by)
    return _back(found)


@require_POST
@for_holders_of(SELL)
def admit(request: HttpRequest, offering: str, window: int) -> HttpResponse:
    """Admit a party by the proof that was seen."""
    found = _window(offering, window)
    form = AdmitForm(request.POST, window=found)
    if understood(request, form):
        try:
            party = party_meant(form.cleaned_data["who"])
            right = form.right(party.pk)
            admitted = actions.admit(found, right, by=viewer_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _admitted(str(party), len(admitted)))
    return _back(found)


def _admitted(name: str, spaces: int) -> str:
    said = ngettext(
        "%(name)s is admitted.", "%(name)s is admitted to %(n)d spaces.", spaces
    )
    return said % {"name": name, "n": spaces}


@require_POST
@for_holders_of(SELL)
def withdraw(request: HttpRequest, admission: int) -> HttpResponse:
    """Admit somebody no longer, for a reason."""
    seen = Admission.objects.select_related("window__offering", "space")
    found = get_object_or_404(seen, pk=admission)
    with saying(request, _("They are admitted no longer.")):
        why = request.POST.get("why", "")[:300]
        actions.withdraw_admission(found, why=why, by=viewer_of(request))
    return _back(found.window)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SELL)
def renewals(request: HttpRequest, offering: str, window: int) -> HttpResponse:
    """Which titles of another sale can be renewed here, and why others cannot."""
    found = _window(offering, window)
    others = Offering.objects.exclude(pk=found.offering_id).order_by("-sale", "title")
    asked = request.POST.get("de") or request.GET.get("de", "")
    previous = others.filter(code=asked).first() if "\0" not in asked else None
    if request.method == "POST" and previous is not None:
        with saying(request, _("They are admitted to their spaces.")):
            actions.offer_renewals(found, previous, by=viewer_of(request))
        return _back(found)
    told = renewals_of(found, previous) if previous is not None else []
    context = {
        "offering": found.offering,
        "window": found,
        "others": others[:100],
        "previous": previous,
        "found": told,
        "misfits": [each for each in told if each.obstacle],
        "fit": sum(not each.obstacle for each in told),
    }
    return render(request, "allocation/renewals.html", context)
