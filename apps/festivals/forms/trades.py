"""Trades and their rules as organisers fill them in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.festivals.models import Seating, SpacingRule, Trade
from apps.festivals.terms import Trait, ZoneKind
from geo.pages.fields import day

if TYPE_CHECKING:
    TradeBase = forms.ModelForm[Trade]
    SeatingBase = forms.ModelForm[Seating]
else:
    TradeBase = SeatingBase = forms.ModelForm


class TradeForm(TradeBase):
    """A trade and what it brings with it."""

    traits = forms.MultipleChoiceField(
        label=gettext_lazy("Brings with it"),
        choices=Trait.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Trade
        fields = ("name", "code", "traits")

    def filled(self) -> Trade:
        """The trade that was filled in."""
        return self.instance


class SeatingForm(SeatingBase):
    """How many people a trade seats, from a day on."""

    since = day(gettext_lazy("In force from"))

    class Meta:
        model = Seating
        fields = ("trade", "since", "rows", "seats", "by_seat", "legal_basis")
        labels = {"trade": gettext_lazy("Trade")}
        widgets = {"legal_basis": forms.Textarea(attrs={"rows": 2})}

    def filled(self) -> Seating:
        """The rule that was filled in."""
        return self.instance


class SpacingForm(forms.Form):
    """How far what brings one thing keeps from what brings another, or from a place."""

    trait = forms.ChoiceField(label=gettext_lazy("What brings"), choices=Trait.choices)
    away_from = forms.ChoiceField(label=gettext_lazy("Keeps away from"))
    metres = forms.DecimalField(
        label=gettext_lazy("Metres"),
        min_value=Decimal("0.1"),
        max_value=Decimal(1000),
        max_digits=5,
        decimal_places=1,
        localize=True,
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["away_from"].choices = [  # type: ignore[attr-defined]
            *((f"trait:{value}", label) for value, label in Trait.choices),
            *((f"zone:{value}", label) for value, label in ZoneKind.choices),
        ]

    def clean(self) -> dict[str, Any]:
        """Let the model's own rules speak, and say so beside the form."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        try:
            self.filled().full_clean()
        except ValidationError:  # each field was judged before: it is the pair
            self.add_error("away_from", _("There is a rule for these two already."))
        return said

    def filled(self) -> SpacingRule:
        """The rule that was filled in."""
        said = dict(self.cleaned_data)
        what, _colon, word = said.pop("away_from").partition(":")
        return SpacingRule(**said, **{f"from_{what}": word})
