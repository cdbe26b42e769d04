"""Acts on water accounts: opening, changing hands, category and meter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.people.views.doors import for_holders_of, saying, understood
from apps.water.actions import (
    NewAccount,
    change_category,
    change_holder,
    fit_meter,
    open_account,
    replace_meter,
)
from apps.water.domain.refusals import OldValueMissing
from apps.water.forms.accounts import (
    AccountForm,
    CategoryForm,
    HolderForm,
    MeterForm,
)
from apps.water.forms.fields import NOTHING
from apps.water.permissions import CATEGORISE, METER, REGISTER
from apps.water.terms import Category
from apps.water.views.accounts import visible_account
from geo.pages.middleware import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(REGISTER)
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account: number, holder, category, and the connection on the map."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asked = NewAccount(**{**given, "category": Category(given["category"])})
        opened = None
        with saying(request, _("Account %(number)s is open.") % {"number": asked.number}):
            opened = open_account(asked, by=viewer_of(request))
        if opened is not None:
            return redirect("water:account", pk=opened.pk)
    context = {"form": form, "drawn": request.POST.get("position", "")}
    return render(request, "water/new_account.html", context)


@require_POST
@for_holders_of(REGISTER)
def holder(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an account into another name."""
    account, form = visible_account(request, pk), HolderForm(request.POST)
    if understood(request, form):
        with saying(request, _("The account is in its new name.")):
            change_holder(account, by=viewer_of(request), **form.cleaned_data)
    return redirect("water:account", pk=pk)


@require_POST
@for_holders_of(CATEGORISE)
def category(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an account into another category."""
    account, form = visible_account(request, pk), CategoryForm(request.POST)
    if understood(request, form):
        given = form.cleaned_data
        wanted = Category(given.pop("category"))
        with saying(request, _("The category was changed; the user may appeal.")):
            change_category(account, wanted, by=viewer_of(request), **given)
    return redirect("water:account", pk=pk)


@require_POST
@for_holders_of(METER)
def meter(request: HttpRequest, pk: int) -> HttpResponse:
    """Fit a meter, in place of the one that counts now where there is one."""
    account, form = visible_account(request, pk), MeterForm(request.POST)
    if understood(request, form):
        given, by = form.cleaned_data, viewer_of(request)
        first = given["first_value"] or NOTHING
        with saying(request, _("Meter %(serial)s counts now.") % given):
            if not account.connection.fittings.filter(days__upper_inf=True).exists():
                fit_meter(
                    account, given["serial"], on=given["on"], first_value=first, by=by
                )
            elif given["last_value"] is None:
                raise OldValueMissing
            else:
                replace_meter(
                    account,
                    given["serial"],
                    on=given["on"],
                    last_value=given["last_value"],
                    first_value=first,
                    reason=given["reason"],
                    by=by,
                )
    return redirect("water:account", pk=pk)
