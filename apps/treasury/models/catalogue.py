"""What can be charged, at which price, since which norm; and what paying late costs."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.ledger import Account
from apps.treasury.models.money import is_positive, is_said, money_field
from apps.treasury.querysets import PriceQuerySet
from apps.treasury.terms import LateKind


class Concept(models.Model):
    """One thing the municipality charges for, and where its income is budgeted."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    budget_item = models.CharField(_("budget item"), max_length=12)
    """Rubro of the Clasificador Presupuestario, digits only (15100, 12200 …)."""
    office = models.ForeignKey(
        "people.Office", null=True, blank=True, on_delete=models.PROTECT
    )
    income = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    """The account its income is booked to."""

    class Meta:
        verbose_name = _("concept")
        constraints = [
            models.CheckConstraint(
                condition=Q(budget_item__regex=r"^\d{3,12}$"),
                name="concept_budget_item_is_a_number",
            ),
            *is_said("name", model="concept"),
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """What one unit of a concept costs on some days, and the norm that says so."""

    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="prices")
    variant = models.SlugField(_("variant"), max_length=60, blank=True)
    """Category, zone or block of the tariff; empty where there is one price only."""
    unit = models.CharField(_("unit"), max_length=24)
    amount = money_field(_("price per unit"))
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    legal_basis = models.TextField(_("legal basis"))

    objects = PriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("price")
        constraints = [
            is_positive("amount", model="price"),
            *is_said("legal_basis", "unit", model="price"),
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__lower_inf=False),
                name="price_days_have_a_beginning",
            ),
            ExclusionConstraint(
                name="price_is_one_on_any_day",
                expressions=[
                    ("concept", RangeOperators.EQUAL),
                    ("variant", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concept_id}/{self.variant} {self.amount}"


class LateRule(models.Model):
    """What an overdue obligation of a concept costs more, on some days, by which norm."""

    concept = models.ForeignKey(
        Concept, on_delete=models.PROTECT, related_name="late_rules"
    )
    charged_as = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="+")
    """Under which concept the surcharge or the interest is income."""
    kind = models.CharField(_("kind"), max_length=9, choices=LateKind)
    percent = models.DecimalField(_("percent"), max_digits=9, decimal_places=4)
    """Of what is outstanding: once for a surcharge, for each month for interest."""
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=0)
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    legal_basis = models.TextField(_("legal basis"))

    class Meta:
        verbose_name = _("late rule")
        constraints = [
            is_positive("percent", model="laterule"),
            *is_said("legal_basis", model="laterule"),
            models.CheckConstraint(
                condition=Q(kind__in=LateKind.values), name="laterule_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__lower_inf=False),
                name="laterule_days_have_a_beginning",
            ),
            ExclusionConstraint(
                name="laterule_is_one_on_any_day",
                expressions=[
                    ("concept", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concept_id} {self.kind} {self.percent}"
