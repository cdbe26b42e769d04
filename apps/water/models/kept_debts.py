"""What is owed account by account, kept so that nobody has to add it up again.

At the end of a closed month it stays true, since nothing is booked into it any more. Now it
is true as long as nothing moves: the database notes each account whose debt did.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib.gis.db.models import PointField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.money import money_field
from apps.water.models.accounts import Account
from geo import crs
from geo.constraints import valid_point

PARTS: Final = ("district_id", "otb_id", "zone_id", "street_id")
"""Where a debt lies; an account whose place changed has a row for each."""


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


def adds_up(model: str) -> CheckConstraint:
    """Something is owed, and its classes come to it."""
    classes = F("current") + F("one") + F("two") + F("three_to_six")
    return CheckConstraint(
        condition=Q(
            total=classes + F("seven_to_twelve") + F("older"), total__gt=0, age__lte=5
        ),
        name=f"{model}_adds_up",
    )


def is_single(model: str, *within: str) -> UniqueConstraint:
    """An account has one row in each place."""
    return UniqueConstraint(
        fields=[*within, "account", *PARTS],
        nulls_distinct=False,
        name=f"{model}_is_single",
    )


class KeptDebt(models.Model):
    """What one account owes, by class of age, where it is owed.

    Districts, OTBs, zones and streets are kept by number, as the report shows them: they
    may be drawn anew or go, and what was reported stays.
    """

    district_id = models.BigIntegerField(null=True)
    otb_id = models.BigIntegerField(null=True)
    zone_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    position = PointField(srid=crs.STORAGE, null=True)
    """Of the connection, for the map."""
    is_whole = models.BooleanField(default=False)
    """Whether it is all that the account owes: there is no row of it in another place."""
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
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk}: {self.total}"


class MonthEndDebt(KeptDebt):
    """What one account owed on the last day of a closed month."""

    month_end = models.ForeignKey(
        MonthEnd, on_delete=models.PROTECT, related_name="rows", db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("debt at the end of a month")
        indexes = [
            GistIndex(fields=["month_end", "position"], name="water_monthenddebt_there"),
            GistIndex(
                fields=["month_end", "position"],
                condition=Q(is_whole=False),
                name="water_monthenddebt_apart",
            ),
        ]
        constraints = [
            valid_point("position", model="water_monthenddebt"),
            adds_up("water_monthenddebt"),
            is_single("water_monthenddebt", "month_end"),
        ]


class PresentDebt(KeptDebt):
    """What one account owes now, as it was last added up.

    It holds from `first_day` until the first day on which a debt grows into another class,
    unless `DebtMove` names the account: who reads adds that one up anew.
    """

    account: models.ForeignKey[Any, Any] = models.ForeignKey(
        Account,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    first_day = models.DateField()
    end_day = models.DateField(null=True)
    """The first on which it holds no more; None if it holds until something moves."""

    class Meta:
        verbose_name = _("present debt")
        indexes = [
            models.Index(
                # Not of positions: Django forgets the condition of a spatial index.
                fields=["account"],
                condition=Q(is_whole=False),
                name="water_presentdebt_apart",
            ),
            models.Index(fields=["first_day"], name="water_presentdebt_begins"),
            models.Index(fields=["end_day"], name="water_presentdebt_ends"),
        ]
        constraints = [
            valid_point("position", model="water_presentdebt"),
            adds_up("water_presentdebt"),
            is_single("water_presentdebt"),
            CheckConstraint(
                condition=Q(end_day=None) | Q(end_day__gt=F("first_day")),
                name="water_presentdebt_has_days",
            ),
        ]


class DebtSum(models.Model):
    """What accounts that owe in one place only owe, where the same parts meet.

    The database adds it up from the rows kept account by account, whoever writes those.
    """

    district_id = models.BigIntegerField(null=True)
    otb_id = models.BigIntegerField(null=True)
    zone_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    accounts = models.BigIntegerField()
    debtors = models.BigIntegerField()
    """Accounts of which something is overdue."""
    current = money_field(_("not due"))
    one = money_field(_("1 month"))
    two = money_field(_("2 months"))
    three_to_six = money_field(_("3 to 6 months"))
    seven_to_twelve = money_field(_("7 to 12 months"))
    older = money_field(_("more than 12 months"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk}: {self.accounts}"


class MonthEndSum(DebtSum):
    """Sums of a closed month-end."""

    month_end = models.ForeignKey(MonthEnd, on_delete=models.PROTECT, related_name="sums")

    class Meta:
        verbose_name = _("sum of debts at the end of a month")


class PresentSum(DebtSum):
    """Sums of what is kept as owed now."""

    class Meta:
        verbose_name = _("sum of present debts")


class DebtMove(models.Model):
    """An account whose debt moved since it was last added up; the database writes it."""

    account_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("debt that moved")

    def __str__(self) -> str:
        return str(self.account_id)
