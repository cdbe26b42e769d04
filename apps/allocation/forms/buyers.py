"""Somebody who buys for the first time."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.people.domain.documents import read_ci
from apps.people.domain.drafts import PersonDraft


class NewBuyer(forms.Form):
    """Somebody who buys for the first time, by the card that lies on the counter."""

    cedula = forms.CharField(label=gettext_lazy("Identity card"), max_length=40)
    given_names = forms.CharField(label=gettext_lazy("Given names"), max_length=90)
    first_surname = forms.CharField(label=gettext_lazy("First surname"), max_length=54)
    second_surname = forms.CharField(
        label=gettext_lazy("Second surname"), max_length=54, required=False
    )

    def clean_cedula(self) -> str:
        """The card, if it is one."""
        text = str(self.cleaned_data["cedula"])
        if read_ci(text) is None:
            raise forms.ValidationError(_("This is no number of an identity card."))
        return text

    def draft(self) -> PersonDraft:
        """The person as the register takes it."""
        given = dict(self.cleaned_data)
        card = read_ci(given.pop("cedula"))
        assert card is not None
        return PersonDraft(
            document_kind=card.kind,
            document_number=card.number,
            complement=card.complement,
            issued_in=card.issued_in,
            **given,
        )
