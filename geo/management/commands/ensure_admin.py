"""Make one local administrator with a random password, unless there is one already."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

NAME: Final = "admin"


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, **_options: object) -> None:
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            self.stdout.write("There is an administrator already.")
            return
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            users.create_superuser(username=NAME, password=password)
            file = note_password(Path(os.environ["LLAJTA_VAR"]), password)
        self.stdout.write(f"Administrator made; the password is in {file}.")


def note_password(folder: Path, password: str) -> Path:
    """Write the account down in `accounts.txt`, which only its owner may read."""
    file = folder / "accounts.txt"
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(f"{NAME} {password}\n")
    return file
