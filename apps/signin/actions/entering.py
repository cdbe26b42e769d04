"""Coming in: what is tried, counted and written down, by way of proof."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from apps.signin.actions.factors import accept_code
from apps.signin.actions.recording import record
from apps.signin.actions.sessions import knows_device
from apps.signin.actions.trying import count_try, forgive
from apps.signin.domain.addresses import Origin
from apps.signin.domain.delays import Counted, counted_for
from apps.signin.domain.refusals import NotLetIn, WaitFirst, WrongPassword
from apps.signin.terms import Happening


def try_password(name: str, password: str, *, origin: Origin, at: datetime) -> User:
    """Whose name and password these are.

    What was counted stays counted until a whole sign-in takes it back (`came_in`), so a
    right password alone resets nobody's delay.

    Raises:
        WrongPassword: nobody's; an unknown name takes as long as a wrong password.
        WaitFirst: the next try is not due yet; nothing was looked at.
    """
    user = User.objects.filter(username=name).first()
    with _counted(user, _doors("password", user, name, origin), origin=origin, at=at):
        found = authenticate(username=name, password=password)
        if not isinstance(found, User):
            raise WrongPassword
    return found


def try_code(user: User, code: str, *, origin: Origin, at: datetime) -> None:
    """Take the second factor of somebody whose password was right.

    Raises:
        WrongCode: it does not fit.
        WaitFirst: the next try is not due yet.
    """
    doors = _doors("code", user, user.get_username(), origin)
    with _counted(user, doors, origin=origin, at=at):
        accept_code(user, code, origin=origin, at=at)


def came_in(user: User, *, tried: Container[str], origin: Origin) -> None:
    """Take back what was counted against somebody who has now proved who they are.

    What others share is forgiven only where they `tried`: else an attacker could clear an
    address by coming in with a passkey of their own.
    """
    for door in ("password", "code"):
        doors = _doors(door, user, user.get_username(), origin)
        forgive(each for each in doors if door in tried or not each.shared)


def try_anything(
    door: str,
    judge: Callable[[], None],
    *,
    user: User | None,
    origin: Origin,
    at: datetime,
) -> None:
    """Judge a proof that cannot be guessed; refusals are only written down."""
    try:
        judge()
    except NotLetIn as refusal:
        why = getattr(refusal, "why", type(refusal).__name__)
        record(Happening.REFUSED, user, origin=origin, at=at, note=f"{door}: {why}")
        raise


def _doors(door: str, user: User | None, name: str, origin: Origin) -> tuple[Counted, ...]:
    known = origin.device if knows_device(user, origin) else ""
    account = f"known:{user.pk}" if user else f"unknown:{name.casefold()}"
    return counted_for(
        door, account=account, address=origin.neighbourhood, known_device=known
    )


@contextmanager
def _counted(
    user: User | None, doors: tuple[Counted, ...], *, origin: Origin, at: datetime
) -> Iterator[None]:
    """Count a try before it is made, and write down what came of it."""
    try:
        count_try(doors, at=at)
        yield
    except WaitFirst as refusal:
        note = f"{refusal.seconds} s"
        record(Happening.DELAYED, user, origin=origin, at=at, note=note)
        raise
    except NotLetIn as refusal:
        note = type(refusal).__name__
        record(Happening.REFUSED, user, origin=origin, at=at, note=note)
        raise
