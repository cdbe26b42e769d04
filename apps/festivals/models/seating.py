"""How many people a trade seats, from which day on and by which norm."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.festivals.models.trades import Trade


class Seating(models.Model):
    """Rows and seats of five metres of a trade; the latest one before a feast is its."""

    trade = models.ForeignKey(Trade, on_delete=models.CASCADE, related_name="seatings")
    since = models.DateField(_("in force from"))
    rows = models.PositiveSmallIntegerField(_("rows"))
    seats = models.PositiveSmallIntegerField(_("seats for five metres"))
    """In all rows together (22 chairs in the Corso de Corsos, Opinión 2020-02-28)."""
    by_seat = models.BooleanField(_("sold by seat"), default=False)
    legal_basis = models.TextField(_("legal basis"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trade", "since"],
                name="seating_day_is_single",
                violation_error_message=_("This trade has seats from that day already."),
            ),
            models.CheckConstraint(
                condition=Q(rows__range=(1, 60), seats__lte=2000, seats__gte=F("rows")),
                name="seating_has_rows_and_seats",
                violation_error_message=_("Say 1 to 60 rows, and a seat in each at least."),
            ),
            models.CheckConstraint(
                condition=Q(legal_basis__regex=r"\S"), name="seating_has_a_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trade} {self.since}: {self.rows} × {self.seats}"
