"""The register of published layers: declared once, read by every door."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from geo.access import Audience, Permission
from geo.precision import EXACT, Exact, Masked, Precision, Snapped

Text = str | Promise
"""A title, translated when it is shown."""


class Kind(StrEnum):
    """Type of a published value, as JSON Schema and the exports understand it."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    TEXTS = "texts"
    INTEGERS = "integers"


@dataclass(frozen=True, kw_only=True)
class DistrictBound:
    """Staff see something only where a permission was granted to them.

    Who holds it everywhere sees all of it, who holds it for some districts what lies in
    those, and everybody else nothing; the published view asks, so it holds at every door.
    """

    permission: Permission
    district: str
    """Field or annotation of the rows: number of the district that a row lies in."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One published property of a layer."""

    name: str
    """Name for ever: the API's property, the tile's attribute, the export's column."""
    title: Text
    """What people read above it."""
    kind: Kind = Kind.TEXT
    unit: str = ""
    source: str = ""
    """Model field or annotation of `Layer.rows` it comes from; its own name if empty."""
    audience: Audience = Audience.ANYONE
    in_tiles: bool = True
    """Whether map tiles carry it (long texts and lists need not travel)."""
    words: tuple[tuple[str, Text], ...] = ()
    """Vocabulary: stored value and the word people read for it."""
    is_open: bool = False
    """Whether other values than those of `words` may stand in it, too."""
    bound: DistrictBound | None = None
    """For whom of the staff it has a value; null for the others."""


@dataclass(frozen=True, kw_only=True)
class Editing:
    """How the features of a layer may be changed one by one over the API."""

    permission: Permission
    defaults: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Values of columns that a client left out, by column."""
    check: Callable[[Any], None] | None = None
    """Raises a `Refusal` for a row that the app does not take for reasons of its own."""
    after: Callable[[], None] | None = None
    """Called in the transaction of each change, to ask for what follows from it."""
    demands_match: bool = False
    """Whether a client must say (If-Match) which state of a feature it changes."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A collection on the OGC API, a vector-tile source and a map legend entry.

    `rows` is compiled to one SQL view per audience, so "today" is the database's
    and a filter can never be frozen when the module is imported.
    """

    name: str
    """Kebab-case plural; a URL for ever."""
    title: Text
    description: Text
    model: type[Model]
    geometry: str
    """Model field or annotation holding the geometry (EPSG:4326)."""
    geometry_type: str
    """GeoJSON type of every geometry that is not null."""
    rows: Callable[[Audience], QuerySet[Any]]
    fields: tuple[Field, ...]
    source: Text
    precision: Precision = EXACT
    """How exactly anyone sees the geometry; staff see it as it is stored."""
    licence: str = "CC-BY-4.0"
    audience: Audience = Audience.ANYONE
    zooms: tuple[int, int] = (10, 18)
    """First and last zoom level at which tiles hold this layer."""
    time: str = ""
    """Name of the date or datetime field that `datetime=` filters on, if any."""
    coloured_by: str = ""
    """Name of a field whose words have colours of their own in the look's tokens."""
    hue: str = ""
    """Name of the colour it is drawn with where it is not `coloured_by`; the look chooses
    one that no layer of its shape has yet where none is named."""
    tile_sql: str = ""
    """Name of a SQL file that makes this layer's tiles in its own way (see geo.tiles)."""
    tile_seconds: int = 300
    """How long a browser may show this layer's tiles without asking again."""
    basemap_from: int | None = None
    """First zoom at which the basemap carries this layer; None if it never does."""
    editing: Editing | None = None
    """How its features may be changed; None if they are only read."""
    bound: DistrictBound | None = None
    """For whom of the staff it has which rows; None if all of them see all."""
    is_personal: bool = False
    """Whether its rows are about people: what staff is given of it is written down."""
    ask: Text = ""
    """Whom to ask before digging, told to those who may not see it, wherever they dig."""

    def fields_for(self, audience: Audience) -> tuple[Field, ...]:
        """The properties this audience may see, filter and sort by."""
        return tuple(each for each in self.fields if audience.sees(each.audience))

    def precision_for(self, audience: Audience) -> Precision:
        """How exactly this audience sees the geometry."""
        return EXACT if audience is Audience.STAFF else self.precision

    @property
    def view(self) -> str:
        """Name of the published view in each audience's schema."""
        return self.name.replace("-", "_")


_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FIELD: Final = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED: Final = {
    *("id", "geometry", "bbox", "datetime", "limit", "offset", "after", "crs", "f"),
    *("lang", "v", "filter", "sortby", "properties", "q"),
}
_TAKEN: Final = {"basemap", "catalogue", "contours", "dem", "hillshade"}
"""Names of collections that are no layers."""
_register: dict[str, Layer] = {}


def publish(layer: Layer) -> Layer:
    """Add `layer` to the register; its names must be usable in URLs and SQL for ever."""
    if not _NAME.fullmatch(layer.name) or layer.name in _TAKEN:
        raise ValueError(f"layer name {layer.name!r} is not kebab-case, or is taken")
    for each in layer.fields:
        if not _FIELD.fullmatch(each.name) or each.name in _RESERVED:
            raise ValueError(f"field name {each.name!r} of {layer.name} is not usable")
    if layer.time and layer.time not in {each.name for each in layer.fields}:
        raise ValueError(f"{layer.name}: time field {layer.time!r} is not published")
    _check_precision(layer)
    _check_bounds(layer)
    if layer.is_personal and layer.audience is not Audience.STAFF:
        raise ValueError(f"{layer.name} is about people and yet public")
    if _register.setdefault(layer.name, layer) is not layer:
        raise ValueError(f"layer {layer.name!r} is published twice")
    return layer


def _check_precision(layer: Layer) -> None:
    """Refuse a precision that could not be kept, or not be found by an index."""
    kind = layer.precision
    if isinstance(kind, Snapped | Masked) and layer.geometry_type != "Point":
        raise ValueError(f"{layer.name}: only points can be snapped or masked")
    if not isinstance(kind, Exact):
        layer.model._meta.get_field(layer.geometry)
    if isinstance(kind, Masked):
        layer.model._meta.get_field(kind.column)


def _check_bounds(layer: Layer) -> None:
    """Refuse what is bound to districts and yet shown to anyone, or changed unseen."""
    bound = [each for each in layer.fields if each.bound is not None]
    is_public = layer.audience is Audience.ANYONE
    if is_public and layer.bound is not None:
        raise ValueError(f"{layer.name} is bound and yet public")
    for each in bound:
        if is_public and each.audience is Audience.ANYONE:
            raise ValueError(f"{layer.name}: {each.name} is bound and yet public")
    if (bound or layer.bound) and layer.editing is not None:
        raise ValueError(f"{layer.name}: bound rows are changed by actions of their app")


def published(audience: Audience = Audience.STAFF) -> tuple[Layer, ...]:
    """Every layer that `audience` may see, in order of registration."""
    return tuple(layer for layer in _register.values() if audience.sees(layer.audience))


def find_layer(name: str, audience: Audience) -> Layer | None:
    """The layer of this name, or None when it does not exist for `audience`."""
    layer = _register.get(name)
    return layer if layer is not None and audience.sees(layer.audience) else None
