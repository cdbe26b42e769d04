"""What is filled in about accounts, their holders and their meters."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.water.forms.fields import NumberField, PartyField
from apps.water.models import Operator
from apps.water.terms import Category
from geo.pages.drawn import point_in
from geo.pages.fields import day


class AccountForm(forms.Form):
    """A new account on a new connection."""

    operator = forms.ModelChoiceField(
        label=gettext_lazy("Operator"), queryset=Operator.objects.order_by("name")
    )
    number = forms.CharField(label=gettext_lazy("Account number"), max_length=24)
    party = PartyField(
        label=gettext_lazy("Key of the holder"),
        help_text=gettext_lazy("As it stands on the sheet in the register of people."),
    )
    basis = forms.CharField(label=gettext_lazy("Document of title"), max_length=160)
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Category.choices)
    since = day(gettext_lazy("Since"))
    address = forms.CharField(
        label=gettext_lazy("Address in words"), max_length=160, required=False
    )
    position = forms.CharField(label=gettext_lazy("Connection on the map"))

    def clean_position(self) -> Point:
        """The point that was drawn."""
        point = point_in(self.cleaned_data["position"])
        if point is None:
            raise forms.ValidationError(_("Set the connection as a point on the map."))
        return point


class HolderForm(forms.Form):
    """Another holder from a day on."""

    party = PartyField(
        label=gettext_lazy("Key of the new holder"),
        help_text=gettext_lazy("As it stands on the sheet in the register of people."),
    )
    since = day(gettext_lazy("Since"))
    basis = forms.CharField(label=gettext_lazy("Document of title"), max_length=160)


class CategoryForm(forms.Form):
    """Another category, and why."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Category.choices)
    since = day(gettext_lazy("Since"))
    reason = forms.CharField(
        label=gettext_lazy("What was found on the ground"), max_length=500
    )


class MeterForm(forms.Form):
    """A meter that is fitted, in place of another where there is one."""

    serial = forms.CharField(label=gettext_lazy("Serial number"), max_length=40)
    on = day(gettext_lazy("Fitted on"))
    first_value = NumberField(label=gettext_lazy("It showed"), required=False)
    last_value = NumberField(label=gettext_lazy("The old one showed"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=160, required=False)


def today_first(today: dt.date) -> dict[str, str]:
    """What a form about a day begins with."""
    return {"since": today.isoformat(), "on": today.isoformat()}
