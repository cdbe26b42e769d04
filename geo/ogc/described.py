"""The query parameters of the API, described for its OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from geo.access import Audience
from geo.layers import Kind, Layer
from geo.ogc.schemas import TYPES, words_of
from geo.published.cql2.compiler import LANGUAGES, LONGEST
from geo.published.projections import PROJECTIONS
from geo.published.question import DEFAULT_LIMIT, LARGEST_LIMIT, LARGEST_OFFSET
from geo.published.sorting import sortable

Schema = dict[str, Any]


def query(name: str, description: str, schema: Schema, **more: Any) -> Schema:
    """A parameter of the query string."""
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        **more,
    }


def path(name: str, schema: Schema) -> Schema:
    """A part of the address."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def general(*formats: str) -> list[Schema]:
    """Parameters of every resource."""
    return [
        query("f", _("Format of the answer."), {"type": "string", "enum": [*formats]}),
        query("lang", _("Language of texts."), {"type": "string", "enum": _languages()}),
    ]


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def crs(name: str, description: str) -> Schema:
    """A parameter that names a reference system."""
    uris = list(PROJECTIONS)
    schema = {"type": "string", "format": "uri", "enum": uris, "default": uris[0]}
    return query(name, description, schema)


def within() -> Schema:
    """The box of degrees that features must meet."""
    schema = {
        "type": "array",
        "items": {"type": "number"},
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    }
    return query(
        "bbox",
        _("Only features that meet this box: west, south, east, north."),
        schema,
        style="form",
        explode=False,
    )


def moment() -> Schema:
    """The moment or span that features must meet."""
    return query(
        "datetime",
        _("Only features at this date or time, or within begin/end; “..” leaves it open."),
        {"type": "string"},
        example="2024-01-01T00:00:00Z/..",
    )


def _filters(layer: Layer, audience: Audience) -> list[Schema]:
    """One parameter per property; given several times, any of the values will do."""
    found = []
    for field in layer.fields_for(audience):
        single = TYPES[field.kind]
        if field.kind in (Kind.TEXTS, Kind.INTEGERS):
            single = single["items"]
        text = "; ".join(filter(None, (str(field.title), words_of(field))))
        schema = {"type": "array", "items": single}
        found.append(query(field.name, text, schema, style="form", explode=True))
    return found


def _filter() -> list[Schema]:
    """A CQL2 filter, its language, and the reference system of its geometries."""
    languages = list(LANGUAGES)
    language = {"type": "string", "enum": languages, "default": languages[0]}
    return [
        query(
            "filter",
            _("Only features that fulfil this condition, written in CQL2."),
            {"type": "string", "minLength": 1, "maxLength": LONGEST},
            example="S_INTERSECTS(geometry, BBOX(-66.3, -17.5, -66.2, -17.3))",
        ),
        query("filter-lang", _("Encoding of “filter”."), language),
        crs("filter-crs", _("Reference system of the geometries in “filter”.")),
    ]


def selection(layer: Layer, audience: Audience) -> list[Schema]:
    """Parameters that select features of `layer`."""
    described = _("Reference system of the numbers in “bbox”.")
    box = [within(), crs("bbox-crs", described), moment()]
    return [*box, *_filter(), *_filters(layer, audience)]


def shaping(layer: Layer, audience: Audience) -> list[Schema]:
    """Parameters that decide the order of features and what each answers."""
    keys = list(sortable(layer, audience))
    signed = [f"{sign}{key}" for key in keys for sign in ("", "+", "-")]
    names = [field.name for field in layer.fields_for(audience)]
    return [
        query(
            "sortby",
            _("Properties to sort by; “-” before one turns its order round."),
            {"type": "array", "minItems": 1, "items": {"type": "string", "enum": signed}},
            style="form",
            explode=False,
        ),
        query(
            "properties",
            _("Only these properties are answered."),
            {"type": "array", "items": {"type": "string", "enum": names}},
            style="form",
            explode=False,
        ),
    ]


def counting() -> list[Schema]:
    """Parameters that count off a page."""

    def count(least: int, **more: int) -> Schema:
        return {"type": "integer", "minimum": least, **more}

    limit = count(1, maximum=LARGEST_LIMIT, default=DEFAULT_LIMIT)
    return [
        query("limit", _("How many features to answer at most."), limit),
        query("offset", _("How many features to skip."), count(0, maximum=LARGEST_OFFSET)),
    ]


def paging() -> list[Schema]:
    """Parameters that lead from page to page of features."""
    return [
        *counting(),
        query(
            "after",
            _("Go on where the page before ended, as its link to the next one says."),
            {"type": "string"},
        ),
    ]
