"""Offices, their posts, who holds them from when to when, and what posts may do."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from apps.people.models.parties import Person
from apps.people.querysets import OfficeQuerySet
from apps.people.terms import CODE, HoldingKind, OfficeKind
from geo import crs
from geo.constraints import valid_point


class Office(models.Model):
    """A unit of the municipality; the tree is its organisation chart."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    """For ever: series of numbers and acts are kept under it."""
    name = models.CharField(_("name"), max_length=120)
    acronym = models.CharField(_("acronym"), max_length=16, blank=True, default="")
    """How it signs its letters (*cites*)."""
    kind = models.CharField(_("kind"), max_length=12, choices=OfficeKind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    rank = models.PositiveSmallIntegerField(_("place among its siblings"), default=0)
    position = PointField(_("place"), srid=crs.STORAGE, null=True, blank=True)
    is_placed_by_hand = models.BooleanField(default=False)
    """Whether somebody of the municipality said where it is; else it is only likely."""
    address = models.CharField(_("address"), max_length=160, blank=True, default="")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        constraints = [
            valid_point("position", model="office"),
            models.CheckConstraint(
                condition=Q(code__regex=CODE), name="office_code_is_a_slug"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"\S"), name="office_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OfficeKind.values), name="office_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="office_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in an office; permissions are granted to posts, never to people."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("title"), max_length=120)
    is_head = models.BooleanField(_("heads the office"), default=False)

    class Meta:
        verbose_name = _("post")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE), name="post_code_is_a_slug"
            ),
            models.CheckConstraint(
                condition=Q(title__regex=r"\S"), name="post_has_a_title"
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(is_head=True),
                name="post_head_is_single",
                violation_error_message=_("The office has a head already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """Who holds a post on which days, and by which act of appointment.

    A post has one titular holder at a time and, over that, at most one acting one, who
    exercises it alone on those days (*encargatura*).
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    kind = models.CharField(_("kind"), max_length=7, choices=HoldingKind)
    days = DateRangeField(_("days"), help_text=_("First day included, last excluded."))
    act = models.CharField(_("act of appointment"), max_length=120)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("holding")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=HoldingKind.values), name="holding_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__startswith__isnull=False),
                name="holding_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind=HoldingKind.ACTING) | Q(days__endswith__isnull=False),
                name="holding_acting_ends",
                violation_error_message=_("An acting appointment needs its last day."),
            ),
            models.CheckConstraint(
                condition=Q(act__regex=r"\S") & ~Q(recorded_by=""),
                name="holding_has_its_act",
                violation_error_message=_("Name the act of appointment."),
            ),
            ExclusionConstraint(
                name="holding_one_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody holds this post on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.person_id}"


class Grant(models.Model):
    """A permission given to a post for some days, everywhere or in one district."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="grants")
    permission = models.CharField(_("permission"), max_length=80)
    """Name of a `geo.access.Permission`."""
    district = models.ForeignKey(
        "territory.District", null=True, blank=True, on_delete=models.PROTECT
    )
    days = DateRangeField(_("days"), help_text=_("First day included, last excluded."))
    basis = models.CharField(_("why"), max_length=160)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("grant")
        constraints = [
            models.CheckConstraint(
                condition=Q(permission__regex=r"^[a-z_]+\.[a-z_]+$"),
                name="grant_names_a_permission",
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__startswith__isnull=False),
                name="grant_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(basis__regex=r"\S") & ~Q(recorded_by=""),
                name="grant_has_a_reason",
                violation_error_message=_("Say why it is granted."),
            ),
            ExclusionConstraint(
                name="grant_stands_once",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("permission", RangeOperators.EQUAL),
                    (Coalesce("district", 0), RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The post has this permission on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.permission}"


class Account(models.Model):
    """Which person signs in with an account of the platform."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account"
    )
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return str(self.user_id)
