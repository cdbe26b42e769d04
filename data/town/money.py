"""Demonstration money: invented debts and payments, made by the treasury's own acts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import numpy as np
from django.db import transaction

from apps.people.models import Office, Party
from apps.people.terms import PartyKind
from apps.territory.models import Parcel
from apps.treasury.actions import (
    create_concept,
    post_obligations,
    receive_payment,
    set_price,
)
from apps.treasury.domain.charging import Charge, ChargeLine
from apps.treasury.domain.shares import Tender
from apps.treasury.models import Obligation, Price
from apps.treasury.terms import Means
from geo.access import Viewer

COUNT: Final = 60
MONTHS: Final = 14
ABOUT: Final = "demo.parcel"
BASIS: Final = "Tarifario de demostración (inventado)"
"""Stands where a norm would, so that nobody takes the prices for real ones."""

CONCEPTS: Final = (
    ("licence-demo", "Patente de funcionamiento (demostración)", "13300", "283.00"),
    ("street-stand-demo", "Sentaje en vía pública (demostración)", "15900", "10.00"),
)
"""Code, name, budget item and price: the mean of a festival licence, a day in a market."""


@transaction.atomic
def invent_money(*, on: dt.date, seed: int, by: Viewer) -> int:
    """Charge invented debtors at parcels of the town and take some payments; once only.

    Returns how many obligations are new.
    """
    if Obligation.objects.filter(about_kind=ABOUT).exists():
        return 0
    rng = np.random.default_rng([seed, COUNT])
    first = (on - dt.timedelta(days=30 * (MONTHS + 1))).replace(day=1)
    prices = _prices(first, by)
    places = list(Parcel.objects.order_by("pk")[:: _step()])[:COUNT]
    charges: dict[dt.date, list[Charge]] = {}
    for number, parcel in enumerate(places):
        price = prices[int(rng.integers(len(prices)))]
        day = on - dt.timedelta(days=int(rng.integers(0, 30 * MONTHS)))
        charges.setdefault(day, []).append(_charge(number, parcel, price, day))
    new = sum(
        post_obligations(some, on=day, by=by).new for day, some in sorted(charges.items())
    )
    _pay_some(rng, on=on, by=by)
    return new


def _step() -> int:
    """Every so many parcels one is charged, so that they lie all over the town."""
    return max(1, Parcel.objects.count() // COUNT)


def _prices(first: dt.date, by: Viewer) -> list[Price]:
    """The prices; those of an earlier run are used again."""
    found = []
    for code, name, item, amount in CONCEPTS:
        concept = create_concept(
            code, name, budget_item=item, office_id=office_of_receipts(), by=by
        )
        price = concept.prices.first() or set_price(
            concept,
            amount,
            days=(first, None),
            legal_basis=BASIS,
            unit="permiso",
            by=by,
        )
        found.append(price)
    return found


def office_of_receipts(code: str = "recaudaciones") -> int | None:
    """The office in whose series receipts are numbered that a bank's payment gets."""
    return Office.objects.filter(code=code).values_list("pk", flat=True).first()


def _charge(number: int, parcel: Parcel, price: Price, day: dt.date) -> Charge:
    name = f"Contribuyente de demostración {number + 1}"
    debtor, _new = Party.objects.get_or_create(
        kind=PartyKind.ORGANISATION, name=name, defaults={"recorded_by": "load_demo"}
    )
    return Charge(
        key=f"demo:{number}",
        debtor_id=debtor.pk,
        concept_id=price.concept_id,
        due_on=day + dt.timedelta(days=15),
        about_kind=ABOUT,
        about_id=parcel.code,
        place=parcel.footprint.point_on_surface,
        lines=(ChargeLine(price_id=price.pk, quantity=Decimal(1 + number % 3)),),
    )


def _pay_some(rng: np.random.Generator, *, on: dt.date, by: Viewer) -> None:
    """Every fourth debtor pays something, some of them all of it."""
    owed = Obligation.objects.open().filter(about_kind=ABOUT).order_by("key")
    for each in owed[::4]:
        share = Decimal(int(rng.integers(1, 5))) / 4
        amount = (each.outstanding * share).quantize(Decimal("0.01"))
        tender = Tender(
            key=f"demo:pay:{each.key}",
            debtor_id=each.debtor_id,
            amount=amount,
            means=Means.CASH,
            shares={each.pk: amount},
        )
        receive_payment(tender, on=on, by=by)
