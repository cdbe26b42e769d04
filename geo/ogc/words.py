"""Words of the API's pages, for templates that know no gettext of ours."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from geo.exchange.exports.formats import GROUPS

WORDS: Final = {
    "allowed": _("Values"),
    "catalogue": _("Catalogue"),
    "cell": _("What a cell holds"),
    "classes": _("Standards kept"),
    "collections": _("Collections"),
    "data": _("The data"),
    "description": _("Description of the interface"),
    "download": _("Download"),
    "empty": _("Nothing matches."),
    "features": _("Features"),
    "files": _("Ready-made files"),
    "intro": _(
        "Everything the map shows can be read by programs and by desktop GIS: add "
        "this address in QGIS as “OGC API – Features”."
    ),
    "keywords": _("Keywords"),
    "legend": _("Legend"),
    "licence": _("Licence"),
    "matched": _("features match"),
    "next": _("Next page"),
    "no_value": _("no value"),
    "parameter": _("Parameter"),
    "period": _("Period"),
    "processes": _("Processes"),
    "properties": _("Properties"),
    "property": _("Property"),
    "publisher": _("Publisher"),
    "qgis": _("QGIS project"),
    "queryables": _("Properties to filter on"),
    "records": _("Records"),
    "records_match": _("records match"),
    "rel_describedby": _("For map libraries (TileJSON)"),
    "rel_item": _("Address of a tile"),
    "rel_styles": _("Styles"),
    "rel_tiling-scheme": _("Tiling scheme"),
    "schema": _("Properties of a feature"),
    "search": _("Search"),
    "search_records": _("Search the catalogue"),
    "sortables": _("What records can be sorted by"),
    "source": _("Source"),
    "style_use": _("Give this address to QGIS or to a map library as the style:"),
    "styles": _("Styles"),
    "tiles": _("Vector tiles"),
    "title": _("Title"),
    "type": _("Type"),
    "unit": _("Unit"),
    "value": _("Value"),
}
"""None is called like a method of a dictionary, which Jinja would find before the word."""
WHAT_IT_IS: Final = _("What %(town)s publishes of its territory and services, free to use.")
"""Of the whole API, in a sentence."""


def page_words() -> dict[str, Any]:
    """Each word of the templates in the active language, and the formats by group."""
    return {**{name: str(word) for name, word in WORDS.items()}, "formats": GROUPS}
