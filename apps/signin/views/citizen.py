"""Signing in with Ciudadanía Digital, where this instance is its client."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.signin.actions.citizens import link_citizen, welcome_citizen
from apps.signin.actions.entering import try_anything
from apps.signin.domain.openid import flow
from apps.signin.domain.openid.claims import Citizen, citizen_of
from apps.signin.domain.openid.provider import Client
from apps.signin.domain.refusals import NotLetIn, NotVouchedFor, TakenTooLong
from apps.signin.domain.secrets import digest
from apps.signin.terms import Method
from apps.signin.views.gate import own_account, recently_proved
from apps.signin.views.knocking import first_step_done, onward_of, origin_of, refuse

JOURNEY: Final = "signin.journey"
"""What must be remembered until somebody comes back from the provider; used once."""


def _client() -> Client:
    client: Client | None = settings.SIGN_IN.client
    if client is None:
        raise Http404
    return client


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("signin:citizen_back"))


@never_cache
@require_safe
def citizen(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    try:
        return _set_out(request, onward=onward_of(request))
    except NotLetIn as refusal:
        return refuse(request, "signin/enter.html", refusal, citizen=True)


def link_token(request: HttpRequest) -> str:
    """What only a page of this session can know, so that no other site begins a link."""
    return digest("link-citizen", request.session.session_key or "")


@never_cache
@recently_proved
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Send the browser to the provider, to link whoever signs in there to this account."""
    if not constant_time_compare(token, link_token(request)):
        messages.error(request, _("That took too long. Nothing was changed: begin again."))
        return redirect("signin:account")
    try:
        return _set_out(request, linking=own_account(request).pk)
    except NotLetIn as refusal:
        messages.error(request, str(refusal))
        return redirect("signin:account")


def _set_out(request: HttpRequest, **more: str | int) -> HttpResponse:
    journey = flow.begin(now=timezone.now().timestamp())
    address = flow.address_for(_client(), journey, back=_back(request))
    request.session[JOURNEY] = {**asdict(journey), **more}
    return redirect(address)


@never_cache
@require_safe
def citizen_back(request: HttpRequest) -> HttpResponse:
    """Take what the provider says about whoever comes back from it."""
    _client()
    now, origin = timezone.now(), origin_of(request)
    kept = request.session.pop(JOURNEY, {})
    onward, linking = kept.pop("onward", ""), kept.pop("linking", None)
    if linking is not None:
        return _linked(request, kept, linking)
    found: list[User] = []

    def judge() -> None:
        citizen = _told_of(request, kept)
        found.append(welcome_citizen(citizen, origin=origin, at=now))

    try:
        try_anything("citizen", judge, user=None, origin=origin, at=now)
    except NotLetIn as refusal:
        return refuse(request, "signin/enter.html", refusal, citizen=True, next=onward)
    return first_step_done(request, found[0], Method.CITIZEN, onward)


def _linked(request: HttpRequest, kept: dict[str, Any], linking: int) -> HttpResponse:
    """Link whoever comes back to the account that set out, if it is still the one here."""
    user, now, origin = request.user, timezone.now(), origin_of(request)

    def judge() -> None:
        if not isinstance(user, User) or user.pk != linking:
            raise TakenTooLong
        link_citizen(user, _told_of(request, kept), origin=origin, at=now)

    owner = user if isinstance(user, User) else None
    try:
        try_anything("citizen", judge, user=owner, origin=origin, at=now)
    except NotLetIn as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ciudadanía Digital opens this account from now on."))
    return redirect("signin:account")


def _told_of(request: HttpRequest, kept: dict[str, Any]) -> Citizen:
    """The citizen whom the provider's answer is about, once it is found good.

    Raises:
        TakenTooLong: no journey was begun in this browser.
        NotVouchedFor: the answer cannot be relied on.
    """
    if not kept:
        raise TakenTooLong
    claims = flow.finish(
        _client(),
        flow.Journey(**kept),
        request.GET.dict(),
        back=_back(request),
        now=timezone.now().timestamp(),
    )
    if not claims.get("sub"):
        raise NotVouchedFor("claims about nobody")
    return citizen_of(claims)
