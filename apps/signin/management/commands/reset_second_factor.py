"""Take the second factors from an account whose owner lost them; a recorded act."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.signin.actions.factors import reset_factors
from geo.access import Viewer


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="name of the account")
        parser.add_argument("--by", required=True, help="who has checked who they are")
        parser.add_argument("--why", required=True, help="how, and what was lost")

    def handle(self, *, account: str, by: str, why: str, **_options: object) -> None:
        user = User.objects.filter(username=account).first()
        if user is None:
            raise CommandError(_("There is no account “%s”.") % account)
        if not by.strip() or not why.strip():
            raise CommandError(_("Say who has checked, and why: it is written down."))
        office = Viewer(
            name=by.strip(), is_staff=True, grants=frozenset({"signin.reset_factors"})
        )
        reset_factors(user, why=why, by=office, at=timezone.now())
        self.stdout.write(
            _(
                "“%s” has no second factor and no open session any more. They set one up "
                "when they next sign in with their password."
            )
            % account
        )
