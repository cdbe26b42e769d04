"""Cash desks: who sat at one from when to when, what was taken, and the count."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.ledger import Entry
from apps.treasury.models.money import CENTAVOS, DIGITS, is_said, money_field
from apps.treasury.models.payments import Payment


class CashDesk(models.Model):
    """A counter with a drawer; its receipts are numbered in the series of its office."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    office = models.ForeignKey(
        "people.Office", on_delete=models.PROTECT, related_name="cash_desks"
    )

    class Meta:
        verbose_name = _("cash desk")
        constraints = [*is_said("name", model="cashdesk")]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """One cashier at one desk, from the float until the count (*arqueo*)."""

    desk = models.ForeignKey(CashDesk, on_delete=models.PROTECT, related_name="shifts")
    cashier = models.CharField(_("cashier"), max_length=150)
    person_id = models.BigIntegerField(null=True)
    """Number of the person who sat there, where one is known."""
    floated = money_field(_("float"))
    opened_at = models.DateTimeField(_("opened at"), db_default=Now())
    closed_at = models.DateTimeField(_("closed at"), null=True)
    expected = models.DecimalField(
        _("expected"), max_digits=DIGITS, decimal_places=CENTAVOS, null=True
    )
    """The float and what was taken, less what was given back, when it was counted."""
    counted = models.DecimalField(
        _("counted"), max_digits=DIGITS, decimal_places=CENTAVOS, null=True
    )
    difference = models.GeneratedField(
        expression=F("counted") - F("expected"),
        output_field=models.DecimalField(
            max_digits=DIGITS, decimal_places=CENTAVOS, null=True
        ),
        db_persist=True,
    )
    """Negative: money is missing."""
    reason = models.CharField(_("reason"), max_length=240, blank=True, default="")
    entry = models.OneToOneField(
        Entry, null=True, on_delete=models.PROTECT, related_name="shift"
    )
    """How the difference stands in the books; the database sees that it does."""

    class Meta:
        verbose_name = _("shift")
        indexes = [
            models.Index(fields=["-opened_at"], name="shift_latest"),
            models.Index(
                fields=["-closed_at"],
                condition=Q(closed_at__isnull=False),
                name="shift_counted_lately",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["desk"],
                condition=Q(closed_at__isnull=True),
                name="shift_of_a_desk_is_single",
            ),
            models.UniqueConstraint(
                fields=["cashier"],
                condition=Q(closed_at__isnull=True),
                name="shift_of_a_cashier_is_single",
            ),
            models.CheckConstraint(
                condition=Q(floated__gte=0), name="shift_float_is_not_negative"
            ),
            *is_said("cashier", model="shift"),
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True,
                    expected__isnull=True,
                    counted__isnull=True,
                    reason="",
                )
                | Q(closed_at__isnull=False, expected__isnull=False, counted__gte=0)
                & (Q(counted=F("expected")) | Q(reason__regex=r"\S")),
                name="shift_difference_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.cashier}"


class CashTaken(models.Model):
    """Notes and coins that changed hands for one payment."""

    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, related_name="cash", primary_key=True
    )
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="taken")
    given = money_field(_("given"))
    change = money_field(_("change"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(change__gte=0, given__gt=F("change")),
                name="cashtaken_leaves_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.given}"


class CountLine(models.Model):
    """How many notes or coins of one value lay in the drawer."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="count_lines")
    value = money_field(_("value"))
    pieces = models.PositiveIntegerField(_("pieces"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "value"], name="countline_value_is_single"
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0, pieces__gt=0), name="countline_is_of_money"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pieces} × {self.value}"
