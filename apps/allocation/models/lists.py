"""Lists with which an association books for its members at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.allocation.models.claims import Hold
from apps.allocation.models.offerings import Offering


class BookingList(models.Model):
    """One file of an association for an offering; the same file again is the same list."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="lists")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="booking_lists"
    )
    file_name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(db_default=Now())
    uploaded_by = models.CharField(max_length=150)
    booked_at = models.DateTimeField(null=True, blank=True)
    booked_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        verbose_name = _("booking list")
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "organisation", "sha256"], name="bookinglist_is_single"
            ),
            models.CheckConstraint(
                condition=Q(booked_at=None, booked_by="")
                | Q(booked_at__isnull=False) & ~Q(booked_by=""),
                name="bookinglist_is_booked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class BookingLine(models.Model):
    """One row of a list as it was written, and what it came to."""

    booking = models.ForeignKey(BookingList, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField(_("row"))
    card = models.CharField(_("identity card"), max_length=40, blank=True)
    given_names = models.CharField(_("given names"), max_length=90, blank=True)
    surnames = models.CharField(_("surnames"), max_length=110, blank=True)
    wish = models.CharField(_("module or trade"), max_length=60, blank=True)
    refusal = models.CharField(_("why not"), max_length=300, blank=True, default="")
    hold = models.OneToOneField(
        Hold, null=True, on_delete=models.PROTECT, related_name="booking_line"
    )

    class Meta:
        verbose_name = _("row of a booking list")
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "line"], name="bookingline_is_single"
            ),
            models.CheckConstraint(
                condition=Q(refusal="") | Q(hold__isnull=True),
                name="bookingline_is_booked_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.card}"
