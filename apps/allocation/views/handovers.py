"""Pages of the holders: who has which space, to whom it goes, who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.allocation import actions
from apps.allocation.domain.papers import paper_of
from apps.allocation.forms import EndForm, GiveForm, SubstituteForm, TransferForm
from apps.allocation.models import Claim, Offering, Substitution
from apps.allocation.permissions import GRANT, SELL
from apps.allocation.queries import (
    party_meant,
    space_meant,
    substitutes_of,
    titles_before,
    titles_of,
)
from apps.allocation.terms import ClaimKind
from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying, understood
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

SHOWN: Final = 200
"""Titles on one page; the others are found by searching."""


def _title(offering: str, title: int) -> Claim:
    found = Claim.objects.select_related("space__offering", "party", "hold")
    return get_object_or_404(
        found, pk=title, kind=ClaimKind.TITLE, space__offering__code=offering
    )


def _back(title: Claim) -> HttpResponse:
    return redirect("allocation:title", offering=title.space.offering.code, title=title.pk)


def _decides(request: HttpRequest) -> bool:
    return viewer_of(request).may_somewhere(GRANT.name)


def _note(
    request: HttpRequest, shown: Iterable[Claim | Substitution], door: Door, detail: str
) -> None:
    """Write down whose names a page shows."""
    parties = {each.party_id for each in shown if each.party_id is not None}
    note_looks(sorted(parties), door=door, detail=detail, by=viewer_of(request))


@require_safe
@for_holders_of(SELL)
def titles(request: HttpRequest, offering: str) -> HttpResponse:
    """Who has the spaces of an offering, by code; a search by name, number or code."""
    offered = get_object_or_404(Offering, code=offering)
    asked = request.GET.get("busca", "").replace("\x00", "").strip()[:100]
    listed = titles_of(offered, asked)
    shown = list(listed[:SHOWN])
    _note(request, shown, Door.SEARCH, f"{offered.code} {asked}")
    told = {
        "offering": offered,
        "asked": asked,
        "titles": shown,
        "total": listed.count(),
        "most_rows": SHOWN,
        "give_form": GiveForm(auto_id="id_give_%s") if _decides(request) else None,
    }
    return render(request, "allocation/titles.html", told)


@require_safe
@for_holders_of(SELL)
def title(request: HttpRequest, offering: str, title: int) -> HttpResponse:
    """One title: its holder, substitutes, and everybody who had the space before."""
    found = _title(offering, title)
    decides = _decides(request)
    substitutes, before = substitutes_of([found]), list(titles_before(found))
    _note(request, [found, *substitutes, *before], Door.SHEET, found.space.code)
    in_force = Claim.objects.in_force().filter(pk=found.pk).exists()
    told = {
        "offering": found.space.offering,
        "title": found,
        "is_in_force": in_force,
        "paper": paper_of(found.hold) if in_force and found.hold else None,
        "substitutes": substitutes,
        "before": before,
        "transfer_form": TransferForm() if decides else None,
        "end_form": EndForm(auto_id="id_end_%s") if decides else None,
        "substitute_form": SubstituteForm(auto_id="id_substitute_%s"),
    }
    return render(request, "allocation/title.html", told)


@require_POST
@for_holders_of(GRANT)
def give(request: HttpRequest, offering: str) -> HttpResponse:
    """Give a space to somebody without a payment."""
    offered = get_object_or_404(Offering, code=offering)
    form = GiveForm(request.POST)
    listed = redirect("allocation:titles", offering=offered.code)
    if not understood(request, form):
        return listed
    try:
        given = actions.give_title(
            space_meant(offered, form.cleaned_data["code"]),
            party_id=party_meant(form.cleaned_data["who"]).pk,
            why=form.cleaned_data["why"],
            by=viewer_of(request),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return listed
    messages.success(request, _("The space was given, from now on."))
    return _back(given)


@require_POST
@for_holders_of(GRANT)
def end(request: HttpRequest, offering: str, title: int) -> HttpResponse:
    """End a title by decision."""
    found = _title(offering, title)
    form = EndForm(request.POST)
    if understood(request, form):
        with saying(request, _("The title was ended; the space is on offer again.")):
            actions.end_title(
                found,
                why=form.cleaned_data["why"],
                on=timezone.localdate(),
                by=viewer_of(request),
            )
    return _back(found)


@require_POST
@for_holders_of(GRANT)
def transfer(request: HttpRequest, offering: str, title: int) -> HttpResponse:
    """Pass a title on to another party."""
    found = _title(offering, title)
    form = TransferForm(request.POST)
    if not understood(request, form):
        return _back(found)
    try:
        done = actions.transfer_title(
            found,
            to_party=party_meant(form.cleaned_data["who"]).pk,
            why=form.cleaned_data["why"],
            on=timezone.localdate(),
            by=viewer_of(request),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _back(found)
    messages.success(request, _("The title went to the new holder, from now on."))
    return _back(_title(offering, done.taken_id))


@require_POST
@for_holders_of(SELL)
def substitute(request: HttpRequest, offering: str, title: int) -> HttpResponse:
    """Let somebody stand in for the holder on some days."""
    found = _title(offering, title)
    form = SubstituteForm(request.POST)
    if understood(request, form):
        with saying(request, _("They may stand in on those days.")):
            actions.appoint_substitute(
                found,
                party_id=party_meant(form.cleaned_data["who"]).pk,
                days=form.days(),
                why=form.cleaned_data["why"],
                on=timezone.localdate(),
                by=viewer_of(request),
            )
    return _back(found)


@require_POST
@for_holders_of(SELL)
def withdraw(request: HttpRequest, substitution: int) -> HttpResponse:
    """Let somebody stand in no longer, for a reason."""
    seen = Substitution.objects.select_related("title__space__offering", "title__hold")
    found = get_object_or_404(seen, pk=substitution)
    with saying(request, _("They stand in no longer.")):
        actions.withdraw_substitute(
            found,
            why=request.POST.get("why", "")[:300],
            on=timezone.localdate(),
            by=viewer_of(request),
        )
    return _back(found.title)
