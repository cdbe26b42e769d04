"""What files say beside the data, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from geo.layers import Field


def phrases() -> dict[str, str]:
    """Each phrase in the active language; gaps are filled by the writer."""
    return {
        "id": _("Number in this layer"),
        "latitude": _("Latitude"),
        "latitude_inside": _("Latitude of a point on it"),
        "longitude": _("Longitude"),
        "longitude_inside": _("Longitude of a point on it"),
        "map_placeless": _("%(count)d without a place are not on the map"),
        "map_rows": _("%(count)d in all"),
        "no": _("no"),
        "readme": _("README.txt"),
        "readme_cut": _("%(count)d texts were too long for this format and end with “…”"),
        "readme_end": _(
            "A GeoPackage of the same layer keeps names and texts whole. Texts are UTF-8, "
            "coordinates longitude and latitude (WGS 84)."
        ),
        "readme_head": _("Shapefiles have short names: this is what each column means."),
        "yes": _("yes"),
    }


def titled(field: Field) -> str:
    """The title of `field` with its unit."""
    return f"{field.title} ({field.unit})" if field.unit else str(field.title)
