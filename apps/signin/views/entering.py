"""The door: name and password, then the second factor; and the way out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.signin.actions.entering import try_code, try_password
from apps.signin.actions.sessions import leave
from apps.signin.domain.refusals import NotLetIn, TakenTooLong
from apps.signin.forms import CodeForm, SignInForm
from apps.signin.queries import factors_of
from apps.signin.terms import Method
from apps.signin.views.knocking import (
    first_step_done,
    let_in,
    onward_of,
    onward_to,
    origin_of,
    pending_of,
    refuse,
    site_of,
)
from geo.errors import Refusal


class NothingTyped(Refusal):
    """A field was left empty."""

    def __init__(self) -> None:
        super().__init__(_("Fill in every field, then try again."))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, or take them."""
    onward = onward_of(request)
    shown = {
        "next": onward,
        "name": request.POST.get("username", ""),
        "passkeys": site_of(request).takes_passkeys,
        "citizen": settings.SIGN_IN.client is not None,
    }
    if request.method != "POST":
        if request.user.is_authenticated:
            if not onward:
                return redirect("signin:account")
            shown |= {"name": request.user.get_username(), "again": True}
        return render(request, "signin/enter.html", shown)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return refuse(request, "signin/enter.html", NothingTyped(), **shown)
    try:
        user = try_password(
            form.cleaned_data["username"],
            form.cleaned_data["password"],
            origin=origin_of(request),
            at=timezone.now(),
        )
    except NotLetIn as refusal:
        return refuse(request, "signin/enter.html", refusal, **shown)
    return first_step_done(request, user, Method.PASSWORD, onward)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever has done the first step."""
    try:
        user, pending = pending_of(request)
    except TakenTooLong:
        return redirect("signin:enter")
    factors = factors_of(user)
    takes = bool(factors.passkeys) and site_of(request).takes_passkeys
    shown = {"factors": factors, "passkeys": takes, "name": user.get_username()}
    if request.method != "POST":
        return render(request, "signin/second.html", shown)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return refuse(request, "signin/second.html", NothingTyped(), **shown)
    try:
        code = form.cleaned_data["code"]
        try_code(user, code, origin=origin_of(request), at=timezone.now())
    except NotLetIn as refusal:
        return refuse(request, "signin/second.html", refusal, **shown)
    method, tried = Method(pending.method), (*pending.tried, "code")
    return let_in(request, onward_to(pending.onward), user, method, tried=tried)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest) -> HttpResponse:
    """Sign out, once the button is pressed: a link from elsewhere signs out nobody."""
    if request.method != "POST":
        return render(request, "signin/leave.html")
    leave(request, origin=origin_of(request), at=timezone.now())
    return redirect("/")
