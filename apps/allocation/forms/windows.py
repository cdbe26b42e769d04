"""Windows of a sale, and who is admitted to them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.allocation.domain.admitting import Right, Turn
from apps.allocation.models import Offering, Window
from apps.allocation.queries import tariff_choices
from apps.allocation.terms import Admits
from geo.pages.fields import moment


class TurnForm(forms.Form):
    """A window of a sale."""

    name = forms.CharField(
        label=gettext_lazy("Whom it is for"),
        max_length=80,
        help_text=gettext_lazy("As buyers say it: house owners, federations, everybody."),
    )
    admits = forms.ChoiceField(label=gettext_lazy("Who may buy"), choices=Admits.choices)
    first = moment(gettext_lazy("Opens"))
    last = moment(gettext_lazy("Closes"))
    rank = forms.IntegerField(
        label=gettext_lazy("Rank"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=gettext_lazy(
            "Where two have a right to one space, the lower number buys first."
        ),
    )
    tariff = forms.ChoiceField(label=gettext_lazy("Only for"), required=False)

    def __init__(self, *given: Any, offering: Offering, **more: Any) -> None:
        """Offer the tariffs of the offering's spaces to choose from."""
        super().__init__(*given, **more)
        every = [("", _("all spaces"))]
        self.fields["tariff"].choices = every + tariff_choices(offering)  # type: ignore[attr-defined]

    def turn(self) -> Turn:
        """The window, as it was filled in."""
        given = dict(self.cleaned_data)
        return Turn(admits=Admits(given.pop("admits")), **given)


class AdmitForm(forms.Form):
    """Somebody who may buy through a window, and how it is known."""

    who = forms.CharField(
        label=gettext_lazy("Who"),
        max_length=100,
        help_text=gettext_lazy("Identity number, tax number or full name, as registered."),
    )
    codes = forms.CharField(
        label=gettext_lazy("Codes of their spaces"),
        max_length=400,
        help_text=gettext_lazy("One or several, with spaces or commas between them."),
    )
    proof = forms.CharField(
        label=gettext_lazy("Proof that was seen"),
        max_length=300,
        help_text=gettext_lazy(
            "What paper, its number and date: title deed, tax bill, credential."
        ),
    )

    def __init__(self, *given: Any, window: Window, **more: Any) -> None:
        """Ask for codes only where the window is for own spaces."""
        super().__init__(*given, **more)
        if window.admits != Admits.SPACE:
            del self.fields["codes"]

    def right(self, party_id: int) -> Right:
        """The right, as it was filled in."""
        codes = re.split(r"[\s,;]+", self.cleaned_data.get("codes", "").strip())
        proof = self.cleaned_data["proof"]
        return Right(party_id=party_id, proof=proof, codes=[each for each in codes if each])
