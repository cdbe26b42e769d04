"""Which post has which permission, and who looked at whose data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.people.actions import grant_permission, withdraw_grant
from apps.people.forms import GrantForm, days_between
from apps.people.models import Grant, LayerRead, PersonalDataRead
from apps.people.permissions import AUDIT, GRANT
from apps.people.queries import known_permissions
from apps.people.views.doors import for_holders_of, saying, understood
from geo.layers import published
from geo.pages.middleware import viewer_of
from geo.pages.paging import page_after
from geo.pages.typed import key_in

PAGE_SIZE = 100


@require_safe
@for_holders_of(GRANT)
def grants(request: HttpRequest) -> HttpResponse:
    """Every permission there is, with the posts that have it."""
    today = timezone.localdate()
    rows = Grant.objects.select_related("post__office", "district")
    held: dict[str, list[Grant]] = {}
    for grant in rows.order_by("post__code", "days"):
        held.setdefault(grant.permission, []).append(grant)
    listed = [
        {"permission": each, "grants": held.get(each.name, [])}
        for each in known_permissions().values()
    ]
    form = GrantForm(initial={"since": today})
    context = {"listed": listed, "form": form, "today": today}
    return render(request, "people/grants.html", context)


@require_POST
@for_holders_of(GRANT)
def grant(request: HttpRequest) -> HttpResponse:
    """Give a permission to a post, or take back the grant that `retirar` names."""
    viewer, withdrawn = viewer_of(request), request.POST.get("retirar", "")
    if key := key_in(withdrawn):
        row = get_object_or_404(Grant, pk=key)
        with saying(request, _("The grant has ended.")):
            withdraw_grant(row, on=timezone.localdate(), by=viewer)
        return redirect("people:grants")
    form = GrantForm(request.POST)
    if understood(request, form):
        given = form.cleaned_data
        with saying(request, _("The permission is granted.")):
            grant_permission(
                given["post"],
                given["permission"],
                days_between(given["since"], given["until"]),
                district_id=given["district"].pk if given["district"] else None,
                basis=given["basis"],
                by=viewer,
            )
    return redirect("people:grants")


@require_safe
@for_holders_of(AUDIT)
def layer_looks(request: HttpRequest) -> HttpResponse:
    """Who of the staff was given rows of layers that are about people, newest first."""
    rows, by = LayerRead.objects.all(), request.GET.get("cuenta", "")[:150]
    if by:
        rows = rows.filter(by=by)
    key = request.GET.get("despues", "")
    page = page_after(rows, by="pk", descending=True, key=key, size=PAGE_SIZE)
    titles = {each.name: each.title for each in published()}
    told = [(each, titles.get(each.layer, each.layer)) for each in page.rows]
    context = {"page": page, "told": told, "by": by}
    return render(request, "people/layer_looks.html", context)


@require_safe
@for_holders_of(AUDIT)
def looks(request: HttpRequest) -> HttpResponse:
    """Who of the staff looked at whose data, newest first."""
    rows = PersonalDataRead.objects.select_related("party")
    by, party = request.GET.get("cuenta", "")[:150], request.GET.get("parte", "")
    if by:
        rows = rows.filter(by=by)
    if number := key_in(party):
        rows = rows.filter(party_id=number)
    key = request.GET.get("despues", "")
    page = page_after(rows, by="pk", descending=True, key=key, size=PAGE_SIZE)
    context = {"page": page, "by": by, "party": party}
    return render(request, "people/looks.html", context)
