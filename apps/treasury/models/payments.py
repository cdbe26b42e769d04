"""Money that came in, its receipts, and money that must go back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.people.terms import STAYS_WHEN_MERGED
from apps.treasury.models.ledger import Entry
from apps.treasury.models.money import is_positive, is_said, money_field
from apps.treasury.querysets import PaymentQuerySet
from apps.treasury.terms import Means


class Payment(models.Model):
    """Money received from or for one debtor. What it settled is in the legs of `entry`."""

    key = models.CharField(max_length=200, unique=True)
    """What makes it the same payment: taking it again under one key changes nothing."""
    debtor = models.ForeignKey(
        "people.Party",
        on_delete=models.PROTECT,
        related_name="payments",
        db_comment=STAYS_WHEN_MERGED,
    )
    payer = models.CharField(_("paid by"), max_length=160, blank=True)
    """Name of who brought the money, where it was another than the debtor."""
    amount = money_field(_("amount"))
    means = models.CharField(_("means"), max_length=8, choices=Means)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="payment")

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            is_positive("amount", model="payment"),
            *is_said("key", model="payment"),
            models.CheckConstraint(
                condition=Q(means__in=Means.values), name="payment_means_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Receipt(models.Model):
    """The numbered paper for a payment. Numbers of a series have no gap.

    The number is drawn from its series in the transaction of the payment. A reversed
    payment keeps its receipt: the number was given out.
    """

    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, related_name="receipt"
    )
    number = models.OneToOneField(
        "documents.Number", on_delete=models.PROTECT, related_name="receipt"
    )
    """Of the desk's series, or of a block that a collector's device holds."""

    def __str__(self) -> str:
        return f"{self.number_id}: {self.payment_id}"


class Refund(models.Model):
    """Money that the municipality has acknowledged it must give back."""

    party = models.ForeignKey(
        "people.Party",
        on_delete=models.PROTECT,
        related_name="refunds",
        db_comment=STAYS_WHEN_MERGED,
    )
    amount = money_field(_("amount"))
    reason = models.TextField(_("reason"))
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=80, blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="refund")

    class Meta:
        constraints = [
            is_positive("amount", model="refund"),
            *is_said("reason", model="refund"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.amount}"


class RefundPayment(models.Model):
    """The moment at which a refund was paid out; it happens once."""

    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="paid")
    means = models.CharField(_("means"), max_length=8, choices=Means)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="refund_payment"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(means__in=Means.values), name="refundpayment_means_is_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.refund_id)
