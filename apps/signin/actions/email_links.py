"""Links sent by e-mail, for what the law asks no identity for."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from apps.signin.actions.recording import record
from apps.signin.actions.trying import count_try
from apps.signin.domain.addresses import Origin
from apps.signin.domain.delays import Counted
from apps.signin.domain.refusals import LinkSpent
from apps.signin.domain.secrets import digest
from apps.signin.models import EmailLink
from apps.signin.models.tokens import LINK_MINUTES
from apps.signin.terms import Happening

FREE_LINKS: Final = 3
FREE_FROM_ONE_ADDRESS: Final = 20

Send = Callable[[str, str], None]
"""Sends to an e-mail address the token of its link."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Who wants a link, in which browser, and where they were going."""

    email: str
    browser: str
    """Secret kept in a cookie of the browser that asks."""
    onward: str = ""


def send_link(wanted: Wanted, send: Send, *, origin: Origin, at: datetime) -> None:
    """Send a link, unless the address is of staff, who need more than a mailbox.

    Whoever asks is told the same in both cases.

    Raises:
        WaitFirst: this address, or somebody from here, was sent several already.
        LetterNotSent: the mail server does not take it; no link was made.
    """
    email = wanted.email.lower()
    count_try(
        (
            Counted(key=digest("throttle", f"mail:to:{email}"), free=FREE_LINKS),
            Counted(
                key=digest("throttle", f"mail:from:{origin.neighbourhood}"),
                free=FREE_FROM_ONE_ADDRESS,
            ),
        ),
        at=at,
    )
    user = User.objects.filter(username=email).first()
    if user is not None and (user.is_staff or not user.is_active):
        record(Happening.REFUSED, user, origin=origin, at=at, note="email: not for staff")
        return
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        EmailLink.objects.create(
            digest=digest("link", token),
            browser_digest=digest("browser", wanted.browser),
            email=email,
            onward=wanted.onward,
            made_at=at,
            ends_at=at + timedelta(minutes=LINK_MINUTES),
        )
        record(Happening.LINK_SENT, user, origin=origin, at=at)
        send(email, token)


@transaction.atomic
def open_link(
    token: str, *, browser: str, origin: Origin, at: datetime
) -> tuple[User, str]:
    """Whose link this is, their account opened if it is their first, and where to go.

    Raises:
        LinkSpent: it is no link, or used, too old, or asked for in another browser.
    """
    kept = EmailLink.objects.select_for_update().filter(
        digest=digest("link", token),
        browser_digest=digest("browser", browser),
        used_at=None,
        ends_at__gt=at,
    )
    link = kept.first()
    if link is None:
        raise LinkSpent
    EmailLink.objects.filter(pk=link.pk).update(used_at=at)
    user = User.objects.filter(username=link.email).first()
    if user is None:
        user = User.objects.create_user(link.email, email=link.email)
        record(Happening.ACCOUNT_OPENED, user, origin=origin, at=at, note="email")
    if user.is_staff or not user.is_active:
        raise LinkSpent
    return user, link.onward
