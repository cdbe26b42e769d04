"""What a feast's patents cost, as organisers fill it in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from apps.festivals.models import Trade
from apps.festivals.terms import BY_METRE, BY_MODULE, BY_SEAT
from geo.pages.fields import day

UNITS: Final = (
    (BY_MODULE, gettext_lazy("each module")),
    (BY_METRE, gettext_lazy("each metre of frontage")),
    (BY_SEAT, gettext_lazy("each seat")),
)


class PriceForm(forms.Form):
    """The price of a trade, in a zone or everywhere, from a day on."""

    trade = forms.ModelChoiceField(
        label=gettext_lazy("Trade"), queryset=Trade.objects.order_by("name")
    )
    zone = forms.SlugField(
        label=gettext_lazy("Price zone"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("As modules were drawn with. Empty: those without a zone."),
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Price in Bs"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100_000),
        max_digits=8,
        decimal_places=2,
        localize=True,
    )
    unit = forms.ChoiceField(label=gettext_lazy("For"), choices=UNITS)
    first = day(gettext_lazy("In force from"))
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def variant(self) -> str:
        """The tariff that has this price."""
        code, zone = self.cleaned_data["trade"].code, self.cleaned_data["zone"]
        return f"{code}-{zone}" if zone else str(code)

    def price(self) -> dict[str, Any]:
        """What the treasury is told of it."""
        said = self.cleaned_data
        return {
            "amount": said["amount"],
            "unit": said["unit"],
            "days": (said["first"], None),
            "legal_basis": said["legal_basis"],
            "variant": self.variant(),
        }


class EditForm(forms.Form):
    """What is done to the module that was pressed on the map."""

    along_m = forms.DecimalField(
        label=gettext_lazy("Along the route, in metres"),
        initial=Decimal(0),
        min_value=Decimal(-500),
        max_value=Decimal(500),
        max_digits=6,
        decimal_places=2,
        localize=True,
    )
    across_m = forms.DecimalField(
        label=gettext_lazy("Away from the route, in metres"),
        initial=Decimal(0),
        min_value=Decimal(-100),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=2,
        localize=True,
    )
