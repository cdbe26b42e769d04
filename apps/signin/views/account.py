"""One's own account: sessions, second factors, passwords of programs, what happened."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.signin.actions.accounts import change_password
from apps.signin.actions.app_passwords import end_app_password, make_app_password
from apps.signin.actions.citizens import unlink_citizen
from apps.signin.actions.factors import make_recovery_codes, remove_factor
from apps.signin.actions.sessions import end_session
from apps.signin.forms import NameForm, NewPasswordForm
from apps.signin.queries import account_of
from apps.signin.views.citizen import link_token
from apps.signin.views.gate import own_account, recently_proved
from apps.signin.views.knocking import origin_of, site_of
from geo.errors import Refusal
from geo.pages.gates import for_the_signed_in
from geo.pages.typed import key_in

SHOWN_EVENTS: Final = 20


@never_cache
@for_the_signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account."""
    user = own_account(request)
    told = account_of(user, key=request.session.session_key or "", events=SHOWN_EVENTS)
    shown = {
        "account": told,
        "passkeys": site_of(request).takes_passkeys,
        "link_token": link_token(request) if settings.SIGN_IN.client else "",
    }
    return render(request, "signin/account.html", shown)


@recently_proved
@require_POST
def drop_factor(request: HttpRequest) -> HttpResponse:
    """Remove the authenticator or a passkey."""
    number = key_in(request.POST.get("passkey", ""))
    try:
        remove_factor(
            own_account(request),
            passkey=number or None,
            origin=origin_of(request),
            at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("signin:account")


@recently_proved
@require_POST
def drop_citizen(request: HttpRequest) -> HttpResponse:
    """Unlink Ciudadanía Digital."""
    try:
        unlink_citizen(
            own_account(request),
            here=request.session.session_key or "",
            origin=origin_of(request),
            at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ciudadanía Digital opens this account no more."))
    return redirect("signin:account")


@never_cache
@recently_proved
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes anew and show them, this once."""
    user = own_account(request)
    codes = make_recovery_codes(user, origin=origin_of(request), at=timezone.now())
    return render(request, "signin/codes.html", {"codes": codes})


@never_cache
@recently_proved
@require_POST
def new_app_password(request: HttpRequest) -> HttpResponse:
    """Make a password for a program and show it, this once."""
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say which program the password is for."))
        return redirect("signin:account")
    user, name = own_account(request), form.cleaned_data["name"]
    try:
        code = make_app_password(user, name, origin=origin_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("signin:account")
    return render(request, "signin/app_password.html", {"code": code, "name": name})


@for_the_signed_in
@require_POST
def drop_app_password(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a password of a program."""
    end_app_password(
        own_account(request), number, origin=origin_of(request), at=timezone.now()
    )
    messages.success(request, _("Withdrawn: the program is let in no more."))
    return redirect("signin:account")


@for_the_signed_in
@require_POST
def drop_session(request: HttpRequest, number: int) -> HttpResponse:
    """End another session of one's own."""
    end_session(own_account(request), number, origin=origin_of(request), at=timezone.now())
    messages.success(request, _("That session has ended."))
    return redirect("signin:account")


@never_cache
@sensitive_post_parameters("password")
@recently_proved
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password by the framework's policy."""
    user = own_account(request)
    form = NewPasswordForm(request.POST or None, user=user)
    if not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "signin/password.html", {"form": form}, status=status)
    change_password(
        request,
        user,
        form.cleaned_data["password"],
        origin=origin_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Your password is changed; all other sessions have ended."))
    return redirect("signin:account")
