"""Who is looking, and what a layer shows to whom."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from geo.errors import Refusal


class Audience(StrEnum):
    """A group of viewers for whom one set of published views exists."""

    ANYONE = "anyone"
    STAFF = "staff"

    def sees(self, other: Audience) -> bool:
        """Whether what is published for `other` is also shown to this audience."""
        return self is Audience.STAFF or other is Audience.ANYONE


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody looking at the platform; without a name it is a passer-by."""

    name: str = ""
    grants: frozenset[str] = field(default_factory=frozenset)
    is_staff: bool = False
    holds_all: bool = False
    """Whether every permission is granted: the instance's own administrator."""

    @property
    def audience(self) -> Audience:
        """The set of published views this viewer reads."""
        return Audience.STAFF if self.is_staff else Audience.ANYONE

    def may(self, permission: str) -> bool:
        """Whether the permission of this name was granted."""
        return self.holds_all or permission in self.grants


ANYONE: Final = Viewer()
"""Whoever has not signed in."""

current_viewer: ContextVar[Viewer] = ContextVar("current_viewer", default=ANYONE)
"""The viewer of the request or command under way; nobody unless somebody said so."""


class NotAllowed(Refusal):
    """The viewer lacks a permission."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(
            _("This needs the permission “%(title)s”.") % {"title": permission.title}
        )


@dataclass(frozen=True, kw_only=True)
class Permission:
    """One act that can be granted to an office; code never names a person or a group."""

    name: str
    title: str

    def require(self, by: Viewer) -> None:
        """Refuse unless `by` holds this permission.

        Raises:
            NotAllowed: it was not granted.
        """
        if not by.may(self.name):
            raise NotAllowed(self)
