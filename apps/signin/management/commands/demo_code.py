"""Show the present code of an account in `accounts.txt`, for who has no authenticator."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.signin.domain import totp


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="name of the account")

    def handle(self, *, account: str, **_options: object) -> None:
        file = Path(os.environ["LLAJTA_VAR"]) / "accounts.txt"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        keys = {
            line.split()[0]: line.split()[2] for line in lines if len(line.split()) == 3
        }
        key = keys.get(account, "-")
        if key == "-":
            raise CommandError(
                _("accounts.txt has no key of “%(account)s”. Those with one: %(names)s.")
                % {
                    "account": account,
                    "names": ", ".join(name for name in keys if keys[name] != "-") or "—",
                }
            )
        secret = base64.b32decode(key + "=" * (-len(key) % 8))
        self.stdout.write(totp.code_of(secret, totp.step_at(timezone.now().timestamp())))
