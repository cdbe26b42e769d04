"""What somebody owes, for what, where, since when; and what was remitted of it."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from apps.people.terms import STAYS_WHEN_MERGED
from apps.treasury.models.catalogue import Concept, LateRule, Price
from apps.treasury.models.ledger import Entry
from apps.treasury.models.money import CENTAVOS, DIGITS, is_positive, is_said, money_field
from apps.treasury.querysets import ObligationQuerySet
from apps.treasury.terms import ObligationState, RemissionKind
from geo import crs
from geo.constraints import valid_geometry


def _rounded_product() -> Func:
    """Quantity times price in centavos; PostgreSQL rounds half away from nothing."""
    exact = models.DecimalField(max_digits=28, decimal_places=9)
    product = ExpressionWrapper(F("quantity") * F("unit_amount"), output_field=exact)
    return Func(product, Value(CENTAVOS), function="round", output_field=exact)


def _territory(model: str) -> models.ForeignKey[Any, Any]:
    """A row of the territory the place lies in; found set-based when it is posted.

    Without an index: reports read the covering one of what is open, and a territory is
    replaced rarely.
    """
    return models.ForeignKey(
        f"territory.{model}",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )


class Obligation(models.Model):
    """A debt (liquidación): one thing charged to one party, once.

    Everything but `outstanding`, `state` and the place is what was charged and never
    changes; those two follow from the ledger, the territory from the place.
    """

    key = models.CharField(max_length=200, unique=True)
    """What makes it the same charge: charging again under one key changes nothing."""
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, db_index=False)
    debtor = models.ForeignKey(
        "people.Party",
        on_delete=models.PROTECT,
        related_name="obligations",
        db_comment=STAYS_WHEN_MERGED,
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="obligations", db_index=False
    )
    """The entry it was charged with; a set-based posting has one for all of a batch."""
    charged_on = models.DateField(_("charged on"))
    due_on = models.DateField(_("due on"))
    amount = money_field(_("amount"))
    outstanding = money_field(_("outstanding"))
    state = models.CharField(
        _("state"), max_length=8, choices=ObligationState, default=ObligationState.OPEN
    )
    about_kind = models.CharField(max_length=60)
    """Kind of the thing it is for, as its system calls it: `festivals.stand` …"""
    about_id = models.CharField(max_length=80)
    late_on = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="late_charges",
        db_index=False,
    )
    """The obligation that was paid late, where this is what that costs."""

    place = GeometryField(_("place"), srid=crs.STORAGE, null=True)
    district = _territory("District")
    otb = _territory("Otb")
    zone = _territory("Zone")
    street = _territory("Street")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["debtor", "due_on"],
                include=["outstanding", "concept", "district", "otb", "zone", "street"],
                condition=Q(state="open"),
                name="obligation_open_of_debtor",
            ),
            models.Index(
                fields=["late_on"],
                condition=Q(late_on__isnull=False),
                name="obligation_late_on",
            ),
            models.Index(fields=["about_kind", "about_id"], name="obligation_about"),
            models.Index(
                fields=["about_id"],
                condition=Q(state="open"),
                name="obligation_open_by_code",
            ),
        ]
        constraints = [
            valid_geometry("place", model="obligation"),
            is_positive("amount", model="obligation"),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(about_kind="") & ~Q(about_id=""),
                name="obligation_says_what_it_is_for",
            ),
            models.CheckConstraint(
                condition=Q(outstanding__gte=0, outstanding__lte=F("amount")),
                name="obligation_outstanding_is_part_of_the_amount",
            ),
            models.CheckConstraint(
                condition=Q(state=ObligationState.OPEN, outstanding__gt=0)
                | Q(
                    state__in=[ObligationState.SETTLED, ObligationState.ANNULLED],
                    outstanding=0,
                ),
                name="obligation_state_follows_what_is_outstanding",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("charged_on")), name="obligation_is_due_later"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Line(models.Model):
    """One line of an obligation: so many units at a price, and the norm behind both."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    ordinal = models.PositiveSmallIntegerField()
    concept = models.ForeignKey(
        Concept, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    price = models.ForeignKey(
        Price, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    late_rule = models.ForeignKey(
        LateRule, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.CharField(_("text"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=DIGITS, decimal_places=3)
    """Units of the price; for a late rule the bolivianos that were outstanding."""
    unit_amount = models.DecimalField(
        _("price per unit"), max_digits=DIGITS, decimal_places=6
    )
    amount = money_field(_("amount"))
    """Quantity times price, half a centavo rounded up."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "ordinal"], name="line_ordinal_is_single"
            ),
            is_positive("quantity", model="line"),
            is_positive("amount", model="line"),
            models.CheckConstraint(
                condition=Q(amount=_rounded_product()),
                name="line_amount_is_quantity_times_price",
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=False, late_rule__isnull=True)
                | Q(price__isnull=True, late_rule__isnull=False),
                name="line_has_a_legal_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id}/{self.ordinal}"


class Remission(models.Model):
    """The act by which something owed is not collected: by whom, by which norm, why."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="remissions"
    )
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="remission")
    kind = models.CharField(_("kind"), max_length=12, choices=RemissionKind)
    amount = money_field(_("amount"))
    """What was outstanding and is not any more."""
    legal_basis = models.TextField(_("legal basis"))
    reason = models.TextField(_("reason"))

    class Meta:
        constraints = [
            *is_said("legal_basis", "reason", model="remission"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(amount=0, kind=RemissionKind.ANNULMENT),
                name="remission_amount_is_positive",
            ),
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(kind=RemissionKind.ANNULMENT),
                name="remission_annuls_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.obligation_id}"
