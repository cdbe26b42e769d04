"""What water costs: dated tariffs with their norm, flat or by blocks of consumption."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateRangeField,
    DecimalRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.money import money_field
from apps.water.models.operators import Operator
from apps.water.models.rules import has_days, is_not_negative, is_one_of, is_said
from apps.water.querysets import TariffQuerySet
from apps.water.terms import Category, TariffKind

NOTHING = Decimal(0)


def _price() -> models.ForeignKey[Any, Any]:
    """The price of the treasury that says the same: none where nothing is charged here."""
    return models.ForeignKey(
        "treasury.Price",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )


class Tariff(models.Model):
    """What a category of an operator pays on some days, by which norm.

    A flat one is its fixed charge. One by blocks is the fixed charge, and for each block
    that the consumption reaches its entry charge and the cubic metres inside it times its
    price; what comes to less than the minimum is raised to it. The blocks leave no gap and
    do not overlap: the database sees to it when the transaction ends.
    """

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="tariffs", db_index=False
    )
    category = models.CharField(_("category"), max_length=12, choices=Category)
    is_metered = models.BooleanField(_("for metered accounts"), default=False)
    kind = models.CharField(_("kind"), max_length=6, choices=TariffKind)
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    fixed_charge = money_field(_("fixed charge a month"), default=NOTHING)
    minimum = money_field(_("minimum a month"), default=NOTHING)
    fixed_price = _price()
    """Of the fixed charge, by the month."""
    minimum_price = _price()
    """One boliviano: as many are charged as lack to the minimum."""
    legal_basis = models.TextField(_("legal basis"))
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = _("tariff")
        constraints = [
            has_days(model="tariff"),
            is_one_of("category", Category, model="tariff"),
            *is_said("legal_basis", "recorded_by", model="tariff"),
            *is_not_negative("fixed_charge", "minimum", model="tariff"),
            models.CheckConstraint(
                condition=Q(kind=TariffKind.BLOCKS, is_metered=True)
                | Q(kind=TariffKind.FLAT),
                name="water_tariff_by_blocks_needs_a_meter",
                violation_error_message=_("Only what a meter counts has blocks."),
            ),
            ExclusionConstraint(
                name="water_tariff_is_one_on_any_day",
                expressions=[
                    ("operator", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (Cast("is_metered", models.IntegerField()), RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Another tariff of the category is in force on some of these days."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.category} {self.days.lower}"


class TariffBlock(models.Model):
    """One block of consumption in a month: from so many cubic metres up to so many."""

    tariff = models.ForeignKey(
        Tariff, on_delete=models.CASCADE, related_name="blocks", db_index=False
    )
    cubic_metres = DecimalRangeField(_("cubic metres"))
    """Lower end included, upper excluded; the last block has no upper end."""
    unit_amount = money_field(_("price of a cubic metre"))
    entry_charge = money_field(_("charge for reaching the block"), default=NOTHING)
    """Once, for whoever uses more than the lower end: “4 to 6 m³: 20 Bs”."""
    unit_price = _price()
    entry_price = _price()

    class Meta:
        verbose_name = _("block of a tariff")
        constraints = [
            *is_not_negative("unit_amount", "entry_charge", model="tariffblock"),
            models.CheckConstraint(
                condition=Q(
                    cubic_metres__isempty=False,
                    cubic_metres__startswith__gte=0,
                    cubic_metres__lower_inc=True,
                    cubic_metres__upper_inc=False,
                ),
                name="water_tariffblock_has_its_range",
            ),
            ExclusionConstraint(
                name="water_tariffblock_overlaps_none",
                expressions=[
                    ("tariff", RangeOperators.EQUAL),
                    ("cubic_metres", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Two blocks of the tariff overlap."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tariff_id}: {self.cubic_metres}"
