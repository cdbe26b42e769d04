"""Signing in with Ciudadanía Digital, where this instance is its client."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.signin.actions.citizens import welcome_citizen
from apps.signin.actions.entering import try_anything
from apps.signin.domain.openid import flow
from apps.signin.domain.openid.claims import citizen_of
from apps.signin.domain.openid.provider import Client
from apps.signin.domain.refusals import NotLetIn, NotVouchedFor, TakenTooLong
from apps.signin.terms import Method
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
    client, now = _client(), timezone.now()
    journey = flow.begin(now=now.timestamp())
    try:
        address = flow.address_for(client, journey, back=_back(request))
    except NotLetIn as refusal:
        return refuse(request, "signin/enter.html", refusal, citizen=True)
    request.session[JOURNEY] = {**asdict(journey), "onward": onward_of(request)}
    return redirect(address)


@never_cache
@require_safe
def citizen_back(request: HttpRequest) -> HttpResponse:
    """Take what the provider says about whoever comes back from it."""
    client, now, origin = _client(), timezone.now(), origin_of(request)
    kept = request.session.pop(JOURNEY, None)
    onward = kept.pop("onward", "") if kept else ""
    found: list[User] = []

    def judge() -> None:
        if kept is None:
            raise TakenTooLong
        claims = flow.finish(
            client,
            flow.Journey(**kept),
            request.GET.dict(),
            back=_back(request),
            now=now.timestamp(),
        )
        if not claims.get("sub"):
            raise NotVouchedFor("claims about nobody")
        found.append(welcome_citizen(citizen_of(claims), origin=origin, at=now))

    try:
        try_anything("citizen", judge, user=None, origin=origin, at=now)
    except NotLetIn as refusal:
        return refuse(request, "signin/enter.html", refusal, citizen=True, next=onward)
    return first_step_done(request, found[0], Method.CITIZEN, onward)
