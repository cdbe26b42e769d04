"""What the books are corrected with: always a reason, and where needed a norm."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.documents.actions.numbering import LONGEST_REASON
from apps.treasury.actions.annulling import Ground
from apps.treasury.domain.refusals import BadAmount
from apps.treasury.forms.till import read_amount
from apps.treasury.terms import RemissionKind

LONGEST: Final = 500


class MoneyField(forms.CharField):
    """An amount as it is written here; nothing typed is None."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("max_length", 20)
        attributes = {"inputmode": "decimal", "class": "is-money", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **more)

    def clean(self, value: Any) -> Decimal | None:
        """The amount that was typed; what is none is said on the form."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_amount(text)
        except BadAmount as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def _reason(longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=_("Why"), max_length=longest, widget=forms.Textarea(attrs={"rows": 3})
    )


class GroundForm(forms.Form):
    """By which norm and why something is not collected."""

    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The resolution or order behind it, with its number and date."),
    )
    reason = _reason()

    def ground(self) -> Ground:
        """Norm and reason, as the act asks for them."""
        told = self.cleaned_data
        return Ground(legal_basis=told["legal_basis"], reason=told["reason"])


class ForgiveForm(GroundForm):
    """How much is given up, by which norm and why."""

    amount = MoneyField(
        label=_("How much, Bs"),
        required=False,
        help_text=_("Empty: all that is outstanding."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of remission"),
        choices=[
            (each.value, each.label)
            for each in (RemissionKind.FORGIVENESS, RemissionKind.PRESCRIPTION)
        ],
    )
    field_order = ("kind", "amount", "legal_basis", "reason")

    def remission(self) -> RemissionKind:
        """What kind of giving up it is."""
        return RemissionKind(self.cleaned_data["kind"])


class ReverseForm(forms.Form):
    """Why a payment is taken back; its receipt is annulled with the same words."""

    reason = _reason(LONGEST_REASON)


class RepayForm(forms.Form):
    """How much of an advance is to go back, and why."""

    amount = MoneyField(label=_("How much, Bs"))
    reason = _reason()


class PayOutForm(forms.Form):
    """What the bank calls the transfer by which money went back."""

    reference = forms.CharField(label=_("Number of the transfer or cheque"), max_length=80)
