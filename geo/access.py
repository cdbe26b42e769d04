"""Who is looking, and what a layer shows to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from geo.errors import Refusal


class Audience(StrEnum):
    """A group of viewers for whom one set of published views exists."""

    ANYONE = "anyone"
    STAFF = "staff"

    def sees(self, other: Audience) -> bool:
        """Whether what is published for `other` is also shown to this audience."""
        return self is Audience.STAFF or other is Audience.ANYONE


def _no_districts() -> Mapping[str, frozenset[int]]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody looking at the platform; without a name it is a passer-by."""

    name: str = ""
    full_name: str = ""
    """How the person is called, where one is known."""
    person_id: int | None = None
    """Primary key of the person who signed in, where one is known."""
    posts: frozenset[str] = field(default_factory=frozenset)
    """Codes of the posts exercised today."""
    grants: frozenset[str] = field(default_factory=frozenset)
    """Permissions that hold everywhere."""
    district_grants: Mapping[str, frozenset[int]] = field(
        default_factory=_no_districts, hash=False
    )
    """Permissions that hold in some districts only, with the numbers of those."""
    is_staff: bool = False
    holds_all: bool = False
    """Whether every permission is granted: the instance's own administrator."""

    @property
    def audience(self) -> Audience:
        """The set of published views this viewer reads."""
        return Audience.STAFF if self.is_staff else Audience.ANYONE

    def may(self, permission: str, *, district: int | None = None) -> bool:
        """Whether the permission of this name was granted, everywhere or in `district`.

        A grant for some districts is none where no district is named.
        """
        if self.holds_all or permission in self.grants:
            return True
        return district is not None and district in self.districts_of(permission)

    def may_somewhere(self, permission: str) -> bool:
        """Whether it was granted everywhere or in at least one district."""
        return self.may(permission) or bool(self.districts_of(permission))

    def districts_of(self, permission: str) -> frozenset[int]:
        """Numbers of the districts that a grant of this permission is bound to."""
        return self.district_grants.get(permission, frozenset())


ANYONE: Final = Viewer()
"""Whoever has not signed in."""

current_viewer: ContextVar[Viewer] = ContextVar("current_viewer", default=ANYONE)
"""The viewer of the request or command under way; nobody unless somebody said so."""


@contextmanager
def looking(viewer: Viewer) -> Iterator[None]:
    """Read and act for `viewer` until the block ends, whatever happens in it."""
    token = current_viewer.set(viewer)
    try:
        yield
    finally:
        current_viewer.reset(token)


class NotAllowed(Refusal):
    """The viewer lacks a permission."""

    def __init__(self, permission: Permission, district: int | None = None) -> None:
        sentence = _("This needs the permission “%(title)s”.")
        if district is not None:
            sentence = _("This needs the permission “%(title)s” in district %(district)d.")
        super().__init__(sentence % {"title": permission.title, "district": district})


@dataclass(frozen=True, kw_only=True)
class Permission:
    """One act that can be granted to an office; code never names a person or a group."""

    name: str
    title: str | Promise
    """What it allows, as a sentence without a subject; translated when it is shown."""

    def require(self, by: Viewer, *, district: int | None = None) -> None:
        """Refuse unless `by` holds this permission, everywhere or in `district`.

        Raises:
            NotAllowed: it was not granted.
        """
        if not by.may(self.name, district=district):
            raise NotAllowed(self, district)

    def require_somewhere(self, by: Viewer) -> None:
        """Refuse unless `by` holds this permission, be it for some districts only.

        For acts that find out later where they act, and then `require_throughout`.

        Raises:
            NotAllowed: it was not granted at all.
        """
        if not by.may_somewhere(self.name):
            raise NotAllowed(self)

    def require_throughout(self, by: Viewer, districts: Iterable[int | None]) -> None:
        """Refuse unless `by` holds this permission everywhere, or in each of `districts`.

        What lies in no district (None), and what has no place, needs a grant that holds
        everywhere. `districts` is not looked at where there is one.

        Raises:
            NotAllowed: it was not granted, or not in one of them.
        """
        if by.may(self.name):
            return
        found = set(districts)
        for number in found if found and by.districts_of(self.name) else {None}:
            self.require(by, district=number)
