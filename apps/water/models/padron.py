"""What a list of users (padrón) said of each account on the day it was taken over."""

from __future__ import annotations

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.money import money_field
from apps.water.models.accounts import Account
from apps.water.models.billing import NOTHING
from apps.water.models.rules import is_not_negative, is_one_of, is_said
from apps.water.terms import Category, Placed
from geo import crs
from geo.constraints import valid_point


class PadronEntry(models.Model):
    """One row of a padrón as it stood there; the account was made from it.

    What a row does not say is unknown (NULL) and equal to nothing: not the empty text.

    It stays as it was said, so that what was changed afterwards can be told from what came
    wrong, and so that taking the whole list back meets nothing that somebody worked on.
    """

    operator_code = models.SlugField(_("operator"), max_length=40)
    number = models.CharField(_("account number"), max_length=24)
    holder = models.CharField(_("holder"), max_length=200)
    document = models.CharField(_("identity card or NIT"), max_length=24, null=True)  # noqa: DJ001
    category = models.CharField(
        _("category"), max_length=12, choices=Category, default=Category.DOMESTIC
    )
    meter = models.CharField(_("meter"), max_length=40, null=True)  # noqa: DJ001
    """Its serial number; none is an account that pays the flat tariff."""
    meter_value = models.DecimalField(
        _("value on the meter"), max_digits=12, decimal_places=3, null=True
    )
    address = models.CharField(_("address"), max_length=160, null=True)  # noqa: DJ001
    debt = money_field(_("debt"), default=NOTHING)
    debt_months = models.PositiveSmallIntegerField(_("months in debt"), default=1)
    debt_until = models.DateField(_("last month in debt"), null=True)
    """Any of its days; the month before the import where the list does not say."""
    since = models.DateField(_("user since"), null=True)
    position = PointField(srid=crs.STORAGE)
    placed = models.CharField(_("how it was placed"), max_length=7, choices=Placed)
    source = models.CharField(_("source"), max_length=160)
    account = models.OneToOneField(
        Account,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="padron_entry",
    )

    class Meta:
        verbose_name = _("row of a padrón")
        verbose_name_plural = _("water accounts (padrón)")
        constraints = [
            valid_point("position", model="water_padronentry"),
            is_one_of("category", Category, model="padronentry"),
            is_one_of("placed", Placed, model="padronentry"),
            *is_said("holder", "source", model="padronentry"),
            *is_not_negative("debt", "meter_value", model="padronentry"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9A-Za-z][0-9A-Za-z./-]*$"),
                name="water_padronentry_number_has_its_shape",
                violation_error_message=_("A number has digits, letters and - . / only."),
            ),
            models.CheckConstraint(
                condition=Q(debt_months__range=(1, 360)),
                name="water_padronentry_debt_months_are_possible",
                violation_error_message=_("A debt is of one month to thirty years."),
            ),
            models.UniqueConstraint(
                fields=["operator_code", "number"],
                name="water_padronentry_number_is_single",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_code} {self.number}"
