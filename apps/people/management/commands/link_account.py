"""Say which person signs in with an account."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Final

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.people.actions import link_account
from apps.people.permissions import LINK
from apps.people.queries import find_person
from geo.access import Viewer
from geo.acting import signed
from geo.errors import Refusal

OFFICE: Final = Viewer(name="link_account", grants=frozenset({LINK.name}))


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help="name of the account")
        parser.add_argument("person", help="key, or identity card such as '1234567-1A CB'")

    def handle(self, *, account: str, person: str, **_options: object) -> None:
        user = User.objects.filter(username=account).first()
        if user is None:
            raise CommandError(_("There is no account “%s”.") % account)
        found = find_person(person)
        if found is None:
            raise CommandError(_("Nobody single is found by “%s”.") % person)
        try:
            with signed(OFFICE):
                link_account(user, found, by=OFFICE)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        said = {"account": account, "name": found}
        self.stdout.write(_("%(name)s signs in as “%(account)s”.") % said)
