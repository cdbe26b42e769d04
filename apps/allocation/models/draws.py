"""Draws of lots: what was promised, who applied, the closed list and what came of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.allocation.models.claims import Hold
from apps.allocation.models.offerings import Offering

SHA256 = r"^[0-9a-f]{64}$"


class Draw(models.Model):
    """Lots for spaces of one offering, or of one tariff of it, that too many want.

    Nothing of what was published changes afterwards (the database sees to it): the
    promise of a secret when applications open, the list when it is closed, the result.
    """

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="draws")
    code = models.SlugField(_("code"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    tariff = models.SlugField(_("tariff"), max_length=60, blank=True, default="")
    """Whose spaces are drawn for; empty for all of the offering."""
    opened_at = models.DateTimeField(db_default=Now())
    opened_by = models.CharField(max_length=150)
    closes_at = models.DateTimeField(_("applications until"))
    """By the clock of the database."""
    commitment = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    """Kept to itself until lots are drawn."""
    closed_list = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.CharField(max_length=150, blank=True, default="")
    words = models.CharField(
        _("words said in public"), max_length=200, blank=True, default=""
    )
    """Said after the list was closed, so that who knows the secret cannot steer."""
    result = models.JSONField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.CharField(max_length=150, blank=True, default="")
    called_off = models.CharField(
        _("why it was called off"), max_length=300, blank=True, default=""
    )

    class Meta:
        verbose_name = _("draw of lots")
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "code"], name="draw_code_is_single"
            ),
            models.CheckConstraint(
                condition=Q(title__regex=r"\S") & ~Q(opened_by=""),
                name="draw_has_title_and_author",
            ),
            models.CheckConstraint(
                condition=Q(commitment__regex=SHA256, secret__regex=SHA256),
                name="draw_is_promised",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")),
                name="draw_closes_after_it_opened",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None, closed_list=None, digest="", sealed_by="")
                | Q(sealed_at__gte=F("closes_at"), closed_list__isnull=False)
                & Q(digest__regex=SHA256)
                & ~Q(sealed_by=""),
                name="draw_is_sealed_after_it_closed",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None, result=None, words="", drawn_by="")
                | Q(drawn_at__gte=F("sealed_at"), result__isnull=False)
                & Q(words__regex=r"\S")
                & ~Q(drawn_by=""),
                name="draw_is_done_after_it_was_sealed",
            ),
            models.CheckConstraint(
                condition=Q(called_off="") | Q(drawn_at=None),
                name="draw_that_was_done_stands",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Application(models.Model):
    """One party's wish in a draw, under a code that only its receipt connects to it."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="applications")
    party = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, related_name="applications"
    )
    code = models.CharField(_("code"), max_length=12)
    wanted = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    takes_any = models.BooleanField(_("any other will do"), default=True)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    applied_at = models.DateTimeField(db_default=Now())
    applied_by = models.CharField(max_length=150)
    not_admitted = models.CharField(
        _("why it is not admitted"), max_length=300, blank=True, default=""
    )
    hold = models.OneToOneField(
        Hold, null=True, on_delete=models.PROTECT, related_name="application"
    )
    """What it won, to be paid."""

    class Meta:
        verbose_name = _("application")
        constraints = [
            models.UniqueConstraint(fields=["draw", "party"], name="application_is_single"),
            models.UniqueConstraint(
                fields=["draw", "code"], name="application_code_is_single"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-F]{12}$"),
                name="application_code_has_its_shape",
            ),
            models.CheckConstraint(
                condition=Q(count__range=(1, 20)), name="application_asks_for_some"
            ),
            models.CheckConstraint(
                condition=Q(takes_any=True) | ~Q(wanted=[]),
                name="application_wants_something",
            ),
        ]

    def __str__(self) -> str:
        return self.code
