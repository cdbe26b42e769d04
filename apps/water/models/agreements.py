"""Debts paid in instalments, complaints, and holders who are protected from cuts."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.money import is_positive, money_field
from apps.water.models.accounts import Account
from apps.water.models.rules import has_days, is_one_of, is_said
from apps.water.terms import AgreementState, ClaimKind, ClaimOutcome, Protection


class Agreement(models.Model):
    """A debt that its holder pays in instalments (convenio de pago)."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="agreements"
    )
    party = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, related_name="water_agreements"
    )
    signed_on = models.DateField(_("signed on"))
    total = money_field(_("debt agreed on"))
    state = models.CharField(
        _("state"), max_length=9, choices=AgreementState, default=AgreementState.STANDING
    )
    legal_basis = models.TextField(_("legal basis"))
    obligations = models.ManyToManyField(
        "treasury.Obligation", blank=True, related_name="water_agreements"
    )
    """The debts it is about; they stay as they were charged."""
    document = models.ForeignKey(
        "documents.Document",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("payment agreement")
        constraints = [
            is_one_of("state", AgreementState, model="agreement"),
            is_positive("total", model="water_agreement"),
            *is_said("legal_basis", "recorded_by", model="agreement"),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state=AgreementState.STANDING),
                name="water_agreement_stands_alone",
                violation_error_message=_("The account has a standing agreement."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.signed_on}"


class Instalment(models.Model):
    """One part of an agreed debt; together they come to all of it, to the centavo."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="instalments", db_index=False
    )
    ordinal = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("due on"))
    amount = money_field(_("amount"))

    class Meta:
        verbose_name = _("instalment")
        constraints = [
            is_positive("amount", model="water_instalment"),
            models.UniqueConstraint(
                fields=["agreement", "ordinal"], name="water_instalment_ordinal_is_single"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.ordinal}"


class Claim(models.Model):
    """A complaint about the service; while it is open, nothing is collected by force."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="claims")
    bill = models.ForeignKey(
        "water.Bill",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ClaimKind)
    text = models.TextField(_("what is complained about"))
    opened_at = models.DateTimeField(_("opened"), db_default=Now())
    opened_by = models.CharField(max_length=150)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.CharField(max_length=150, blank=True, default="")
    outcome = models.CharField(
        _("outcome"), max_length=9, choices=ClaimOutcome, blank=True, default=""
    )
    answer = models.TextField(_("answer"), blank=True, default="")

    class Meta:
        verbose_name = _("complaint about water")
        constraints = [
            is_one_of("kind", ClaimKind, model="claim"),
            *is_said("text", "opened_by", model="claim"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="", outcome="", answer="")
                | Q(
                    closed_at__isnull=False,
                    closed_at__gte=F("opened_at"),
                    outcome__in=ClaimOutcome.values,
                    answer__regex=r"\S",
                )
                & ~Q(closed_by=""),
                name="water_claim_is_closed_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"


class ProtectedHolder(models.Model):
    """Somebody whose water is not cut on these days, whatever is owed."""

    party = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, related_name="water_protection"
    )
    kind = models.CharField(_("ground"), max_length=11, choices=Protection)
    reason = models.TextField(_("reason"))
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("protected holder")
        constraints = [
            has_days(model="protectedholder"),
            is_one_of("kind", Protection, model="protectedholder"),
            *is_said("reason", "recorded_by", model="protectedholder"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.kind}"
