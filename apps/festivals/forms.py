"""What organisers fill in: what is to be drawn, and when it is sold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Point
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.festivals.actions.custody import Handing
from apps.festivals.actions.drawing import Order
from apps.festivals.actions.publishing import Sale
from apps.festivals.actions.services import Beat
from apps.festivals.models import Festival, Service, Trade
from apps.festivals.queries.control import inspectors
from apps.festivals.terms import ServiceKind, Side, Step
from geo import crs

PLAIN = RegexValidator(
    r"^[0-9A-Za-z][0-9A-Za-z._/]*$", _("Letters, digits and . _ / only.")
)


_Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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


def moment(label: Any) -> forms.DateTimeField:
    """A day and an hour, chosen with the browser's own calendar."""
    attributes = {"type": "datetime-local"}
    widget = forms.DateTimeInput(attrs=attributes, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


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


class BeginForm(forms.Form):
    """The next version of a plan."""

    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    source = forms.CharField(widget=forms.HiddenInput, required=False)


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


class BeatForm(forms.Form):
    """Who looks at which stands, and on which days."""

    letter = forms.CharField(
        label=_("Stands whose codes begin with"),
        max_length=12,
        required=False,
        validators=[PLAIN],
        help_text=_("Empty: all of them."),
    )
    first_day = forms.DateField(label=_("From"), widget=_Day)
    last_day = forms.DateField(label=_("Until"), widget=_Day)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._people = {each.get_username(): each for each in inspectors()}
        names = {name: each.get_full_name() for name, each in self._people.items()}
        choices = [(name, full or name) for name, full in names.items()]
        self.fields = {
            "inspector": forms.ChoiceField(label=_("Inspector"), choices=choices),
            **self.fields,
        }

    def beat(self) -> Beat:
        """The round, as it was filled in."""
        told = dict(self.cleaned_data)
        return Beat(inspector=self._people[told.pop("inspector")], **told)


class ServiceForm(forms.Form):
    """Something the crowd needs, and where it is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ServiceKind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    position = forms.CharField(label=_("Where it is"))

    def clean_position(self) -> Point:
        """The point that was pressed on the map."""
        try:
            shape = GEOSGeometry(self.cleaned_data["position"], srid=crs.STORAGE)
        except (ValueError, GEOSException, GDALException) as error:
            raise forms.ValidationError(_("Press on the map where it is.")) from error
        if not isinstance(shape, Point) or shape.empty:
            raise forms.ValidationError(_("Press on the map where it is."))
        return shape

    def service(self, festival: Festival) -> Service:
        """The service, not written yet."""
        return Service(festival=festival, **self.cleaned_data)


class StepForm(forms.Form):
    """Where confiscated goods go next."""

    kind = forms.ChoiceField(
        label=_("What happens"),
        choices=[each for each in Step.choices if each[0] != Step.SEIZED],
    )
    receiver = forms.CharField(label=_("Who receives them"), max_length=160)
    place = forms.CharField(label=_("Where"), max_length=160)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def handing(self, *, at: dt.datetime) -> Handing:
        """The next step, taken at that moment."""
        told = dict(self.cleaned_data)
        return Handing(kind=Step(told.pop("kind")), at=at, **told)


def chosen_codes(form: QueryDict) -> list[str]:
    """The codes that were ticked in a list of modules."""
    return [code for code in form.getlist("modulo") if code and "\0" not in code][:10_000]
