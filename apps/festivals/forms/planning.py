"""What organisers fill in: what is to be drawn, and when it is sold."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.festivals.actions.drawing import Order
from apps.festivals.actions.publishing import Sale
from apps.festivals.models import Festival, Plan, Trade
from apps.festivals.terms import PlanState, Side
from geo.pages.fields import moment

PLAIN = RegexValidator(
    r"^[0-9A-Za-z][0-9A-Za-z._/]*$", _("Letters, digits and . _ / only.")
)


def metres(label: Any, initial: str, *, least: str = "0", most: str = "100") -> Any:
    """A length in metres, with a comma or a point."""
    return forms.DecimalField(
        label=label,
        initial=Decimal(initial),
        min_value=Decimal(least),
        max_value=Decimal(most),
        max_digits=6,
        decimal_places=2,
        localize=True,
    )


class DrawForm(forms.Form):
    """Modules to be cut along one side of the route."""

    trade = forms.ModelChoiceField(
        label=_("Trade"), queryset=Trade.objects.order_by("name")
    )
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices)
    letter = forms.CharField(
        label=_("Letter of the codes"), max_length=12, initial="A", validators=[PLAIN]
    )
    first_m = metres(_("From metre"), "0", most="100000")
    last_m = forms.DecimalField(
        label=_("To metre"),
        required=False,
        min_value=Decimal(0),
        max_digits=8,
        decimal_places=1,
        localize=True,
        help_text=_("Empty: to the end of the route."),
    )
    frontage_m = metres(_("Frontage of a module, in metres"), "5", least="0.5", most="50")
    depth_m = metres(_("Depth of a module, in metres"), "3", least="0.5", most="30")
    setback_m = metres(
        _("From the axis to the front, in metres"), "6", least="1", most="60"
    )
    run = forms.IntegerField(
        label=_("Modules between two passages"), initial=10, min_value=0, max_value=200
    )
    passage_m = metres(_("Width of a passage, in metres"), "2", most="20")
    door_m = metres(_("Clear around doors, in metres"), "1", most="20")
    corner_m = metres(_("Clear at corners, in metres"), "6", most="50")
    price_zone = forms.SlugField(label=_("Price zone"), max_length=20, required=False)

    def order(self) -> Order:
        """What is to be drawn, as it was filled in."""
        given = dict(self.cleaned_data)
        side, letter = Side(given.pop("side")), given.pop("letter")
        return Order(side=side, prefix=letter, **given)


if TYPE_CHECKING:
    PlanChoice = forms.ModelChoiceField[Plan]
else:
    PlanChoice = forms.ModelChoiceField


class PlanField(PlanChoice):
    """A plan that exists, of any feast, named so that one finds it."""

    def label_from_instance(self, plan: Any) -> str:
        """The feast with the number of the version."""
        said = _("%(feast)s · version %(n)d (%(state)s)")
        told = {"feast": plan.festival, "n": plan.version}
        return str(said) % {**told, "state": plan.get_state_display()}


class BeginForm(forms.Form):
    """The next version of a plan: empty, or as a copy of one of this or another year."""

    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    source = PlanField(
        label=_("Begin with the modules of"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_("– an empty plan –"),
        help_text=_("The last plan of this feast, or last year's."),
    )

    def __init__(self, *given: Any, festival: Festival, **more: Any) -> None:
        super().__init__(*given, **more)
        plans = Plan.objects.select_related("festival")
        source = self.fields["source"]
        assert isinstance(source, PlanField)
        source.queryset = plans.order_by("-festival__days", "-version")
        last = festival.plans.order_by("-version").first()
        others = plans.filter(state=PlanState.PUBLISHED).order_by("-festival__days")
        source.initial = last or others.first()


class SaleForm(forms.Form):
    """When what is planned is sold, and how much of it to one buyer."""

    first = moment(_("On sale from"))
    last = moment(_("On sale until"))
    most_per_party = forms.IntegerField(
        label=_("Most modules for one buyer"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("Empty: as many as they like."),
    )
    most_per_association = forms.IntegerField(
        label=_("Most modules for the members of one association"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Empty: as many as they like."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a sale that ends before it begins."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first is not None and last is not None and last <= first:
            self.add_error("last", _("The sale ends after it begins."))
        return said

    def sale(self) -> Sale:
        """The sale, as it was filled in."""
        return Sale(**self.cleaned_data)


class FrontageForm(forms.Form):
    """Whose the front of a house is, and how it is known."""

    who = forms.CharField(
        label=_("Owner"),
        max_length=100,
        help_text=_("Identity number, tax number or full name, as registered."),
    )
    proof = forms.CharField(
        label=_("Proof that was seen"),
        max_length=260,
        help_text=_("What paper, its number and date: title deed, tax bill."),
    )


def chosen_codes(form: QueryDict) -> list[str]:
    """The codes that were ticked in a list of modules."""
    return [code for code in form.getlist("modulo") if code and "\0" not in code][:10_000]


def occupation(query: QueryDict) -> int:
    """The share of the modules, in percent, that one expects to sell; 100 if unsaid."""
    said = query.get("ocupacion", "")
    return min(int(said), 100) if said.isdecimal() and len(said) < 4 else 100
