"""Accounts and sign-ins for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from apps.signin.actions.accounts import NewAccount, open_account
from apps.signin.domain import totp
from apps.signin.models import Authenticator, Passkey
from geo.access import Viewer

PASSWORD = "a-long-enough-password"
SECRET = b"12345678901234567890"
OFFICE = Viewer(name="office", holds_all=True)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def clerk(name: str = "ana", *, secret: bytes | None = SECRET) -> User:
    """Somebody of the staff, with an authenticator unless `secret` is None."""
    new = NewAccount(name=name, password=PASSWORD, secret=secret, is_staff=True)
    return open_account(new, by=OFFICE, at=now())


def citizen(name: str = "beto") -> User:
    """Somebody who is not of the staff and has a password only."""
    new = NewAccount(name=name, password=PASSWORD)
    return open_account(new, by=OFFICE, at=now())


def passkey(user: User) -> Passkey:
    """A passkey that nobody holds."""
    told = {"credential": b"c", "attested": b"a", "signatures": 0, "added_at": now()}
    return Passkey.objects.create(user=user, name="llave", **told)


def code(*, later: int = 0) -> str:
    """What the authenticator shows now, or some steps later."""
    return totp.code_of(SECRET, totp.step_at(now().timestamp()) + later)


def next_code(user: User) -> str:
    """A code that opens although one of this half minute was used already."""
    last = Authenticator.objects.get(user=user).last_step
    return totp.code_of(SECRET, max(last + 1, totp.step_at(now().timestamp())))


def give_password(
    client: Client, name: str = "ana", password: str = PASSWORD, **more: Any
) -> Any:
    return client.post("/entrar/", {"username": name, "password": password}, **more)


def give_code(client: Client, text: str, **more: Any) -> Any:
    return client.post("/entrar/segundo-factor/", {"code": text}, **more)


def come_in(client: Client, user: User) -> None:
    """Sign in whole, as a browser does."""
    give_password(client, user.get_username())
    if user.is_staff:
        give_code(client, next_code(user))
    assert client.session["_auth_user_id"] == str(user.pk)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
