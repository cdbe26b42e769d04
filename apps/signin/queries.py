"""What one may ask about an account's factors."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from apps.people.models import Person
from apps.signin.models import (
    AppPassword,
    Authenticator,
    CitizenIdentity,
    Event,
    OpenSession,
    Passkey,
)


@dataclass(frozen=True, kw_only=True)
class Factors:
    """What somebody has to prove who they are besides a password."""

    authenticator: Authenticator | None
    passkeys: tuple[Passkey, ...]
    recovery_codes: int
    """How many are still unused."""

    @property
    def count(self) -> int:
        """How many there are; recovery codes only stand in for one."""
        return len(self.passkeys) + (self.authenticator is not None)


def factors_of(user: User) -> Factors:
    """The second factors of `user`."""
    return Factors(
        authenticator=Authenticator.objects.filter(user=user).first(),
        passkeys=tuple(user.passkeys.order_by("added_at")),
        recovery_codes=user.recovery_codes.filter(used_at=None).count(),
    )


def needs_second_factor(user: User) -> bool:
    """Whether a password alone does not open this account: staff, and who chose so."""
    return user.is_staff or factors_of(user).count > 0


@dataclass(frozen=True, kw_only=True)
class OwnAccount:
    """What somebody is shown about their own account."""

    user: User
    person: Person | None
    """Who they are in the register of people."""
    identity: CitizenIdentity | None
    """What Ciudadanía Digital said of them."""
    factors: Factors
    sessions: tuple[OpenSession, ...]
    """Open ones, the last used first."""
    here: int | None
    """Which of them is the one being looked from."""
    app_passwords: tuple[AppPassword, ...]
    events: tuple[Event, ...]


def account_of(user: User, *, key: str, events: int) -> OwnAccount:
    """The account of `user`, seen from the session with this key."""
    alive = Session.objects.filter(expire_date__gt=Now()).values("session_key")
    sessions = tuple(
        OpenSession.objects.filter(user=user, key__in=alive).order_by("-seen_at")
    )
    return OwnAccount(
        user=user,
        person=Person.objects.filter(account__user=user).first(),
        identity=CitizenIdentity.objects.filter(user=user).first(),
        factors=factors_of(user),
        sessions=sessions,
        here=next((each.pk for each in sessions if each.key == key), None),
        app_passwords=tuple(user.app_passwords.filter(ended_at=None).order_by("made_at")),
        events=tuple(user.signin_events.order_by("-at", "-pk")[:events]),
    )
