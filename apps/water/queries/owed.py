"""What obligations for water are for, as the desk and a receipt say it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.treasury.models import Obligation
from apps.water.models import Account, Bill


def accounts_numbered(number: str) -> list[str]:
    """Keys of the accounts that go by this number, with whichever operator."""
    found = Account.objects.filter(number=number)
    return [str(pk) for pk in found.values_list("pk", flat=True)]


def accounts_owed_for(obligations: Sequence[Obligation]) -> dict[int, str]:
    """The account, and the month of what was billed, by the number of the obligation."""
    keys = {int(each.about_id) for each in obligations if each.about_id.isdecimal()}
    numbers = dict(Account.objects.filter(pk__in=keys).values_list("pk", "number"))
    bills = Bill.objects.filter(obligation__in=[each.pk for each in obligations])
    months = dict(bills.values_list("obligation", "period__month"))
    named = {}
    for each in obligations:
        number = numbers.get(int(each.about_id)) if each.about_id.isdecimal() else None
        if number is None:
            continue
        named[each.pk] = _("account %(number)s") % {"number": number}
        if each.pk in months:
            named[each.pk] += f", {date_format(months[each.pk], 'F Y')}"
    return named
