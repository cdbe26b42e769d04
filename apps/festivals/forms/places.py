"""Places that are pressed on the map."""

from __future__ import annotations

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.pages.drawn import point_in


def pressed(text: str) -> Point:
    """The point that was pressed on the map (GeoJSON, EPSG:4326).

    Raises:
        ValidationError: the text says no point.
    """
    point = point_in(text)
    if point is None:
        raise forms.ValidationError(_("Press on the map where it is."))
    return point


class PlaceForm(forms.Form):
    """Where a parcel lies."""

    punto = forms.CharField(label=gettext_lazy("Parcel"), max_length=200)

    def clean_punto(self) -> Point:
        """The point that was pressed on the map."""
        return pressed(self.cleaned_data["punto"])
