"""Tariffs tried out on the bills of the last twelve months, before they are voted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.money import money_field
from apps.water.models.accounts import Account
from apps.water.models.operators import Operator
from apps.water.models.rules import is_not_negative, is_one_of, is_said
from apps.water.terms import Category


class Trial(models.Model):
    """What a tariff would have charged on what was used; nothing comes of it by itself."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="trials")
    category = models.CharField(_("category"), max_length=12, choices=Category)
    is_metered = models.BooleanField(_("for metered accounts"))
    terms = models.JSONField()
    """The tariff that was tried: see `actions.trying`."""
    first_month = models.DateField(_("from"))
    last_month = models.DateField(_("until"))
    made_at = models.DateTimeField(_("made on"), db_default=Now())
    made_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("trial of a tariff")
        constraints = [
            is_one_of("category", Category, model="trial"),
            *is_said("made_by", model="trial"),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")), name="water_trial_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.category} {self.pk}"


class TrialResult(models.Model):
    """What one account paid in those months, and what it would have paid."""

    trial = models.ForeignKey(
        Trial, on_delete=models.CASCADE, related_name="results", db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    bills = models.PositiveSmallIntegerField(_("bills"))
    before = money_field(_("before"))
    after = money_field(_("after"))

    class Meta:
        verbose_name = _("result of a trial")
        constraints = [
            *is_not_negative("before", "after", model="trialresult"),
            models.UniqueConstraint(
                fields=["trial", "account"], name="water_trialresult_is_single"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id}/{self.account_id}"
