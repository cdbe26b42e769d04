"""The rule of cuts as it is filled in."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy

from apps.water.actions.ruling import CutTerms
from geo.pages.fields import day

MOST: Final = 60
"""Nobody waits longer than five years of bills, or sixty days after a notice."""


class CutRuleForm(forms.Form):
    """From when a rule counts, what it asks for and by which norm."""

    since = day(gettext_lazy("First day"))
    overdue_bills = forms.IntegerField(
        label=gettext_lazy("Overdue bills"), min_value=1, max_value=MOST, initial=2
    )
    notices = forms.IntegerField(
        label=gettext_lazy("Notices before"), min_value=1, max_value=MOST, initial=1
    )
    notice_days = forms.IntegerField(
        label=gettext_lazy("Days after the last notice"),
        min_value=0,
        max_value=MOST,
        initial=3,
    )
    legal_basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=300)

    def terms(self) -> CutTerms:
        """What was filled in."""
        given = self.cleaned_data
        return CutTerms(
            overdue_bills=given["overdue_bills"],
            notices=given["notices"],
            notice_days=given["notice_days"],
            legal_basis=given["legal_basis"],
        )
