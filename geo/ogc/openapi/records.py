"""The catalogue's part of the API's description."""

from __future__ import annotations

from django.utils.translation import gettext as _

from geo.ogc.described import counting, general, moment, path, query, within
from geo.ogc.links import CATALOGUE
from geo.ogc.operations import Schema, operation
from geo.ogc.records.question import SORTABLE
from geo.published.negotiation import CATALOG, GEOJSON, HTML, JSON, SCHEMA


def _texts(name: str, description: str, *allowed: str) -> Schema:
    """A parameter that lists texts, separated by commas."""
    each: Schema = {"type": "string", "enum": [*allowed]} if allowed else {"type": "string"}
    schema = {"type": "array", "items": each}
    return query(name, description, schema, style="form", explode=False)


def _choosing() -> list[Schema]:
    signed = [f"{sign}{name}" for name in SORTABLE for sign in ("", "+", "-")]
    turned = _("Properties to sort by; “-” before one turns its order round.")
    return [
        within(),
        moment(),
        _texts("q", _("Only records whose text has one of these words.")),
        _texts("ids", _("Only records of these ids.")),
        _texts("type", _("Only records about resources of these types.")),
        _texts("externalIds", _("Only records about resources with these identifiers.")),
        _texts("sortby", turned, *signed),
    ]


def record_paths() -> dict[str, Schema]:
    """The addresses of the catalogue, its records and their sort keys."""
    base, tag = f"/collections/{CATALOGUE}", _("Catalogue")
    page = general("json", "html")
    both = general("json", "catalog", "html")
    sorting = _("What records can be sorted by")
    records = [*page, *counting(), *_choosing()]
    one = [path("recordId", {"type": "string"}), *page]
    return {
        base: operation(_("Catalogue"), tag, both, JSON, CATALOG, HTML),
        f"{base}/items": operation(_("Records"), tag, records, GEOJSON, HTML),
        f"{base}/items/{{recordId}}": operation(_("One record"), tag, one, GEOJSON, HTML),
        f"{base}/sortables": operation(sorting, tag, page, SCHEMA, HTML),
    }
