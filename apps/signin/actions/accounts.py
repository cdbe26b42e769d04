"""Accounts: opened by the office, their password changed by their owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from apps.signin.actions.recording import record
from apps.signin.actions.sessions import end_sessions
from apps.signin.domain.addresses import Origin
from apps.signin.domain.refusals import NameTaken
from apps.signin.domain.secrets import seal
from apps.signin.models import Authenticator, KnownDevice, OpenSession
from apps.signin.permissions import OPEN_ACCOUNTS
from apps.signin.terms import Happening
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account with its first password, and an authenticator's secret if it has one."""

    name: str
    password: str
    secret: bytes | None = None
    is_staff: bool = False
    is_administrator: bool = False


@transaction.atomic
def open_account(new: NewAccount, *, by: Viewer, at: datetime) -> User:
    """Open an account.

    Raises:
        NotAllowed: `by` may not open accounts.
        NameTaken: there is one of this name.
    """
    OPEN_ACCOUNTS.require(by)
    if User.objects.filter(username=new.name).exists():
        raise NameTaken(new.name)
    user = User.objects.create_user(
        new.name,
        password=new.password,
        is_staff=new.is_staff or new.is_administrator,
        is_superuser=new.is_administrator,
    )
    if new.secret is not None:
        Authenticator.objects.create(
            user=user, sealed_secret=seal(new.secret), last_step=0, added_at=at
        )
    record(Happening.ACCOUNT_OPENED, user, origin=Origin(), at=at, by=by.name)
    return user


@transaction.atomic
def change_password(
    request: HttpRequest, user: User, password: str, *, origin: Origin, at: datetime
) -> None:
    """Set one's own password; every other session and known browser ends with the old."""
    earlier = request.session.session_key or ""
    user.set_password(password)
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    request.session.save()
    end_sessions(user, but=earlier)
    OpenSession.objects.filter(key=earlier).update(key=request.session.session_key)
    KnownDevice.objects.filter(user=user).delete()
    record(Happening.PASSWORD_CHANGED, user, origin=origin, at=at)
