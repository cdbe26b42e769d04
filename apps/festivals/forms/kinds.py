"""Kinds of infractions and their fines as organisers fill them in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.festivals.actions.kinds import Fine
from apps.festivals.models import InfractionKind
from geo.pages.fields import day

if TYPE_CHECKING:
    KindBase = forms.ModelForm[InfractionKind]
else:
    KindBase = forms.ModelForm


def _fine(*, required: bool = True, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=gettext_lazy("Fine in Bs"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100_000),
        max_digits=8,
        decimal_places=2,
        localize=True,
        required=required,
        help_text=hint,
    )


class KindForm(KindBase):
    """Something that a norm forbids, and what it costs from a day on."""

    amount = _fine(required=False, hint=gettext_lazy("Empty: a warning, which is free."))
    first = day(gettext_lazy("Fine in force from"), required=False)

    class Meta:
        model = InfractionKind
        fields = ("name", "code", "legal_basis")
        widgets = {"legal_basis": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        """A fine has its first day."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("amount") and not said.get("first") and "first" not in self.errors:
            self.add_error("first", _("Say from which day on the fine is in force."))
        return said

    def fine(self) -> Fine | None:
        """Its first fine; None for a warning."""
        said = self.cleaned_data
        if said["amount"] is None:
            return None
        basis = said["legal_basis"]
        return Fine(amount=said["amount"], first=said["first"], legal_basis=basis)


class FineForm(forms.Form):
    """Another fine for a kind, from a day on."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Infraction"),
        queryset=InfractionKind.objects.filter(
            concept__isnull=False, ended_on__isnull=True
        ).order_by("name"),
    )
    amount = _fine()
    first = day(gettext_lazy("In force from"))
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def fine(self) -> Fine:
        """The fine that was filled in."""
        said = self.cleaned_data
        basis = said["legal_basis"]
        return Fine(amount=said["amount"], first=said["first"], legal_basis=basis)


class EndForm(forms.Form):
    """From which day on a kind is in force no more."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Infraction"),
        queryset=InfractionKind.objects.filter(ended_on__isnull=True).order_by("name"),
    )
    before = day(gettext_lazy("In force no more from"))
