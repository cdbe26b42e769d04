"""Registering and correcting: the form, whom it may be already, and the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.people.actions import (
    correct_organisation,
    correct_person,
    note_looks,
    register_organisation,
    register_person,
)
from apps.people.domain.drafts import OrganisationDraft, PersonDraft
from apps.people.forms import OrganisationForm, PersonForm
from apps.people.models import Party
from apps.people.permissions import REGISTER, SEE
from apps.people.queries import Likeness, likely_duplicates
from apps.people.terms import Door, PartyKind
from apps.people.views.doors import for_holders_of
from apps.people.views.sheet import visible_party
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

Form = PersonForm | OrganisationForm

FORMS: dict[str, type[PersonForm] | type[OrganisationForm]] = {
    PartyKind.PERSON: PersonForm,
    PartyKind.ORGANISATION: OrganisationForm,
}


def alike(draft: PersonDraft | OrganisationDraft, besides: int | None) -> list[Likeness]:
    """Parties that are likely the one that was filled in."""
    if isinstance(draft, PersonDraft):
        return likely_duplicates(
            name=draft.full_name,
            kind=PartyKind.PERSON,
            number=draft.columns["document_number"],
            born_on=draft.born_on,
            besides=besides,
        )
    return likely_duplicates(
        name=draft.full_name,
        kind=PartyKind.ORGANISATION,
        nit=draft.columns["nit"],
        besides=besides,
    )


def _seen_alike(form: Form, viewer: Viewer) -> list[Likeness]:
    """The likely ones that the viewer may see; that they were shown is noted."""
    found = alike(form.draft(), None)
    keys = [each.party_id for each in found]
    seen = set(
        Party.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", flat=True)
    )
    note_looks(seen, door=Door.CHECK, by=viewer)
    return [each for each in found if each.party_id in seen]


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(REGISTER)
def register(request: HttpRequest, kind: str) -> HttpResponse:
    """A new person or organisation; likely duplicates are shown before it is written."""
    viewer = viewer_of(request)
    form = FORMS[kind](request.POST or None)
    found: list[Likeness] = []
    if request.method == "POST" and form.is_valid():
        if "confirmado" not in request.POST and viewer.may_somewhere(SEE.name):
            found = _seen_alike(form, viewer)
        if not found:
            party = _written(request, lambda: _register(form.draft(), viewer))
            if party is not None:
                return redirect("people:sheet", pk=party.pk)
    context = {"form": form, "kind": kind, "alike": found}
    return render(request, "people/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(REGISTER)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What the register says about a party, to be put right."""
    viewer, party = viewer_of(request), visible_party(request, pk)
    form = FORMS[party.kind](request.POST or None, initial=_said(party))
    if request.method == "POST" and form.is_valid():
        changed = _written(request, lambda: _correct(party, form.draft(), viewer))
        if changed is not None:
            return redirect("people:sheet", pk=changed.pk)
    elif request.method != "POST":
        note_looks([party.pk], door=Door.SHEET, by=viewer)
    context = {"form": form, "kind": party.kind, "party": party}
    return render(request, "people/register.html", context)


def _written(request: HttpRequest, act: Callable[[], Party]) -> Party | None:
    """What the act wrote; None, with the reason on the page, if it was refused."""
    try:
        party = act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, _("Written: %(name)s") % {"name": party.name})
    return party


def _register(draft: PersonDraft | OrganisationDraft, by: Viewer) -> Party:
    if isinstance(draft, PersonDraft):
        return register_person(draft, by=by)
    return register_organisation(draft, by=by)


def _correct(party: Party, draft: PersonDraft | OrganisationDraft, by: Viewer) -> Party:
    if isinstance(draft, PersonDraft):
        return correct_person(party, draft, by=by)
    return correct_organisation(party, draft, by=by)


def _said(party: Party) -> dict[str, Any]:
    """The form's values as the register has them."""
    if party.kind == PartyKind.PERSON and hasattr(party, "person"):
        return {name: getattr(party.person, name) for name in PersonForm.base_fields}
    if hasattr(party, "organisation"):
        organisation = party.organisation
        return {"name": party.name, "kind": organisation.kind, "nit": organisation.nit}
    return {"name": party.name, "given_names": party.name}
