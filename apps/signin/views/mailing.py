"""Signing in by a link sent by e-mail, in the browser that asks for it."""

from __future__ import annotations

import secrets
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.signin.actions.email_links import Wanted, open_link, send_link
from apps.signin.actions.entering import try_anything
from apps.signin.domain.refusals import LetterNotSent, NotLetIn
from apps.signin.forms import EmailForm
from apps.signin.models.tokens import LINK_MINUTES
from apps.signin.terms import Method
from apps.signin.views.knocking import first_step_done, onward_of, origin_of, refuse
from geo.errors import Refusal

BROWSER: Final = "correo"
"""Cookie that binds a link to the browser that asked for it."""


class NoAddress(Refusal):
    """What was typed is no e-mail address."""

    def __init__(self) -> None:
        super().__init__(_("This is no e-mail address. Write it like name@example.org."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send a link; whether the address has an account is told to nobody."""
    shown = {"next": onward_of(request), "email": request.POST.get("email", "")}
    if request.method != "POST":
        return render(request, "signin/email.html", shown)
    form = EmailForm(request.POST)
    if not form.is_valid():
        return refuse(request, "signin/email.html", NoAddress(), **shown)
    browser = secrets.token_urlsafe(24)
    wanted = Wanted(
        email=form.cleaned_data["email"], browser=browser, onward=str(shown["next"])
    )

    def send(email: str, token: str) -> None:
        address = request.build_absolute_uri(reverse("signin:link", args=[token]))
        town = settings.MUNICIPALITY.name
        told = {"address": address, "town": town, "minutes": LINK_MINUTES}
        subject = _("Your link to sign in to Llajta %(town)s") % {"town": town}
        letter = render_to_string("signin/letter.html", told)
        try:
            send_mail(subject, letter, None, [email])
        except OSError as error:  # whatever a mail server says is one too
            raise LetterNotSent from error

    try:
        send_link(wanted, send, origin=origin_of(request), at=timezone.now())
    except NotLetIn as refusal:
        return refuse(request, "signin/email.html", refusal, **shown)
    response = render(request, "signin/email_sent.html", {**shown, "minutes": LINK_MINUTES})
    response.set_cookie(
        BROWSER,
        browser,
        max_age=LINK_MINUTES * 60,
        path="/entrar/correo/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_door(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link when a button is pressed: mail servers look into every link."""
    if request.method != "POST":
        return render(request, "signin/link.html")
    browser = request.COOKIES.get(BROWSER, "")
    origin, now = origin_of(request), timezone.now()
    found = []

    def judge() -> None:
        found.append(open_link(token, browser=browser, origin=origin, at=now))

    try:
        try_anything("email", judge, user=None, origin=origin, at=now)
    except NotLetIn as refusal:
        return refuse(request, "signin/link.html", refusal)
    user, onward = found[0]
    return first_step_done(request, user, Method.EMAIL, onward)
