"""Somebody who buys at the counter though no window admits them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from apps.allocation.domain.admitting import Waiver


class WaiverForm(forms.Form):
    """By which norm, and why; both are kept with the hold."""

    norma = forms.CharField(
        label=gettext_lazy("Norm or resolution that permits it"),
        max_length=120,
        help_text=gettext_lazy("Its kind, number and date, and the article."),
    )
    motivo = forms.CharField(
        label=gettext_lazy("Why for this person"),
        max_length=170,
        help_text=gettext_lazy("It stays with the sale, with your name and the hour."),
    )

    def waiver(self) -> Waiver:
        """The waiver, as it was filled in."""
        given = self.cleaned_data
        return Waiver(norm=given["norma"], reason=given["motivo"])
