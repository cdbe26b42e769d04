"""Finding water accounts, and one account with all that is known of it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of
from apps.treasury.permissions import VIEW as VIEW_MONEY
from apps.water.forms.accounts import CategoryForm, HolderForm, MeterForm, today_first
from apps.water.models import Account, Holding
from apps.water.permissions import CATEGORISE, METER, REGISTER, VIEW
from apps.water.queries.accounts import owed_for, search_accounts
from geo.access import Viewer
from geo.pages.middleware import viewer_of
from geo.pages.paging import Page, page_after

PAGE_SIZE = 25
LONGEST_TEXT = 80
LATEST = 12


def visible_account(request: HttpRequest, pk: int) -> Account:
    """The account with this key; 404 for whoever may not see it."""
    seen = Account.objects.visible_to(viewer_of(request))
    account: Account = get_object_or_404(
        seen.select_related(
            *("operator", "connection__district", "connection__otb"),
            *("connection__street", "connection__zone", "connection__parcel"),
        ),
        pk=pk,
    )
    return account


@require_safe
@for_holders_of(VIEW)
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts by number, holder, meter or address; or those outside every OTB."""
    viewer, text = viewer_of(request), request.GET.get("q", "").replace("\x00", "")
    text = text.strip()[:LONGEST_TEXT]
    is_outside = "sin_otb" in request.GET
    seen = Account.objects.visible_to(viewer)
    page: Page[Account] = Page(rows=[], next_key="")
    if text or is_outside:
        kept = seen.outside_every_otb() if is_outside else seen
        wanted = search_accounts(kept, text) if text else kept
        wanted = wanted.select_related("operator", "connection__otb", "connection__street")
        key = request.GET.get("despues", "")
        page = page_after(wanted, by="number", descending=False, key=key, size=PAGE_SIZE)
    holders = _holders(page.rows)
    note_looks(
        {held.party_id for held in holders.values()},
        door=Door.SEARCH,
        detail=text,
        by=viewer,
    )
    context = {
        "wanted": text,
        "is_outside": is_outside,
        "page": page,
        "rows": [(account, holders.get(account.pk)) for account in page.rows],
        "outside": seen.standing().outside_every_otb().count(),
        "may_register": viewer.may_somewhere(REGISTER.name),
    }
    return render(request, "water/accounts.html", context)


def _holders(shown: list[Account]) -> dict[int, Holding]:
    """Who holds these accounts today, by account."""
    held = Holding.objects.on(timezone.localdate()).filter(account__in=shown)
    return {each.account_id: each for each in held.select_related("party")}


@require_safe
@for_holders_of(VIEW)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: holder, connection, meter, category, what is owed, what happened."""
    viewer, found = viewer_of(request), visible_account(request, pk)
    holdings = list(found.holdings.select_related("party").order_by("-days"))
    note_looks([each.party_id for each in holdings], door=Door.SHEET, by=viewer)
    fittings = found.connection.fittings.select_related("meter").order_by("-days")
    begun = today_first(timezone.localdate())
    context = {
        "account": found,
        "connection": found.connection,
        "focus": _focus(found),
        "holdings": holdings,
        "fittings": fittings,
        "changes": found.category_changes.order_by("-since", "-pk"),
        "bills": found.bills.select_related("period", "obligation").order_by(
            "-period__month"
        )[:LATEST],
        "owed": owed_for(found) if viewer.may(VIEW_MONEY.name) else None,
        "visits": found.visits.select_related("promise").order_by("-made_at")[:LATEST],
        "claims": found.claims.order_by("-opened_at")[:LATEST],
        "orders": found.cut_orders.order_by("-proposed_at")[:LATEST],
        "holder_form": HolderForm(auto_id="holder-%s", initial=begun),
        "category_form": CategoryForm(
            auto_id="category-%s", initial={**begun, "category": found.category}
        ),
        "meter_form": MeterForm(auto_id="meter-%s", initial=begun),
        **_rights(viewer, found),
    }
    return render(request, "water/account.html", context)


def _rights(viewer: Viewer, account: Account) -> dict[str, Any]:
    district = account.connection.district
    number = district.number if district else None
    return {
        f"may_{act}": account.days.upper is None
        and viewer.may(permission.name, district=number)
        for act, permission in (
            ("register", REGISTER),
            ("categorise", CATEGORISE),
            ("meter", METER),
        )
    }


def _focus(account: Account) -> str:
    point = account.connection.position
    return json.dumps({"points": [(round(point.x, 6), round(point.y, 6), 0)]})
