"""Words of the API's pages, for templates that know no gettext of ours."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from geo.exchange.exports.formats import GROUPS


def page_words() -> dict[str, Any]:
    """Each word of the templates in the active language, and the formats by group."""
    return {
        "cell": _("What a cell holds"),
        "classes": _("Standards kept"),
        "collections": _("Collections"),
        "data": _("The data"),
        "description": _("Description of the interface"),
        "download": _("Download"),
        "empty": _("Nothing matches."),
        "features": _("Features"),
        "files": _("Ready-made files"),
        "formats": GROUPS,
        "intro": _(
            "Everything the map shows can be read by programs and by desktop GIS: add "
            "this address in QGIS as “OGC API – Features”."
        ),
        "matched": _("features match"),
        "next": _("Next page"),
        "no_value": _("no value"),
        "parameter": _("Parameter"),
        "properties": _("Properties"),
        "property": _("Property"),
        "queryables": _("Properties to filter on"),
        "schema": _("Properties of a feature"),
        "tiles": _("Vector tiles"),
        "title": _("Title"),
        "type": _("Type"),
        "unit": _("Unit"),
        "value": _("Value"),
        "values": _("Values"),
    }
