"""What a request asks of a layer: which rows, how many, in which reference system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.access import Audience
from geo.layers import Field, Layer
from geo.published.bounds import Bounds, parse_bounds
from geo.published.cql2.compiler import LANGUAGES, parse_filter
from geo.published.cql2.pieces import Filter
from geo.published.parameters import Parameters, at_most
from geo.published.projections import CRS84, PROJECTIONS, Projection
from geo.published.refusals import BadParameter
from geo.published.sorting import Cursor, SortKey, parse_cursor, parse_sortby
from geo.published.times import Times, parse_times
from geo.published.values import Value, read_value

DEFAULT_LIMIT: Final = 10
LARGEST_LIMIT: Final = 10_000
LARGEST_OFFSET: Final = 1_000_000
LARGEST_ID: Final = 2**63 - 1

GENERAL: Final = ("f", "lang")
"""Parameters of every resource under /ogc."""
SELECTION: Final = (
    *("bbox", "bbox-crs", "datetime"),
    *("filter", "filter-lang", "filter-crs"),
)
PAGING: Final = ("limit", "offset", "after", "sortby")
SHAPING: Final = ("crs", "properties")
"""Parameters that decide how a feature is written."""

_UNKNOWN_CRS = _("“%(name)s” names a reference system that is not offered: “%(value)s”.")
_LONE_BBOX_CRS = _("“bbox-crs” is given without “bbox”.")
_NO_PROPERTY = _(
    "“properties” names a property that is not here: “%(name)s”. These are: %(known)s."
)
_TWO_STARTS = _("Give either “offset” or “after”, not both.")


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which rows of a layer: all conditions hold at once."""

    layer: Layer
    audience: Audience
    bounds: Bounds | None = None
    times: Times | None = None
    properties: tuple[tuple[Field, tuple[Value, ...]], ...] = ()
    """Fields with the values any of which the row must have (or contain)."""
    filter: Filter | None = None
    """A CQL2 filter."""

    @property
    def time(self) -> Field | None:
        """The field that `times` speaks of; None when there is nothing to compare."""
        if self.times is None:
            return None
        seen = self.layer.fields_for(self.audience)
        return next((field for field in seen if field.name == self.layer.time), None)

    @property
    def is_everything(self) -> bool:
        """Whether every row of the layer is meant."""
        narrowed = self.properties or self.filter is not None
        return self.bounds is None and self.time is None and not narrowed

    @property
    def is_spatial(self) -> bool:
        """Whether an area decides which rows are meant."""
        return self.bounds is not None or (
            self.filter is not None and self.filter.is_spatial
        )


@dataclass(frozen=True, kw_only=True)
class Question:
    """One page of a selection."""

    selection: Selection
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    after: Cursor | None = None
    """Only rows that come after this one: where the page before ended."""
    sorting: tuple[SortKey, ...] = ()
    """Fields to sort by; the id decides between equals, and on its own without any."""
    shown: tuple[Field, ...] | None = None
    """Properties to answer; None for all that the audience may see."""
    projection: Projection = CRS84

    @property
    def fields(self) -> tuple[Field, ...]:
        """The properties that are answered."""
        if self.shown is not None:
            return self.shown
        return self.selection.layer.fields_for(self.selection.audience)


def selection_names(layer: Layer, audience: Audience) -> list[str]:
    """Parameters that select rows of `layer`, its own fields included."""
    return [*SELECTION, *(field.name for field in layer.fields_for(audience))]


def parse_projection(given: Parameters, name: str) -> Projection:
    """The reference system that the parameter `name` asks for; CRS84 by default.

    Raises:
        BadParameter: it is not one of `PROJECTIONS`.
    """
    uri = given.find(name)
    if uri is None:
        return CRS84
    projection = PROJECTIONS.get(uri.strip("[]"))
    if projection is None:
        raise BadParameter(_UNKNOWN_CRS, name=name, value=uri)
    return projection


def _filter(given: Parameters, layer: Layer, audience: Audience) -> Filter | None:
    text = given.find("filter")
    asked = given.find("filter-lang")
    language = next(iter(LANGUAGES)) if asked is None else asked
    projection = parse_projection(given, "filter-crs")
    if text is None and language in LANGUAGES:
        return None
    return parse_filter(
        text or "", layer, audience, language=language, projection=projection
    )


def parse_selection(given: Parameters, layer: Layer, audience: Audience) -> Selection:
    """The rows that `given` selects.

    Raises:
        BadParameter: a value that cannot be understood.
    """
    bbox, projection = given.find("bbox"), parse_projection(given, "bbox-crs")
    if bbox is None and given.find("bbox-crs") is not None:
        raise BadParameter(_LONE_BBOX_CRS)
    times = given.find("datetime")
    values = [
        (field, tuple(read_value(field, text) for text in given.all(field.name)))
        for field in layer.fields_for(audience)
    ]
    return Selection(
        layer=layer,
        audience=audience,
        bounds=None if bbox is None else parse_bounds(bbox, projection),
        times=None if times is None else parse_times(times),
        properties=tuple((field, wanted) for field, wanted in values if wanted),
        filter=_filter(given, layer, audience),
    )


def _shown(given: Parameters, layer: Layer, audience: Audience) -> tuple[Field, ...] | None:
    """The fields that `properties` names, in the layer's own order."""
    text = given.find("properties")
    if text is None:
        return None
    fields = layer.fields_for(audience)
    known, asked = [field.name for field in fields], text.split(",") if text else []
    for name in asked:
        if name not in known:
            refused = BadParameter(_NO_PROPERTY, name=name)
            refused.said["known"] = ", ".join(known)
            raise refused
    return tuple(field for field in fields if field.name in asked)


def row_id(name: str) -> int | None:
    """The key of a row as addresses write it, or None: each row has one address."""
    is_written_so = name.isascii() and name.isdigit() and not name.startswith("0")
    return (
        int(name) if is_written_so and len(name) < 20 and int(name) <= LARGEST_ID else None
    )


def _after(given: Parameters, sorting: tuple[SortKey, ...]) -> Cursor | None:
    text = given.find("after")
    if text is None:
        return None
    if sorting:
        return parse_cursor(text, sorting)
    after = given.count("after", least=0, default=0)
    return Cursor(values=(), id=min(after, LARGEST_ID))


def parse_question(given: Parameters, layer: Layer, audience: Audience) -> Question:
    """The page of features that `given` asks for.

    Raises:
        UnknownParameter: a name this resource does not have.
        BadParameter: a value that cannot be understood.
    """
    given.only([*GENERAL, *SHAPING, *PAGING, *selection_names(layer, audience)])
    selection = parse_selection(given, layer, audience)
    sortby = given.find("sortby")
    sorting = () if sortby is None else parse_sortby(sortby, layer, audience)
    limit = given.count("limit", least=1, default=DEFAULT_LIMIT)
    offset = given.count("offset", least=0, default=0)
    after = _after(given, sorting)
    if after is not None and offset:
        raise BadParameter(_TWO_STARTS)
    return Question(
        selection=selection,
        limit=min(limit, LARGEST_LIMIT),
        offset=at_most("offset", offset, LARGEST_OFFSET),
        after=after,
        sorting=sorting,
        shown=_shown(given, layer, audience),
        projection=parse_projection(given, "crs"),
    )
