"""Who may import what from the pages."""

from __future__ import annotations

from geo.access import Audience, Viewer
from geo.exchange.register import Importable, importables
from geo.layers import find_layer


def require(into: Importable, by: Viewer) -> None:
    """Refuse unless `by` holds the layer's permission, which belongs to posts.

    Raises:
        NotAllowed: it was not granted.
    """
    into.permission.require(by)


def allowed(by: Viewer) -> list[Importable]:
    """Layers that `by` may import to, by title of their rows."""
    found = [each for each in importables() if by.may(each.permission.name)]
    return sorted(found, key=lambda each: title_of(each).casefold())


def may_import(by: Viewer) -> bool:
    """Whether `by` may import to any layer."""
    return any(by.may(each.permission.name) for each in importables())


def title_of(into: Importable) -> str:
    """What people call the layer."""
    layer = find_layer(into.layer, Audience.STAFF)
    if layer is not None:
        return str(layer.title)
    return str(into.title or into.model._meta.verbose_name_plural)
