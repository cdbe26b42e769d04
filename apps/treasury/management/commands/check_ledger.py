"""Prove that the books agree: entries, obligations, balances, payments; status 1 if not."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.treasury.models import Balance, Entry, Obligation
from apps.treasury.queries import ledger_disagreements


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        found = ledger_disagreements()
        if found:
            lines = [
                _("%(what)s %(id)s: %(expected)s expected, %(found)s found")
                % {
                    "what": each.what,
                    "id": each.id,
                    "expected": each.expected,
                    "found": each.found,
                }
                for each in found
            ]
            raise CommandError("\n".join(lines))
        self.stdout.write(
            _(
                "The books agree: %(entries)d entries, %(obligations)d obligations, "
                "%(balances)d balances."
            )
            % {
                "entries": Entry.objects.count(),
                "obligations": Obligation.objects.count(),
                "balances": Balance.objects.count(),
            }
        )
