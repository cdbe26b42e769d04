"""To whom a title passes, and who stands in for a holder."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy

from geo.pages.fields import day


class TransferForm(forms.Form):
    """To whom a title goes, and why."""

    who = forms.CharField(
        label=gettext_lazy("New holder"),
        max_length=100,
        help_text=gettext_lazy("Identity number, tax number or full name, as registered."),
    )
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("The request or the decision: number, date, cause."),
    )


class SubstituteForm(forms.Form):
    """Who stands in for a holder, and on which days."""

    who = forms.CharField(
        label=gettext_lazy("Substitute"),
        max_length=100,
        help_text=gettext_lazy("Identity number, tax number or full name, as registered."),
    )
    first = day(gettext_lazy("First day"))
    last = day(gettext_lazy("Last day"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def days(self) -> DateRange:
        """The days, as a range without its end; empty if the last is before the first."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if last < first:
            return DateRange(empty=True)
        return DateRange(first, last + dt.timedelta(days=1))
