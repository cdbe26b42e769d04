"""What each app adds to the pages that belong to all: menu, search, what is here.

An app registers its functions when it is ready, so these pages know no app, and a new
system appears on them without anybody editing them. Order is that of registration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from geo.access import Viewer

Thing = TypeVar("Thing")


def everybody(viewer: Viewer) -> bool:
    """Whoever looks."""
    return True


def signed_in(viewer: Viewer) -> bool:
    """Whoever has an account."""
    return bool(viewer.name)


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """A page that the main menu leads to."""

    title: str | Promise
    view: str
    """Name of the view, as `reverse` knows it."""
    place: int
    """Where it stands in the menu: small numbers first."""
    for_whom: Callable[[Viewer], bool] = everybody
    """Who finds it there; the page itself asks again.

    What is for everybody stands in the bar, all else under the name of who signed in.
    """

    @property
    def is_public(self) -> bool:
        """Whether it stands in the bar."""
        return self.for_whom is everybody


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One answer to a search, wherever it came from."""

    label: str
    note: str
    """What it is and where, in a few words."""
    address: str
    """Page that shows it."""
    panel: str
    """Fragment of the same, for a page that has a map."""
    position: tuple[float, float] | None
    """Longitude and latitude (EPSG:4326)."""
    zoom: float
    """Zoom at which one sees it whole."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A sign in the header of whoever signed in, with the number of what is new."""

    title: str | Promise
    icon: str
    """Name of a line drawing."""
    view: str
    """Name of the view that it leads to."""
    count: Callable[[Viewer], int]


HereTeller = Callable[[Point, Viewer, QueryDict], SafeString]
"""A fragment about what lies at or near a point (EPSG:4326), by the filters asked for."""

Finder = Callable[[str, Viewer, int], list[Hit]]
"""At most so many things that a search text may mean, best first."""

menu: Final[list[MenuEntry]] = []
marks: Final[list[Mark]] = []
here_tellers: Final[list[HereTeller]] = []
finders: Final[list[Finder]] = []


def add_once(things: list[Thing], thing: Thing) -> None:
    """Append `thing` unless it is there; an app may be made ready twice in a test."""
    if thing not in things:
        things.append(thing)
