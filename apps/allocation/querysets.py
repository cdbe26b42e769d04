"""Filters over what is offered. Now() is the clock of the database, no other is read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Now

from apps.allocation.terms import ClaimKind, SpaceState, Standing
from geo.access import Viewer

if TYPE_CHECKING:
    from apps.allocation.models import (  # noqa: F401
        Admission,
        Claim,
        Draw,
        Offering,
        Space,
        Substitution,
    )

PLAN = "allocation.plan"
"""Name of the permission to draw what is offered; `permissions.PLAN` says it in words."""


class OfferingQuerySet(QuerySet["Offering"]):
    """Offerings: public from the day they are announced."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Keep what `viewer` may see: what is announced, or everything for planners."""
        return self if viewer.may_somewhere(PLAN) else self.filter(is_announced=True)


class _FromNowOn(Func):
    """The time from a moment on, without an end."""

    function = "tstzrange"
    template = "%(function)s(%(expressions)s, NULL)"
    output_field = DateTimeRangeField()


class ClaimQuerySet(QuerySet["Claim"]):
    """Claims to spaces, those of the past included."""

    def not_ended(self) -> Self:
        """Keep claims that have neither run out nor been ended, whatever days they are for.

        What begins later than now was claimed before the clock was put back, and binds.
        """
        return self.filter(in_force__overlap=_FromNowOn(Now()))

    def in_force(self) -> Self:
        """Keep claims that bind now: neither run out nor ended, for days not yet over."""
        days_to_come = Q(during__upper_inf=True) | Q(during__endswith__gt=Now())
        return self.not_ended().filter(days_to_come)

    def bound_at(self, moment: dt.datetime) -> Self:
        """Keep claims that bound at a moment, or bind now and began before the clock was
        put back.
        """
        ahead = Q(in_force__startswith__gt=Now(), in_force__overlap=_FromNowOn(Now()))
        return self.filter(Q(in_force__contains=moment) | ahead)


class AdmissionQuerySet(QuerySet["Admission"]):
    """Admissions to windows, the withdrawn ones included."""

    def standing(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class SubstitutionQuerySet(QuerySet["Substitution"]):
    """Substitutions, the withdrawn ones included."""

    def standing(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class _Waiting(Func):
    """Keys of spaces that windows keep from everybody, of one offering or of all on sale.

    As a subquery that names no row, so the database asks once however many are read.
    """

    function = "allocation_waiting"
    template = "(SELECT %(function)s(%(expressions)s))"
    output_field = BigIntegerField()


class _WaitingFor(_Waiting):
    """Keys of spaces that windows keep from a party."""

    function = "allocation_waiting_for"


class SpaceQuerySet(QuerySet["Space"]):
    """Spaces of offerings."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Keep what `viewer` may see: what is on a plan that was announced."""
        seen = self.exclude(state=SpaceState.WITHDRAWN)
        return (
            seen if viewer.may_somewhere(PLAN) else seen.filter(offering__is_announced=True)
        )

    def with_standing(
        self, *, of: Offering | None = None, party_id: int | None = None
    ) -> Self:
        """Add `standing`: how each space stands at this moment.

        As everybody may know, or for a party: then what windows keep from others is free
        to it where they admit it. `of` says that all are of one offering, which is quicker.
        """
        related: Any = self.model.claims.rel.related_model
        every: ClaimQuerySet = related.objects.all()
        claims = every.filter(space=OuterRef("pk"))
        # What was sold for days that are over was sold, while its offering is for them.
        titles = claims.not_ended().filter(
            Q(during__upper_inf=True)
            | Q(during__endswith__gt=Now())
            | Q(during=OuterRef("offering__during")),
            kind=ClaimKind.TITLE,
        )
        holds = claims.in_force().filter(kind=ClaimKind.HOLD)
        offered = Value(of.pk if of else None)
        windows = (
            _Waiting(offered, Now())
            if party_id is None
            else _WaitingFor(Value(party_id), offered, Now())
        )
        return self.annotate(
            standing=Case(
                When(Exists(titles), then=Value(Standing.SOLD)),
                When(Exists(holds), then=Value(Standing.HELD)),
                When(state=SpaceState.BLOCKED, then=Value(Standing.BLOCKED)),
                When(~Q(offering__sale__contains=Now()), then=Value(Standing.WAITING)),
                When(Exists(self._draws()), then=Value(Standing.WAITING)),
                When(pk__in=windows, then=Value(Standing.WAITING)),
                default=Value(Standing.FREE),
                output_field=CharField(),
            )
        )

    def _draws(self) -> QuerySet[Draw]:
        """Draws of lots that each space still waits for."""
        related: Any = self.model.offering.field.related_model
        draws: QuerySet[Draw] = related.draws.rel.related_model.objects.all()
        return draws.filter(
            Q(tariff="") | Q(tariff=OuterRef("tariff")),
            offering=OuterRef("offering"),
            drawn_at=None,
            called_off="",
        )
