"""Rows of a small treasury for tests. Money is only ever made by the acts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from apps.people.models import Party
from apps.people.terms import PartyKind
from apps.treasury.actions import (
    create_concept,
    post_obligation,
    receive_payment,
    set_price,
)
from apps.treasury.actions.annulling import Ground
from apps.treasury.domain.charging import Charge, ChargeLine
from apps.treasury.domain.shares import Tender
from apps.treasury.models import Concept, Obligation, Payment, Price
from apps.treasury.queries import ledger_disagreements
from apps.treasury.terms import Means
from geo.access import Viewer

OFFICE = Viewer(name="treasury test", holds_all=True)
TODAY = dt.date(2026, 6, 15)
LAW = "Ley Municipal 12/2025, art. 4"
GROUND = Ground(legal_basis=LAW, reason="Charged by mistake")
BS = Decimal

_numbers = count(1)


def make_party(name: str = "") -> Party:
    return Party.objects.create(
        kind=PartyKind.PERSON,
        name=name or f"Persona {next(_numbers)}",
        recorded_by="test",
    )


def make_concept(code: str = "stand") -> Concept:
    return create_concept(code, code.capitalize(), budget_item="12200", by=OFFICE)


def make_price(
    amount: str = "10.00", *, concept: Concept | None = None, **given: Any
) -> Price:
    values = {"days": (dt.date(2026, 1, 1), None), "legal_basis": LAW, "unit": "month"}
    return set_price(
        concept or make_concept(), BS(amount), **{**values, **given}, by=OFFICE
    )


def a_charge(
    price: Price, debtor: Party, quantity: Decimal | int = 1, **given: Any
) -> Charge:
    number = next(_numbers)
    values: dict[str, Any] = {
        "key": f"test:{number}",
        "due_on": TODAY,
        "about_kind": "test.thing",
        "about_id": str(number),
        "lines": (ChargeLine(price_id=price.pk, quantity=BS(quantity)),),
    }
    return Charge(debtor_id=debtor.pk, concept_id=price.concept_id, **{**values, **given})


def charge(
    price: Price, debtor: Party, quantity: Decimal | int = 1, **given: Any
) -> Obligation:
    on = given.pop("on", min(TODAY, given.get("due_on", TODAY)))
    return post_obligation(a_charge(price, debtor, quantity, **given), on=on, by=OFFICE)


def a_tender(debtor: Party, amount: str | int | Decimal, **given: Any) -> Tender:
    values = {"key": f"pay:{next(_numbers)}", "means": Means.CASH}
    return Tender(debtor_id=debtor.pk, amount=BS(amount), **{**values, **given})


def pay(debtor: Party, amount: str | int | Decimal, **given: Any) -> Payment:
    on = given.pop("on", TODAY)
    return receive_payment(a_tender(debtor, amount, **given), on=on, by=OFFICE)


def is_sound() -> bool:
    """Whether the books agree, deferred checks of the database included."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return ledger_disagreements() == []
