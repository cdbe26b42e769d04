"""The members of one association: personal data, so for staff who may see it."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.people.actions import join_organisation, leave_organisation, note_looks
from apps.people.actions.refusals import NotRegistered
from apps.people.forms import MemberForm
from apps.people.models import Party, Person
from apps.people.permissions import REGISTER, SEE
from apps.people.queries import find_person, survivor_of
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying, understood
from apps.people.views.sheet import visible_party
from geo.pages.middleware import viewer_of
from geo.pages.typed import key_in

SHOWN: Final = 1000


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SEE)
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who belongs to an association today; enter one by the card, or end a membership."""
    party = visible_party(request, pk)
    if not hasattr(party, "organisation"):
        raise Http404
    if request.method == "POST":
        _change(request, party)
        return redirect("people:members", pk=party.pk)
    viewer, today = viewer_of(request), timezone.localdate()
    found = party.organisation.memberships.on(today).select_related("person__party")
    rows = list(found.order_by("role", "person__party__name_key")[:SHOWN])
    note_looks(
        [each.person_id for each in rows], door=Door.SHEET, detail="miembros", by=viewer
    )
    context: dict[str, Any] = {
        "party": party,
        "members": rows,
        "count": found.count(),
        "may_change": viewer.may_somewhere(REGISTER.name),
        "form": MemberForm(initial={"since": today}),
        "here": _("Members"),
    }
    return render(request, "people/members.html", context)


def _change(request: HttpRequest, party: Party) -> None:
    by, ended = viewer_of(request), request.POST.get("terminar", "")
    if key := key_in(ended):
        row = get_object_or_404(party.organisation.memberships, pk=key)
        with saying(request, _("The membership is ended.")):
            leave_organisation(row, on=timezone.localdate(), by=by)
        return
    form = MemberForm(request.POST)
    if not understood(request, form):
        return
    given = form.cleaned_data
    with saying(request, _("The member is entered.")):
        join_organisation(
            party.organisation,
            _person(given["card"]),
            since=given["since"],
            role=given["role"],
            by=by,
        )


def _person(card: str) -> Person:
    """Whom a card names, as who they are by now.

    Raises:
        NotRegistered: nobody is registered with it.
    """
    found = find_person(card)
    if found is None:
        sentence = _("Nobody is registered with “%(card)s”. Register the person first.")
        raise NotRegistered(sentence % {"card": card})
    return survivor_of(found.party).person
