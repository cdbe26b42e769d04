"""Setting what can be charged and at which price, each with its norm."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.treasury.domain.chart import CHART
from apps.treasury.domain.money import amount_of
from apps.treasury.domain.refusals import BadAmount, BasisMissing, PriceOverlaps
from apps.treasury.models import Account, Concept, LateRule, Price
from apps.treasury.permissions import SET_PRICES
from apps.treasury.terms import AccountKind, LateKind
from geo.access import Viewer
from geo.acting import acting


def open_accounts() -> None:
    """Open the accounts that every instance has, where they are missing."""
    Account.objects.bulk_create(
        (Account(code=each.code, name=each.name, kind=each.kind) for each in CHART),
        ignore_conflicts=True,
    )


@transaction.atomic
def create_concept(
    code: str, name: str, *, budget_item: str, office_id: int | None = None, by: Viewer
) -> Concept:
    """Create a concept with its account of income; one of the same code is given back."""
    SET_PRICES.require(by)
    open_accounts()
    income, _new = Account.objects.get_or_create(
        code=f"income-{code}", defaults={"name": name, "kind": AccountKind.INCOME}
    )
    with acting(by):
        concept, _new = Concept.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "budget_item": budget_item,
                "office_id": office_id,
                "income": income,
            },
        )
    return concept


@transaction.atomic
def set_price(
    concept: Concept,
    amount: Decimal | str,
    *,
    days: tuple[dt.date | None, dt.date | None],
    legal_basis: str,
    unit: str,
    variant: str = "",
    by: Viewer,
) -> Price:
    """Set what one unit costs from the first day until before the last (None: open end).

    Raises:
        BadAmount: no amount of money.
        BasisMissing: without the norm or without a first day.
        PriceOverlaps: another price is in force on some of the days.
    """
    SET_PRICES.require(by)
    first, last = days
    _need_basis(legal_basis, first)
    try:
        with acting(by, why=legal_basis):
            return Price.objects.create(
                concept=concept,
                variant=variant,
                unit=unit,
                amount=amount_of(amount),
                days=DateRange(first, last),
                legal_basis=legal_basis,
            )
    except IntegrityError as error:
        raise _overlap(error) from error


@transaction.atomic
def end_price(price: Price, *, before: dt.date, by: Viewer) -> Price:
    """Let a price end before a day; what was charged at it stays as it is."""
    SET_PRICES.require(by)
    price.days = DateRange(price.days.lower, before)
    with acting(by):
        price.save(update_fields=["days"])
    return price


@transaction.atomic
def set_late_rule(
    concept: Concept,
    kind: LateKind,
    percent: Decimal,
    *,
    charged_as: Concept,
    days: tuple[dt.date | None, dt.date | None],
    legal_basis: str,
    grace_days: int = 0,
    by: Viewer,
) -> LateRule:
    """Set what paying late costs: percent of what is outstanding, once or every month.

    Raises:
        BadAmount: the percentage is nothing or negative.
        BasisMissing: without the norm or without a first day.
        PriceOverlaps: another rule of the kind is in force on some of the days.
    """
    SET_PRICES.require(by)
    first, last = days
    _need_basis(legal_basis, first)
    if percent <= 0:
        raise BadAmount(percent)
    try:
        with acting(by, why=legal_basis):
            return LateRule.objects.create(
                concept=concept,
                charged_as=charged_as,
                kind=kind,
                percent=percent,
                grace_days=grace_days,
                days=DateRange(first, last),
                legal_basis=legal_basis,
            )
    except IntegrityError as error:
        raise _overlap(error) from error


def _need_basis(legal_basis: str, first: dt.date | None) -> None:
    if first is None or not legal_basis.strip():
        raise BasisMissing


def _overlap(error: IntegrityError) -> Exception:
    return PriceOverlaps() if "is_one_on_any_day" in str(error) else error
