"""A draw of lots to be opened, and what somebody applies for in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.allocation.actions import Wish
from apps.allocation.actions.drawing_lots import MOST_WISHES
from apps.allocation.forms.asking import LONGEST_CODE
from apps.allocation.queries import Tariff
from geo.pages.fields import moment


class DrawForm(forms.Form):
    """A draw of lots to be opened."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    code = forms.SlugField(label=gettext_lazy("Code in the address"), max_length=60)
    tariff = forms.ChoiceField(label=gettext_lazy("Drawn for"), required=False)
    closes_at = moment(gettext_lazy("Applications until"))

    def __init__(self, *given: Any, tariffs: Sequence[Tariff], **more: Any) -> None:
        super().__init__(*given, **more)
        everything = [("", _("all spaces of the offering"))]
        named = [(each.code, each.name) for each in tariffs]
        self.fields["tariff"].choices = everything + named  # type: ignore[attr-defined]


def read_wish(form: QueryDict) -> Wish:
    """What somebody applies for in a draw, as it was typed."""
    codes = form.get("quiere", "").replace("\x00", "").replace(",", " ").split()
    count = form.get("cuantos", "")
    return Wish(
        wanted=[code.upper()[:LONGEST_CODE] for code in codes[: MOST_WISHES + 1]],
        takes_any="cualquiera" in form,
        count=int(count) if count.isascii() and count.isdecimal() and len(count) < 4 else 0,
    )
