"""What people fill in about notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.notices.terms import OUTSIDE
from geo.pages.fields import day


class TextForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=120, required=False)
    body = forms.CharField(
        label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class QuietForm(forms.Form):
    begins = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    since = day(_("Holds from"))
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=[(each.value, each.label) for each in OUTSIDE],
        widget=forms.CheckboxSelectMultiple,
    )
    basis = forms.CharField(label=_("Who decided it"), max_length=200)

    def decided(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        return self.cleaned_data
