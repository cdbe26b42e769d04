"""What files may hang on and papers may be about: kinds of things of the systems above.

A system registers its kinds when it is ready, so this register knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.documents.permissions import ATTACH
from geo.access import Viewer
from geo.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class About:
    """One thing of any system: its kind, as `festivals.stand`, and its key there."""

    kind: str
    id: str


def office_only(viewer: Viewer, about: About) -> bool:
    """Whoever may read and add attached files in general."""
    return viewer.may(ATTACH.name)


@dataclass(frozen=True, kw_only=True)
class Owner:
    """A kind of thing, and who may see what hangs on one of them, or hang more there."""

    kind: str
    title: str | Promise
    sees: Callable[[Viewer, About], bool] = office_only
    adds: Callable[[Viewer, About], bool] = office_only


class NoSuchThing(Refusal):
    """Files cannot hang on a thing of this kind."""

    def __init__(self, about: About) -> None:
        super().__init__(_("Nothing can be attached to “%s”.") % about.kind)


_owners: Final[dict[str, Owner]] = {}


def register_owner(owner: Owner) -> Owner:
    """Let files hang on things of this kind."""
    return _owners.setdefault(owner.kind, owner)


def owner_of(about: About) -> Owner:
    """Who decides about what hangs on a thing.

    Raises:
        NoSuchThing: no system has registered its kind.
    """
    owner = _owners.get(about.kind)
    if owner is None:
        raise NoSuchThing(about)
    return owner
