"""What may be imported: a small declaration beside each layer that accepts rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.contrib.gis.db.models import GeometryField
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from geo.access import Permission
from geo.exchange.reading import Reading
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
class Spot:
    """Where the text of a row says that it is."""

    text: str
    """The text as it was asked."""
    longitude: float | None
    """None when the place is not known."""
    latitude: float | None
    how: str
    """What is stored of how it was found; what it might be, where it was not."""
    several: bool = False
    """Whether it fits several places, so that none of them is believed."""


@dataclass(frozen=True, kw_only=True)
class Finder:
    """How a row without coordinates finds its place: by what it says in words."""

    field: str
    """The field with the words, such as an address."""
    how: str
    """The field that keeps how the place was found; no column of a file fills it."""
    given: str
    """What that field says of rows that bring coordinates."""
    find: Callable[[list[str]], Iterable[Spot]]
    """Places of many texts at once, each asked once."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something asked of all rows at once, beyond what their table can say."""

    sentence: Promise
    """What to tell the row's owner; `%(detail)s` is what the question answers."""
    question: Path
    """SQL that selects `line` and `detail` from `candidates`: rows as they would stand in
    the table, with their `line` in the file."""
    refuses: bool = True
    """Whether rows are refused; else they come in, and the report says to look at them."""


@dataclass(frozen=True, kw_only=True)
class TakenUp:
    """An import whose rows are in, before it commits."""

    layer: str
    now: dt.datetime
    run: int | None
    """Number of the import, when it is kept to be undone; none of the command's."""
    by: str
    """Name of who asked for it; that they may was asked before."""


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Later work that undoing an import would lose, and of how many rows."""

    title: str
    count: int
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Upshot:
    """What an app makes of imported rows in the same transaction, and takes back again.

    `after` is for what may be made anew at any time; this is for what must never differ
    from the rows: accounts of a list of customers, debts of a list of debts.
    """

    take_up: Callable[[TakenUp], Iterable[str]]
    """Called when the rows are in; what it returns is said in the report. Of a dry run,
    too: what the database refuses must show there."""
    obstacles: Callable[[TakenUp], Iterable[Obstacle]]
    """What stands against taking it back."""
    take_back: Callable[[TakenUp], None]
    """Undo it; the imported rows go afterwards."""


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
    title: str | Promise = ""
    """What people call its rows; that of the published layer where there is one."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By field: names its column usually has in files, besides the field's own."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By field: words of files that mean one of its own, besides those and their titles."""
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
    finder: Finder | None = None
    """How rows without coordinates find their place; without one they are refused."""
    checks: tuple[Check, ...] = ()
    upshot: Upshot | None = None

    def read_as(self, reading: Reading) -> Reading:
        """How a file for this layer is to be read: coordinates or not."""
        return replace(reading, placeless=self.finder is not None)

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
