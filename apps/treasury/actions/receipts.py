"""Receipts: their numbers without gaps, and the paper that anyone can verify."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, transaction

from apps.documents.actions import annul_number, draw_number, issue_document, open_series
from apps.documents.actions.numbering import use_number
from apps.documents.domain.owners import About
from apps.documents.models import Document, Number
from apps.documents.permissions import ANNUL, DRAW, ISSUE
from apps.documents.terms import NumberState, SeriesKind
from apps.people.models import Office
from apps.treasury.domain.papers import PAYMENT, RECEIPT
from apps.treasury.domain.refusals import KeyTaken, NoReceipt
from apps.treasury.domain.shares import Tender
from apps.treasury.domain.things import things_named
from apps.treasury.domain.words import in_words
from apps.treasury.models import Leg, Payment, Receipt
from apps.treasury.permissions import RECEIVE, vested
from geo.access import Viewer
from geo.jobs import later

DRAW_PAPER: Final = "treasury.draw_receipt"
"""Name of the worker's task that draws one."""


def number_for(tender: Tender, *, year: int, by: Viewer) -> Number | None:
    """The number of the receipt for a payment: a device's, the office's next, or none.

    Raises:
        NotReserved: the device's number was given out before, or annulled.
    """
    clerk = vested(by, DRAW)
    if tender.number_id is not None:
        return use_number(Number.objects.get(pk=tender.number_id), by=clerk)
    if tender.office_id is None:
        return None
    office = Office.objects.get(pk=tender.office_id)
    series = open_series(office, SeriesKind.RECEIPT, year, by=clerk)
    return draw_number(series, by=clerk)


@transaction.atomic
def give_receipt(payment: Payment, number: Number, *, by: Viewer) -> Receipt:
    """Record the number that was drawn for a payment; one that has one keeps it.

    Raises:
        NotAllowed: `by` may not receive payments.
        KeyTaken: the number was given to another payment.
    """
    RECEIVE.require_somewhere(by)
    try:
        with transaction.atomic():
            receipt, _new = Receipt.objects.get_or_create(
                payment=payment, defaults={"number": number}
            )
    except IntegrityError as error:
        raise KeyTaken(number.text) from error
    return receipt


def annul_receipt(payment: Payment, *, why: str, by: Viewer) -> None:
    """Annul the receipt of a payment that is taken back, unless its number was before.

    It is part of the act that takes the payment back, and asks for no right of its own.
    """
    given = Number.objects.filter(receipt__payment=payment)
    number = given.exclude(state=NumberState.ANNULLED).first()
    if number is not None:
        annul_number(number, reason=why, by=vested(by, ANNUL))


@transaction.atomic
def issue_receipt(payment: Payment, *, by: Viewer) -> Document:
    """The paper of a payment's receipt; drawn the first time, the same bytes ever after.

    It is drawn after the payment was committed: drawing takes a second, in which nobody
    else could draw a number.

    Raises:
        NotAllowed: `by` may not receive payments.
        NoReceipt: the payment has no number.
        StoreAway: the paper cannot be kept.
    """
    RECEIVE.require_somewhere(by)
    rows = Receipt.objects.select_related("number__series__office", "payment__debtor")
    receipt = rows.select_for_update(of=("self",)).filter(payment=payment).first()
    if receipt is None:
        raise NoReceipt
    papers = Document.objects.filter(number=receipt.number, annulled_at=None)
    issued = papers.first()
    if issued is not None:
        return issued
    legs = _settled(receipt.payment)
    return issue_document(
        RECEIPT.name,
        about=About(kind=PAYMENT, id=str(receipt.payment_id)),
        context=_told(receipt.payment, legs),
        place=_place(legs),
        number=receipt.number,
        by=vested(by, ISSUE),
    )


def let_draw(payment: Payment) -> None:
    """Have the worker draw the paper of a payment at which nobody stands at a desk.

    The worker hears of it when the transaction commits; what it misses because it falls is
    found by `without_paper`.
    """
    if Receipt.objects.filter(payment=payment).exists():
        later(DRAW_PAPER, priority=0, payment=payment.pk)


def _settled(payment: Payment) -> list[Leg]:
    """What the payment was put to, the oldest obligation first."""
    legs = payment.entry.legs.exclude(obligation=None)
    told = legs.select_related("obligation__concept")
    return list(told.order_by("obligation__due_on", "obligation_id"))


def _told(payment: Payment, legs: list[Leg]) -> dict[str, Any]:
    """What the template of a receipt is given."""
    owed = [leg.obligation for leg in legs if leg.obligation is not None]
    things = things_named(owed)
    rows = [
        (each.concept.name, things[each.pk], each, -leg.amount)
        for leg in legs
        if (each := leg.obligation) is not None
    ]
    surplus = payment.amount - sum(amount for *_told, amount in rows)
    return {
        "payment": payment,
        "rows": rows,
        "surplus": surplus,
        "in_words": in_words(payment.amount),
    }


def _place(legs: list[Leg]) -> GEOSGeometry | None:
    """Where the oldest thing lies that was paid."""
    places = (leg.obligation.place for leg in legs if leg.obligation is not None)
    return next((place for place in places if place is not None), None)
