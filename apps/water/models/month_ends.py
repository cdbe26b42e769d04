"""What was owed at the end of a closed month, kept so that nobody has to add it up again.

It follows from the entries, and since none is booked into a closed month it stays true.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.money import money_field
from apps.water.models.accounts import Account


def _last_of_month(field: str) -> Func:
    """The last day of the month that a day lies in."""
    return Func(
        F(field),
        template="(date_trunc('month', %(expressions)s::timestamp)"
        " + interval '1 month - 1 day')::date",
        output_field=models.DateField(),
    )


class MonthEnd(models.Model):
    """The last day of a month that the treasury closed, and what was owed for water."""

    day = models.DateField(_("day"), primary_key=True)
    debts = models.PositiveIntegerField(_("debts"))
    """Rows kept for it."""
    total = money_field(_("owed"))
    """Their sum; the database adds it up when the transaction ends."""
    kept_at = models.DateTimeField(db_default=Now())
    kept_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("end of a month")
        constraints = [
            models.CheckConstraint(
                condition=Q(day=_last_of_month("day")),
                name="water_monthend_is_the_last_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m}"


class MonthEndDebt(models.Model):
    """What one account owed on that day, by class of age, where it was owed.

    Districts, OTBs, zones and streets are kept by number, as the report showed them: they
    may be drawn anew or go, and what was reported stays.
    """

    month_end = models.ForeignKey(
        MonthEnd, on_delete=models.PROTECT, related_name="rows", db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    district_id = models.BigIntegerField(null=True)
    otb_id = models.BigIntegerField(null=True)
    zone_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    obligations = models.PositiveIntegerField()
    total = money_field(_("owed"))
    current = money_field(_("not due"))
    one = money_field(_("1 month"))
    two = money_field(_("2 months"))
    three_to_six = money_field(_("3 to 6 months"))
    seven_to_twelve = money_field(_("7 to 12 months"))
    older = money_field(_("more than 12 months"))
    age = models.PositiveSmallIntegerField()
    """Place of its oldest class in `domain.debtors.AGES`."""
    oldest = models.DateField()
    """When the oldest of it was due."""

    class Meta:
        verbose_name = _("debt at the end of a month")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    total=F("current")
                    + F("one")
                    + F("two")
                    + F("three_to_six")
                    + F("seven_to_twelve")
                    + F("older"),
                    total__gt=0,
                    age__lte=5,
                ),
                name="water_monthenddebt_adds_up",
            ),
            models.UniqueConstraint(
                fields=[
                    "month_end",
                    "account",
                    "district_id",
                    "otb_id",
                    "zone_id",
                    "street_id",
                ],
                nulls_distinct=False,
                name="water_monthenddebt_is_single",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month_end_id} {self.account_id}"
