"""Who is given a title, to whom it passes, why it ends, and who stands in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy

from geo.pages.fields import day


def _party(label: Any) -> forms.CharField:
    """Somebody registered."""
    return forms.CharField(
        label=label,
        max_length=100,
        help_text=gettext_lazy("Identity number, tax number or full name, as registered."),
    )


def _decision() -> forms.CharField:
    """By what it is decided."""
    return forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("The request or the decision: number, date, cause."),
    )


class GiveForm(forms.Form):
    """Which space somebody is given without a payment, and why."""

    code = forms.CharField(label=gettext_lazy("Code of the space"), max_length=40)
    who = _party(gettext_lazy("Holder"))
    why = _decision()


class EndForm(forms.Form):
    """Why a title ends before its time."""

    why = _decision()


class TransferForm(forms.Form):
    """To whom a title goes, and why."""

    who = _party(gettext_lazy("New holder"))
    why = _decision()


class SubstituteForm(forms.Form):
    """Who stands in for a holder, and on which days."""

    who = _party(gettext_lazy("Substitute"))
    first = day(gettext_lazy("First day"))
    last = day(gettext_lazy("Last day"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def days(self) -> DateRange:
        """The days, as a range without its end; empty if the last is before the first."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if last < first:
            return DateRange(empty=True)
        return DateRange(first, last + dt.timedelta(days=1))
