"""Sessions: begun with a new key, seen, ended by their owner, by rest or by age."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from apps.signin.actions.recording import printable, record
from apps.signin.domain.addresses import Origin
from apps.signin.domain.secrets import digest
from apps.signin.models import KnownDevice, OpenSession
from apps.signin.terms import Happening, Method

STAFF_IDLE: Final = timedelta(minutes=30)
STAFF_LONGEST: Final = timedelta(hours=12)
CITIZEN_IDLE: Final = timedelta(days=14)
CITIZEN_LONGEST: Final = timedelta(days=90)
SEEN_EVERY: Final = timedelta(minutes=1)
"""A map asks a hundred times a minute; the session is written once."""
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
BEGAN: Final = "signin.began"
SEEN: Final = "signin.seen"
PROVED: Final = "signin.proved"
STAFF: Final = "signin.staff"


@transaction.atomic
def begin_session(
    request: HttpRequest, user: User, *, method: Method, origin: Origin, at: datetime
) -> str:
    """Sign `user` in under a new session key; returns the mark for their browser.

    The only place that calls Django's `login`, so nobody comes in past a second factor.
    """
    earlier = request.session.session_key
    if earlier:
        OpenSession.objects.filter(key=earlier).delete()
    request.session.flush()
    login(request, user, backend=BACKEND)
    stamp = at.timestamp()
    request.session.update({BEGAN: stamp, SEEN: stamp, PROVED: stamp, STAFF: user.is_staff})
    idle = STAFF_IDLE if user.is_staff else CITIZEN_IDLE
    request.session.set_expiry(int(idle.total_seconds()))
    request.session.save()
    note_session(user, request.session, method=method, origin=origin, at=at)
    record(Happening.SIGNED_IN, user, origin=origin, at=at, note=method)
    return _know_device(user, origin, at)


def note_session(
    user: User, session: SessionBase, *, method: Method, origin: Origin, at: datetime
) -> None:
    """Put a session on its owner's list."""
    OpenSession.objects.create(
        user=user,
        key=session.session_key or "",
        method=method,
        address=origin.address or None,
        agent=printable(origin.agent, 200),
        began_at=at,
        seen_at=at,
    )


def _know_device(user: User, origin: Origin, at: datetime) -> str:
    mark = origin.device or secrets.token_urlsafe(24)
    KnownDevice.objects.update_or_create(
        user=user,
        digest=digest("device", mark),
        defaults={"last_at": at},
        create_defaults={"first_at": at, "last_at": at},
    )
    return mark


def knows_device(user: User | None, origin: Origin) -> bool:
    """Whether `user` has signed in whole from this browser before."""
    if user is None or not origin.device:
        return False
    found = KnownDevice.objects.filter(user=user, digest=digest("device", origin.device))
    return found.exists()


def is_over(session: SessionBase, *, at: datetime) -> bool:
    """Whether a session has rested or lasted too long.

    A session without our marks was begun by a test or by a command; Django's own expiry
    is all that ends it.
    """
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        return False
    staff = bool(session.get(STAFF))
    longest = STAFF_LONGEST if staff else CITIZEN_LONGEST
    idle = STAFF_IDLE if staff else CITIZEN_IDLE
    now = at.timestamp()
    age, rest = now - float(began), now - float(seen)
    return age > longest.total_seconds() or rest > idle.total_seconds()


def stay(session: SessionBase, *, at: datetime) -> None:
    """Note that somebody is still there, at most once a minute."""
    seen = session.get(SEEN)
    if seen is None or at.timestamp() - seen < SEEN_EVERY.total_seconds():
        return
    session[SEEN] = at.timestamp()
    OpenSession.objects.filter(key=session.session_key).update(seen_at=at)


@transaction.atomic
def leave(request: HttpRequest, *, origin: Origin, at: datetime) -> None:
    """Sign out: the session's key opens nothing any more."""
    user = request.user
    if isinstance(user, User):
        OpenSession.objects.filter(key=request.session.session_key).delete()
        record(Happening.SIGNED_OUT, user, origin=origin, at=at)
    logout(request)


@transaction.atomic
def end_session(user: User, number: int, *, origin: Origin, at: datetime) -> None:
    """End one other session of one's own."""
    found = OpenSession.objects.filter(user=user, pk=number)
    if _ended(found):
        record(Happening.SESSION_ENDED, user, origin=origin, at=at)


def end_sessions(user: User, *, but: str = "", method: Method | None = None) -> int:
    """End all sessions of `user`, except the one with the key `but`; returns how many.

    With `method`, only those that were begun so.
    """
    sessions = OpenSession.objects.filter(user=user).exclude(key=but)
    return _ended(sessions if method is None else sessions.filter(method=method))


def _ended(sessions: Iterable[OpenSession]) -> int:
    keys = [each.key for each in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(key__in=keys).delete()
    return len(keys)
