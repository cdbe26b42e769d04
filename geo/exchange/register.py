"""What may be imported: a small declaration beside each layer that accepts rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib.gis.db.models import GeometryField
from django.db.models import Model
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from geo.access import Permission
from geo.exchange.refusals import WrongMapping, listed


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The rows of a model as an area, such as the municipality."""

    model: type[Model]
    geometry: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """How a foreign key of an imported row is found, for all rows at once."""

    field: str
    """The foreign key."""
    key: str = ""
    """Field of the other table that a source column may name: a code, number or name."""
    ground: str = ""
    """Geometry of the other table: by location when no column names the row."""
    holds: bool = False
    """Whether the other row's ground must cover the imported one."""


@dataclass(frozen=True, kw_only=True)
class Importable:
    """A layer that takes rows from files."""

    layer: str
    """Name on the command line: that of the published layer, where there is one."""
    model: type[Model]
    geometry: str
    """Field that the features' shapes go into."""
    permission: Permission
    """What somebody needs to import to this layer from the pages, or to undo it."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By field: names its column usually has in files, besides the field's own."""
    links: tuple[Link, ...] = ()
    within: Ground | None = None
    """The area outside of which rows are refused."""
    same: tuple[str, ...] = ()
    """Fields by which a row is known to be in the table already, where none is unique."""
    after: Callable[[dt.datetime], None] | None = None
    """Called after the commit with the time of the import, so that the app can settle."""
    settled: tuple[str, ...] = ()
    """Fields that `after` fills anew, whatever stood in them."""
    derived: tuple[type[Model], ...] = ()
    """Models whose rows `after` makes anew from this one's."""

    @property
    def geometry_type(self) -> str:
        """PostGIS's name of the type the table stores, such as MULTIPOLYGON."""
        geometry = self.model._meta.get_field(self.geometry)
        assert isinstance(geometry, GeometryField)
        return str(geometry.geom_type)


_register: dict[str, Importable] = {}


def accept(importable: Importable) -> Importable:
    """Add a layer to those that take imports."""
    if _register.setdefault(importable.layer, importable) is not importable:
        raise ValueError(f"layer {importable.layer!r} is declared importable twice")
    return importable


def importables() -> tuple[Importable, ...]:
    """Every layer that takes imports, from each app's `imports` module."""
    autodiscover_modules("imports")
    return tuple(_register.values())


def get_importable(layer: str) -> Importable:
    """The layer of this name.

    Raises:
        WrongMapping: there is none, or it takes no imports.
    """
    by_name = {importable.layer: importable for importable in importables()}
    if layer not in by_name:
        raise WrongMapping(
            _("No layer “%(layer)s” takes imports; choose one of %(layers)s.")
            % {"layer": layer, "layers": listed(sorted(by_name))}
        )
    return by_name[layer]
