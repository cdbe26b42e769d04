"""What people and programs send to the register's doors."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.allocation.actions import Wish
from apps.allocation.actions.drawing_lots import MOST_WISHES
from apps.allocation.domain.admitting import Right, Turn
from apps.allocation.models import Offering, Window
from apps.allocation.queries import Tariff, tariff_choices
from apps.allocation.terms import Admits
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


def _moment(label: Any) -> forms.DateTimeField:
    """A day and an hour, chosen with the browser's own calendar."""
    attributes = {"type": "datetime-local"}
    widget = forms.DateTimeInput(attrs=attributes, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class TurnForm(forms.Form):
    """A window of a sale."""

    name = forms.CharField(
        label=gettext_lazy("Whom it is for"),
        max_length=80,
        help_text=gettext_lazy("As buyers say it: house owners, federations, everybody."),
    )
    admits = forms.ChoiceField(label=gettext_lazy("Who may buy"), choices=Admits.choices)
    first = _moment(gettext_lazy("Opens"))
    last = _moment(gettext_lazy("Closes"))
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


def _day(label: Any) -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


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
    first = _day(gettext_lazy("First day"))
    last = _day(gettext_lazy("Last day"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def days(self) -> DateRange:
        """The days, as a range without its end; empty if the last is before the first."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if last < first:
            return DateRange(empty=True)
        return DateRange(first, last + dt.timedelta(days=1))


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
