"""Finding water accounts, and all that is known of one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.people.models.folding import Folded
from apps.treasury.models import Obligation
from apps.treasury.queries import outstanding_of
from apps.water.models import Account, Holding, MeterFitting
from apps.water.terms import ACCOUNT


def search_accounts(seen: QuerySet[Account], text: str) -> QuerySet[Account]:
    """Those of `seen` that a text may mean: a number, a meter's serial, a holder, a street.

    By number as it begins; by name as people write it, accents and case aside.
    """
    words = text.split()
    named = Holding.objects.filter(account=OuterRef("pk"))
    for word in words:
        named = named.filter(party__name_key__contains=Folded(_value(word)))
    metered = MeterFitting.objects.filter(
        connection=OuterRef("connection"), meter__serial__iexact=text.strip()
    )
    wanted = (
        Q(number__istartswith=text.strip())
        | Q(Exists(metered))
        | Q(connection__address__icontains=text.strip())
    )
    if words:
        wanted |= Q(Exists(named))
    return seen.filter(wanted)


def _value(word: str) -> Any:
    from django.db.models import TextField, Value

    return Value(word, output_field=TextField())


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What stands open for an account."""

    total: Decimal
    bills: tuple[Obligation, ...]
    """Oldest first."""


def owed_for(account: Account) -> Owed:
    """What the treasury says is still to pay for an account."""
    code = str(account.pk)
    rows = Obligation.objects.about(ACCOUNT, code).open().select_related("concept")
    return Owed(
        total=outstanding_of(ACCOUNT, code), bills=tuple(rows.order_by("due_on", "pk"))
    )
