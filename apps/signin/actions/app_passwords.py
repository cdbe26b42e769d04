"""Passwords for programs that cannot ask for a second factor, such as QGIS."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.http import HttpRequest

from apps.signin.actions.recording import record
from apps.signin.domain.addresses import Origin
from apps.signin.domain.refusals import NameTaken
from apps.signin.domain.secrets import PROGRAM_LETTERS, digest, make_code, plain
from apps.signin.models import AppPassword
from apps.signin.terms import Happening

USED_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def make_app_password(user: User, name: str, *, origin: Origin, at: datetime) -> str:
    """A new password for the program called `name`; it is shown this once.

    Raises:
        NameTaken: another that still opens has this name.
    """
    code = make_code(PROGRAM_LETTERS)
    try:
        with transaction.atomic():
            AppPassword.objects.create(
                user=user, name=name, digest=digest("program", plain(code)), made_at=at
            )
    except IntegrityError as error:
        raise NameTaken(name) from error
    record(Happening.APP_PASSWORD_MADE, user, origin=origin, at=at, note=name)
    return code


@transaction.atomic
def end_app_password(user: User, number: int, *, origin: Origin, at: datetime) -> None:
    """Withdraw one of one's own; the next request with it is refused."""
    found = AppPassword.objects.filter(user=user, pk=number, ended_at=None)
    if found.update(ended_at=at):
        record(Happening.APP_PASSWORD_ENDED, user, origin=origin, at=at)


class AppPasswordBackend(BaseBackend):
    """Knows people by the password of one of their programs, and by no other.

    A desktop GIS sends it with each of a hundred requests: one look-up by digest, and at
    most one write a minute.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        app_password: str | None = None,
        **_others: object,
    ) -> User | None:
        """Whose program this is."""
        if not username or not app_password:
            return None
        found = (
            AppPassword.objects.select_related("user")
            .filter(digest=digest("program", plain(app_password)), ended_at=None)
            .filter(user__username=username, user__is_active=True)
            .first()
        )
        if found is None:
            return None
        AppPassword.objects.filter(pk=found.pk).exclude(
            used_at__gt=Now() - USED_EVERY
        ).update(used_at=Now())
        return found.user
