"""What hangs on a party: contacts, addresses, grounds, consents, and merging."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.people.actions import (
    add_address,
    add_contact,
    drop_contact,
    end_address,
    give_consent,
    merge_parties,
    note_looks,
    record_vulnerability,
    withdraw_consent,
)
from apps.people.forms import (
    AddressForm,
    ConsentForm,
    ContactForm,
    MergeForm,
    VulnerabilityForm,
    days_between,
)
from apps.people.models import Party, Person
from apps.people.permissions import MERGE, REGISTER
from apps.people.queries import Likeness, likely_duplicates, search_parties
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying, understood
from apps.people.views.search import LONGEST_TEXT
from apps.people.views.sheet import visible_party
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of
from geo.pages.typed import key_in

MOST_OTHERS: Final = 20


@require_POST
@for_holders_of(REGISTER)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a contact, or drop the one that `quitar` names."""
    viewer, party = viewer_of(request), visible_party(request, pk)
    dropped = request.POST.get("quitar", "")
    form = ContactForm(request.POST)
    if key := key_in(dropped):
        row = get_object_or_404(party.contacts, pk=key)
        with saying(request, _("The contact is gone.")):
            drop_contact(row, by=viewer)
    elif understood(request, form):
        with saying(request, _("The contact is noted.")):
            add_contact(party, **form.cleaned_data, by=viewer)
    return redirect("people:sheet", pk=party.pk)


@require_POST
@for_holders_of(REGISTER)
def ground(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a ground for preferential treatment."""
    viewer, party = viewer_of(request), visible_party(request, pk)
    person = get_object_or_404(Person, party=party)
    form = VulnerabilityForm(request.POST)
    if understood(request, form):
        given = form.cleaned_data
        days = days_between(given["since"], given["until"])
        with saying(request, _("The ground is noted.")):
            record_vulnerability(
                person, given["kind"], days, proof=given["proof"], by=viewer
            )
    return redirect("people:sheet", pk=party.pk)


@require_POST
@for_holders_of(REGISTER)
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a consent, or that the one that `retirar` names was withdrawn."""
    viewer, party = viewer_of(request), visible_party(request, pk)
    withdrawn = request.POST.get("retirar", "")
    form = ConsentForm(request.POST)
    if key := key_in(withdrawn):
        row = get_object_or_404(party.consents, pk=key)
        with saying(request, _("The consent is withdrawn.")):
            withdraw_consent(row, on=timezone.localdate(), by=viewer)
    elif understood(request, form):
        given = form.cleaned_data
        with saying(request, _("The consent is noted.")):
            give_consent(
                party,
                given["purpose"],
                on=given["given_on"],
                proof=given["proof"],
                by=viewer,
            )
    return redirect("people:sheet", pk=party.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(REGISTER)
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a new address with its map; `terminar` ends an address."""
    viewer, party = viewer_of(request), visible_party(request, pk)
    ended = request.POST.get("terminar", "")
    if key := key_in(ended):
        row = get_object_or_404(party.addresses, pk=key)
        with saying(request, _("The address has ended.")):
            end_address(row, on=timezone.localdate(), by=viewer)
        return redirect("people:sheet", pk=party.pk)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_address(party, form.draft(), by=viewer)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The address is noted."))
            return redirect("people:sheet", pk=party.pk)
    drawn = request.POST.get("position", "")
    context = {"form": form, "party": party, "drawn": drawn}
    return render(request, "people/address.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(MERGE)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a duplicate is likely, and the act that makes both one."""
    viewer, party = viewer_of(request), visible_party(request, pk)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and understood(request, form):
        seen = Party.objects.visible_to(viewer)
        into = get_object_or_404(seen, pk=form.cleaned_data["into"])
        with saying(request, _("Both are one now.")):
            merge_parties(party, into=into, reason=form.cleaned_data["reason"], by=viewer)
            return redirect("people:sheet", pk=into.pk)
    alike = _alike(party, viewer)
    shown = {each.party_id for each in alike}
    other = request.GET.get("otra", "").replace("\x00", "").strip()[:LONGEST_TEXT]
    named = _others(party, other, viewer, besides=shown) if other else []
    looked = [party.pk, *shown, *(each.pk for each in named)]
    note_looks(looked, door=Door.CHECK, by=viewer)
    context = {
        "form": form,
        "party": party,
        "other": other,
        "named": named,
        "alike": alike,
    }
    return render(request, "people/merge.html", context)


def _alike(party: Party, viewer: Viewer) -> list[Likeness]:
    """Parties that are likely the same, as far as `viewer` may see them."""
    found = likely_duplicates(
        name=party.name,
        kind=party.kind,
        number=party.person.document_number if hasattr(party, "person") else "",
        contacts=tuple(party.contacts.values_list("value", flat=True)),
        besides=party.pk,
    )
    keys = [each.party_id for each in found]
    seen = Party.objects.visible_to(viewer).filter(pk__in=keys)
    shown = set(seen.values_list("pk", flat=True))
    return [each for each in found if each.party_id in shown]


def _others(
    party: Party, text: str, viewer: Viewer, *, besides: Container[int]
) -> list[Party]:
    """Parties that the clerk means by `text` and that `party` could be one with."""
    seen = Party.objects.visible_to(viewer).standing().filter(kind=party.kind)
    found = search_parties(seen.exclude(pk=party.pk), text)
    rows = found.select_related("person", "organisation").order_by("name_key", "pk")
    return [each for each in rows[:MOST_OTHERS] if each.pk not in besides]
