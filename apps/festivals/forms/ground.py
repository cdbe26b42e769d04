"""A feast and its ground as organisers fill them in: days, route, closures, zones."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiLineString
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.festivals.domain.known import KNOWN
from apps.festivals.models import Closure, Festival, Zone
from apps.festivals.terms import ZoneKind
from apps.people.models import Office
from apps.treasury.models import Concept
from geo import crs
from geo.pages.drawn import shape_in
from geo.pages.fields import day, moment
from geo.pages.typed import json_in

RESERVED: Final = frozenset({"nueva", "rubros", "infracciones", "patente"})
"""Addresses of pages, so no feast has them as its code."""
LARGEST_FILE: Final = 5_000_000
"""Bytes of a file with a route."""


class FestivalForm(forms.Form):
    """What a feast is, before anything is drawn."""

    title = forms.CharField(label=gettext_lazy("Name of the feast"), max_length=120)
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("It stands in the address. Empty: made of the name."),
    )
    first = day(gettext_lazy("First day"))
    last = day(gettext_lazy("Last day"))
    legal_basis = forms.CharField(
        label=gettext_lazy("Ordinance"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The norm that permits selling in the streets these days."),
    )
    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.order_by("name"),
        required=False,
        help_text=gettext_lazy("Whose number the patents bear."),
    )
    concept = forms.ModelChoiceField(
        label=gettext_lazy("Charged as"),
        queryset=Concept.objects.order_by("name"),
        required=False,
        help_text=gettext_lazy(
            "The treasury's concept whose prices the trades have. Empty: the first price "
            "makes one."
        ),
    )
    lane_m = forms.DecimalField(
        label=gettext_lazy("Evacuation width, in metres"),
        initial=Decimal(8),
        min_value=Decimal(2),
        max_value=Decimal(100),
        max_digits=4,
        decimal_places=1,
        localize=True,
    )

    def __init__(self, *given: Any, festival: Festival | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.festival = festival
        if festival is not None:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and a code that something else has."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is not before the first."))
        if self.festival is None:
            self._give_code(said)
        return said

    def _give_code(self, said: dict[str, Any]) -> None:
        code = said.get("code") or slugify(said.get("title", ""))[:60].strip("-")
        said["code"] = code
        if not code and "title" not in self.errors:
            self.add_error("code", _("Say a code: the name has no letters for one."))
        elif code in RESERVED or Festival.objects.filter(code=code).exists():
            self.add_error("code", _("“%(code)s” is taken: say another.") % {"code": code})

    def filled(self) -> Festival:
        """The feast as it was filled in; an existing one with what changed."""
        said = dict(self.cleaned_data)
        end = said.pop("last") + dt.timedelta(days=1)
        said["days"] = DateRange(said.pop("first"), end)
        if self.festival is None:
            return Festival(**said)
        for name, value in said.items():
            setattr(self.festival, name, value)
        return self.festival

    @staticmethod
    def told(festival: Festival) -> dict[str, Any]:
        """What the form shows of a feast that exists."""
        names = ("title", "legal_basis", "office", "concept", "lane_m")
        shown = {name: getattr(festival, name) for name in names}
        return {**shown, "first": festival.days.lower, "last": festival.last_day}


def lines_in(text: str) -> list[LineString]:
    """Every line of a GeoJSON text: a geometry, a feature or a collection of them."""
    try:
        said = json_in(text)
    except ValueError:
        return []
    features = said.get("features") if isinstance(said, dict) else None
    found = features if isinstance(features, list) else [said]
    lines: list[LineString] = []
    for each in found:
        geometry = each.get("geometry", each) if isinstance(each, dict) else None
        shape = shape_in(json.dumps(geometry)) if geometry else None
        parts = list(shape) if isinstance(shape, MultiLineString) else [shape]
        lines += [part for part in parts if isinstance(part, LineString)]
    return lines


class RouteForm(forms.Form):
    """The way of the procession: drawn, or the longest line of a file."""

    route = forms.CharField(label=gettext_lazy("Route of the procession"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Or a GeoJSON file with the route"),
        required=False,
        help_text=gettext_lazy("Its longest line is taken, in the direction it has there."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what has no line in it."""
        said: dict[str, Any] = super().clean() or {}
        lines = lines_in(self._text(said))
        if not lines:
            missing = _("Draw the route on the map, or choose a GeoJSON file with a line.")
            self.add_error("file" if said.get("file") else "route", missing)
            return said
        longest = max(lines, key=lambda line: line.length)
        said["route"] = LineString([point[:2] for point in longest], srid=crs.STORAGE)
        if said["route"].length == 0:
            self.add_error("route", _("The route needs a beginning and an end."))
        return said

    @staticmethod
    def _text(said: dict[str, Any]) -> str:
        file = said.get("file")
        if file is None:
            return str(said.get("route", ""))
        if file.size > LARGEST_FILE:
            return ""
        return str(file.read().decode("utf-8", errors="replace"))


class ClosureForm(forms.Form):
    """A street that is closed for some hours."""

    name = forms.CharField(label=gettext_lazy("Street"), max_length=120)
    first = moment(gettext_lazy("Closed from"))
    last = moment(gettext_lazy("Closed until"))
    line = forms.CharField(label=gettext_lazy("Where"), required=False)

    def clean_line(self) -> MultiLineString:
        """The lines that were drawn."""
        lines = lines_in(self.cleaned_data["line"])
        if not lines:
            raise ValidationError(_("Draw on the map what is closed."))
        return MultiLineString(lines, srid=crs.STORAGE)

    def clean(self) -> dict[str, Any]:
        """Refuse hours in the wrong order."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last <= first:
            self.add_error("last", _("It opens after it is closed."))
        return said

    def filled(self, festival: Festival) -> Closure:
        """The closure that was filled in."""
        said = self.cleaned_data
        hours = DateTimeTZRange(said["first"], said["last"])
        return Closure(festival=festival, name=said["name"], hours=hours, line=said["line"])


class ZoneForm(forms.Form):
    """A place that stands keep away from."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ZoneKind.choices)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    clearance_m = forms.DecimalField(
        label=gettext_lazy("Clear around it, in metres"),
        initial=Decimal(3),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        max_digits=5,
        decimal_places=1,
        localize=True,
    )
    place = forms.CharField(label=gettext_lazy("Where"), required=False)

    def clean_place(self) -> GEOSGeometry:
        """The point, line or area that was drawn."""
        shape = shape_in(self.cleaned_data["place"])
        if shape is None or not shape.valid:
            raise ValidationError(_("Draw the place on the map: a point, line or area."))
        return shape

    def filled(self, festival: Festival) -> Zone:
        """The zone that was filled in."""
        return Zone(festival=festival, **self.cleaned_data)


class KnownForm(forms.Form):
    """What the municipality's own layers know near the route, with its clearance."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for known in KNOWN:
            self.fields[known.name] = forms.DecimalField(
                label=str(known.title),
                initial=known.clearance_m,
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(1000),
                max_digits=5,
                decimal_places=1,
                localize=True,
            )

    def clearances(self) -> dict[str, Decimal]:
        """Metres by the name of the kind; kinds that were left empty are not taken."""
        said = self.cleaned_data
        return {name: metres for name, metres in said.items() if metres is not None}
