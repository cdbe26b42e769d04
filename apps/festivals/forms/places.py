"""Places that are pressed on the map."""

from __future__ import annotations

from django import forms
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Point
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo import crs


def point_in(text: str) -> Point:
    """The point that was pressed on the map (GeoJSON, EPSG:4326).

    Raises:
        ValidationError: the text says no point.
    """
    try:
        shape = GEOSGeometry(text, srid=crs.STORAGE)
    except (ValueError, GEOSException, GDALException) as error:
        raise forms.ValidationError(_("Press on the map where it is.")) from error
    if not isinstance(shape, Point) or shape.empty:
        raise forms.ValidationError(_("Press on the map where it is."))
    return shape


class PlaceForm(forms.Form):
    """Where a parcel lies."""

    punto = forms.CharField(label=gettext_lazy("Parcel"), max_length=200)

    def clean_punto(self) -> Point:
        """The point that was pressed on the map."""
        return point_in(self.cleaned_data["punto"])
