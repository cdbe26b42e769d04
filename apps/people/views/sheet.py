"""All that is known of one party, on one page."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.people.actions import note_looks
from apps.people.forms import ConsentForm, ContactForm, VulnerabilityForm
from apps.people.models import Holding, Party, PartyAddress
from apps.people.permissions import MERGE, REGISTER, SEE
from apps.people.terms import Door, PartyKind
from apps.people.views.doors import for_holders_of
from geo.pages.middleware import viewer_of


def visible_party(request: HttpRequest, pk: int) -> Party:
    """The party with this key; 404 for whoever may not see it."""
    seen = Party.objects.visible_to(viewer_of(request))
    party: Party = get_object_or_404(
        seen.select_related("person", "organisation", "survivor"), pk=pk
    )
    return party


def focus_of(addresses: list[PartyAddress]) -> str:
    """The addresses as the map is told to mark them; empty for none."""
    points = [
        (round(each.position.x, 6), round(each.position.y, 6), 0) for each in addresses
    ]
    return json.dumps({"points": points}) if points else ""


def _grounds(party: Party) -> list[Any]:
    if party.kind != PartyKind.PERSON or not hasattr(party, "person"):
        return []
    return list(party.person.vulnerabilities.order_by("kind", "days"))


def _posts(party: Party) -> list[Holding]:
    held = Holding.objects.filter(person_id=party.pk).select_related("post__office")
    return list(held.order_by("-days"))


@require_safe
@for_holders_of(SEE)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One person or organisation; a duplicate leads to the one it was merged into."""
    viewer, party = viewer_of(request), visible_party(request, pk)
    if party.survivor_id is not None:
        return redirect("people:sheet", pk=party.survivor_id)
    note_looks([party.pk], door=Door.SHEET, by=viewer)
    places = party.addresses.select_related("street", "otb", "district")
    addresses = list(places.order_by("until", "pk"))
    today = timezone.localdate()
    context = {
        "party": party,
        "addresses": addresses,
        "focus": focus_of([each for each in addresses if each.until is None]),
        "contacts": party.contacts.order_by("kind", "-is_preferred", "pk"),
        "consents": party.consents.order_by("purpose", "-given_on"),
        "grounds": _grounds(party),
        "holdings": _posts(party),
        "merges": party.merges.select_related("merged").order_by("-at"),
        "contact_form": ContactForm(auto_id="contact-%s"),
        "consent_form": ConsentForm(auto_id="consent-%s", initial={"given_on": today}),
        "ground_form": VulnerabilityForm(auto_id="ground-%s", initial={"since": today}),
        "may_change": viewer.may_somewhere(REGISTER.name),
        "may_merge": viewer.may(MERGE.name),
    }
    return render(request, "people/sheet.html", context)
