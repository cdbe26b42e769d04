"""What collectors found and were promised at the door."""

from __future__ import annotations

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.money import is_positive, money_field
from apps.water.models.accounts import Account
from apps.water.models.rules import is_not_negative, is_one_of, is_said
from apps.water.terms import VisitOutcome
from geo import crs
from geo.constraints import valid_point


class Visit(models.Model):
    """One visit to an account; two visits both stay, the same event arrives once."""

    event_id = models.UUIDField(unique=True)
    """Given by the telephone (or the desk) that recorded it."""
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="visits")
    outcome = models.CharField(_("outcome"), max_length=13, choices=VisitOutcome)
    made_at = models.DateTimeField(_("when"))
    """By the clock of whoever visited."""
    received_at = models.DateTimeField(db_default=Now())
    made_by = models.CharField(_("who"), max_length=150)
    position = PointField(srid=crs.STORAGE, null=True, blank=True)
    accuracy_m = models.FloatField(_("accuracy"), null=True, blank=True)
    distance_m = models.FloatField(_("metres from the connection"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")
    payment = models.OneToOneField(
        "treasury.Payment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("visit")
        constraints = [
            valid_point("position", model="water_visit"),
            is_one_of("outcome", VisitOutcome, model="visit"),
            *is_said("made_by", model="visit"),
            *is_not_negative("accuracy_m", "distance_m", model="visit"),
            models.CheckConstraint(
                condition=Q(payment__isnull=True) | Q(outcome=VisitOutcome.PAID),
                name="water_visit_with_a_payment_is_paid",
            ),
        ]

    def __str__(self) -> str:
        return str(self.event_id)


class Promise(models.Model):
    """A promise to pay, made at a visit; whether it was kept follows from the payments."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="promise")
    made_on = models.DateField(_("made on"))
    due_on = models.DateField(_("promised for"))
    amount = money_field(_("amount"))

    class Meta:
        verbose_name = _("promise to pay")
        constraints = [
            is_positive("amount", model="water_promise"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("made_on")),
                name="water_promise_is_not_for_the_past",
                violation_error_message=_("A promise is for a day still to come."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.due_on}"
