"""Second factors of one's own: authenticator, recovery codes, passkeys."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from apps.signin.actions.recording import record
from apps.signin.actions.sessions import end_sessions
from apps.signin.domain import totp
from apps.signin.domain.addresses import Origin
from apps.signin.domain.passkeys import NewKey
from apps.signin.domain.refusals import LastFactor, NameTaken, WrongCode, WrongPasskey
from apps.signin.domain.secrets import (
    RECOVERY_LETTERS,
    Unreadable,
    digest,
    make_code,
    plain,
    seal,
    unseal,
)
from apps.signin.models import Authenticator, Passkey, RecoveryCode
from apps.signin.permissions import RESET_FACTORS
from apps.signin.queries import factors_of
from apps.signin.terms import Happening
from geo.access import Viewer

CODES: Final = 10


@transaction.atomic
def add_authenticator(
    user: User, secret: bytes, code: str, *, origin: Origin, at: datetime
) -> None:
    """Take an authenticator in place of the one before, once it has shown a right code.

    Raises:
        WrongCode: it shows another; the one before stays.
    """
    step = totp.find_step(secret, plain(code), around=totp.step_at(at.timestamp()), after=0)
    if step is None:
        raise WrongCode
    values = {"sealed_secret": seal(secret), "last_step": step, "added_at": at}
    Authenticator.objects.update_or_create(user=user, defaults=values)
    record(Happening.FACTOR_ADDED, user, origin=origin, at=at, note="authenticator")


@transaction.atomic
def add_passkey(
    user: User, key: NewKey, *, name: str, origin: Origin, at: datetime
) -> None:
    """Take a passkey.

    Raises:
        NameTaken: the person has one of this name.
        WrongPasskey: somebody has this very passkey already.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if user.passkeys.filter(name=name).exists():
        raise NameTaken(name)
    try:
        with transaction.atomic():
            Passkey.objects.create(
                user=user,
                name=name,
                credential=key.credential,
                attested=key.attested,
                signatures=key.signatures,
                added_at=at,
            )
    except IntegrityError as error:
        raise WrongPasskey from error
    record(Happening.FACTOR_ADDED, user, origin=origin, at=at, note="passkey")


@transaction.atomic
def remove_factor(user: User, *, passkey: int | None, origin: Origin, at: datetime) -> None:
    """Forget one passkey, or the authenticator when `passkey` is None.

    Raises:
        LastFactor: staff keep at least one.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if user.is_staff and factors_of(user).count <= 1:
        raise LastFactor
    if passkey is None:
        gone, _kinds = Authenticator.objects.filter(user=user).delete()
    else:
        gone, _kinds = Passkey.objects.filter(user=user, pk=passkey).delete()
    if gone:
        note = "authenticator" if passkey is None else "passkey"
        record(Happening.FACTOR_REMOVED, user, origin=origin, at=at, note=note)


@transaction.atomic
def make_recovery_codes(user: User, *, origin: Origin, at: datetime) -> list[str]:
    """New recovery codes in place of all earlier ones; shown once, kept as digests."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [make_code(RECOVERY_LETTERS) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=digest("recovery", f"{user.pk}:{plain(code)}"))
        for code in codes
    )
    record(Happening.CODES_MADE, user, origin=origin, at=at)
    return codes


@transaction.atomic
def accept_code(user: User, code: str, *, origin: Origin, at: datetime) -> None:
    """Take a code of the authenticator or a recovery code; each opens once.

    Raises:
        WrongCode: it is neither, or was used before.
    """
    typed = plain(code)
    if typed.isdecimal() and len(typed) == totp.DIGITS:
        _accept_step(user, typed, at)
        return
    kept = RecoveryCode.objects.filter(
        user=user, digest=digest("recovery", f"{user.pk}:{typed}"), used_at=None
    )
    if not kept.update(used_at=at):
        raise WrongCode
    record(Happening.CODE_USED, user, origin=origin, at=at)


def _accept_step(user: User, code: str, at: datetime) -> None:
    found = Authenticator.objects.select_for_update().filter(user=user).first()
    if found is None:
        raise WrongCode
    try:
        secret = unseal(bytes(found.sealed_secret))
    except Unreadable as error:
        raise WrongCode from error
    around = totp.step_at(at.timestamp())
    step = totp.find_step(secret, code, around=around, after=found.last_step)
    if step is None:
        raise WrongCode
    Authenticator.objects.filter(pk=found.pk).update(last_step=step)


@transaction.atomic
def accept_passkey(passkey: Passkey, signatures: int, *, at: datetime) -> None:
    """Note that a passkey has signed.

    Raises:
        WrongPasskey: it has signed less often than we know of, so there is a copy of it
            (WebAuthn, 7.2, step 21).
    """
    kept = Passkey.objects.select_for_update().get(pk=passkey.pk)
    if signatures <= kept.signatures and (signatures or kept.signatures):
        raise WrongPasskey
    Passkey.objects.filter(pk=kept.pk).update(signatures=signatures, used_at=at)


@transaction.atomic
def reset_factors(user: User, *, why: str, by: Viewer, at: datetime) -> None:
    """Take every second factor, session and known browser from somebody who lost theirs.

    Raises:
        NotAllowed: `by` may not reset factors.
    """
    RESET_FACTORS.require(by)
    for kept in (user.passkeys, user.recovery_codes, user.known_devices):
        kept.all().delete()
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(Happening.FACTORS_RESET, user, origin=Origin(), at=at, note=why, by=by.name)
