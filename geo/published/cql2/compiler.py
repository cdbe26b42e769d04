"""Compiles a filter's tree to SQL: fixed words, allowed functions, every value bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import shapely
from django.utils.translation import gettext_lazy as _
from psycopg import sql
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.access import Audience
from geo.layers import Field, Layer
from geo.published.cql2.comparing import COMPARING
from geo.published.cql2.computing import COMPUTING
from geo.published.cql2.lists import LISTS
from geo.published.cql2.objects import read_json
from geo.published.cql2.pieces import (
    SORTS,
    SORTS_OF_TYPES,
    Filter,
    Handler,
    Piece,
    Sort,
    bindable,
    demand,
)
from geo.published.cql2.shapes import stored_box, stored_shape
from geo.published.cql2.spans import SPANS
from geo.published.cql2.spatial import SPATIAL
from geo.published.cql2.text import read_text
from geo.published.cql2.tree import (
    BadFilter,
    Box,
    Constant,
    Instant,
    Node,
    Operation,
    Place,
    Property,
    Several,
    Shape,
)
from geo.published.projections import CRS84, Projection
from geo.published.refusals import BadParameter

LONGEST: Final = 50_000
"""Characters of one filter: more than any address may have."""
GEOMETRY: Final = "geometry"
"""Name of every layer's geometry, as a property."""

OPERATIONS: Final[dict[str, Handler]] = {
    **COMPARING,
    **COMPUTING,
    **SPANS,
    **SPATIAL,
    **LISTS,
}
"""Everything a filter may call; a name that is not here never reaches the database."""

LANGUAGES: Final[dict[str, Callable[[str], Node]]] = {
    "cql2-text": read_text,
    "cql2-json": read_json,
}
"""Readers of the values of `filter-lang`, the default first."""

_NO_PROPERTY = _("there is no property “%(name)s” here. There are: %(known)s.")
_NO_OPERATION = _("there is no operation “%(name)s” in filters.")
_NO_LANGUAGE = _("“filter-lang” is one of %(known)s; not “%(value)s”.")
_TOO_LONG = _("“filter” may have at most %(most)s characters.")
_LONE_LIST = _("a list can only stand after IN or in an array function.")
_LONE_INTERVAL = _("an interval can only stand in a temporal function.")


class _Compiler:
    """Turns nodes into SQL for one layer as one audience sees it."""

    def __init__(self, layer: Layer, audience: Audience, projection: Projection) -> None:
        self.projection = projection
        self.values: dict[str, Any] = {}
        self.is_spatial = False
        self._fields: dict[str, Field] = {
            field.name: field for field in layer.fields_for(audience)
        }

    def piece(self, node: Node) -> Piece:
        """The expression that `node` becomes.

        Raises:
            BadFilter: it names or does what it may not.
        """
        if isinstance(node, Operation):
            return self._operation(node)
        if isinstance(node, Property):
            return self._property(node)
        if isinstance(node, Constant | Instant):
            return self._constant(node)
        if isinstance(node, Shape):
            return self._geometry(node.place, stored_shape(node, self.projection))
        if isinstance(node, Box):
            return self._geometry(node.place, stored_box(node, self.projection))
        raise BadFilter(
            node.place, _LONE_LIST if isinstance(node, Several) else _LONE_INTERVAL
        )

    def bind(self, value: object, kind: str) -> sql.Composed:
        """A placeholder for `value`, cast to the SQL type `kind`."""
        name = f"filter_{len(self.values)}"
        self.values[name] = value
        return sql.SQL("{}::{}").format(sql.Placeholder(name), sql.SQL(kind))

    def _operation(self, node: Operation) -> Piece:
        handler = OPERATIONS.get(node.name)
        if handler is None:
            raise BadFilter(node.place, _NO_OPERATION, name=node.name)
        return handler(self, node)

    def _property(self, node: Property) -> Piece:
        if node.name == GEOMETRY:
            self.is_spatial = True
            sort = Sort.GEOMETRY
        elif node.name in self._fields:
            sort = SORTS[self._fields[node.name].kind]
        else:
            refused = BadFilter(node.place, _NO_PROPERTY, name=node.name)
            refused.said["known"] = ", ".join([*self._fields, GEOMETRY])
            raise refused
        return Piece(sql=sql.Identifier(node.name), sort=sort, place=node.place)

    def _constant(self, node: Constant | Instant) -> Piece:
        if node.value is None:
            return Piece(sql=sql.SQL("NULL"), sort=Sort.NULL, place=node.place)
        value, kind = bindable(node.value)
        return Piece(
            sql=self.bind(value, kind), sort=SORTS_OF_TYPES[kind], place=node.place
        )

    def _geometry(self, place: Place, shape: BaseGeometry) -> Piece:
        bound = self.bind(shapely.to_wkb(shape), "bytea")
        made = sql.SQL("ST_GeomFromWKB({}, {})").format(bound, crs.STORAGE)
        return Piece(sql=made, sort=Sort.GEOMETRY, place=place)


def parse_filter(
    text: str,
    layer: Layer,
    audience: Audience,
    *,
    language: str = "cql2-text",
    projection: Projection = CRS84,
) -> Filter:
    """The condition that `filter=text` means on `layer` as `audience` sees it.

    CRS: positions in the axis order of `projection`.

    Raises:
        BadParameter: the language is not known, or the text too long.
        BadFilter: the filter is wrong; the message says where.
    """
    read = LANGUAGES.get(language)
    if read is None:
        raise BadParameter(_NO_LANGUAGE, known=", ".join(LANGUAGES), value=language)
    if len(text) > LONGEST:
        raise BadParameter(_TOO_LONG, most=LONGEST)
    compiler = _Compiler(layer, audience, projection)
    piece = demand(compiler.piece(read(text)), Sort.BOOLEAN)
    condition = sql.Composed([piece.sql])
    return Filter(
        condition=condition,
        values=compiler.values,
        is_spatial=compiler.is_spatial,
        shape=condition.as_string(None),
    )
