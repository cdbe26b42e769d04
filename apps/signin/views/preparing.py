"""An authenticator is set up: by staff before they come in, by others when they like."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Final

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.signin.actions.factors import add_authenticator, make_recovery_codes
from apps.signin.domain import totp
from apps.signin.domain.refusals import NotLetIn, TakenTooLong
from apps.signin.domain.secrets import Unreadable, seal, unseal
from apps.signin.forms import CodeForm
from apps.signin.queries import factors_of
from apps.signin.terms import Method
from apps.signin.views.gate import own_account, recently_proved
from apps.signin.views.knocking import (
    let_in,
    origin_of,
    pending_of,
    refuse,
    site_of,
)

OFFERED: Final = "signin.offered"
"""The secret that was shown and not yet confirmed, sealed."""

Done = Callable[[HttpResponse], HttpResponse]


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Whoever needs a second factor and has none sets one up before coming in."""
    try:
        user, pending = pending_of(request)
    except TakenTooLong:
        return redirect("signin:enter")
    if factors_of(user).count:
        return redirect("signin:second")

    def done(response: HttpResponse) -> HttpResponse:
        method = Method(pending.method)
        return let_in(request, response, user, method, tried=pending.tried)

    return _set_up(request, user, pending.onward, done)


@never_cache
@sensitive_post_parameters("code")
@recently_proved
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator, in place of an earlier one."""
    return _set_up(request, own_account(request), "", lambda response: response)


def _set_up(request: HttpRequest, user: User, onward: str, done: Done) -> HttpResponse:
    secret = _offered(request)
    shown = {**_drawn(user, secret), "passkeys": site_of(request).takes_passkeys}
    form = CodeForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return render(request, "signin/authenticator.html", shown)
    origin, now = origin_of(request), timezone.now()
    try:
        code = form.cleaned_data["code"]
        add_authenticator(user, secret, code, origin=origin, at=now)
    except NotLetIn as refusal:
        return refuse(request, "signin/authenticator.html", refusal, **shown)
    request.session.pop(OFFERED, None)
    codes = make_recovery_codes(user, origin=origin, at=now)
    page = render(request, "signin/codes.html", {"codes": codes, "next": onward})
    return done(page)


def _offered(request: HttpRequest) -> bytes:
    kept = request.session.get(OFFERED)
    if kept:
        try:
            return unseal(kept.encode())
        except Unreadable:
            pass  # the secret key has changed since: offer another
    secret = totp.new_secret()
    request.session[OFFERED] = seal(secret).decode()
    return secret


def _drawn(user: User, secret: bytes) -> dict[str, str]:
    name = user.get_username()
    issuer = f"Llajta {settings.MUNICIPALITY.name}"
    uri = totp.enrolment_uri(secret, account=name, issuer=issuer)
    drawing = segno.make(uri, error="m").svg_inline(scale=5, border=4, light="#fff")
    picture = base64.b64encode(
        drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()
    ).decode()
    typed = totp.as_text(secret)
    groups = " ".join(typed[start : start + 4] for start in range(0, len(typed), 4))
    return {
        "picture": f"data:image/svg+xml;base64,{picture}",
        "secret": groups,
        "name": name,
    }
