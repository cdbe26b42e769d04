"""Cash taken in the street: receipt numbers lent to telephones, and the evening's count."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.fieldwork.models.devices import Device
from apps.fieldwork.models.events import Event


class ReceiptBlock(models.Model):
    """Receipt numbers that a telephone gives out without a connection."""

    block = models.OneToOneField(
        "documents.Block",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="lent_to",
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="blocks")
    kind = models.CharField(max_length=60)
    """Kind of fieldwork that takes the money."""

    class Meta:
        verbose_name = _("receipt numbers of a telephone")
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="receipt_block_has_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.block_id}"


class CashCount(models.Model):
    """What a collector handed over of one telephone's takings, counted once."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="counts")
    expected = models.DecimalField(_("expected"), max_digits=14, decimal_places=2)
    counted = models.DecimalField(_("counted"), max_digits=14, decimal_places=2)
    difference = models.GeneratedField(
        expression=F("counted") - F("expected"),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )
    """Negative: money is missing."""
    reason = models.CharField(_("reason"), max_length=240, blank=True, default="")
    annulled = models.PositiveIntegerField(_("numbers annulled"), default=0)
    counted_by = models.CharField(_("counted by"), max_length=150)
    counted_at = models.DateTimeField(_("counted at"), db_default=Now())

    class Meta:
        verbose_name = _("count of street cash")
        constraints = [
            models.CheckConstraint(
                condition=Q(counted__gte=0, expected__gte=0),
                name="cash_count_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(counted=F("expected")) | Q(reason__regex=r"\S"),
                name="cash_count_difference_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(counted_by=""), name="cash_count_is_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.counted}"


class StreetCash(models.Model):
    """Cash that changed hands in the street, by the event that told of it."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="cash")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    payment = models.OneToOneField(
        "treasury.Payment", null=True, on_delete=models.PROTECT, related_name="street_cash"
    )
    """None while it could not be booked: a supervisor sees to it."""
    number = models.OneToOneField(
        "documents.Number", null=True, on_delete=models.PROTECT, related_name="street_cash"
    )
    """The receipt number that was given out for it, where it was free."""
    count = models.ForeignKey(
        CashCount, null=True, on_delete=models.PROTECT, related_name="takings"
    )
    """The count it was handed over in."""

    class Meta:
        verbose_name = _("cash taken in the street")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="street_cash_is_positive"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.amount}"
