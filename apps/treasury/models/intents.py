"""Payments asked of a bank: what was asked, every notice that came, what needs a person."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.people.terms import STAYS_WHEN_MERGED
from apps.treasury.models.money import is_positive, is_said, money_field
from apps.treasury.models.obligations import Obligation
from apps.treasury.models.payments import Payment, Refund
from apps.treasury.terms import IntentState, Outcome, QueueReason, Resolution


class PaymentIntent(models.Model):
    """One code (QR) that a payer may pay until it expires."""

    alias = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    """Our name for it at the bank: asking twice under one alias makes one code."""
    provider = models.SlugField(_("provider"), max_length=40)
    debtor = models.ForeignKey(
        "people.Party",
        on_delete=models.PROTECT,
        related_name="intents",
        db_comment=STAYS_WHEN_MERGED,
    )
    amount = money_field(_("amount"))
    purpose = models.CharField(max_length=64)
    """Digest of the shares: an open code for the same shares is given again, not made."""
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    expires_at = models.DateTimeField(_("expires at"))
    """By the clock of the database."""
    state = models.CharField(
        _("state"), max_length=8, choices=IntentState, default=IntentState.OPEN
    )
    reference = models.CharField(max_length=120, blank=True)
    """The bank's own name for it, once it has answered."""
    image = models.BinaryField(null=True)
    """PNG of the code, as the bank drew it."""
    payment = models.OneToOneField(
        Payment, null=True, on_delete=models.PROTECT, related_name="intent"
    )

    class Meta:
        verbose_name = _("payment code")
        constraints = [
            is_positive("amount", model="intent"),
            *is_said("provider", "purpose", model="intent"),
            models.UniqueConstraint(
                fields=["provider", "purpose"],
                condition=Q(state=IntentState.OPEN),
                name="intent_is_open_once",
            ),
            models.UniqueConstraint(
                fields=["provider", "reference"],
                condition=~Q(reference=""),
                name="intent_reference_is_single",
            ),
            models.CheckConstraint(
                condition=Q(state=IntentState.PAID, payment__isnull=False)
                | (~Q(state=IntentState.PAID) & Q(payment__isnull=True)),
                name="intent_is_paid_by_a_payment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.alias)


class IntentShare(models.Model):
    """How much of a code is meant for one obligation."""

    intent = models.ForeignKey(
        PaymentIntent, on_delete=models.PROTECT, related_name="shares"
    )
    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="intent_shares"
    )
    amount = money_field(_("amount"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intent", "obligation"], name="intentshare_is_single"
            ),
            is_positive("amount", model="intentshare"),
        ]

    def __str__(self) -> str:
        return f"{self.intent_id}: {self.amount}"


class ProviderEvent(models.Model):
    """One notice of a bank, as it came. Its number decides: the same notice acts once."""

    provider = models.SlugField(_("provider"), max_length=40)
    event = models.CharField(max_length=160)
    """The bank's number of the notice."""
    intent = models.ForeignKey(
        PaymentIntent, null=True, on_delete=models.PROTECT, related_name="events"
    )
    amount = money_field(_("amount"))
    payload = models.JSONField()
    received_at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="events"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "event"], name="providerevent_acts_once"
            ),
            *is_said("provider", "event", model="providerevent"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event}"


class QueuedPayment(models.Model):
    """Money from a bank that waits for a person: it is booked, as an advance."""

    event = models.OneToOneField(
        ProviderEvent, on_delete=models.PROTECT, related_name="queued"
    )
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="queued")
    reason = models.CharField(_("reason"), max_length=8, choices=QueueReason)
    resolution = models.CharField(
        _("resolution"), max_length=8, choices=Resolution, blank=True
    )
    refund = models.OneToOneField(
        Refund, null=True, on_delete=models.PROTECT, related_name="queued"
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    resolved_by = models.CharField(_("resolved by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("payment that waits")
        constraints = [
            models.CheckConstraint(
                condition=Q(resolution="", resolved_at__isnull=True, resolved_by="")
                | (
                    Q(resolution__in=Resolution.values, resolved_at__isnull=False)
                    & ~Q(resolved_by="")
                ),
                name="queued_is_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(resolution=Resolution.REFUND, refund__isnull=False)
                | (~Q(resolution=Resolution.REFUND) & Q(refund__isnull=True)),
                name="queued_refund_is_booked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(resolution=""), name="queued_still_waits"
            ),
            models.Index(
                fields=["-resolved_at"],
                condition=Q(resolved_at__isnull=False),
                name="queued_settled_lately",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.payment_id}"
