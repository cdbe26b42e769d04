"""Make an administrator, and in a demonstration one account for each role; each once.

Names, passwords and keys of the authenticators are written to `accounts.txt` in the
instance's folder, which only its owner may read.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.signin.actions.accounts import NewAccount, open_account
from apps.signin.domain import totp
from geo.access import Viewer
from geo.private import private_file

OFFICE: Final = Viewer(
    name="ensure_accounts",
    is_staff=True,
    grants=frozenset({"signin.open_accounts"}),
)
ADMINISTRATOR: Final = "admin"
CITIZENS: Final = ("vecina", "vendedor")
OFFICERS: Final = (
    *("cobrador", "cajera", "funcionario", "subalcalde.d5", "tecnico"),
    *("emapaq", "organizadora", "tesorera"),
)
HEAD: Final = "# name password key-of-the-authenticator\n"


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, **_options: object) -> None:
        made = [] if User.objects.filter(is_superuser=True).exists() else [_administrator()]
        if settings.DEMO:
            taken = set(User.objects.values_list("username", flat=True))
            wanted = [*(_new(name, False) for name in CITIZENS)]
            wanted += [_new(name, True) for name in OFFICERS]
            made += [new for new in wanted if new.name not in taken]
        if not made:
            self.stdout.write(_("All accounts are there already."))
            return
        with transaction.atomic():
            for new in made:
                open_account(new, by=OFFICE, at=timezone.now())
            file = note(Path(os.environ["LLAJTA_VAR"]), made)
        said = {"names": ", ".join(new.name for new in made), "file": file}
        self.stdout.write(_("Made: %(names)s. Passwords and keys: %(file)s.") % said)


def _administrator() -> NewAccount:
    return NewAccount(
        name=ADMINISTRATOR,
        password=secrets.token_urlsafe(12),
        secret=totp.new_secret(),
        is_administrator=True,
    )


def _new(name: str, is_staff: bool) -> NewAccount:
    """Only staff must have a second factor, and only they are given one here."""
    return NewAccount(
        name=name,
        password=secrets.token_urlsafe(12),
        secret=totp.new_secret() if is_staff else None,
        is_staff=is_staff,
    )


def note(folder: Path, made: list[NewAccount]) -> Path:
    """Add accounts to `accounts.txt`, in the place of earlier ones of the same name."""
    file = folder / "accounts.txt"
    names = {new.name for new in made}
    kept = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    lines = [line for line in kept if line[:1] != "#" and line.split(" ")[0] not in names]
    for new in made:
        key = totp.as_text(new.secret) if new.secret is not None else "-"
        lines.append(f"{new.name} {new.password} {key}")
    with private_file(file) as stream:
        stream.write(HEAD + "".join(f"{line}\n" for line in lines))
    return file
