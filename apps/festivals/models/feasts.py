"""A feast with its days, its ordinance and the route it takes through the town."""

from __future__ import annotations

import datetime as dt

from django.contrib.gis.db.models import LineStringField
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.festivals.querysets import FestivalQuerySet
from geo import crs
from geo.constraints import valid_geometry


class Festival(models.Model):
    """A feast, once: next year's is another one."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    """It is the offering's too, so it can be shared as an address."""
    title = models.CharField(_("title"), max_length=120)
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    legal_basis = models.TextField(_("legal basis"))
    """The ordinance that permits selling in streets and squares on these days."""
    office = models.ForeignKey(
        "people.Office", null=True, blank=True, on_delete=models.PROTECT
    )
    concept = models.ForeignKey(
        "treasury.Concept", null=True, blank=True, on_delete=models.PROTECT
    )
    """What its patents are charged as; each module names the variant of the price."""
    route = LineStringField(srid=crs.STORAGE, null=True, blank=True)
    """Axis of the procession, in its direction; it may cross itself."""
    lane_m = models.DecimalField(
        _("evacuation width"), max_digits=4, decimal_places=1, default=8
    )
    """Metres along the route that no module may stand in, both sides together."""
    is_announced = models.BooleanField(_("announced"), default=False)

    objects = FestivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("feast")
        constraints = [
            valid_geometry("route", model="festival"),
            models.CheckConstraint(
                condition=Q(title__regex=r"\S") & Q(legal_basis__regex=r"\S"),
                name="festival_has_title_and_basis",
                violation_error_message=_("A feast needs its title and its ordinance."),
            ),
            models.CheckConstraint(
                condition=Q(
                    days__isempty=False, days__lower_inf=False, days__upper_inf=False
                ),
                name="festival_days_are_known",
                violation_error_message=_("Say the first and the last day."),
            ),
            models.CheckConstraint(
                condition=Q(lane_m__gte=2), name="festival_keeps_a_lane"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> dt.date:
        """The last day of the feast itself; `days` ends before the day after."""
        end: dt.date = self.days.upper
        return end - dt.timedelta(days=1)
