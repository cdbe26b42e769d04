"""Who knocks, what they have shown so far, and how they are let in."""

from __future__ import annotations

import hmac
from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from apps.signin.actions.entering import came_in
from apps.signin.actions.sessions import begin_session
from apps.signin.domain.addresses import Origin
from apps.signin.domain.passkeys import Site
from apps.signin.domain.refusals import TakenTooLong, WaitFirst
from apps.signin.queries import factors_of, needs_second_factor
from apps.signin.terms import Method
from geo.errors import Refusal
from geo.pages.origin import address_of

DEVICE: Final = "aparato"
"""Cookie that tells a browser from which somebody has signed in from others."""
DEVICE_SECONDS: Final = 365 * 24 * 3600
PENDING: Final = "signin.pending"
PENDING_SECONDS: Final = 600
"""How long the second step may take."""


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Somebody whose first proof was good and who owes a second."""

    user: int
    session_hash: str
    """Changes with the password, so that an old first step opens nothing."""
    method: str
    onward: str
    at: float

    @property
    def tried(self) -> tuple[str, ...]:
        """At which counted doors the first step was."""
        return ("password",) if self.method == Method.PASSWORD else ()


def origin_of(request: HttpRequest) -> Origin:
    """Where `request` comes from."""
    return Origin(
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
        device=request.COOKIES.get(DEVICE, "")[:64],
    )


def site_of(request: HttpRequest) -> Site:
    """The address under which this browser knows us."""
    name = f"Llajta {settings.MUNICIPALITY.name}"
    return Site(scheme=request.scheme or "http", host=request.get_host(), name=name)


def onward_of(request: HttpRequest) -> str:
    """The page of ours that was wanted; empty if there is none, or it is another's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=hosts, require_https=request.is_secure()
    )
    return wanted[:2000] if safe else ""


def first_step_done(
    request: HttpRequest, user: User, method: Method, onward: str
) -> HttpResponse:
    """Let in who needs no more; ask others for their second factor."""
    if not needs_second_factor(user):
        tried = ("password",) if method is Method.PASSWORD else ()
        return let_in(request, onward_to(onward), user, method, tried=tried)
    pending = Pending(
        user=user.pk,
        session_hash=user.get_session_auth_hash(),
        method=method,
        onward=onward,
        at=timezone.now().timestamp(),
    )
    request.session[PENDING] = asdict(pending)
    has = factors_of(user).count > 0
    return redirect("signin:second" if has else "signin:prepare")


def pending_of(request: HttpRequest) -> tuple[User, Pending]:
    """Whoever has done the first step in this browser.

    Raises:
        TakenTooLong: nobody has, lately.
    """
    kept = request.session.get(PENDING)
    if kept is None:
        raise TakenTooLong
    pending = Pending(**kept)
    user = User.objects.filter(pk=pending.user, is_active=True).first()
    age = timezone.now().timestamp() - pending.at
    if user is None or not 0 <= age <= PENDING_SECONDS:
        raise TakenTooLong
    if not hmac.compare_digest(pending.session_hash, user.get_session_auth_hash()):
        raise TakenTooLong
    return user, pending


def let_in(
    request: HttpRequest,
    response: HttpResponse,
    user: User,
    method: Method,
    *,
    tried: tuple[str, ...] = (),
) -> HttpResponse:
    """Begin the session, and mark the browser so that strangers do not slow it down."""
    origin = origin_of(request)
    came_in(user, tried=tried, origin=origin)
    mark = begin_session(request, user, method=method, origin=origin, at=timezone.now())
    response.set_cookie(
        DEVICE,
        mark,
        max_age=DEVICE_SECONDS,
        path="/entrar/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def onward_to(address: str) -> HttpResponse:
    """On to the page that was wanted, or to one's own account."""
    return redirect(address or "signin:account")


def refuse(
    request: HttpRequest, template: str, refusal: Refusal, **more: object
) -> HttpResponse:
    """The page again, with the reason."""
    status = 429 if isinstance(refusal, WaitFirst) else 400
    response = render(request, template, {"refusal": refusal, **more}, status=status)
    if isinstance(refusal, WaitFirst):
        response["Retry-After"] = str(refusal.seconds)
    return response
