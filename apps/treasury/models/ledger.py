"""The books: accounts, entries whose legs cancel out, balances, closed periods.

What is written here is never changed; the triggers are made in `0002_guards`.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncMonth
from django.utils.translation import gettext_lazy as _

from apps.people.terms import STAYS_WHEN_MERGED
from apps.treasury.models.money import is_said, money_field
from apps.treasury.terms import AccountKind, EntryKind

NOTHING = Decimal("0.00")


class Account(models.Model):
    """One account of the ledger. Debits are positive legs, credits negative ones."""

    code = models.SlugField(_("code"), max_length=60, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=9, choices=AccountKind)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AccountKind.values), name="account_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One act in the books: its legs add up to nothing, or it is not stored at all."""

    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind)
    booked_on = models.DateField(_("booked on"))
    """The day it counts for; never in a closed period."""
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    """When the database learnt of it, by its own clock."""
    recorded_by = models.CharField(_("recorded by"), max_length=150)
    person_id = models.BigIntegerField(null=True)
    """Number of the person who acted; commands and jobs are none."""
    recorded_from = models.CharField(
        _("recorded from"), max_length=160, db_default="database"
    )
    """Through which door it came: the page, and of staff the computer; a job; a program."""
    why = models.TextField(_("why"))
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    """The entry that this one undoes; an entry is undone once."""

    class Meta:
        indexes = [models.Index(fields=["booked_on"], name="entry_booked_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values), name="entry_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=EntryKind.REVERSAL) & Q(reverses__isnull=True)),
                name="entry_reversal_names_what_it_undoes",
            ),
            *is_said("recorded_by", "recorded_from", "why", model="entry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Leg(models.Model):
    """One movement on one account: money to it if positive, from it if negative."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="legs")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount = money_field(_("amount"))
    party = models.ForeignKey(
        "people.Party",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_comment=STAYS_WHEN_MERGED,
    )
    """Whose debt or credit moves, on the accounts that are kept by party."""
    obligation = models.ForeignKey(
        "treasury.Obligation",
        null=True,
        on_delete=models.PROTECT,
        related_name="legs",
        db_index=False,
    )
    """Which debt moves; exactly on the account of what is owed."""

    class Meta:
        indexes = [
            models.Index(
                fields=["obligation"],
                include=["amount"],
                condition=Q(obligation__isnull=False),
                name="leg_of_obligation",
            ),
            models.Index(
                fields=["party"],
                condition=Q(account__in=["advances", "refunds"]),
                name="leg_of_credit",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="leg_amount_is_something"),
            models.CheckConstraint(
                condition=Q(account="receivable", obligation__isnull=False)
                | (~Q(account="receivable") & Q(obligation__isnull=True)),
                name="leg_of_a_debt_names_its_obligation",
            ),
            models.CheckConstraint(
                condition=Q(
                    account__in=["receivable", "advances", "refunds"], party__isnull=False
                )
                | (
                    ~Q(account__in=["receivable", "advances", "refunds"])
                    & Q(party__isnull=True)
                ),
                name="leg_names_a_party_where_one_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"


class Balance(models.Model):
    """What a party owes and is owed, kept up to date by each act.

    It follows from the legs; `check_ledger` proves that it is equal to them.
    """

    party = models.OneToOneField(
        "people.Party",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=STAYS_WHEN_MERGED,
    )
    owed = money_field(_("owed"), default=NOTHING)
    """By the party to the municipality."""
    advances = money_field(_("in advance"), default=NOTHING)
    """Paid and not put to anything yet."""
    refunds = money_field(_("to be refunded"), default=NOTHING)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owed__gte=0), name="balance_owed_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(advances__gte=0), name="balance_advances_are_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(refunds__gte=0), name="balance_refunds_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.owed}"


class Period(models.Model):
    """A month that was closed: nothing is booked into it or before it any more."""

    month = models.DateField(_("month"), unique=True)
    """Its first day."""
    closed_at = models.DateTimeField(_("closed at"), db_default=Now())
    closed_by = models.CharField(_("closed by"), max_length=150)
    report = models.TextField()
    """The balances it was closed with, as CSV; the same entries give the same bytes."""
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("closed month")
        constraints = [
            models.CheckConstraint(
                condition=Q(month=TruncMonth(F("month"))), name="period_is_a_month"
            )
        ]

    def __str__(self) -> str:
        return self.month.strftime("%Y-%m")


class DaySeal(models.Model):
    """What was recorded in the books on a day, as it was when the day was over."""

    day = models.DateField(_("day"), primary_key=True)
    """By the clock of the municipality."""
    entries = models.BigIntegerField(_("entries"))
    digest = models.BinaryField(_("digest"), max_length=32)
    """SHA-256 of every entry with its legs (`sql/seal/days.sql`)."""
    sealed_at = models.DateTimeField(_("sealed at"), db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(entries__gt=0), name="day_seal_has_entries")
        ]

    def __str__(self) -> str:
        return f"{self.day} {bytes(self.digest).hex()[:16]}"
