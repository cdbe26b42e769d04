"""What is offered together: the stands of a feast, the niches of a wall."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.allocation.querysets import OfferingQuerySet


class Offering(models.Model):
    """Spaces offered under one norm, in one sale, for the same time or the same term."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    office = models.ForeignKey(
        "people.Office", null=True, blank=True, on_delete=models.PROTECT
    )
    is_announced = models.BooleanField(_("announced"), default=False)
    """Whether everybody may see it; before, those who plan it do."""
    sale = DateTimeRangeField(_("on sale"))
    """When spaces can be held, by the clock of the database."""
    during = DateTimeRangeField(_("for the time"), null=True, blank=True)
    """For which time a title is given, where it is the same for all spaces."""
    term_months = models.PositiveSmallIntegerField(
        _("term in months"), null=True, blank=True
    )
    """How long a title lasts from the day it is given, where that differs."""
    hold_minutes = models.PositiveSmallIntegerField(_("minutes of a hold"), default=15)
    payment_minutes = models.PositiveSmallIntegerField(_("minutes to pay"), default=60)
    """How long a hold lasts from the moment its price was told."""
    most_per_party = models.PositiveSmallIntegerField(
        _("most spaces for one party"), null=True, blank=True
    )
    most_per_association = models.PositiveSmallIntegerField(
        _("most spaces for the members of one association"), null=True, blank=True
    )
    """Its own included; who belongs to several counts in each of them."""
    list_minutes = models.PositiveSmallIntegerField(
        _("minutes to pay for lists and draws"), default=4320, db_default=4320
    )
    """How long spaces wait for who was drawn, or was booked with a list."""
    concept = models.ForeignKey(
        "treasury.Concept", null=True, blank=True, on_delete=models.PROTECT
    )
    """What it is charged as; each space names the variant of the price."""
    legal_basis = models.TextField(_("legal basis"))
    """The norm that permits the sale (for a feast: its ordinance)."""

    objects = OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("offering")
        constraints = [
            models.CheckConstraint(
                condition=Q(title__regex=r"\S") & Q(legal_basis__regex=r"\S"),
                name="offering_has_title_and_basis",
                violation_error_message=_("An offering needs its title and its norm."),
            ),
            models.CheckConstraint(
                condition=Q(sale__isempty=False, sale__lower_inf=False),
                name="offering_sale_has_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(
                    during__isnull=False,
                    during__isempty=False,
                    during__lower_inf=False,
                    term_months__isnull=True,
                )
                | Q(during__isnull=True, term_months__isnull=False, term_months__gt=0),
                name="offering_is_for_a_time_or_a_term",
                violation_error_message=_("Say for which time, or for how many months."),
            ),
            models.CheckConstraint(
                condition=Q(hold_minutes__range=(1, 1440))
                & Q(payment_minutes__range=(1, 43200)),
                name="offering_holds_run_out",
            ),
            models.CheckConstraint(
                condition=Q(most_per_party__isnull=True) | Q(most_per_party__gt=0),
                name="offering_gives_everybody_something",
            ),
            models.CheckConstraint(
                condition=Q(most_per_association__isnull=True)
                | Q(most_per_association__gt=0),
                name="offering_gives_associations_something",
            ),
            models.CheckConstraint(
                condition=Q(list_minutes__range=(1, 43200)),
                name="offering_lists_run_out",
            ),
        ]

    def __str__(self) -> str:
        return self.title
