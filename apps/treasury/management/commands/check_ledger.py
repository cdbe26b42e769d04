"""Prove that the books agree, and are as each day was sealed; status 1 if not."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.treasury.actions import broken_days
from apps.treasury.models import Balance, DaySeal, Entry, Obligation
from apps.treasury.queries import ledger_disagreements


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        faults = [
            _("%(what)s %(id)s: %(expected)s expected, %(found)s found")
            % {
                "what": each.what,
                "id": each.id,
                "expected": each.expected,
                "found": each.found,
            }
            for each in ledger_disagreements()
        ]
        faults += [
            _("%(day)s is not as it was sealed: %(sealed)d entries then, %(found)d now")
            % {"day": each.day, "sealed": each.sealed, "found": each.found}
            for each in broken_days()
        ]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(
            _(
                "The books agree: %(entries)d entries, %(obligations)d obligations, "
                "%(balances)d balances, %(days)d days sealed."
            )
            % {
                "entries": Entry.objects.count(),
                "obligations": Obligation.objects.count(),
                "balances": Balance.objects.count(),
                "days": DaySeal.objects.count(),
            }
        )
