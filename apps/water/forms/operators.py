"""Operators, their ground, zones and sources as clerks fill them in."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.water.actions import NewOperator, NewSource
from apps.water.models import Operator, PressureZone
from apps.water.terms import AssetKind, OperatorKind
from geo.errors import Refusal
from geo.pages.drawn import ground_of, shape_in, shapes_in_file
from geo.pages.fields import day

SOURCE_KINDS: Final = [
    (kind.value, kind.label) for kind in (AssetKind.WELL, AssetKind.TANK)
]
FROM_FILE: Final = gettext_lazy(
    "GeoJSON, KML, GeoPackage or a Shapefile in a ZIP; all its areas are taken together."
)


def _known_from() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Source"),
        max_length=160,
        help_text=gettext_lazy("Who said so, or from which plan or file it is."),
    )


class OperatorForm(forms.Form):
    """Who runs a network, before its ground is drawn."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Lists of users name it so. Empty: made of the name."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OperatorKind.choices)
    telephone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=40, required=False
    )
    address = forms.CharField(label=gettext_lazy("Office"), max_length=160, required=False)
    is_billed_here = forms.BooleanField(
        label=gettext_lazy("The municipality makes its bills"), required=False
    )
    source = _known_from()

    def __init__(self, *given: Any, operator: Operator | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.operator = operator
        if operator is not None:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Refuse a code that another operator has."""
        said: dict[str, Any] = super().clean() or {}
        if self.operator is None:
            code = said.get("code") or slugify(said.get("name", ""))[:40].strip("-")
            said["code"] = code
            if not code and "name" not in self.errors:
                self.add_error("code", _("Say a code: the name has no letters for one."))
            elif Operator.objects.filter(code=code).exists():
                self.add_error(
                    "code", _("“%(code)s” is taken: say another.") % {"code": code}
                )
        return said

    def filled(self) -> NewOperator:
        """What was filled in."""
        said = dict(self.cleaned_data)
        said["kind"] = OperatorKind(said["kind"])
        if self.operator is not None:
            said |= {
                "code": self.operator.code,
                "organisation": self.operator.organisation,
            }
        return NewOperator(**said)

    @staticmethod
    def told(operator: Operator) -> dict[str, Any]:
        """What the form shows of an operator that exists."""
        names = ("name", "kind", "telephone", "address", "is_billed_here", "source")
        return {name: getattr(operator, name) for name in names}


class _GroundForm(forms.Form):
    """Areas that are drawn, or the areas of a file."""

    drawn: ClassVar[str]
    """Which field is the drawing."""

    def clean(self) -> dict[str, Any]:
        """Refuse what has no area in it."""
        said: dict[str, Any] = super().clean() or {}
        try:
            ground = ground_of(self._shapes(said))
        except Refusal as refusal:
            self.add_error("file", str(refusal))
            return said
        if ground is None:
            missing = _("Draw the outline on the map, or choose a file with areas.")
            self.add_error("file" if said.get("file") else self.drawn, missing)
        said[self.drawn] = ground
        return said

    def _shapes(self, said: dict[str, Any]) -> list[GEOSGeometry]:
        if said.get("file"):
            return shapes_in_file(said["file"])
        shape = shape_in(str(said.get(self.drawn, "")))
        return [] if shape is None else [shape]


class CoverageForm(_GroundForm):
    """The ground that an operator supplies from a day on."""

    drawn = "ground"

    since = day(gettext_lazy("First day"))
    ground = forms.CharField(label=gettext_lazy("Ground it supplies"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Or a file with the ground"), required=False, help_text=FROM_FILE
    )
    source = _known_from()


class ZoneForm(_GroundForm):
    """A part of a network with one pressure and one calendar."""

    drawn = "outline"

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Empty: made of the name."),
    )
    outline = forms.CharField(label=gettext_lazy("Outline"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Or a file with the outline"),
        required=False,
        help_text=FROM_FILE,
    )

    def clean(self) -> dict[str, Any]:
        """Make a code of the name where none was said."""
        said = super().clean()
        said["code"] = said.get("code") or slugify(said.get("name", ""))[:40].strip("-")
        if not said["code"] and "name" not in self.errors:
            self.add_error("code", _("Say a code: the name has no letters for one."))
        return said

    def filled(self, zone: PressureZone) -> PressureZone:
        """The zone with what was filled in."""
        said = self.cleaned_data
        zone.name, zone.code, zone.outline = said["name"], said["code"], said["outline"]
        return zone


class SourceForm(forms.Form):
    """A well or a tank that feeds a network."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SOURCE_KINDS)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    installed_on = day(gettext_lazy("Installed on"), required=False)
    place = forms.CharField(label=gettext_lazy("Where"), required=False)
    source = _known_from()

    def clean_place(self) -> Point:
        """The point that was pressed."""
        shape = shape_in(self.cleaned_data["place"])
        if not isinstance(shape, Point):
            raise ValidationError(_("Press on the map where it is."))
        return shape

    def filled(self) -> NewSource:
        """What was filled in."""
        said = self.cleaned_data
        return NewSource(**{**said, "kind": AssetKind(said["kind"])})


def drawable(ground: MultiPolygon | None, most: int = 120) -> str:
    """A ground as the map's pen can change it (GeoJSON); empty if it is not that simple."""
    if ground is None or len(ground) != 1 or len(ground[0]) != 1:
        return ""
    return str(ground[0].geojson) if ground[0].num_points <= most else ""
