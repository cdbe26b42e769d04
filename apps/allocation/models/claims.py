"""Holds and titles: one row for each space that is claimed, and for how long it binds."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.allocation.models.offerings import Offering
from apps.allocation.models.spaces import Space
from apps.allocation.querysets import ClaimQuerySet
from apps.allocation.terms import ClaimKind, Outcome


class Hold(models.Model):
    """Spaces that somebody took together, to pay for them: all of them or none.

    Until when it binds stands with its claims (`Claim.in_force`) and nowhere else.
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    offering = models.ForeignKey(
        Offering, on_delete=models.PROTECT, related_name="holds", db_index=False
    )
    party = models.ForeignKey(
        "people.Party",
        null=True,
        on_delete=models.PROTECT,
        related_name="holds",
        db_index=False,
    )
    visitor = models.CharField(max_length=64, blank=True, default="")
    """Digest of the token that a browser carries; empty for what a desk holds."""
    held_at = models.DateTimeField(db_default=Now())
    held_by = models.CharField(max_length=150, blank=True, default="")
    """Account that acted, if somebody signed in."""
    waived = models.CharField(
        _("why outside the windows"), max_length=300, blank=True, default="", db_default=""
    )
    """By which norm, and why, it was held though no window admits the holder; it stays."""
    obligation = models.OneToOneField(
        "treasury.Obligation", null=True, on_delete=models.PROTECT, related_name="hold"
    )
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=Outcome, blank=True, default=""
    )
    refund = models.OneToOneField(
        "treasury.Refund", null=True, on_delete=models.PROTECT, related_name="hold"
    )

    class Meta:
        verbose_name = _("hold")
        # Few: a rush on the first day of a sale writes here.
        indexes = [
            models.Index(
                fields=["party"], condition=Q(party__isnull=False), name="hold_by_party"
            ),
            models.Index(fields=["visitor", "held_at"], name="hold_by_visitor"),
            models.Index(
                fields=["id"],
                condition=Q(obligation__isnull=False, outcome=""),
                name="hold_not_paid",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False) | ~Q(visitor=""),
                name="hold_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="hold_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(obligation__isnull=True) | Q(party__isnull=False),
                name="hold_is_owed_by_a_party",
            ),
            models.CheckConstraint(
                condition=Q(waived="") | ~Q(held_by=""), name="hold_was_waived_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(refund__isnull=True)
                | Q(outcome__in=[Outcome.REFUND, Outcome.LAPSED]),
                name="hold_refund_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REFUND) | Q(refund__isnull=False),
                name="hold_paid_too_late_is_refunded",
            ),
        ]

    def __str__(self) -> str:
        return str(self.token)


class Claim(models.Model):
    """One space, claimed by a hold or a title.

    Two ranges of time, and no two claims to a space share a moment of both: `during`, the
    time the space is wanted for, and `in_force`, the time the claim binds. A hold binds
    until it runs out, a title until it is ended; so what ran out stops excluding others by
    itself, whatever any job does.
    """

    space = models.ForeignKey(
        Space, on_delete=models.PROTECT, related_name="claims", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=5, choices=ClaimKind)
    hold = models.ForeignKey(
        Hold, null=True, on_delete=models.PROTECT, related_name="claims"
    )
    """The hold it belongs to or came from; none for a title given without one."""
    party = models.ForeignKey(
        "people.Party",
        null=True,
        on_delete=models.PROTECT,
        related_name="titles",
        db_index=False,
    )
    """Who has the title; who holds stands with the hold."""
    obligation = models.ForeignKey(
        "treasury.Obligation",
        null=True,
        on_delete=models.PROTECT,
        related_name="titles",
        db_index=False,
    )
    """By the payment of which obligation the title was acquired."""
    during = DateTimeRangeField(_("for the time"))
    in_force = DateTimeRangeField(_("binds"))
    """From when it was made until it ran out or was ended, by the database's clock."""
    given_by = models.CharField(
        _("given by"), max_length=150, blank=True, default="", db_default=""
    )
    given_why = models.CharField(
        _("why it was given"), max_length=300, blank=True, default="", db_default=""
    )
    """Who gave the title or passed it on, and why; empty where a payment gave it."""
    ended_by = models.CharField(
        _("ended by"), max_length=150, blank=True, default="", db_default=""
    )
    ended_why = models.CharField(_("why it ended"), max_length=300, blank=True, default="")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        # The index of the exclusion constraint leads with the space.
        indexes = [
            models.Index(
                fields=[name],
                condition=Q(**{f"{name}__isnull": False}),
                name=f"claim_by_{name}",
            )
            for name in ("party", "obligation")
        ]
        constraints = [
            ExclusionConstraint(
                name="space_has_one_holder",
                expressions=[
                    ("space", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(kind=ClaimKind.HOLD, hold__isnull=False, party__isnull=True)
                | Q(kind=ClaimKind.TITLE, party__isnull=False),
                name="claim_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(obligation__isnull=True) | Q(kind=ClaimKind.TITLE),
                name="claim_by_payment_is_a_title",
            ),
            models.CheckConstraint(
                condition=Q(
                    during__isempty=False,
                    during__lower_inf=False,
                    in_force__isempty=False,
                    in_force__lower_inf=False,
                ),
                name="claim_has_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(kind=ClaimKind.TITLE) | Q(in_force__upper_inf=False),
                name="claim_of_a_hold_runs_out",
            ),
            models.CheckConstraint(
                condition=Q(kind=ClaimKind.HOLD)
                | Q(in_force__upper_inf=True)
                | ~Q(ended_why="") & ~Q(ended_by=""),
                name="claim_of_a_title_ends_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=ClaimKind.HOLD)
                | Q(obligation__isnull=False)
                | Q(given_why__regex=r"\S") & ~Q(given_by=""),
                name="claim_without_payment_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.space_id}"
