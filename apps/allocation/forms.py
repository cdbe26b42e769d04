"""What people and programs send to the register's doors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.allocation.actions import Wish
from apps.allocation.actions.drawing_lots import MOST_WISHES
from apps.allocation.queries import Tariff
from apps.people.domain.documents import read_ci
from apps.people.domain.drafts import PersonDraft
from geo.editing.refusals import BadBody

LONGEST_CODE: Final = 40


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a request asks for."""

    spaces: Sequence[str] = ()
    party: int | None = None
    """For whom, where a desk acts for somebody."""


def read_wanted(body: bytes) -> Wanted:
    """What a JSON body asks for; an empty body asks for nothing in particular.

    Raises:
        BadBody: it is no such JSON.
    """
    if not body.strip():
        return Wanted()
    try:
        document = json.loads(body)
    except ValueError:
        raise BadBody(_("The body is no JSON.")) from None
    if not isinstance(document, dict) or set(document) - {"spaces", "party"}:
        raise BadBody(_("The body is a JSON object with “spaces” and, at a desk, “party”."))
    return Wanted(spaces=_codes(document.get("spaces", [])), party=_number(document))


def _codes(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(map(_is_code, given)):
        raise BadBody(_("“spaces” is a list of codes as they stand on the plan."))
    return given


def _is_code(each: object) -> bool:
    return isinstance(each, str) and 0 < len(each) <= LONGEST_CODE and "\0" not in each


def _number(document: dict[str, Any]) -> int | None:
    party = document.get("party")
    whole = party is None or (isinstance(party, int) and not isinstance(party, bool))
    if not whole or (party is not None and not 0 < party < 2**63):
        raise BadBody(_("“party” is the number of a party in the register."))
    return party


def chosen(form: QueryDict) -> list[str]:
    """The codes that were ticked on a page, those only that can be one."""
    return [code for code in form.getlist("espacio") if _is_code(code)]


def begins_with(given: QueryDict) -> str:
    """How the codes begin that somebody looks for; empty for all."""
    return given.get("codigo", "").replace("\x00", "").strip()[:LONGEST_CODE]


def start_at(given: QueryDict) -> int:
    """After how many spaces a page of the list begins; the beginning if it is no number."""
    text = given.get("desde", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def one_of(form: QueryDict, tariffs: Sequence[Tariff]) -> str:
    """The tariff that is looked for, if it is one of these; empty for all."""
    asked = form.get("rubro", "")
    return next((each.code for each in tariffs if each.code == asked), "")


class DrawForm(forms.Form):
    """A draw of lots to be opened."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    code = forms.SlugField(label=gettext_lazy("Code in the address"), max_length=60)
    tariff = forms.ChoiceField(label=gettext_lazy("Drawn for"), required=False)
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Applications until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, *given: Any, tariffs: Sequence[Tariff], **more: Any) -> None:
        super().__init__(*given, **more)
        everything = [("", _("all spaces of the offering"))]
        named = [(each.code, each.name) for each in tariffs]
        self.fields["tariff"].choices = everything + named  # type: ignore[attr-defined]


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


def read_wish(form: QueryDict) -> Wish:
    """What somebody applies for in a draw, as it was typed."""
    codes = form.get("quiere", "").replace("\x00", "").replace(",", " ").split()
    count = form.get("cuantos", "")
    return Wish(
        wanted=[code.upper()[:LONGEST_CODE] for code in codes[: MOST_WISHES + 1]],
        takes_any="cualquiera" in form,
        count=int(count) if count.isascii() and count.isdecimal() and len(count) < 4 else 0,
    )
