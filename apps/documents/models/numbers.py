"""Series of numbers without gaps, and blocks of them lent to a device."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, NullIf
from django.utils.translation import gettext_lazy as _

from apps.documents.querysets import KeptManager, NumberManager
from apps.documents.terms import DEFAULT_TEMPLATE, NumberState, SeriesKind


class Series(models.Model):
    """Numbers of one kind that one office gives out in one year, from 1 on."""

    office = models.ForeignKey(
        "people.Office", on_delete=models.PROTECT, related_name="series"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=SeriesKind)
    year = models.PositiveSmallIntegerField(_("fiscal year"))
    template = models.CharField(_("printed as"), max_length=120, default=DEFAULT_TEMPLATE)
    """How a number is printed, in the tokens of `domain.tokens`."""

    objects = KeptManager["Series"]()

    class Meta:
        verbose_name = _("series")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "year"], name="series_is_single"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SeriesKind.values), name="series_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2999), name="series_year_is_a_year"
            ),
            models.CheckConstraint(
                condition=Q(template__contains="{number"),
                name="series_template_prints_the_number",
                violation_error_message=_("The template must contain {number}."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind} {self.year}"


class Block(models.Model):
    """Numbers reserved for a device that gives them out without a connection."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="blocks")
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    holder = models.CharField(_("held by"), max_length=120)
    reserved_by = models.CharField(max_length=150)
    reserved_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    """When what was left of it was annulled."""

    objects = KeptManager["Block"]()

    class Meta:
        verbose_name = _("block of numbers")
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first")), name="block_has_numbers"
            ),
            models.CheckConstraint(
                condition=Q(holder__regex=r"\S"), name="block_has_a_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


class Number(models.Model):
    """One number of a series. It follows the one before it, and is never removed."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(_("number"))
    previous = models.GeneratedField(
        expression=NullIf(F("number") - 1, 0),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    """The number before it, to which a foreign key of the database leads: no gaps."""
    text = models.CharField(_("number as printed"), max_length=160)
    state = models.CharField(
        _("state"), max_length=8, choices=NumberState, default=NumberState.DRAWN
    )
    block = models.ForeignKey(
        Block, null=True, on_delete=models.PROTECT, related_name="numbers"
    )
    by = models.CharField(_("by"), max_length=150)
    at = models.DateTimeField(_("when"), db_default=Now())
    reason = models.CharField(_("reason"), max_length=240, blank=True, default="")
    """Why it was annulled."""
    annulled_by = models.CharField(max_length=150, blank=True, default="")
    annulled_at = models.DateTimeField(null=True)

    objects = NumberManager["Number"]()

    class Meta:
        verbose_name = _("number")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"], name="number_is_single_in_its_series"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="number_is_positive"),
            models.CheckConstraint(
                condition=Q(state__in=NumberState.values), name="number_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=NumberState.ANNULLED, annulled_at__isnull=False)
                & Q(reason__regex=r"\S")
                & ~Q(annulled_by="")
                | ~Q(state=NumberState.ANNULLED)
                & Q(annulled_at__isnull=True, reason="", annulled_by=""),
                name="number_is_annulled_with_a_reason",
                violation_error_message=_("Say why the number is annulled."),
            ),
            models.CheckConstraint(
                condition=~Q(state=NumberState.RESERVED) | Q(block__isnull=False),
                name="number_is_reserved_in_a_block",
            ),
        ]

    def __str__(self) -> str:
        return self.text
