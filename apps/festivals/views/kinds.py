"""Kinds of infractions and their fines: the same for all feasts."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.festivals import actions
from apps.festivals.forms import EndForm, FineForm, KindForm
from apps.festivals.permissions import PLAN
from apps.festivals.queries.kinds import kinds_with_fines
from apps.people.views.doors import for_holders_of
from apps.treasury.permissions import SET_PRICES
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

FORMS: Final = {"kind": KindForm, "fine": FineForm, "end": EndForm}


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(PLAN)
def kinds(request: HttpRequest) -> HttpResponse:
    """All kinds with their norm and fines, and a form for each thing done to them."""
    sent, viewer = request.POST.get("what", ""), viewer_of(request)
    forms: dict[str, Any] = {
        name: form(request.POST if sent == name else None, auto_id=f"{name}_%s")
        for name, form in FORMS.items()
    }
    if sent in forms and forms[sent].is_valid() and _done(sent, forms[sent], by=viewer):
        messages.success(request, _("Entered."))
        return redirect("festivals:kinds")
    told = {
        "kinds": kinds_with_fines(timezone.localdate()),
        "may_set": viewer.may(SET_PRICES.name),
        "sent": sent,
        "forms": forms,
    }
    return render(request, "festivals/kinds.html", told)


def _done(what: str, form: Any, *, by: Viewer) -> bool:
    """Whether the act was done; the form says why not."""
    try:
        if what == "kind":
            actions.enter_kind(form.instance, form.fine(), by=by)
        elif what == "fine":
            actions.set_fine(form.cleaned_data["kind"], form.fine(), by=by)
        else:
            said = form.cleaned_data
            actions.end_kind(said["kind"], before=said["before"], by=by)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
